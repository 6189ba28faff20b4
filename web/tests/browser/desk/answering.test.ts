// Answering with what is ready: questions, replies and cards in the person's language, by press and by typing, on a Russian layout
// too; and what is pointed out before a reply goes.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import { library } from "../../desk/twin/library.ts";
import { launch, Stage } from "./stage.ts";
import type { Screen } from "./stage.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/// A case that is mine, with an empty box.
async function mine(screen: Screen = {}): Promise<Stage> {
  const stage = await Stage.open(browser, { language: "ru", ...screen });
  await stage.signIn();
  await stage.open(3);
  await stage.page.locator('[data-command="take"]').first().click();
  await stage.page.locator("#composer-box").waitFor();
  await stage.page.locator(".ready").waitFor();
  return stage;
}

const value = (stage: Stage): Promise<string> => stage.page.locator("#composer-box").inputValue();
const selected = (stage: Stage): Promise<string> =>
  stage.page.locator("#composer-box").evaluate((box: HTMLTextAreaElement) => (document.activeElement === box ? box.value.slice(box.selectionStart, box.selectionEnd) : "the focus is elsewhere"));
const russian = library("ru", "ru", Date.now());
const template = (id: string): string => russian.templates.find((one) => one.id === id)?.text ?? "";

test("what stands above the box goes into it with one press; the time that it promises is selected", async () => {
  const stage = await mine();
  await stage.page.locator('.ready [data-ready="received"]').click();
  await expect.poll(() => selected(stage)).toMatch(/^\d{1,2} \S+.*\d{2}:[03]0/);
  const [head = "", tail = ""] = template("received").split("{time}");
  expect((await value(stage)).startsWith(head)).toBe(true);
  expect((await value(stage)).endsWith(tail)).toBe(true);
  await stage.page.keyboard.type("18:00");
  expect(await value(stage)).toBe(`${head}18:00${tail}`);
  expect(await stage.page.locator(".ready").count(), "only over an empty box").toBe(0);
  await stage.axe();
  await stage.close();
});

test("two colons open the list, words find in it on either layout, and Enter puts it where the caret was", async () => {
  const stage = await mine();
  const { keyboard } = stage.page;
  await stage.page.locator("#composer-box").focus();
  await keyboard.type("Здравствуйте. ::");
  await stage.page.locator("#ready").waitFor();
  expect(await value(stage)).toBe("Здравствуйте. ");
  await stage.axe();
  await keyboard.type("rjhjnrj");
  await expect.poll(() => stage.page.locator("#ready-list [data-ready]").evaluateAll((rows) => rows.map((row) => row.getAttribute("data-ready")))).toEqual(["short"]);
  await keyboard.press("Enter");
  await expect.poll(() => value(stage)).toBe(`Здравствуйте. ${template("short")}`);
  await expect.poll(() => stage.page.evaluate(() => document.activeElement?.id)).toBe("composer-box");
  await stage.close();
});

test("Escape in the list changes nothing and gives the box back", async () => {
  const stage = await mine();
  await stage.page.locator("#composer-box").focus();
  await stage.page.keyboard.type("??");
  await stage.page.locator("#ready").waitFor();
  await stage.page.keyboard.press("Escape");
  await expect.poll(() => stage.page.evaluate(() => document.activeElement?.id)).toBe("composer-box");
  expect(await value(stage)).toBe("");
  await stage.page.keyboard.type("Что?? И вот::так");
  expect(await value(stage)).toBe("Что?? И вот::так");
  await stage.close();
});

test("a card goes in short with Enter, whole with Shift, and by its button", async () => {
  const stage = await mine();
  const card = russian.cards.find(({ id }) => id === "refusal");
  for (const way of ["Enter", "Shift+Enter", "button"] as const) {
    await stage.page.locator("#composer-box").fill("");
    await stage.page.locator('[data-command="cards"]').click();
    await stage.page.locator("#ready").fill("отказ воевать");
    if (way === "button") await stage.button("ready.whole").click();
    else await stage.page.keyboard.press(way);
    const wanted = `${card?.title}.\n${way === "Enter" ? card?.short : card?.body}`;
    await expect.poll(() => value(stage)).toBe(wanted);
  }
  await stage.close();
});

