// A browser, the built program `waymark-courts review` and a folder of made-up pairs: what every test of the review screen
// stands on. At its end every stage checks that nothing broke quietly: no script error, no refusal by the page's policy,
// no request to anywhere but the program.
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { expect } from "vitest";
import { compile, type Values } from "../../../desk/src/text/icu.ts";
import { until } from "../../wait.ts";
import { reviewCsv } from "./pairs.ts";

export { launch } from "../desk/stage.ts";

export type Language = "ru" | "uk" | "en";
const kLocales: Readonly<Record<Language, string>> = { ru: "ru-RU", uk: "uk-UA", en: "en-GB" };

/// One folder of pairs, one file of decisions, and the program while it runs.
export class Program {
  readonly folder = mkdtempSync(join(tmpdir(), "waymark-review-"));
  readonly decisions = join(this.folder, "decisions.csv");
  /// Every address printed since the last start; each works once.
  addresses: string[] = [];
  private child: ChildProcess | null = null;

  write(pairs: number, file = "review.csv"): void {
    writeFileSync(join(this.folder, file), reviewCsv(pairs));
  }

  async start(more: readonly string[] = []): Promise<void> {
    const binary = join(process.env["WAYMARK_BIN"] ?? "", "waymark-courts");
    if (!existsSync(binary)) throw new Error(`no ${binary}: set WAYMARK_BIN to the folder of the built programs`);
    this.addresses = [];
    const child = spawn(binary, ["review", this.folder, "--decisions", this.decisions, ...more], { stdio: ["ignore", "pipe", "pipe"] });
    this.child = child;
    let said = "";
    child.stdout.on("data", (bytes: Buffer) => {
      said += bytes.toString("utf8");
      this.addresses = [...said.matchAll(/^http:\/\/127\.0\.0\.1:\d+\/#key=[0-9a-f]{32}$/gmu)].map(([address]) => address);
    });
    child.stderr.on("data", (bytes: Buffer) => (said += bytes.toString("utf8")));
    await until(() => `the program starts: ${said}`, () => this.addresses.length > 0 || child.exitCode !== null);
    if (this.addresses.length === 0) throw new Error(`the program does not start: ${said}`);
  }

  /// The newest address, after as many screens as were opened.
  async address(opened: number): Promise<string> {
    await expect.poll(() => this.addresses.length).toBeGreaterThan(opened);
    return this.addresses[opened] ?? "";
  }

  async stop(signal: "SIGTERM" | "SIGKILL" = "SIGTERM"): Promise<void> {
    const { child } = this;
    this.child = null;
    if (child === null || child.exitCode !== null) return;
    const ended = new Promise((done) => child.once("exit", done));
    child.kill(signal);
    await ended;
  }

  /// The lines of the decisions file without their time.
  lines(): string[] {
    return readFileSync(this.decisions, "utf8").trimEnd().split("\n").slice(1).map((line) => line.split(",").slice(0, 3).join(","));
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export interface Look {
  readonly language?: Language;
  readonly width?: number;
  readonly scheme?: "light" | "dark";
}

export class Screen {
  readonly page: Page;
  readonly errors: string[] = [];
  private readonly context: BrowserContext;
  private readonly texts: Record<string, string>;
  private readonly locale: string;

  private constructor(context: BrowserContext, page: Page, language: Language) {
    this.context = context;
    this.page = page;
    this.locale = kLocales[language];
    this.texts = JSON.parse(readFileSync(new URL(`../../../shared/texts/review.${language}.json`, import.meta.url), "utf8")) as Record<string, string>;
    page.on("pageerror", (error) => this.errors.push(error.message));
    // A call that fails on purpose is told by the browser itself; everything else on the console is ours.
    page.on("console", (line) => line.type() === "error" && !line.text().startsWith("Failed to load resource") && this.errors.push(line.text()));
    page.on("request", (request) => !/^(http:\/\/127\.0\.0\.1:|blob:http:\/\/127\.0\.0\.1:)/u.test(request.url()) && this.errors.push(request.url()));
  }

  static async open(browser: Browser, address: string, look: Look = {}): Promise<Screen> {
    const { language = "en", width = 1440, scheme = "light" } = look;
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: scheme, reducedMotion: "reduce", locale: kLocales[language], hasTouch: width < 700 });
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    const screen = new Screen(context, page, language);
    await page.goto(address);
    await page.locator("main h1, main h2").first().waitFor();
    return screen;
  }

  /// The text that a person sees for a key.
  t(key: string, values: Values = {}): string {
    const pattern = this.texts[`review.${key}`];
    if (pattern === undefined) throw new Error(`no text review.${key}`);
    return compile(pattern, this.locale)(values);
  }

  /// Presses a key and waits until the screen stands at a pair (from 1).
  async press(key: string, place: number, all: number): Promise<void> {
    await this.page.keyboard.press(key);
    await this.stands(place, all);
  }

  async stands(place: number, all: number): Promise<void> {
    await expect.poll(() => this.page.locator("#place").textContent()).toBe(this.t("list.place", { n: place, all }));
  }

  verdict(): Promise<string | null> {
    return this.page.locator("[data-verdict]").getAttribute("data-verdict");
  }

  async axe(): Promise<void> {
    const { violations } = await new AxeBuilder({ page: this.page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" | ")}`)).toEqual([]);
  }

  async fitsWidth(): Promise<void> {
    expect(await this.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
  }

  async close(): Promise<void> {
    expect(this.errors).toEqual([]);
    expect(await this.page.evaluate(() => [document.cookie, localStorage.length, location.search, location.hash.includes("key")])).toEqual(["", 0, "", false]);
    await this.context.close();
  }
}
