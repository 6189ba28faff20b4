// The layout audit: what a person would see at once and a test of behaviour never does. It looks at the page as it stands
// and names every fault in words: text that is cut, controls that leave the window, are clipped, lie over each other or are
// too small for a thumb, words broken in their middle, and a page that scrolls sideways. `audit.test.ts` plants each fault once.
import type { Page } from "playwright-core";

export interface Wanted {
  /** Fingers use this screen: a target has at least kTouchPx in both directions. */
  readonly touch: boolean;
  /** Least height in pixels that must be in sight, by selector: the conversation on a phone. */
  readonly heights?: Readonly<Record<string, number>>;
  /** Least number of elements that must be wholly in sight, by selector: rows of a list. */
  readonly in_sight?: Readonly<Record<string, number>>;
  /** Somebody has just acted: the keyboard must stand somewhere. */
  readonly focus?: boolean;
}

/** WCAG 2.2, 2.5.5 "Target size (enhanced)". */
export const kTouchPx = 44;

/** Every fault of the page as it is now, one line each; empty when there is none. */
export async function faults_of(page: Page, wanted: Wanted): Promise<string[]> {
  const asked: Asked = { touch: wanted.touch, touch_px: kTouchPx, heights: wanted.heights ?? {}, in_sight: wanted.in_sight ?? {}, focus: wanted.focus === true };
  return page.evaluate<string[]>(`(() => { ${Look.toString()}; return new Look(${JSON.stringify(asked)}).all(); })()`);
}

interface Asked {
  readonly touch: boolean;
  readonly touch_px: number;
  readonly heights: Readonly<Record<string, number>>;
  readonly in_sight: Readonly<Record<string, number>>;
  readonly focus: boolean;
}

/** Runs inside the page, where nothing of this file is but the class itself. */
class Look {
  readonly asked: Asked;
  readonly faults: string[] = [];
  readonly slack_px = 1;
  /** No word of our languages is longer; what is was typed to be so. */
  readonly word_max = 30;
  readonly label_lines_max = 2;
  readonly controls = "button, a[href], input:not([type=hidden]), select, textarea, summary, [role=button], [role=tab], [role=menuitem]";

  constructor(asked: Asked) {
    this.asked = asked;
  }

  all(): string[] {
    const everything = Array.from(document.body.querySelectorAll<HTMLElement>("*")).filter((element) => this.shown(element) && !this.for_ears(element));
    for (const element of everything) {
      this.text_is_cut(element);
      this.word_is_broken(element);
    }
    const used = everything.filter((element) => element.matches(this.controls));
    for (const element of used) {
      this.clipped(element);
      this.tall_label(element);
      if (this.asked.touch) this.too_small(element);
    }
    this.collide(used.filter((element) => !this.is_tick(element)));
    const over = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    if (over > 0) this.faults.push(`sideways: the page is ${over} px wider than the window`);
    this.rooms();
    if (this.asked.focus && (document.activeElement === null || document.activeElement === document.body)) this.faults.push("lost: the keyboard stands on nothing");
    return this.faults;
  }

