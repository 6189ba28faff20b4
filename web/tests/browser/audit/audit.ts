// The layout audit: what a person would see at once and a test of behaviour never does. It looks at the page as it stands
// and names every fault in words: text that is cut, controls that leave the window, are clipped, lie over each other or are
// too small for a thumb, and a page that scrolls sideways. `audit.test.ts` plants each fault once.
import type { Page } from "playwright-core";

export interface Wanted {
  /** Fingers use this screen: a target has at least kTouchPx in both directions. */
  readonly touch: boolean;
  /** Least height in pixels that must be in sight, by selector: the conversation on a phone. */
  readonly heights?: Readonly<Record<string, number>>;
  /** Least number of elements that must be wholly in sight, by selector: rows of a list. */
  readonly in_sight?: Readonly<Record<string, number>>;
}

/** WCAG 2.2, 2.5.5 "Target size (enhanced)". */
export const kTouchPx = 44;

/** Every fault of the page as it is now, one line each; empty when there is none. */
export async function faults_of(page: Page, wanted: Wanted): Promise<string[]> {
  return page.evaluate(look, { touch: wanted.touch, touch_px: kTouchPx, heights: wanted.heights ?? {}, in_sight: wanted.in_sight ?? {} });
}

interface Asked {
  readonly touch: boolean;
  readonly touch_px: number;
  readonly heights: Readonly<Record<string, number>>;
  readonly in_sight: Readonly<Record<string, number>>;
}

