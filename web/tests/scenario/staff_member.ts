// Somebody of the staff at the real desk in a browser: does what a person does, by what is written on the screen.
import { readFileSync } from "node:fs";
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { expect } from "vitest";
import type { Organisation, Person } from "../../demo/organisation.ts";
import type { Language } from "../../shared/protocol/envelope.ts";
import { until } from "../wait.ts";

const kFiledMs = 120_000;
const kCodeMs = 30_000;

export interface Screen { language: Language; width: number; scheme: "light" | "dark" }

export class StaffMember {
  readonly page: Page;
  readonly errors: string[] = [];
  readonly #texts: Record<string, string>;

  private constructor(page: Page, language: Language) {
    this.page = page;
    this.#texts = JSON.parse(readFileSync(new URL(`../../shared/texts/desk.${language}.json`, import.meta.url), "utf8")) as Record<string, string>;
    page.on("pageerror", (error) => this.errors.push(String(error)));
  }

  static async sign_in(browser: Browser, organisation: Organisation, person: Person, screen: Screen): Promise<StaffMember> {
    const context = await browser.newContext({ viewport: { width: screen.width, height: 800 }, colorScheme: screen.scheme, locale: screen.language });
    const staff = new StaffMember(await context.newPage(), screen.language);
    await staff.page.goto(organisation.desk_url);
    await staff.#enter(organisation, person);
    return staff;
  }

  /** Each code works once: whoever signs in twice within 30 seconds waits for the next one. */
  async #enter(organisation: Organisation, person: Person): Promise<void> {
    const end = Date.now() + 6 * kCodeMs;
    for (;;) {
      await this.page.getByLabel(this.t("signin.alias"), { exact: true }).fill(person.alias);
      await this.page.getByLabel(this.t("signin.passphrase"), { exact: true }).fill(person.passphrase);
      await this.page.getByLabel(this.t("signin.code"), { exact: true }).fill(organisation.code(person));
      await this.page.getByRole("button", { name: this.t("signin.submit"), exact: true }).click();
      try {
        await this.page.locator("[data-case-id], .empty").first().waitFor({ timeout: 20_000 }); // sleep: none, it tries the next code
        return await this.#to_unowned();
      } catch (error) {
        if (Date.now() > end) throw error;
      }
    }
  }

  /** The first view is one's own when somebody waits there; new requests come to those that nobody has taken. */
  async #to_unowned(): Promise<void> {
    await this.page.locator('[data-view="unowned"]').first().click();
    await this.page.locator('[data-view="unowned"][aria-current]').first().waitFor();
    await this.page.locator("[data-case-id], .empty").first().waitFor();
  }

  t(key: string): string {
    const text = this.#texts[`desk.${key}`];
    if (text === undefined) throw new Error(`no text desk.${key}`);
    return text;
  }

  case_ids(): Promise<string[]> {
    return this.page.locator("[data-case-id]").evaluateAll((rows) => rows.map((row) => row.getAttribute("data-case-id") ?? ""));
  }

  /** Waits for a row that was not there: nobody reloads the page. */
  async new_case(before: string[], within_ms: number): Promise<string> {
    return until("a new request appears", async () => (await this.case_ids()).find((id) => !before.includes(id)), within_ms);
  }

  async open(case_id: string): Promise<void> {
    await this.page.locator(`[data-case-id="${case_id}"]`).click();
  }

  async sees_text(text: string): Promise<void> {
    await this.page.getByText(text, { exact: true }).first().waitFor({ timeout: kFiledMs });
  }

  async take(): Promise<void> {
    await this.page.keyboard.press("t");
    await this.page.locator("#composer-box").waitFor();
  }

  async reply(text: string): Promise<void> {
    await this.page.locator("#composer-box").fill(text);
    const confirm = this.page.getByLabel(this.t("reply.confirm"), { exact: true });
    if (await confirm.isVisible()) await confirm.check();
    await this.page.locator("#composer-box").press("Control+Enter");
    await this.sees_text(text);
  }

  async axe(): Promise<void> {
    const { violations } = await new AxeBuilder({ page: this.page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" | ")}`)).toEqual([]);
  }
}
