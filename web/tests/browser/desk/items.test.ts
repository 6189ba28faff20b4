// What is to be done in a case, what is on record, what we do not know, and everything that has an hour.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import { launch, Stage } from "./stage.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

async function inCase(language: "ru" | "uk" | "en", size: { width?: number; height?: number } = {}): Promise<Stage> {
  const stage = await Stage.open(browser, { language, ...size });
  await stage.signIn();
  await stage.open(3);
  await stage.page.locator('[data-command="take"]').first().click();
  await stage.page.locator("#composer-box").waitFor();
  return stage;
}
const title = (stage: Stage): Promise<void> => stage.page.locator("#case-title").focus();

describe("tasks", () => {
  test("by keys on a Russian layout: written down, done, taken back, changed", async () => {
    const stage = await inCase("ru");
    await title(stage);
    await stage.page.evaluate(() => document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", { code: "KeyZ", key: "я", bubbles: true, cancelable: true })));
    await stage.page.locator("#item-kind").waitFor();
    await stage.page.locator("dialog button[type=submit]").click();
    await stage.page.getByText(stage.t("item.problem.text")).waitFor();
    await stage.page.locator("#item-text").fill("позвонить в госпиталь");
    await stage.page.locator("#item-day-due").fill("2027-02-03");
    await stage.page.locator("#item-hour-due").fill("18:00");
    await stage.axe();
    await stage.page.keyboard.press("Enter");
    const row = stage.page.locator("[data-item]", { hasText: "позвонить в госпиталь" });
    await row.waitFor();
    await expect.poll(() => row.innerText()).toContain("18:00");
    await row.getByRole("button", { name: "Готово" }).click();
    await stage.page.locator("summary", { hasText: stage.t("item.done_count", { count: 1 }) }).click();
    await row.locator("s").waitFor();
    await row.getByRole("button", { name: stage.t("item.open") }).click();
    await expect.poll(() => row.locator("s").count()).toBe(0);
    await row.getByRole("button", { name: "Изменить" }).click();
    expect(await stage.page.locator("#item-hour-due").inputValue(), "as it was said").toBe("18:00");
    await stage.page.locator("#item-text").fill("позвонить врачу");
    await stage.page.locator("dialog button[type=submit]").click();
    await stage.page.locator("[data-item]", { hasText: "позвонить врачу" }).waitFor();
    expect(await stage.page.locator("[data-item]").count()).toBe(1);
    await stage.close();
  });

  test("a contact window that comes again says until when, and stands in its row", async () => {
    const stage = await inCase("ru", { width: 360, height: 740 });
    await title(stage);
    await stage.page.keyboard.press("KeyZ");
    await stage.page.locator("#item-kind").selectOption("window");
    await stage.page.locator("#item-day-closes").fill("2027-02-03");
    await stage.page.locator("#item-hour-closes").fill("21:00");
    expect(await stage.page.locator("#item-day-until").count()).toBe(0);
    await stage.page.locator("#item-every").selectOption("day");
    await stage.page.locator("dialog button[type=submit]").click();
    await stage.page.getByText(stage.t("item.problem.until")).waitFor();
    await stage.page.locator("#item-day-until").fill("2027-02-10");
    await stage.fitsWidth();
    await stage.axe();
    await stage.page.locator("dialog button[type=submit]").click();
    const row = stage.page.locator("[data-item]", { hasText: stage.t("item.value.every.day") });
    await row.first().waitFor({ state: "attached" });
    expect(await row.first().textContent()).toContain(stage.t("item.date.until"));
    await stage.close();
  });

  test("a date that is past is refused with a sentence, and what was typed stays", async () => {
    const stage = await inCase("uk");
    await stage.page.locator('[data-command="task"]').first().click();
    await stage.page.locator("#item-text").fill("зателефонувати");
    await stage.page.locator("#item-day-due").fill("2001-02-03");
    await stage.page.locator("dialog button[type=submit]").click();
    await stage.page.getByText(stage.t("item.problem.refused")).waitFor();
    expect(await stage.page.locator("#item-text").inputValue()).toBe("зателефонувати");
    await stage.close();
  });
});

describe("records and the timeline", () => {
  test("a matter with its hearing stands on the axis, below the present; on a phone as a list", async () => {
    const stage = await inCase("ru", { width: 360, height: 740 });
    await stage.button("case.tab.facts").click();
    await stage.page.locator('[data-command="record"]').first().click();
    await stage.page.locator("#item-article").fill("337 ч. 5");
    await stage.page.locator("#item-stage").selectOption("court");
    await stage.page.locator("#item-day-hearing").fill("2027-03-01");
    await stage.page.locator("dialog button[type=submit]").click();
    await stage.page.locator("[data-item]", { hasText: "337 ч. 5" }).waitFor();
    await title(stage);
    await stage.page.keyboard.press("KeyL");
    const lines = stage.page.locator("dialog ol li");
    await lines.first().waitFor();
    const order = await lines.evaluateAll((all) => all.map((one) => (one.classList.contains("now") ? "now" : ((one as HTMLElement).dataset["moment"] ?? ""))));
    expect(order.indexOf("received")).toBeLessThan(order.indexOf("now"));
    expect(order.indexOf("matter")).toBeGreaterThan(order.indexOf("now"));
    const wide = await stage.page.evaluate(() => document.scrollingElement === null || document.scrollingElement.scrollWidth <= innerWidth);
    expect(wide, "nothing hangs over the edge").toBe(true);
    await stage.axe();
    await stage.close();
  });
});

describe("what we do not know", () => {
  test("stands before the facts, and one press puts the question into the box in the person's language", async () => {
    const stage = await inCase("ru");
    const gaps = stage.page.locator("header [data-gap]");
    await gaps.first().waitFor();
    const question = (await gaps.first().getAttribute("title")) ?? "";
    await gaps.first().click();
    await expect.poll(() => stage.page.locator("#composer-box").inputValue()).toBe(question);
    await stage.close();
  });
});

describe("a fact in its own place", () => {
  test("is edited where it stands, to the hour; Escape leaves it as it was, and the focus stays there", async () => {
    const stage = await inCase("ru");
    const id = (await stage.page.locator(".fact", { has: stage.page.locator(".edit") }).first().getAttribute("data-fact-id")) ?? "";
    const card = stage.page.locator(`[data-fact-id="${id}"]`);
    await card.locator(".edit").click();
    await card.locator("#fact-value").waitFor();
    await stage.axe();
    await stage.page.keyboard.press("Escape");
    await expect.poll(() => stage.page.evaluate(() => document.activeElement?.classList.contains("edit"))).toBe(true);
    expect(await stage.page.locator("#case-title").count(), "the case is still open").toBe(1);
    await stage.close();
  });

  test("what was replaced is folded, struck through, and not gone", async () => {
    const stage = await inCase("ru");
    const old = stage.page.locator("details.old").first();
    await old.waitFor();
    expect(await old.locator("s").first().isVisible()).toBe(false);
    await old.locator("summary").click();
    expect(await old.locator("s").first().isVisible()).toBe(true);
    await stage.close();
  });
});

describe("documents", () => {
  test("every document has its state, said or not; one choice writes it down, and what it was stays", async () => {
    const stage = await inCase("ru");
    const row = stage.page.locator('[data-document="internal_passport"]');
    await row.locator("select").selectOption("taken_by_command");
    await row.getByText(stage.t("facts.speaker.requester")).waitFor();
    const file = stage.twin.office.files.find((one) => one.owner === "larch" && one.facts.some(({ fact }) => fact.value === "internal_passport"));
    expect(file?.facts.at(-1)?.fact.attributes).toEqual({ state: "taken_by_command" });
    await row.locator("select").selectOption("have");
    await expect.poll(() => file?.facts.at(-1)?.fact.attributes["state"]).toBe("have");
    expect(file?.facts.filter(({ fact }) => fact.value === "internal_passport" && !fact.superseded).length).toBe(1);
    await stage.axe();
    await stage.close();
  });
});

describe("two people", () => {
  test("the cases name each other; the page says who sees an answer, and shows no word of the other", async () => {
    const stage = await inCase("ru");
    const others = await stage.page.evaluate(() => document.querySelector("article")?.textContent ?? "");
    await title(stage);
    await stage.page.keyboard.press("Shift+KeyB");
    await stage.page.locator("#link-with").selectOption({ index: 1 });
    await stage.page.locator("#link-there").selectOption("self");
    await stage.axe();
    await stage.page.locator("dialog button[type=submit]").click();
    await stage.page.getByText(stage.t("case.linked")).first().waitFor();
    const file = stage.twin.office.files.find((one) => one.owner === "larch" && one.items.length > 0);
    const other = stage.twin.office.files.find((one) => one.id === file?.items[0]?.codes["case"]);
    const shown = await stage.page.locator("article").innerText();
    expect(others).not.toBe("");
    for (const { text } of other?.messages ?? []) if (!file?.messages.some((one) => one.text === text)) expect(shown).not.toContain(text.slice(0, 40));
    await stage.page.locator("[data-item]").getByRole("button", { name: stage.t("case.merged_open") }).click();
    await expect.poll(() => stage.page.locator("[data-item]").count()).toBe(1);
    await stage.close();
  });
});
