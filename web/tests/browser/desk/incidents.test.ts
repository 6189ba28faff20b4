// What happened to many at once: written beside the log, by keys and on a phone, taken back after a question.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import { launch, Stage } from "./stage.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

test.each([["ru", 360, 740, "dark"], ["uk", 768, 1024, "light"], ["en", 1440, 900, "light"]] as const)("is written, shown and taken back in %s at %i px", async (language, width, height, scheme) => {
  const stage = await Stage.open(browser, { language, width, height, scheme });
  const { page } = stage;
  await stage.signIn();
  await page.locator("#list-title").focus();
  await page.keyboard.press("KeyG");
  await page.keyboard.press("KeyL");
  await stage.button("log.tab.incidents").click();
  await page.getByText(stage.t("incident.empty.title")).waitFor();
  await page.locator("#incident-text").fill("x");
  await page.locator("#incident-date").fill("2999-01-01");
  await page.locator("form:has(#incident-date)").evaluate((form: HTMLFormElement) => (form.noValidate = true));
  await stage.button("incident.save").click();
  await page.getByText(stage.t("incident.problem.date")).waitFor();
  await page.locator("#incident-date").fill("2026-01-15");
  await page.locator("#incident-kind").selectOption("blocked");
  await page.locator("#incident-place").fill("зеркало-с-очень-длинным-именем.example.org");
  await page.locator("#incident-text").fill("Провайдеры трёх областей обрывают соединение после шестнадцати килобайт.");
  await stage.axe();
  await stage.button("incident.save").click();
  const row = page.locator("[data-incident]");
  await row.waitFor();
  expect(await page.locator("#incident-text").inputValue()).toBe("");
  await stage.fitsWidth();
  await stage.axe();
  if (process.env["WAYMARK_SHOTS"] !== undefined) await page.screenshot({ path: `${process.env["WAYMARK_SHOTS"]}/incidents-${language}-${width}.png` });
  await row.getByRole("button").click();
  await page.getByText(stage.t("incident.sure")).waitFor();
  await row.getByRole("button", { name: stage.t("incident.drop"), exact: true }).click();
  await page.getByText(stage.t("incident.empty.title")).waitFor();
  expect(stage.twin.office.incidents).toEqual([]);
  await stage.close();
});

test("what could not be written stays in the form", async () => {
  const stage = await Stage.open(browser, { language: "ru" });
  const { page } = stage;
  await stage.signIn();
  await page.locator("#list-title").focus();
  await page.keyboard.press("KeyG");
  await page.keyboard.press("KeyL");
  await stage.button("log.tab.incidents").click();
  await page.locator("#incident-text").fill("Облава у метро");
  stage.twin.failNext = { path: /incidents/, status: 503, code: "unavailable" };
  await stage.button("incident.save").click();
  await page.getByText(stage.t("error.act.incident")).waitFor();
  expect(await page.locator("#incident-text").inputValue()).toBe("Облава у метро");
  await stage.button("incident.save").click();
  await page.locator("[data-incident]").waitFor();
  await stage.close();
});
