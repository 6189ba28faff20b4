// The search by keyboard on a Russian layout, on a phone, and when it goes wrong.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import { launch, Stage } from "./stage.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/// The key beside the right Shift, which writes a point on a Russian layout.
const slash = (stage: Stage): Promise<void> =>
  stage.page.evaluate(() => void (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent("keydown", { code: "Slash", key: ".", bubbles: true, cancelable: true })));
const found = (stage: Stage): ReturnType<Stage["page"]["locator"]> => stage.page.locator("[data-found]");

describe("search", { timeout: 180_000 }, () => {
  test("by keys alone: words, what is marked, the next one down, Enter opens, Escape goes back", async () => {
    const stage = await Stage.open(browser, { language: "ru" });
    await stage.signIn();
    await stage.page.locator("#list-title").focus();
    await slash(stage);
    await expect.poll(() => stage.page.evaluate(() => document.activeElement?.id)).toBe("search");
    await stage.axe();
    await stage.page.keyboard.type("паспор");
    await found(stage).nth(1).waitFor();
    // What was found for the first letters stands there until the whole word is answered.
    await expect.poll(() => found(stage).first().locator("mark").first().textContent()).toMatch(/паспорт/iu);
    await stage.axe();
    await stage.page.keyboard.press("ArrowDown");
    const second = await found(stage).nth(1).getAttribute("data-found");
    await expect.poll(() => stage.page.locator('[data-found][aria-selected="true"]').getAttribute("data-found")).toBe(second);
    const name = await found(stage).nth(1).locator("strong").textContent();
    await stage.page.keyboard.press("Enter");
    await stage.page.locator("#case-title", { hasText: name ?? "" }).waitFor();
    expect(stage.twin.calls.filter((call) => call.includes("?"))).toEqual([]);
    await slash(stage);
    expect(await stage.page.locator("#search").inputValue(), "what was looked for is kept nowhere").toBe("");
    await stage.page.keyboard.press("Escape");
    await stage.page.locator("dialog").waitFor({ state: "detached" });
    await stage.close();
  });

  test("what cannot be meant is one sentence; an example is one press", async () => {
    const stage = await Stage.open(browser, { language: "uk" });
    await stage.signIn();
    await stage.page.keyboard.press("/");
    const field = stage.page.locator("#search");
    await field.fill("unit:12345");
    await stage.page.getByText(stage.t("search.problem.unknown-operator", { part: "unit:12345" })).waitFor();
    await field.fill("lang:");
    await stage.page.getByText(stage.t("search.problem.bad-value", { part: "lang:" })).waitFor();
    const before = stage.twin.calls.length;
    await field.fill("ж".repeat(10_000));
    await stage.page.getByText(stage.t("search.problem.too-long", { part: "" })).waitFor();
    expect(stage.twin.calls.slice(before).filter((call) => call.includes("search")), "it is not sent").toEqual([]);
    await field.fill("щщщщ");
    await stage.page.getByText(stage.t("search.none")).waitFor();
    await field.fill("");
    await stage.page.locator("dialog details button", { hasText: "мова:укр" }).click();
    await found(stage).nth(2).waitFor();
    expect(await field.inputValue()).toBe("мова:укр");
    await stage.close();
  });

  test("the last answer wins; a lost line is said, and asked again", async () => {
    const stage = await Stage.open(browser, { language: "ru" });
    await stage.signIn();
    // The answer to the first letters comes when the rest has been typed.
    const held: (() => void)[] = [];
    await stage.page.route("**/api/search*", async (route) => {
      const typed = route.request().postData() ?? "";
      if (typed.includes("госпитал")) await new Promise<void>((go) => held.push(go));
      await route.continue();
    });
    await stage.page.keyboard.press("/");
    const field = stage.page.locator("#search");
    await field.fill("госпитал");
    await expect.poll(() => held.length).toBe(1);
    await field.fill("щщщщ");
    held[0]?.();
    await stage.page.getByText(stage.t("search.none")).waitFor();
    expect(await found(stage).count()).toBe(0);
    await stage.page.unroute("**/api/search*");
    stage.twin.failNext = { path: /search/, status: 503, code: "unavailable" };
    await field.fill("паспорт");
    await stage.page.getByText(stage.t("search.failed")).waitFor();
    await stage.button("error.retry").click();
    await found(stage).first().waitFor();
    await stage.close();
  });

  test("on a phone of 360 px, by touch", async () => {
    const stage = await Stage.open(browser, { language: "ru", width: 360, height: 740 });
    await stage.signIn();
    await stage.page.locator('nav [data-command="more"]').tap();
    await stage.page.locator('dialog [data-command="search"]').tap();
    await stage.page.locator("#search").fill("паспорт");
    await found(stage).first().waitFor();
    await stage.fitsWidth();
    await stage.axe();
    await found(stage).first().tap();
    await stage.page.locator("#case-title").waitFor();
    await stage.close();
  });
});
