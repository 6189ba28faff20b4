// A browser, the built pages, a relay (the in-memory twin) and an organisation: what every test of the pages stands on.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { AxeBuilder } from "@axe-core/playwright";
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { fill, type TextKey } from "../../../intake/src/content.ts";
import type { Language } from "../../../shared/protocol/envelope.ts";
import { Organisation, type OpenedEnvelope } from "../../twin/organisation.ts";
import { TwinRelay } from "../../twin/relay.ts";
import { at_rest } from "../../wait.ts";
import { kShots, look_at_sizes } from "../audit/shots.ts";

export const kChromium = process.env["WAYMARK_CHROMIUM"] ?? "/usr/bin/chromium";
// A call that fails on purpose, and the empty icon that keeps the browser from asking for /favicon.ico (the policy blocks it, as meant);
// over plain http a browser says that it leaves a header out.
const kExpectedErrors = ["Failed to load resource", "Loading the image 'data:,' violates", "The Cross-Origin-Opener-Policy header has been ignored"];
export const kLanguages: readonly Language[] = ["ru", "uk", "en"];
/** Whether this is a run of script/test --long. */
export const kLong = process.env["WAYMARK_LONG"] === "yes";
const kRestMs = 200;
/** Keys of the words take half a second of a processor, and a busy machine has little of it. */
const kPatienceMs = 150_000;
/** Names of organisations are long, and so are the pages with them. */
export const kLongName = "Линия помощи военнослужащим и их близким Северо-Западного округа";
/** Languages of walks for pictures and for the layout: Russian and Ukrainian are the long ones; in pictures and long runs English too. */
export const kLookedAt: readonly Language[] = kLong || kShots !== undefined ? kLanguages : ["ru", "uk"];
export const kPages = fileURLToPath(new URL("../../../intake/dist", import.meta.url));

export function launch(...flags: string[]): Promise<Browser> {
  return chromium.launch({ executablePath: kChromium, args: ["--no-sandbox", ...flags] });
}

/** A browser that keeps pages in memory for Back, as people's do; Playwright switches that off. */
export function launch_keeping(): Promise<Browser> {
  return chromium.launch({ executablePath: kChromium, args: ["--no-sandbox"], ignoreDefaultArgs: ["--disable-back-forward-cache"] });
}

/** The page once it is at rest: the same twice in a row. To ask while it goes elsewhere is an error of the driver. */
export async function settled(page: Page): Promise<string> {
  return (await at_rest("the page", () => page.content().catch(() => undefined), kRestMs)) ?? "";
}

/** Goes back until the history says so. @return what is shown then */
export async function go_back(page: Page): Promise<string> {
  const driver = await page.context().newCDPSession(page);
  const place = async (): Promise<number> => (await driver.send("Page.getNavigationHistory")).currentIndex;
  const before = await place();
  await page.goBack().catch(() => null);
  await expect.poll(place).toBeLessThan(before);
  return settled(page);
}

function catalogue(path: string): Record<string, string> {
  return JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8")) as Record<string, string>;
}

/** The texts of a language, by key, as a person sees them. */
export class Texts {
  readonly #own: Record<string, string>;
  readonly #pack: Record<string, string>;

  constructor(language: Language, pack = "military-refusal") {
    this.#own = catalogue(`../../../shared/texts/intake.${language}.json`);
    this.#pack = catalogue(`../../../../packs/${pack}/texts.${language}.json`);
  }

