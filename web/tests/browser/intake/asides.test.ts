// Pages 5 and 6 of the intake: cards, and "Is this really us?". Read without an account, searched without a trace.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { check_words } from "../../../shared/protocol/check_words.ts";
import type { Language } from "../../../shared/protocol/envelope.ts";
import { kLookedAt, kPages, on_stage, type Person } from "./stage.ts";

const on = on_stage();

interface BuiltCard { id: string; title: string; body: string; review_by: string }

interface CardFile { cards: BuiltCard[]; files: number }
const file_of = (language: Language, file: number): CardFile => JSON.parse(readFileSync(`${kPages}/${language}/cards${file === 0 ? "" : `-${file + 1}`}.json`, "utf8")) as CardFile;
const built = (language: Language): BuiltCard[] => Array.from({ length: file_of(language, 0).files }, (_, file) => file_of(language, file).cards).flat();
const title_of = (language: Language, id: string): string => built(language).find((card) => card.id === id)?.title ?? id;
const shared = (area: "cards" | "us", language: Language, key: string): string => {
  const texts = JSON.parse(readFileSync(new URL(`../../../shared/texts/${area}.${language}.json`, import.meta.url), "utf8")) as Record<string, string>;
  return texts[`${area}.${key}`] ?? key;
};

async function open_cards(person: Person, language: Language): Promise<void> {
  await person.press("cards.open");
  await person.heading(shared("cards", language, "title"));
  await person.page.getByText(title_of(language, "crisis")).waitFor();
}

const visible_cards = (person: Person): Promise<number> => person.page.locator("details.card:visible").count();

describe.each([
  { language: "ru", width: 320, colorScheme: "light", typed: "паспорт", id: "complaint" },
  { language: "uk", width: 320, colorScheme: "dark", typed: "паспорт", id: "complaint" },
  { language: "en", width: 1440, colorScheme: "light", typed: "PASSPORT investig", id: "complaint" },
] as const)("cards, $language at $width px, $colorScheme", ({ language, width, colorScheme, typed, id }) => {
  test("are read and searched without an account and without a trace", async () => {
    const person = await on.stage.visit(language, { viewport: { width, height: 800 }, colorScheme });
    const history_before = await person.page.evaluate(() => history.length);
    await open_cards(person, language);
    await expect.poll(() => visible_cards(person)).toBe(built(language).length);
    expect(await person.page.locator("details.card").first().textContent()).toContain(title_of(language, "crisis"));
    const calls = on.stage.relay.calls.length;
    const field = person.page.getByLabel(shared("cards", language, "search"), { exact: true });
    await field.fill(typed);
    await expect.poll(() => visible_cards(person)).toBeLessThan(built(language).length);
    const found = person.page.locator("details.card:visible", { hasText: title_of(language, id) });
    await found.locator("summary").click();
    await found.getByText(shared("cards", language, "example")).waitFor();
    if (kLookedAt.includes(language)) await person.well_laid_out("intake-cards");
    await person.axe();
    await person.fits();
    await field.fill("qqq");
    await person.page.getByText(shared("cards", language, "none")).waitFor();
    await field.fill("");
    await expect.poll(() => visible_cards(person)).toBe(built(language).length);
    expect(on.stage.relay.calls.length, "a search sends nothing").toBe(calls);
    expect(person.page.url()).toBe(`${on.stage.url}/${language}/`);
    // One entry, so that Back closes the cards; it has the same address and holds nothing.
    expect(await person.page.evaluate(() => [history.length, history.state as unknown])).toEqual([history_before + 1, null]);
    expect(await field.getAttribute("autocomplete")).toBe("off");
    await person.press("back");
    await person.heading(person.texts.t("before.title"));
    expect(person.errors).toEqual([]);
  });

  test("\"Is this really us?\" computes the words of the organisation's roots", async () => {
    const person = await on.stage.visit(language, { viewport: { width, height: 800 }, colorScheme });
    await person.press("us.open");
    await person.heading(shared("us", language, "title"));
    const indices = await check_words([on.stage.organisation.root.public_key], { subtle: globalThis.crypto.subtle });
    const list = readFileSync(new URL(`../../../../src/mailbox/words/${language}.txt`, import.meta.url), "utf8").split("\n").filter((line) => line !== "" && !line.startsWith("#"));
    await expect.poll(() => person.page.locator(".check").textContent()).toBe(indices.map((index) => list[index]).join(" "));
    await person.page.getByText(shared("us", language, "words_limit")).waitFor();
    await person.page.getByText(shared("us", language, "no_portable")).waitFor();
    expect(await person.page.locator("main a").count(), "no link leads away").toBe(0);
    if (kLookedAt.includes(language)) await person.well_laid_out("intake-us");
    await person.axe();
    await person.fits();
    await person.press("back");
    await person.heading(person.texts.t("before.title"));
    expect(person.errors).toEqual([]);
  });
});

test("a danger brings the crisis card at once, and Back finds the answers as they were", async () => {
  const person = await on.stage.visit("ru", { viewport: { width: 320, height: 800 } });
  await person.press("before.start");
  await person.answer("safe", "yes");
  await person.answer("who", "self");
  for (const question of ["army", "status", "where"]) {
    await person.heading(person.texts.pack(`question.${question}`));
    await person.press("skip");
  }
  await person.choose("danger", "beaten_or_threatened");
  await person.page.getByText(person.texts.pack("crisis.beaten_or_threatened")).waitFor();
  await person.axe();
  await person.fits();
  await person.press("cards.crisis");
  await person.page.locator("details.crisis_card[open]").waitFor();
  await person.press("back");
  await person.heading(person.texts.pack("question.danger"));
  expect(await person.page.getByLabel(person.texts.pack("answer.danger.beaten_or_threatened"), { exact: true }).isChecked()).toBe(true);
});

