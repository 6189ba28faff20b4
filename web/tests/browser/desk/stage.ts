// A browser, the built staff application and the twin of the desk: what every test of the pages stands on.
// Every stage checks at its end that nothing broke quietly: no script error, no refusal by the page's policy, no answer
// that the contract forbids, nothing stored in the browser.
import { readFileSync } from "node:fs";
import { AxeBuilder } from "@axe-core/playwright";
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";
import { expect } from "vitest";
import type { Language } from "../../../desk/src/api/types.ts";
import { compile, type Values } from "../../../desk/src/text/icu.ts";
import type { Spec } from "../../desk/twin/cases.ts";
import { kCode, kPassphrase, Office } from "../../desk/twin/office.ts";
import { Twin } from "../../desk/twin/server.ts";

const kChromium = process.env["WAYMARK_CHROMIUM"] ?? "/usr/bin/chromium";
const kLocales: Readonly<Record<Language, string>> = { ru: "ru-RU", uk: "uk-UA", en: "en-GB" };

export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: kChromium, args: ["--no-sandbox"] });
}

export interface Screen {
  readonly language?: Language;
  readonly width?: number;
  readonly height?: number;
  readonly scheme?: "light" | "dark";
  readonly specs?: readonly Spec[];
  readonly more?: BrowserContextOptions;
  /// Another's stage, at whose desk this one sits; that one is closed last.
  readonly beside?: Stage;
}

export class Stage {
  readonly page: Page;
  readonly twin: Twin;
  readonly errors: string[] = [];
  private readonly texts: Record<string, string>;
  private readonly locale: string;
  private readonly guest: boolean;

  private constructor(page: Page, twin: Twin, language: Language, guest: boolean) {
    this.page = page;
    this.twin = twin;
    this.guest = guest;
    this.locale = kLocales[language];
    this.texts = JSON.parse(readFileSync(new URL(`../../../shared/texts/desk.${language}.json`, import.meta.url), "utf8")) as Record<string, string>;
    page.on("pageerror", (error) => this.errors.push(error.message));
    // A call that fails on purpose is told by the browser itself; everything else on the console is ours.
    page.on("console", (line) => line.type() === "error" && !line.text().startsWith("Failed to load resource") && this.errors.push(line.text()));
  }

  static async open(browser: Browser, screen: Screen = {}): Promise<Stage> {
    const language = screen.language ?? "en";
    const width = screen.width ?? 1440;
    const twin = screen.beside?.twin ?? new Twin(screen.specs === undefined ? new Office(() => Date.now()) : new Office(() => Date.now(), screen.specs));
    const address = screen.beside === undefined ? await twin.listen() : new URL(screen.beside.page.url()).origin;
    const context = await browser.newContext({
      viewport: { width, height: screen.height ?? 900 }, colorScheme: screen.scheme ?? "light", locale: kLocales[language], hasTouch: width < 700, reducedMotion: "reduce", ...screen.more,
    });
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    const stage = new Stage(page, twin, language, screen.beside !== undefined);
    await page.goto(address);
    await page.locator("#alias").waitFor();
    return stage;
  }

  /// The text that a person sees for a key.
  t(key: string, values: Values = {}): string {
    const pattern = this.texts[`desk.${key}`];
    if (pattern === undefined) throw new Error(`no text desk.${key}`);
    return compile(pattern, this.locale)(values);
  }

  /** To what nobody has taken, whatever waits among one's own. */
  async signIn(alias = "larch"): Promise<void> {
    await this.signInOnly(alias);
    const unowned = this.page.locator('[data-view="unowned"]').first();
    if ((await unowned.getAttribute("aria-current")) === null) await unowned.click();
    await this.page.locator('[data-view="unowned"][aria-current]').first().waitFor();
    await this.page.locator("[data-case-id], .list .empty").first().waitFor();
  }

  async signInOnly(alias = "larch"): Promise<void> {
    await this.fillSignIn(alias, kPassphrase, kCode);
    await this.page.locator("main #list-title").waitFor();
    await this.page.locator("[data-case-id], .list .empty").first().waitFor();
  }

  async fillSignIn(alias: string, passphrase: string, code: string): Promise<void> {
    await this.page.getByLabel(this.t("signin.alias"), { exact: true }).fill(alias);
    await this.page.getByLabel(this.t("signin.passphrase"), { exact: true }).fill(passphrase);
    await this.page.getByLabel(this.t("signin.code"), { exact: true }).fill(code);
    await this.button("signin.submit").click();
  }

  button(key: string, values: Values = {}): ReturnType<Page["getByRole"]> {
    return this.page.getByRole("button", { name: this.t(key, values), exact: true }).first();
  }

  /// Opens the row at a place of the list and waits for the case.
  async open(at: number): Promise<void> {
    await this.page.locator("[data-case-id]").nth(at).click();
    await this.page.locator("#case-title").waitFor();
  }

  /// A frame that may run no script cannot be looked into: axe would wait in it for ever.
  async axe(): Promise<void> {
    const { violations } = await new AxeBuilder({ page: this.page }).exclude("iframe[sandbox]")
      .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" | ")}`)).toEqual([]);
  }

  /// Nothing is wider than the screen, at any view.
  async fitsWidth(): Promise<void> {
    const over = await this.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(over).toBeLessThanOrEqual(0);
  }

  async close(): Promise<void> {
    expect(this.errors).toEqual([]);
    expect(this.twin.problems).toEqual([]);
    // A browser keeps its device secret (desk/src/api/device.ts) and nothing else.
    const kept = await this.page.evaluate(() => [document.cookie, Object.keys(localStorage).filter((key) => key !== "waymark-device").length, sessionStorage.length, location.search, location.hash]);
    expect(kept).toEqual(["", 0, 0, "", ""]);
    await this.page.context().close();
    if (!this.guest) await this.twin.close();
  }
}
