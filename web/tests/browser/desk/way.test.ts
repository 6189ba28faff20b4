// The main job at the desk, as one person does it: by keyboard alone, by mouse, by touch.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import { kCode, kPassphrase } from "../../desk/twin/office.ts";
import { launch, Stage } from "./stage.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const kFirst = "Здравствуйте. Мы читаем вас каждый день.";

test("by keyboard alone: sign in, open the first, take, reply, undo, reply again", async () => {
  const stage = await Stage.open(browser, { language: "ru" });
  const { page, twin } = stage;
  await page.locator("#alias").focus();
  await page.keyboard.type("larch");
  await page.keyboard.press("Tab");
  await page.keyboard.type(kPassphrase);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.type(kCode);
  await page.keyboard.press("Enter");
  await page.locator("[data-case-id]").first().waitFor();
  await page.keyboard.press("g");
  await page.keyboard.press("u");
  await page.locator('[data-view="unowned"][aria-current]').waitFor();
  await page.locator("[data-case-id]").first().waitFor();
  // J is the key in that place, whatever the layout writes: Cyrillic "о" here.
  await page.evaluate(() => document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", { code: "KeyJ", key: "о", bubbles: true, cancelable: true })));
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute("data-case-id"))).toBe(await page.locator("[data-case-id]").first().getAttribute("data-case-id"));
  await page.keyboard.press("Enter");
  await page.locator("#case-title").waitFor();
  await page.keyboard.press("t");
  await page.locator("#composer-box").waitFor();
  await page.keyboard.press("r");
  expect(await page.evaluate(() => document.activeElement?.id)).toBe("composer-box");
  // Letters are text while typing: nothing is taken, opened or locked by them.
  await page.keyboard.type("tjkgu?");
  await page.keyboard.press("Control+a");
  await page.keyboard.type(kFirst);
  await page.keyboard.press("Control+Enter");
  await stage.button("message.undo").waitFor();
  expect(await page.locator("#composer-box").inputValue()).toBe("");
  await page.keyboard.press("Escape");
  await page.keyboard.press("u");
  await expect.poll(() => page.locator("#composer-box").inputValue()).toBe(kFirst);
  await page.getByText(stage.t("message.state.undone")).waitFor();
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe("composer-box");
  await page.keyboard.type(" Ответ ниже.");
  twin.office.holdMs = 2_000;
  await page.keyboard.press("Control+Enter");
  await page.getByText(stage.t("message.state.sent"), { exact: true }).waitFor();
  const states = twin.office.files.flatMap((file) => file.messages.filter((message) => message.author === "larch" && message.kind === "reply" && message.text.startsWith(kFirst)).map((message) => [message.state, message.text]));
  expect(states).toEqual([["undone", kFirst], ["sent", `${kFirst} Ответ ниже.`]]);
  await stage.close();
});

test("by touch on a phone: open, take, note, back to the list", async () => {
  const stage = await Stage.open(browser, { language: "uk", width: 360, height: 740 });
  await stage.signIn();
  await stage.page.locator("[data-case-id]").first().tap();
  await stage.button("case.take").tap();
  await stage.button("reply.note_tab").tap();
  await stage.page.locator("#composer-box").fill("Запитати юриста.");
  await stage.button("reply.send_note").tap();
  await stage.page.locator("li.note", { hasText: "Запитати юриста." }).waitFor();
  await stage.button("case.back").tap();
  await stage.page.locator("#list-title").waitFor();
  expect(stage.twin.calls.filter((call) => /\/(take|note)$/.test(call)).length).toBe(2);
  await stage.close();
});

test("a blocked reply needs the tick, and a lost race is told", async () => {
  const stage = await Stage.open(browser);
  await stage.signIn();
  await stage.open(1);
  await stage.button("case.take").click();
  await stage.page.locator("#composer-box").fill("Hello");
  expect(await stage.button("reply.send").isDisabled()).toBe(true);
  await stage.page.keyboard.press("Control+Enter");
  expect(stage.twin.calls.filter((call) => call.endsWith("/reply"))).toEqual([]);
  await stage.page.locator("[aria-live=assertive]", { hasText: stage.t("reply.blocked") }).waitFor({ state: "attached" });
  expect(await stage.page.evaluate(() => (document.activeElement as HTMLInputElement).type), "the focus is on what is missing").toBe("checkbox");
  await stage.page.getByLabel(stage.t("reply.confirm")).check();
  stage.twin.failNext = { path: /\/reply$/, status: 503, code: "storage" };
  await stage.button("reply.send").click();
  await stage.page.getByRole("alert").filter({ hasText: stage.t("error.kept_text") }).waitFor();
  expect(await stage.page.locator("#composer-box").inputValue()).toBe("Hello");
  await stage.button("reply.send").click();
  await stage.button("message.undo").waitFor();
  await stage.close();
});

describe("raise, lower, facts", () => {
  test("a reason is wanted and kept; a fact is corrected and the old one struck through", async () => {
    const stage = await Stage.open(browser);
    await stage.signIn();
    await stage.open(3);
    await stage.button("case.raise").click();
    await stage.page.getByLabel(stage.t("reason.label")).fill("court moved");
    await stage.page.locator("dialog").getByRole("button", { name: stage.t("case.raise"), exact: true }).click();
    await stage.page.locator("section", { hasText: stage.t("log.case_title") }).getByText("court moved").last().waitFor();
    const struck = await stage.page.locator(".side s").count();
    await stage.page.getByRole("button", { name: stage.t("facts.correct_label", { label: "Where, roughly" }) }).first().click();
    await stage.page.locator("#fact-value").selectOption("home");
    await stage.button("facts.dialog.save").click();
    await expect.poll(() => stage.page.locator(".side s").count()).toBe(struck + 1);
    await stage.close();
  });
});