test("a card that was withdrawn meanwhile is gone, also in a tab that was open all day", async () => {
  const person = await on.stage.visit("en");
  await open_cards(person, "en");
  await person.page.getByText(title_of("en", "complaint")).waitFor();
  await person.press("back");
  const left = built("en").filter((card) => card.id !== "complaint");
  await person.page.route("**/en/cards.json", (route) => route.fulfill({ json: { cards: left, files: 1 } }));
  await open_cards(person, "en");
  expect(await visible_cards(person)).toBe(left.length);
  expect(await person.page.content()).not.toContain(title_of("en", "complaint"));
});

test("cards need no keys: with an expired roster they can be read, and say that their review is due", async () => {
  const context = await on.browser.newContext();
  const page = await context.newPage();
  await page.clock.setFixedTime(new Date("2028-01-02T12:00:00Z"));
  await page.goto(`${on.stage.url}/en/`);
  await page.getByRole("button", { name: "What the law says (short guides)", exact: true }).click();
  await page.locator("summary", { hasText: title_of("en", "crisis") }).click();
  await page.getByText(/^The review of this guide is overdue/).first().waitFor();
  await context.close();
});

test("a lost connection is said and can be tried again; a stranger's file is not shown", async () => {
  const person = await on.stage.visit("en");
  await person.page.route("**/en/cards.json", (route) => route.abort());
  await person.press("cards.open");
  await person.page.getByText(shared("cards", "en", "failed")).waitFor();
  await person.page.unroute("**/en/cards.json");
  await person.page.route("**/en/cards.json", (route) => route.fulfill({ json: { cards: [{ id: "x", title: "<b>x</b>" }], files: 1 } }));
  await person.page.getByRole("button", { name: shared("cards", "en", "again") }).click();
  await person.page.getByText(shared("cards", "en", "failed")).waitFor();
  await person.page.unroute("**/en/cards.json");
  await person.page.getByRole("button", { name: shared("cards", "en", "again") }).click();
  await person.page.getByText(title_of("en", "crisis")).waitFor();
});

test("what has come of the cards is read while the rest stays away, and a button goes on with it", async () => {
  const person = await on.stage.visit("ru");
  const { page } = person;
  await page.route("**/ru/cards-2.json", (route) => route.abort());
  await open_cards(person, "ru");
  await page.getByText(shared("cards", "ru", "cut")).waitFor();
  expect(await visible_cards(person)).toBe(file_of("ru", 0).cards.length);
  await page.getByLabel(shared("cards", "ru", "search"), { exact: true }).fill("убежищ");
  const found = built("ru").filter((card) => /убежищ/i.test(JSON.stringify(card))).length;
  await page.unroute("**/ru/cards-2.json");
  await page.getByRole("button", { name: shared("cards", "ru", "again") }).click();
  // What comes later is searched for what stands in the field already.
  await expect.poll(() => visible_cards(person)).toBe(found);
  await page.getByLabel(shared("cards", "ru", "search"), { exact: true }).fill("");
  await expect.poll(() => visible_cards(person)).toBe(built("ru").length);
  expect(await page.getByText(shared("cards", "ru", "cut")).count()).toBe(0);
});

test("Leave empties the search, and cards are reached and read by keyboard alone", async () => {
  const person = await on.stage.visit("en");
  const { page } = person;
  await page.route("https://**", (route) => route.fulfill({ contentType: "text/html", body: "<p>neutral</p>" }));
  const tab_to = async (name: string): Promise<void> => {
    for (let i = 0; i < 40; i += 1) {
      await page.keyboard.press("Tab");
      const focused = await page.evaluate(() => (document.activeElement instanceof HTMLInputElement ? document.activeElement.labels?.[0]?.textContent : document.activeElement?.textContent) ?? "");
      if (focused.trim() === name) return;
    }
    throw new Error(`not reached by Tab: ${name}`);
  };
  await tab_to(person.texts.t("cards.open"));
  await page.keyboard.press("Enter");
  await page.getByText(title_of("en", "crisis")).waitFor();
  await tab_to(shared("cards", "en", "search"));
  await page.keyboard.type("asylum");
  await expect.poll(() => visible_cards(person)).toBe(1);
  await tab_to(title_of("en", "asylum"));
  await page.keyboard.press("Enter");
  await page.getByText(/We give no advice on how or where to travel/).waitFor();
  for (let i = 0; i < 3; i += 1) await page.keyboard.press("Shift");
  await page.getByText("neutral").waitFor();
  await page.goBack().catch(() => null);
  expect(await page.content()).not.toContain("asylum");
});

test("with the browser's own colours Leave is still a button and not a link among others", async () => {
  const person = await on.stage.visit("ru", { viewport: { width: 360, height: 640 }, forcedColors: "active" });
  const leave = person.page.locator("#leave");
  expect(await leave.evaluate((element) => [getComputedStyle(element).borderTopStyle, getComputedStyle(element).borderTopWidth])).toEqual(["solid", "1px"]);
  await leave.focus();
  await person.page.keyboard.press("Shift+Tab");
  await person.page.keyboard.press("Tab");
  expect(await leave.evaluate((element) => getComputedStyle(element).outlineStyle), "and shows the keyboard").toBe("solid");
});