/** Runs inside the page, so it holds everything it needs. */
function look(asked: Asked): string[] {
  const faults: string[] = [];
  const slack_px = 1;
  const controls = "button, a[href], input:not([type=hidden]), select, textarea, summary, [role=button], [role=tab], [role=menuitem]";

  const style = (element: Element): CSSStyleDeclaration => getComputedStyle(element);
  const shown = (element: Element): boolean => {
    const box = element.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });
  };
  /** For eyes that listen: one pixel, clipped on purpose. */
  const for_ears = (element: Element): boolean => {
    for (let at: Element | null = element; at !== null; at = at.parentElement) {
      const box = at.getBoundingClientRect();
      if (box.width <= 1 && box.height <= 1 && style(at).position === "absolute") return true;
    }
    return false;
  };
  const name = (element: Element): string => {
    const text = (element.getAttribute("aria-label") ?? element.textContent ?? "").trim().replace(/\s+/g, " ").slice(0, 40);
    const classes = typeof element.className === "string" && element.className !== "" ? `.${element.className.split(" ").filter((one) => !one.startsWith("svelte-")).join(".")}` : "";
    return `<${element.tagName.toLowerCase()}${element.id === "" ? classes : `#${element.id}`}> «${text}»`;
  };
  const hides = (value: string): boolean => value === "hidden" || value === "clip";
  const scrolls = (value: string): boolean => value === "auto" || value === "scroll";

  /** Text whose box is smaller than its content and that hides the rest, without the dots that say so. */
  const text_is_cut = (element: HTMLElement): void => {
    const own = Array.from(element.childNodes).some((node) => node.nodeType === Node.TEXT_NODE && (node.textContent ?? "").trim() !== "");
    if (!own || /^(INPUT|TEXTAREA|SELECT|OPTION)$/.test(element.tagName)) return;
    const css = style(element);
    const clamped = css.getPropertyValue("-webkit-line-clamp") !== "none" && css.getPropertyValue("-webkit-line-clamp") !== "";
    if (hides(css.overflowX) && css.textOverflow !== "ellipsis" && !clamped && element.scrollWidth > element.clientWidth + slack_px)
      faults.push(`cut: ${name(element)} is ${element.scrollWidth} px wide in ${element.clientWidth}`);
    if (hides(css.overflowY) && !clamped && element.scrollHeight > element.clientHeight + slack_px && css.textOverflow !== "ellipsis")
      faults.push(`cut: ${name(element)} is ${element.scrollHeight} px high in ${element.clientHeight}`);
  };

  /** The part of a control that its ancestors leave in sight; those that scroll may hide it along their own way. */
  const clipped = (element: Element): void => {
    const box = element.getBoundingClientRect();
    for (let at = element.parentElement; at !== null && at !== document.documentElement; at = at.parentElement) {
      const css = style(at);
      const frame = at.getBoundingClientRect();
      if (css.overflowX !== "visible" && !scrolls(css.overflowX) && (box.right > frame.right + slack_px || box.left < frame.left - slack_px))
        return void faults.push(`clipped: ${name(element)} sticks ${Math.round(Math.max(box.right - frame.right, frame.left - box.left))} px out of ${name(at).replace(/ «.*/, "")}`);
      if (hides(css.overflowY) && (box.bottom > frame.bottom + slack_px || box.top < frame.top - slack_px) && !inside_scroller(element, at))
        return void faults.push(`clipped: ${name(element)} sticks out of ${name(at).replace(/ «.*/, "")} above or below`);
      if (style(at).position === "fixed") break;
    }
    if (box.right > innerWidth + slack_px || box.left < -slack_px) faults.push(`leaves the window: ${name(element)} from ${Math.round(box.left)} to ${Math.round(box.right)} of ${innerWidth} px`);
  };
  const inside_scroller = (element: Element, until: Element): boolean => {
    for (let at = element.parentElement; at !== null && at !== until; at = at.parentElement) if (scrolls(style(at).overflowY)) return true;
    return false;
  };

  /** The nearest thing that moves a control when a person scrolls; only neighbours in one of them can collide. */
  const carrier = (element: Element): Element => {
    for (let at: Element | null = element; at !== null; at = at.parentElement) {
      const css = style(at);
      if (css.position === "fixed" || css.position === "sticky" || (at !== element && scrolls(css.overflowY))) return at;
    }
    return document.documentElement;
  };
  const collide = (all: readonly Element[]): void => {
    // Rows far outside the window may not be laid out yet (content-visibility); nobody can touch them either.
    const seen = all.map((element) => ({ element, box: element.getBoundingClientRect(), carrier: carrier(element) })).filter(({ box }) => box.bottom > 0 && box.top < innerHeight);
    seen.forEach((one, at) => {
      for (const other of seen.slice(at + 1)) {
        if (one.carrier !== other.carrier || one.element.contains(other.element) || other.element.contains(one.element)) continue;
        const wide = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
        const high = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
        if (wide > 2 && high > 2) faults.push(`overlap: ${name(one.element)} and ${name(other.element)} share ${Math.round(wide)}x${Math.round(high)} px`);
      }
    });
  };

  /** A tick's target is its label; a link inside a sentence is excepted, as in the guideline. */
  const too_small = (element: Element): void => {
    const label = element instanceof HTMLInputElement ? (element.labels?.[0] ?? element.closest("label")) : null;
    const target = label !== null && element instanceof HTMLInputElement && /^(checkbox|radio)$/.test(element.type) ? label : element;
    if (element.tagName === "A" && style(element).display === "inline") return;
    const box = target.getBoundingClientRect();
    if (box.width + 0.5 < asked.touch_px || box.height + 0.5 < asked.touch_px)
      faults.push(`small: ${name(element)} is ${Math.round(box.width)}x${Math.round(box.height)} px`);
  };

  const in_sight_px = (element: Element): number => {
    const box = element.getBoundingClientRect();
    const window_height = visualViewport?.height ?? innerHeight;
    return Math.max(0, Math.min(box.bottom, window_height) - Math.max(box.top, 0));
  };

  const everything = Array.from(document.body.querySelectorAll<HTMLElement>("*")).filter((element) => shown(element) && !for_ears(element));
  for (const element of everything) text_is_cut(element);
  const used = everything.filter((element) => element.matches(controls));
  for (const element of used) {
    clipped(element);
    if (asked.touch) too_small(element);
  }
  collide(used.filter((element) => !(element instanceof HTMLInputElement && /^(checkbox|radio)$/.test(element.type))));
  const over = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (over > 0) faults.push(`sideways: the page is ${over} px wider than the window`);
  for (const [selector, least] of Object.entries(asked.heights)) {
    const element = document.querySelector(selector);
    const has = element === null ? 0 : Math.round(in_sight_px(element));
    if (has < least) faults.push(`low: ${selector} has ${has} px in sight, wants ${least}`);
  }
  for (const [selector, least] of Object.entries(asked.in_sight)) {
    const has = Array.from(document.querySelectorAll(selector)).filter((element) => in_sight_px(element) >= element.getBoundingClientRect().height - slack_px).length;
    if (has < least) faults.push(`few: ${has} of ${selector} in sight, wants ${least}`);
  }
  return faults;
}