test("a card whose review is overdue goes only with a word that a lawyer has looked", async () => {
  const stage = await Stage.open(browser, { language: "ru" });
  await stage.page.route("**/api/library?*", async (route) => {
    const answer = library("ru", "ru", Date.now());
    await route.fulfill({ json: { ...answer, cards: answer.cards.map((card) => ({ ...card, past_review: card.id === "refusal" })) } });
  });
  await stage.signIn();
  await stage.open(3);
  await stage.page.locator('[data-command="take"]').first().click();
  await stage.page.locator('[data-command="cards"]').click();
  await stage.page.locator('[data-ready="refusal"] .late').waitFor();
  await stage.page.locator('#ready-list [data-ready="refusal"]').click();
  const tick = stage.page.locator(".confirm.late input");
  await tick.waitFor();
  await stage.page.keyboard.press("Control+Enter");
  await expect.poll(() => tick.evaluate((box) => document.activeElement === box)).toBe(true);
  await stage.page.getByText(stage.t("ready.vouch_first")).first().waitFor();
  expect(stage.twin.calls.filter((call) => call.endsWith("/reply"))).toEqual([]);
  await tick.check();
  await stage.axe();
  await stage.page.locator("#composer-box").press("Control+Enter");
  await expect.poll(() => stage.twin.calls.filter((call) => call.endsWith("/reply")).length).toBe(1);
  await stage.close();
});

test("a lawyer's word is for one text: not for another guide that came into it, nor for a last message", async () => {
  const stage = await Stage.open(browser, { language: "ru" });
  const { page, twin } = stage;
  const asked: unknown[] = [];
  await stage.signIn();
  await stage.open(3);
  await page.locator('[data-command="take"]').first().click();
  twin.dueIn = ({ text, confirm_due_cards: ticked }) => {
    asked.push(ticked);
    return ticked === true ? [] : [String(text).includes("вторая") ? "Вторая памятка" : "Первая памятка"];
  };
  const box = page.locator("#composer-box");
  const tick = page.locator(".confirm.late input");
  await box.fill("первая");
  await box.press("Control+Enter");
  await page.locator(".confirm.late", { hasText: "Первая памятка" }).waitFor();
  await tick.check();
  await page.getByRole("button", { name: stage.t("error.dismiss"), exact: true }).first().click();
  await tick.waitFor({ state: "detached" });
  await box.fill("вторая");
  await box.press("Control+Enter");
  await page.locator(".confirm.late", { hasText: "Вторая памятка" }).waitFor();
  expect(await tick.isChecked()).toBe(false);
  expect(asked).toEqual([false, false]);
  await tick.check();
  await page.locator("#case-title").focus();
  await page.keyboard.press("e");
  await page.locator("#end-words").fill("Всего доброго, первая.");
  await page.locator("dialog[open] button[type=submit]").click();
  const last = page.locator("dialog[open] .tick", { hasText: "Первая памятка" }).locator("input");
  await last.check();
  await page.locator("#end-words").fill("Всего доброго, и ещё вторая.");
  expect(await last.isChecked(), "other words").toBe(false);
  await last.check();
  await page.locator("dialog[open] button[type=submit]").click();
  await page.locator("dialog").waitFor({ state: "detached" });
  expect(asked).toEqual([false, false, false, true]);
  await stage.close();
});

test("names, numbers and promises are pointed out, and nothing is stopped", async () => {
  const stage = await mine();
  await stage.page.locator("#composer-box").fill("Спросим у Ивана Сергеевича из части 12345.");
  for (const hint of ["name", "five_digits", "promise"]) await stage.page.locator(".hints", { hasText: stage.t(`ready.hint.${hint}`) }).waitFor();
  await stage.axe();
  await stage.page.keyboard.press("Control+Enter");
  await expect.poll(() => stage.twin.calls.filter((call) => call.endsWith("/reply")).length).toBe(1);
  await stage.close();
});

test("without the library one writes as before, and it is asked for again with the next case", async () => {
  const stage = await Stage.open(browser, { language: "uk" });
  await stage.page.route("**/api/library?*", (route) => route.fulfill({ status: 503, json: { error: "unavailable" } }));
  await stage.signIn();
  await stage.open(3);
  await stage.page.locator('[data-command="take"]').first().click();
  await stage.page.locator("#composer-box").fill("Добрий день ::");
  expect(await value(stage)).toBe("Добрий день ::");
  await stage.page.locator("#composer-box").fill("");
  await stage.page.unroute("**/api/library?*");
  await stage.page.locator("[data-case-id]").nth(1).click();
  await expect.poll(() => stage.twin.calls.includes("GET /library")).toBe(true);
  await stage.close();
});

test.each([{ width: 360, height: 740 }, { width: 390, height: 844 }, { width: 768, height: 1024 }] as const)("on $width px the words keep their place and everything can be touched", async (screen) => {
  const stage = await mine(screen);
  await stage.fitsWidth();
  const conversation = await stage.page.locator(".talk .scroller").first().boundingBox();
  if (screen.width === 360) expect(conversation?.height ?? 0).toBeGreaterThanOrEqual(400);
  for (const chip of await stage.page.locator(".ready .chip:visible").all()) {
    const box = await chip.boundingBox();
    expect(box?.height ?? 0).toBeGreaterThanOrEqual(screen.width < 700 ? 44 : 28);
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(screen.width);
  }
  await stage.page.locator('[data-command="cards"]').click();
  await stage.page.locator('#ready-list [data-ready="phone"]').click();
  await expect.poll(() => value(stage)).toContain("(в России)");
  await stage.close();
});