  shown(element: Element): boolean {
    const box = element.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });
  }

  /** For eyes that listen: one pixel, clipped on purpose. */
  for_ears(element: Element): boolean {
    for (let at: Element | null = element; at !== null; at = at.parentElement) {
      const box = at.getBoundingClientRect();
      if (box.width <= 1 && box.height <= 1 && getComputedStyle(at).position === "absolute") return true;
    }
    return false;
  }

  name(element: Element): string {
    const text = (element.getAttribute("aria-label") ?? element.textContent ?? "").trim().replace(/\s+/g, " ").slice(0, 40);
    return `${this.tag(element)} «${text}»`;
  }

  tag(element: Element): string {
    const classes = typeof element.className === "string" && element.className !== "" ? `.${element.className.split(" ").filter((one) => !one.startsWith("svelte-")).join(".")}` : "";
    return `<${element.tagName.toLowerCase()}${element.id === "" ? classes : `#${element.id}`}>`;
  }

  hides(value: string): boolean {
    return value === "hidden" || value === "clip";
  }

  scrolls(value: string): boolean {
    return value === "auto" || value === "scroll";
  }

  is_tick(element: Element): boolean {
    return element instanceof HTMLInputElement && /^(checkbox|radio)$/.test(element.type);
  }

  /** Text whose box is smaller than its content and that hides the rest, without the dots that say so. */
  text_is_cut(element: HTMLElement): void {
    const own = Array.from(element.childNodes).some((node) => node.nodeType === Node.TEXT_NODE && (node.textContent ?? "").trim() !== "");
    if (!own || /^(INPUT|TEXTAREA|SELECT|OPTION)$/.test(element.tagName)) return;
    const css = getComputedStyle(element);
    const clamp = css.getPropertyValue("-webkit-line-clamp");
    if (css.textOverflow === "ellipsis" || (clamp !== "none" && clamp !== "")) return;
    if (this.hides(css.overflowX) && element.scrollWidth > element.clientWidth + this.slack_px)
      this.faults.push(`cut: ${this.name(element)} is ${element.scrollWidth} px wide in ${element.clientWidth}`);
    if (this.hides(css.overflowY) && element.scrollHeight > element.clientHeight + this.slack_px)
      this.faults.push(`cut: ${this.name(element)} is ${element.scrollHeight} px high in ${element.clientHeight}`);
  }

  /** A word that goes on in the next line without a hyphen of its own. What nobody reads as words (addresses, codes, sealed texts) may break. */
  word_is_broken(element: HTMLElement): void {
    if (element.closest("textarea, pre, code, kbd, .check, .sealed, .body") !== null || getComputedStyle(element).hyphens === "auto") return;
    for (const node of element.childNodes) {
      if (node.nodeType !== Node.TEXT_NODE) continue;
      for (const { 0: word, index } of (node.textContent ?? "").matchAll(/\p{L}[\p{L}\p{M}’]{3,}/gu)) {
        if (word.length > this.word_max) continue;
        const range = document.createRange();
        range.setStart(node, index);
        range.setEnd(node, index + word.length);
        const lines = new Set(Array.from(range.getClientRects()).filter((box) => box.width > 1).map((box) => Math.round(box.top)));
        if (lines.size > 1) this.faults.push(`broken: «${word}» in ${this.tag(element)} stands on ${lines.size} lines`);
      }
    }
  }

  /** The part of a control that its ancestors leave in sight; those that scroll may hide it along their own way. */
  clipped(element: Element): void {
    const box = element.getBoundingClientRect();
    for (let at = element.parentElement; at !== null && at !== document.documentElement; at = at.parentElement) {
      const css = getComputedStyle(at);
      const frame = at.getBoundingClientRect();
      const out = Math.max(box.right - frame.right, frame.left - box.left);
      if (css.overflowX !== "visible" && !this.scrolls(css.overflowX) && out > this.slack_px)
        return void this.faults.push(`clipped: ${this.name(element)} sticks ${Math.round(out)} px out of ${this.tag(at)}`);
      const below = Math.max(box.bottom - frame.bottom, frame.top - box.top);
      if (this.hides(css.overflowY) && below > this.slack_px && !this.inside_scroller(element, at))
        return void this.faults.push(`clipped: ${this.name(element)} sticks out of ${this.tag(at)} above or below`);
      if (css.position === "fixed") break;
    }
    if (box.right > innerWidth + this.slack_px || box.left < -this.slack_px)
      this.faults.push(`leaves the window: ${this.name(element)} from ${Math.round(box.left)} to ${Math.round(box.right)} of ${innerWidth} px`);
  }

  /** A button's label that is squeezed into a column of short lines while there is room beside it or below. */
  tall_label(element: Element): void {
    if (element.tagName !== "BUTTON" || !element.matches(".actions *")) return;
    const range = document.createRange();
    range.selectNodeContents(element);
    const lines = new Set(Array.from(range.getClientRects()).filter((box) => box.width > 1).map((box) => Math.round(box.bottom)));
    if (lines.size > this.label_lines_max) this.faults.push(`tall: the label of ${this.name(element)} stands on ${lines.size} lines`);
  }

  inside_scroller(element: Element, until: Element): boolean {
    for (let at = element.parentElement; at !== null && at !== until; at = at.parentElement) if (this.scrolls(getComputedStyle(at).overflowY)) return true;
    return false;
  }

  /** The nearest thing that moves a control when a person scrolls; only neighbours in one of them can collide. */
  carrier(element: Element): Element {
    for (let at: Element | null = element; at !== null; at = at.parentElement) {
      const css = getComputedStyle(at);
      if (css.position === "fixed" || css.position === "sticky" || (at !== element && this.scrolls(css.overflowY))) return at;
    }
    return document.documentElement;
  }

  collide(all: readonly Element[]): void {
    // Rows far outside the window may not be laid out yet (content-visibility); nobody can touch them either.
    const seen = all.map((element) => ({ element, box: element.getBoundingClientRect(), carrier: this.carrier(element) })).filter(({ box }) => box.bottom > 0 && box.top < innerHeight);
    seen.forEach((one, at) => {
      for (const other of seen.slice(at + 1)) {
        if (one.carrier !== other.carrier || one.element.contains(other.element) || other.element.contains(one.element)) continue;
        const wide = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
        const high = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
        if (wide > 2 && high > 2) this.faults.push(`overlap: ${this.name(one.element)} and ${this.name(other.element)} share ${Math.round(wide)}x${Math.round(high)} px`);
      }
    });
  }

  /** A tick's target is its label; a link inside a sentence is excepted, as in the guideline. */
  too_small(element: Element): void {
    if (element.tagName === "A" && getComputedStyle(element).display === "inline") return;
    const label = element instanceof HTMLInputElement && this.is_tick(element) ? (element.labels?.[0] ?? element.closest("label")) : null;
    const box = (label ?? element).getBoundingClientRect();
    if (box.width + 0.5 < this.asked.touch_px || box.height + 0.5 < this.asked.touch_px)
      this.faults.push(`small: ${this.name(element)} is ${Math.round(box.width)}x${Math.round(box.height)} px`);
  }

  /** What of its height the window and everything that scrolls around it leave. */
  in_sight_px(element: Element): number {
    const box = element.getBoundingClientRect();
    let top = Math.max(box.top, 0);
    let bottom = Math.min(box.bottom, visualViewport?.height ?? innerHeight);
    for (let at = element.parentElement; at !== null; at = at.parentElement) {
      if (getComputedStyle(at).overflowY === "visible") continue;
      const frame = at.getBoundingClientRect();
      top = Math.max(top, frame.top);
      bottom = Math.min(bottom, frame.bottom);
    }
    return Math.max(0, bottom - top);
  }

  rooms(): void {
    for (const [selector, least] of Object.entries(this.asked.heights)) {
      const element = document.querySelector(selector);
      const has = element === null ? 0 : Math.round(this.in_sight_px(element));
      if (has < least) this.faults.push(`low: ${selector} has ${has} px in sight, wants ${least}`);
    }
    for (const [selector, least] of Object.entries(this.asked.in_sight)) {
      const whole = Array.from(document.querySelectorAll(selector)).filter((element) => this.in_sight_px(element) >= element.getBoundingClientRect().height - this.slack_px);
      if (whole.length < least) this.faults.push(`few: ${whole.length} of ${selector} in sight, wants ${least}`);
    }
  }
}
