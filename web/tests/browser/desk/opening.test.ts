// What the page says before any script of its own has come.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import { launch, Stage } from "./stage.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const kLoading = ["Загружается…", "Завантажується…", "Loading…"];

test("over a slow line the page is never blank: it says in three languages that it is loading, until it is there", async () => {
  const stage = await Stage.open(browser, { language: "uk", width: 390, height: 844 });
  const page = await stage.page.context().newPage();
  let go = (): void => undefined;
  const held = new Promise<void>((resolve) => (go = resolve));
  await page.route("**/assets/*.js", async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(stage.page.url(), { waitUntil: "commit" });
  for (const words of kLoading) await page.getByText(words, { exact: true }).waitFor();
  go();
  await page.locator("#alias").waitFor();
  for (const words of kLoading) expect(await page.getByText(words, { exact: true }).count()).toBe(0);
  await page.close();
  await stage.close();
});

test("without scripts it says in three languages that it needs them", async () => {
  const stage = await Stage.open(browser);
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(stage.page.url());
  for (const language of ["ru", "uk", "en"]) expect(await page.locator(`noscript p[lang=${language}]`).isVisible()).toBe(true);
  expect(await page.locator("#app").isVisible(), "nothing is on its way").toBe(false);
  await context.close();
  await stage.close();
});
