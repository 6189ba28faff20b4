// The docket as list and month, on paper and as a file; a case on paper; cases that are alike.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import { launch, Stage } from "./stage.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const key = (stage: Stage, code: string, sign: string): Promise<void> =>
  stage.page.evaluate((init) => void (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent("keydown", { ...init, bubbles: true, cancelable: true })), { code, key: sign });
const entries = (stage: Stage): ReturnType<Stage["page"]["locator"]> => stage.page.locator("[data-docket]");
const events = (stage: Stage, what: string): number => stage.twin.office.logLines.filter(({ line }) => line.what === what).length;
/// The browser's own window for printing is not opened in a test; how often it would have been is counted.
const countPrints = (stage: Stage): Promise<void> => stage.page.evaluate(() => { document.body.dataset["prints"] = "0"; window.print = () => { document.body.dataset["prints"] = String(Number(document.body.dataset["prints"]) + 1); }; });
const prints = (stage: Stage): Promise<string | undefined> => stage.page.evaluate(() => document.body.dataset["prints"]);

describe("docket", { timeout: 180_000 }, () => {
  test("by keys on a Russian layout; filters; a month; an entry opens its case, Back returns", async () => {
    const stage = await Stage.open(browser, { language: "ru" });
    await stage.signIn();
    await stage.page.locator("#list-title").focus();
    await key(stage, "KeyG", "п");
    await key(stage, "KeyD", "в");
    await entries(stage).first().waitFor();
    await stage.axe();
    const all = await entries(stage).count();
    await stage.page.getByLabel(stage.t("docket.mine")).check();
    await expect.poll(() => entries(stage).count()).toBeLessThan(all);
    await stage.page.getByLabel(stage.t("docket.mine")).uncheck();
    await expect.poll(() => entries(stage).count()).toBe(all);
    await stage.page.locator("#docket-kind").selectOption("court_date");
    await expect.poll(() => entries(stage).count()).toBeLessThan(all);
    await stage.page.locator("#docket-kind").selectOption("");
    await stage.page.locator("#docket-by").selectOption("date");
    await stage.page.getByText(stage.t("docket.there", { when: "" }).trim()).first().waitFor();
    await stage.button("docket.look.month").click();
    await stage.page.locator("td button.number").first().waitFor();
    await stage.axe();
    await stage.page.locator("td button.number").first().click();
    await entries(stage).first().waitFor();
    await stage.button("docket.whole").click();
    await stage.button("docket.look.list").click();
    const name = await entries(stage).first().getByRole("button").textContent();
    await entries(stage).first().getByRole("button").click();
    await stage.page.locator("#case-title", { hasText: name ?? "" }).waitFor();
    await stage.page.goBack();
    await entries(stage).first().waitFor();
    await stage.close();
  });

  test("empty months, a lost line, a file only where the office allows it", async () => {
    const stage = await Stage.open(browser, { language: "uk" });
    await stage.signIn();
    await stage.page.keyboard.press("g");
    await stage.page.keyboard.press("d");
    await entries(stage).first().waitFor();
    expect(await stage.button("docket.calendar").count()).toBe(0);
    for (let month = 0; month < 4; month += 1) await stage.button("docket.after").click();
    await stage.page.getByText(stage.t("docket.empty.title")).waitFor();
    stage.twin.failNext = { path: /docket/, status: 503, code: "unavailable" };
    await stage.button("docket.now").click();
    await stage.page.getByText(stage.t("error.act.load")).waitFor();
    stage.twin.office.calendarFile = true;
    await stage.button("error.retry").click();
    const coming = stage.page.waitForEvent("download");
    await stage.button("docket.calendar").click();
    const file = await coming;
    expect(file.suggestedFilename()).toBe("docket.ics");
    await expect.poll(() => events(stage, "calendar")).toBe(1);
    await stage.close();
  });

  test("on paper: A4, no controls and nobody's alias; on a phone a list", async () => {
    const stage = await Stage.open(browser, { language: "ru", width: 390, height: 844 });
    await stage.signIn();
    await stage.page.locator('nav [data-command="more"]').tap();
    await stage.page.locator('dialog [data-command="go-docket"]').tap();
    await entries(stage).first().waitFor();
    expect(await stage.button("docket.look.month").count()).toBe(0);
    await stage.fitsWidth();
    await stage.axe();
    await stage.page.emulateMedia({ media: "print" });
    expect(await stage.page.locator(".tools, nav, .owner").evaluateAll((all) => all.filter((one) => one.getClientRects().length > 0).length)).toBe(0);
    expect(await entries(stage).last().isVisible()).toBe(true);
    await stage.close();
  });
});

describe("a case on paper", { timeout: 180_000 }, () => {
  test("by keys; what is not ticked is not there; the log knows before the printer does", async () => {
    const stage = await Stage.open(browser, { language: "ru" });
    await stage.signIn();
    await stage.open(3);
    await stage.page.locator("#case-title").focus();
    await stage.page.keyboard.press("Shift+P");
    const sheet = stage.page.locator("article.sheet");
    await sheet.waitFor();
    await stage.axe();
    const words = (stage.twin.office.files.find((file) => file.spec.name[1] === 55)?.messages[0]?.text ?? "").slice(0, 30);
    await expect.poll(() => sheet.textContent()).toContain(words);
    await stage.page.getByLabel(stage.t("print.part.conversation")).uncheck();
    await expect.poll(() => sheet.textContent()).not.toContain(words);
    await countPrints(stage);
    stage.twin.failNext = { path: /print/, status: 503, code: "unavailable" };
    await stage.button("print.do").click();
    await stage.page.getByText(stage.t("print.failed")).waitFor();
    expect(await prints(stage), "without a line of the log nothing is printed").toBe("0");
    await stage.button("print.do").click();
    await expect.poll(() => prints(stage)).toBe("1");
    expect(events(stage, "print")).toBe(1);
    await stage.page.emulateMedia({ media: "print" });
    expect(await sheet.isVisible()).toBe(true);
    expect(await stage.page.locator("fieldset, nav, h1, .acts").evaluateAll((all) => all.filter((one) => one.getClientRects().length > 0).length)).toBe(0);
    await stage.close();
  });
});

describe("cases that are alike", { timeout: 180_000 }, () => {
  test("are suggested, looked at, and not suggested again when they are not the same", async () => {
    const stage = await Stage.open(browser, { language: "ru" });
    stage.twin.office.looksForAlike = true;
    await stage.signIn();
    await stage.open(3);
    const alike = stage.page.locator("[data-alike]");
    await alike.first().waitFor();
    await stage.axe();
    const count = await alike.count();
    stage.twin.failNext = { path: /apart/, status: 503, code: "unavailable" };
    await alike.first().getByRole("button", { name: stage.t("alike.apart") }).click();
    await stage.page.getByText(stage.t("alike.failed")).waitFor();
    expect(await alike.count()).toBe(count);
    await alike.first().getByRole("button", { name: stage.t("alike.apart") }).click();
    await expect.poll(() => alike.count()).toBeLessThan(count + (count === 5 ? 1 : 0));
    expect(stage.twin.office.apart.size).toBe(1);
    const name = await alike.first().locator("strong").textContent();
    await alike.first().getByRole("button", { name: stage.t("alike.open") }).click();
    await stage.page.locator("#case-title", { hasText: name ?? "" }).waitFor();
    await stage.close();
  });
});