  t(key: TextKey, values: Record<string, string | number> = {}): string {
    const text = this.#own[`intake.${key}`];
    if (text === undefined) throw new Error(`no text ${key}`);
    return fill(text, { another: this.#own["intake.another_way"] ?? "", ...values });
  }

  pack(key: string): string {
    const text = this.#pack[key];
    if (text === undefined) throw new Error(`no pack text ${key}`);
    return text;
  }
}

/** One person at the pages: does what a person does, by what is written on the screen. */
export class Person {
  readonly page: Page;
  readonly language: Language;
  readonly texts: Texts;
  readonly errors: string[] = [];
  #words: string[] = [];

  constructor(page: Page, language: Language, pack?: string) {
    this.page = page;
    this.language = language;
    this.texts = new Texts(language, pack);
    page.setDefaultTimeout(kPatienceMs);
    page.on("pageerror", (error) => this.errors.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error" && !kExpectedErrors.some((expected) => message.text().startsWith(expected))) this.errors.push(message.text());
    });
  }

  get words(): string[] {
    return this.#words;
  }

  async press(key: TextKey): Promise<void> {
    await this.page.getByRole("button", { name: this.texts.t(key), exact: true }).click();
  }

  async heading(text: string): Promise<void> {
    await this.page.getByRole("heading", { level: 1, name: text, exact: true }).waitFor();
  }

  async choose(question: string, ...codes: string[]): Promise<void> {
    await this.heading(this.texts.pack(`question.${question}`));
    for (const code of codes) await this.page.getByLabel(this.texts.pack(`answer.${question}.${code}`), { exact: true }).check();
  }

  async answer(question: string, ...codes: string[]): Promise<void> {
    await this.choose(question, ...codes);
    await this.press("next");
  }

  async write(text: string): Promise<void> {
    await this.heading(this.texts.pack("question.text"));
    await this.page.getByLabel(this.texts.t("text.label"), { exact: true }).fill(text);
    await this.press("next");
  }

  /** The shortest honest way: not safe to write, one line, consent; ends at the review. */
  async short_way(text: string): Promise<void> {
    await this.press("before.start");
    await this.answer("safe", "no");
    await this.write(text);
    await this.answer("consent", "yes");
    await this.heading(this.texts.t("review.title"));
  }

  /** Reads the words on the screen. */
  async note_words(): Promise<void> {
    await this.press("words.show");
    this.#words = await this.page.locator(".words li").allTextContents();
    expect(this.#words.length).toBe(8);
    const broken = await this.page.locator(".words li").evaluateAll((items) => items.filter((item) => item.clientHeight > 1.5 * parseFloat(getComputedStyle(item).lineHeight)).map((item) => item.textContent));
    expect(broken, "each word stands on one line").toEqual([]);
  }

  async practise(): Promise<void> {
    await this.press("words.practice");
    await this.heading(this.texts.t("practice.title"));
    for (let pick = 0; pick < 3; pick += 1) {
      const said = await this.page.locator(".order").innerText();
      const number = Number(/\d+/.exec(said)?.[0]);
      await this.page.getByRole("button", { name: this.#words[number - 1] ?? "", exact: true }).click();
    }
  }

  /** From the review to the button Send, which is not pressed. */
  async to_send(): Promise<void> {
    await this.press("review.next");
    await this.heading(this.texts.t("words.title"));
    await this.note_words();
    await this.practise();
  }

  async send(): Promise<void> {
    await this.to_send();
    await this.press("send.button");
    await this.heading(this.texts.t("sent.title"));
  }

  async come_back(typed: string): Promise<void> {
    await this.press("before.return");
    await this.page.getByLabel(this.texts.t("return.label"), { exact: true }).fill(typed);
    await this.press("return.open");
  }

  async axe(): Promise<void> {
    const { violations } = await new AxeBuilder({ page: this.page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" | ")}`)).toEqual([]);
  }

  /** The layout audit of this page at every size. */
  async well_laid_out(view: string): Promise<void> {
    expect(await look_at_sizes(this.page, view, this.language)).toEqual([]);
  }

  /** Nothing of the page is wider than the screen. */
  async fits(): Promise<void> {
    const [needed, given] = await this.page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
    expect(needed).toBeLessThanOrEqual(given ?? 0);
  }
}

/** Where bridges read. */
export const kMails = ["box-1@mail.example", "a-rather-long-name-of-a-box@post.example"];

export class Stage {
  readonly organisation = new Organisation({ name: kLongName, mails: kMails });
  readonly relay = new TwinRelay(this.organisation, kPages);
  url = "";
  readonly #browser: Browser;
  #contexts: BrowserContext[] = [];

  constructor(browser: Browser) {
    this.#browser = browser;
  }

  async start(): Promise<void> {
    this.url = await this.relay.start();
  }

  async stop(): Promise<void> {
    for (const context of this.#contexts) await context.close();
    await this.relay.stop();
  }

  /** Someone opens the pages in a fresh browser profile. @param url another address of the same relay */
  async visit(language: Language, options: BrowserContextOptions = {}, url = this.url): Promise<Person> {
    const context = await this.#browser.newContext(options);
    this.#contexts.push(context);
    const person = new Person(await context.newPage(), language);
    await person.page.goto(`${url}/${language}/`);
    // The page can be read before; what can be done comes with its code.
    await person.page.getByRole("button", { name: person.texts.t("before.start"), exact: true }).waitFor();
    return person;
  }

  /** What the organisation reads of all that was stored. */
  opened(): OpenedEnvelope[] {
    return [...this.relay.envelopes.values()].map(({ day, blob }) => this.organisation.open_envelope(day, blob));
  }

  only_envelope(): OpenedEnvelope {
    const [only, another] = this.opened();
    if (!only || another) throw new Error(`${this.relay.envelopes.size} envelopes`);
    return only;
  }

  answer(to: OpenedEnvelope, text: string, slot = 0, tokens: Buffer[] = []): void {
    const reply = this.organisation.reply(to, text, { slot, tokens });
    this.relay.replies.set(reply.id, reply);
  }
}

/** For all tests of a file: one browser, and a fresh stage for each test. */
export function on_stage(start: () => Promise<Browser> = launch): { readonly browser: Browser; readonly stage: Stage } {
  const on: { browser?: Browser; stage?: Stage } = {};
  beforeAll(async () => {
    on.browser = await start();
  });
  afterAll(() => on.browser?.close());
  beforeEach(async () => {
    if (!on.browser) throw new Error("no browser");
    on.stage = new Stage(on.browser);
    await on.stage.start();
  });
  afterEach(() => on.stage?.stop());
  return on as { browser: Browser; stage: Stage };
}
