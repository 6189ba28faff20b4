// Lines that fall silent, break, or bring something else: the first page is there at once, and its code comes in the end, without a reload.
import { describe, expect, test } from "vitest";
import type { LineTrouble } from "../../twin/relay.ts";
import { kLanguages, on_stage, Person, Texts } from "./stage.ts";
import { look_at_sizes } from "../audit/shots.ts";
import type { Language } from "../../../shared/protocol/envelope.ts";

const on = on_stage();

const is_piece = (path: string): boolean => /^\/assets\/[\w-]{16}\.js$/.test(path);

/** Opens the first page without waiting for its code. */
async function arrive(language: Language, options: Parameters<typeof on.browser.newContext>[0] = {}): Promise<{ person: Person; close: () => Promise<void> }> {
  const context = await on.browser.newContext(options);
  const person = new Person(await context.newPage(), language);
  await person.page.goto(`${on.stage.url}/${language}/`, { waitUntil: "commit" });
  await person.page.getByText(person.texts.t("before.emergency")).waitFor();
  return { person, close: () => context.close() };
}

/** The text as a person sees it, with any numbers in it. */
const like = (text: string): RegExp => new RegExp(text.replace(/[.*+?^$()|[\]\\]/g, "\\$&").replace(/\{(n|all)\}/g, "\\d+"));

test.each(["freeze", "cut", "changed", "proxy"] as LineTrouble[])("each second piece is met by: %s; the page becomes usable by itself", async (trouble) => {
  const seen = new Map<string, number>();
  on.stage.relay.line = (path, before) => {
    if (is_piece(path) && !seen.has(path)) seen.set(path, seen.size);
    // Three tries again are what a minute allows.
    return is_piece(path) && before === 0 && [1, 3, 5].includes(seen.get(path) ?? 0) ? trouble : undefined;
  };
  const { person, close } = await arrive("ru");
  const { page, texts } = person;
  await page.getByText(like(texts.t(trouble === "proxy" ? "load.foreign" : "load.cut"))).waitFor();
  await person.axe();
  await page.getByRole("button", { name: texts.t("before.start"), exact: true }).waitFor();
  on.stage.relay.line = () => undefined;
  await person.short_way("Одна строка.");
  await person.send();
  expect(on.stage.only_envelope().text).toBe("Одна строка.");
  const loads = on.stage.relay.calls.filter((call) => call.endsWith("/ru/"));
  expect(loads, "nothing was loaded anew").toEqual(["GET /ru/"]);
  await close();
});

test.each(["loader", "again"])("the first %s never comes: the page asks for its code all the same", async (script) => {
  on.stage.relay.line = (path, before) => (path.startsWith(`/assets/${script}-`) && before === 0 ? "freeze" : undefined);
  const { person, close } = await arrive("ru");
  await person.page.getByRole("button", { name: person.texts.t("before.start"), exact: true }).waitFor();
  await close();
});

test.each(["freeze", "cut"] as LineTrouble[])("the page itself is met in its middle by: %s; it is asked for again by itself", async (trouble) => {
  on.stage.relay.line = (path, before) => (path === "/ru/" && before === 0 ? trouble : undefined);
  const context = await on.browser.newContext();
  const person = new Person(await context.newPage(), "ru");
  await person.page.goto(`${on.stage.url}/ru/`, { waitUntil: "commit" });
  await person.page.getByRole("button", { name: person.texts.t("before.start"), exact: true }).waitFor();
  expect(on.stage.relay.calls.filter((call) => call.endsWith("/ru/"))).toEqual(["GET /ru/", "GET /ru/"]);
  await context.close();
});

test("calls that fall silent in the middle of their answer are asked for again", async () => {
  on.stage.relay.line = (path, before) => (["/v1/roster/chain/1", "/v1/day-keys"].includes(path) && before === 0 ? "freeze" : undefined);
  const person = await on.stage.visit("ru");
  await person.short_way("Одна строка.");
  await person.send();
  expect(on.stage.only_envelope().text).toBe("Одна строка.");
});

test("reading goes on where it was when the buttons come", async () => {
  let open = (): void => undefined;
  const gate = new Promise<void>((resume) => (open = resume));
  const context = await on.browser.newContext({ viewport: { width: 360, height: 640 } });
  const person = new Person(await context.newPage(), "uk");
  await person.page.route("**/v1/roster/**", async (route) => {
    await gate;
    await route.continue();
  });
  await person.page.goto(`${on.stage.url}/uk/`);
  const summary = person.page.locator("summary", { hasText: person.texts.t("before.cannot_title") });
  await summary.click();
  expect(await person.page.getByRole("button", { name: person.texts.t("before.start") }).count(), "nothing is offered before it can be done").toBe(0);
  await summary.scrollIntoViewIfNeeded();
  open();
  await person.page.getByRole("button", { name: person.texts.t("before.start"), exact: true }).waitFor();
  expect(await person.page.locator("details", { hasText: person.texts.t("before.cannot_title") }).evaluate((one) => (one as HTMLDetailsElement).open)).toBe(true);
  expect(await summary.evaluate((one) => one === document.activeElement)).toBe(true);
  await context.close();
});

describe.each(kLanguages)("%s: while the pieces come", (language) => {
  test.each([360, 1440])("the page is whole at %i px, in both themes, and the keys reach what there is", async (width) => {
    on.stage.relay.line = (path) => (is_piece(path) ? "freeze" : undefined);
    const { person, close } = await arrive(language, { viewport: { width, height: 800 } });
    const { page, texts } = person;
    await page.locator("#loading progress").waitFor();
    expect(await look_at_sizes(page, "first", language)).toEqual([]);
    await person.axe();
    await person.fits();
    const reached: string[] = [];
    for (let i = 0; i < 7; i += 1) {
      await page.keyboard.press("Tab");
      reached.push(await page.evaluate(() => document.activeElement?.textContent ?? ""));
    }
    expect(reached).toContain(texts.t("leave"));
    expect(reached).toContain(texts.t("before.cannot_title"));
    await page.getByText(like(texts.t("load.cut"))).waitFor();
    expect(await look_at_sizes(page, "first-cut", language)).toEqual([]);
    await close();
  });
});

test("without scripts the page says all of it in this order, and that nothing can be sent from here", async () => {
  const { person, close } = await arrive("ru", { javaScriptEnabled: false });
  const text = await person.page.locator("main").innerText();
  const places = [person.texts.t("before.title"), new Texts("ru").t("first.who"), person.texts.t("no_script"), person.texts.t("before.emergency"), person.texts.t("another_way")].map((sentence) => text.indexOf(sentence));
  expect(places.every((place) => place >= 0)).toBe(true);
  expect([...places].sort((a, b) => a - b)).toEqual(places);
  await close();
});
