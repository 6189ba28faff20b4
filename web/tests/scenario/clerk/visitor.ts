// A person whose browser runs no scripts, in Chromium with scripts off: does what a person does, by what is on the screen.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { expect } from "vitest";
import type { Language } from "../../../shared/protocol/envelope.ts";
import { kLong, settled } from "../../browser/intake/stage.ts";
import { Sentences } from "./real_clerk.ts";

const kAxe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const kTags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** 600,000 rounds stand between a button and the next page, on a machine that may do other things too. */
const kPatienceMs = 120_000;

/** Where a clerk answers. */
export interface ClerkPlace {
  readonly url: string;
}

export class Visitor {
  readonly language: Language;
  readonly texts: Sentences;
  readonly page: Page;
  readonly context: BrowserContext;
  readonly #clerk: ClerkPlace;
  readonly #checker: Page | undefined;
  words: string[] = [];

  private constructor(clerk: ClerkPlace, language: Language, page: Page, checker?: Page) {
    this.#clerk = clerk;
    this.language = language;
    this.texts = new Sentences(language);
    this.page = page;
    this.context = page.context();
    this.#checker = checker;
    page.setDefaultTimeout(kPatienceMs);
  }

  static async arrive(browser: Browser, clerk: ClerkPlace, language: Language, width = 320): Promise<Visitor> {
    const viewport = { width, height: 720 };
    const context = await browser.newContext({ javaScriptEnabled: false, viewport });
    const checker = await (await browser.newContext({ viewport })).newPage();
    return new Visitor(clerk, language, await context.newPage(), checker);
  }

  /** In a browser that somebody has opened already; its pages cannot be checked by check_page. */
  static async within(context: BrowserContext, clerk: ClerkPlace, language: Language): Promise<Visitor> {
    return new Visitor(clerk, language, await context.newPage());
  }

  async leave_for_good(): Promise<void> {
    await this.context.close();
    await this.#checker?.context().close();
  }

  async open(path: string): Promise<void> {
    await this.page.goto(`${this.#clerk.url}/${this.language}/${path}`);
  }
  async press(key: string): Promise<void> {
    await this.page.getByRole("button", { name: this.texts.t(key), exact: true }).click();
  }
  async heading(key: string): Promise<void> {
    await this.page.getByRole("heading", { level: 1, name: this.texts.t(key), exact: true }).waitFor();
    // On a slow line the heading is there long before the end of the page.
    await this.page.waitForLoadState();
  }
  async mark(...codes: string[]): Promise<void> {
    for (const code of codes) await this.page.getByLabel(this.texts.t(`answer.${code}`), { exact: true }).check();
  }

  /** From the empty form to the review. */
  async answer(text: string, ...codes: string[]): Promise<void> {
    await this.open("write");
    await this.mark(...codes, "consent.yes");
    await this.page.locator("textarea").fill(text);
    await this.press("intake.next");
  }
  async note_words(): Promise<void> {
    await this.press("intake.review.next");
    await this.heading("intake.words.title");
    expect(await this.page.locator("ol").isVisible()).toBe(false);
    await this.page.locator("summary").click();
    this.words = await this.page.locator("ol li").allTextContents();
    expect(this.words.length).toBe(8);
  }
  async practise(): Promise<void> {
    await this.press("intake.words.practice");
    await this.heading("intake.practice.title");
    for (const group of await this.page.locator("fieldset").all()) {
      const number = Number(/\d+/.exec(await group.locator("legend").innerText())?.[0]);
      await group.getByLabel(this.words[number - 1] ?? "", { exact: true }).check();
    }
    await this.press("clerk.practice.check");
  }
  async send(): Promise<void> {
    await this.note_words();
    await this.practise();
    await this.press("intake.send.button");
    await this.heading("intake.sent.title");
  }
  async come_back(words: string): Promise<void> {
    await this.open("return");
    await this.page.getByLabel(this.texts.t("intake.return.label")).fill(words);
    await this.press("intake.return.open");
  }

  settled(): Promise<string> {
    return settled(this.page);
  }

  /** No axe violation in these themes, no sideways scrolling, Leave first, the neutral title. The page is copied: it runs no script itself. */
  async check_page(themes: readonly ("light" | "dark")[] = ["light"]): Promise<void> {
    const html = await this.page.content();
    expect(await this.page.title()).toBe(this.texts.t("intake.title"));
    expect(await this.page.locator("a").first().getAttribute("id")).toBe("leave");
    const checker = this.#checker;
    if (!checker) throw new Error("nobody checks this page");
    await checker.setContent(html);
    expect(await checker.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    await checker.evaluate(kAxe);
    for (const colorScheme of themes) {
      await checker.emulateMedia({ colorScheme });
      expect(await faults(checker), colorScheme).toEqual([]);
    }
    if (kLong) expect(await fits_otherwise(checker)).toEqual({ enlarged: true, plain: true });
  }
}

function faults(checker: Page): Promise<string[]> {
  return checker.evaluate(async (tags) => {
    const { axe } = globalThis as unknown as { axe: { run: (options: object) => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } };
    const { violations } = await axe.run({ runOnly: tags });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" | ")}`);
  }, kTags);
}

/** Whether nothing is wider than the window where text is twice as large (in 640 px, as zoom makes it), and with no style at all. */
async function fits_otherwise(checker: Page): Promise<{ enlarged: boolean; plain: boolean }> {
  const size = checker.viewportSize();
  await checker.setViewportSize({ width: 640, height: 720 });
  const fits = await checker.evaluate(() => {
    const root = document.documentElement;
    const narrow = (): boolean => root.scrollWidth <= window.innerWidth;
    root.style.fontSize = "36px";
    const enlarged = narrow();
    root.removeAttribute("style");
    for (const style of document.querySelectorAll("style")) style.remove();
    return { enlarged, plain: narrow() };
  });
  if (size) await checker.setViewportSize(size);
  return fits;
}
