// Who sees badly, or has a mouse that lies somewhere: what is chosen can be told from what is not.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import { launch, Stage } from "./stage.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/// Of all that match, how wide a frame each has that the browser's own colours leave.
const frames = (stage: Stage, selector: string): Promise<number[]> =>
  stage.page.locator(selector).evaluateAll((all) => all.filter((one) => one.checkVisibility()).map((one) => (getComputedStyle(one).outlineStyle === "none" ? 0 : parseFloat(getComputedStyle(one).outlineWidth))));

test("with the browser's own colours what is chosen has a frame, and nothing else has one", async () => {
  const stage = await Stage.open(browser, { language: "ru", width: 1366, height: 768, more: { forcedColors: "active" } });
  await stage.signIn();
  expect(await frames(stage, "[data-view][aria-current]")).toEqual([2]);
  expect(await frames(stage, "[data-view]:not([aria-current])")).toEqual([0, 0, 0, 0]);
  expect(await frames(stage, ".rail [role=group] [aria-pressed=true]")).toEqual([2]);
  await stage.open(0);
  await stage.button("case.take").click();
  await stage.page.locator("#composer-box").waitFor();
  expect(await frames(stage, ".kinds [aria-pressed=true]")).toEqual([2]);
  expect(await frames(stage, ".kinds [aria-pressed=false]")).toEqual([0]);
  await stage.page.locator("#case-title").focus();
  await stage.page.keyboard.press("Control+k");
  await stage.page.locator("#palette").waitFor();
  await stage.page.keyboard.press("ArrowDown");
  expect((await frames(stage, "[data-palette]")).slice(0, 4)).toEqual([0, 2, 0, 0]);
  await stage.close();
});

test("a mouse that lies on a row of a list chooses nothing: one row alone stands out, the one that Enter takes", async () => {
  const stage = await Stage.open(browser, { language: "uk", width: 1366, height: 768 });
  await stage.signIn();
  await stage.page.keyboard.press("Control+k");
  await stage.page.locator("[data-palette]").nth(3).hover();
  const grounds = await stage.page.locator("[data-palette]").evaluateAll((all) => all.slice(0, 5).map((one) => getComputedStyle(one).backgroundColor));
  expect(new Set(grounds).size).toBe(2);
  expect(grounds.filter((ground) => ground === grounds[0])).toHaveLength(1);
  await stage.close();
});

test.each([[1366, 625], [360, 640]])("a window with much to say begins at its beginning, and can be closed from its end: %i x %i", async (width, height) => {
  const stage = await Stage.open(browser, { language: "ru", width, height });
  await stage.signIn();
  await stage.page.keyboard.press("?");
  const title = stage.page.locator("dialog[open] h2");
  await title.waitFor();
  const close = stage.button("help.close");
  const seen = async (): Promise<boolean[]> => Promise.all([title, close].map(async (one) => one.evaluate((element) => {
    const box = element.getBoundingClientRect();
    const at = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    return at !== null && (element === at || element.contains(at));
  })));
  expect(await stage.page.locator("dialog[open]").evaluate((dialog) => dialog.scrollTop)).toBe(0);
  expect(await seen()).toEqual([true, true]);
  await stage.page.locator("dialog[open]").evaluate((dialog) => dialog.scrollTo(0, dialog.scrollHeight));
  expect(await seen()).toEqual([true, true]);
  await close.click();
  await stage.page.locator("dialog").waitFor({ state: "detached" });
  await stage.close();
});

test("fingers on a low wide window, a tablet, keep their 44 px in the rail", async () => {
  const stage = await Stage.open(browser, { language: "ru", width: 1280, height: 720, more: { hasTouch: true, isMobile: true } });
  await stage.signIn();
  const low = await stage.page.locator(".rail button").evaluateAll((all) => all.filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 44).map((one) => one.textContent));
  expect(low).toEqual([]);
  await stage.close();
});
