// How a case ends, by keys on a Russian layout and by touch: closed with a last message, undone, set aside with one digit,
// found in its list; the windows fit a phone and pass axe.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import { launch, Stage } from "./stage.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/// The key in that place, as it writes on a Russian layout.
async function key(stage: Stage, code: string, letter: string, shiftKey = false): Promise<void> {
  await stage.page.evaluate((how) => (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent("keydown", { ...how, bubbles: true, cancelable: true })), { code, key: letter, shiftKey });
}
const fits = (stage: Stage): Promise<boolean> => stage.page.evaluate(() => {
  const window_ = document.querySelector("dialog[open]")?.getBoundingClientRect();
  return document.documentElement.scrollWidth <= innerWidth && window_ !== undefined && window_.left >= 0 && window_.right <= innerWidth;
});

describe("the end of a case", { timeout: 180_000 }, () => {
  test("is one act with a last message, and is undone with one key", async () => {
    const stage = await Stage.open(browser, { language: "ru" });
    const { page } = stage;
    await stage.signIn();
    await stage.open(3);
    await key(stage, "KeyT", "е");
    await page.locator("#composer-box").waitFor();
    await page.locator("#case-title").focus();
    await key(stage, "KeyE", "у");
    await page.locator("#end-find").fill("rjycekmn");
    await page.locator("#end-find").press("Enter");
    expect(await page.locator("dialog[open] legend").count(), "nothing is called so, also on the other layout").toBe(0);
    await page.locator("#end-find").fill("дали со");
    await page.locator("#end-find").press("Enter");
    await page.locator("#end-find").fill("ljrevtyns dth");
    await page.locator("#end-find").press("Enter");
    expect(await page.locator("dialog[open] legend").allInnerTexts()).toEqual(["Дали совет", "Документы вернули"]);
    await page.locator('[data-outcome="documents_returned"]').click();
    await page.locator("#end-date-0").fill("2999-01-01");
    await page.locator("dialog[open] form").evaluate((form: HTMLFormElement) => (form.noValidate = true));
    await page.locator("dialog[open] button[type=submit]").click();
    await page.getByText(stage.t("end.problem.ahead")).waitFor();
    await page.locator("#end-date-0").fill("2026-01-15");
    await page.locator("#end-words").fill("Всего доброго.");
    await stage.axe();
    await page.locator("dialog[open] button[type=submit]").click();
    await page.locator("dialog").waitFor({ state: "detached" });
    await page.locator("div.held").waitFor();
    expect(await page.locator('[data-command="end"]').count()).toBe(0);
    await page.locator("#case-title").focus();
    await key(stage, "KeyU", "Г", true);
    await page.locator('[data-command="end"]').first().waitFor();
    expect(await page.locator("div.held").count(), "the last message did not go").toBe(0);
    await stage.close();
  });

  test("junk is one digit, and stands in the list of closed ones", async () => {
    const stage = await Stage.open(browser, { language: "uk", width: 360, height: 740 });
    const { page } = stage;
    await stage.signIn();
    await stage.open(3);
    const name = await page.locator("#case-title").innerText();
    await page.locator("#case-title").focus();
    await key(stage, "KeyD", "в");
    await page.locator("dialog[open]").waitFor();
    expect(await fits(stage)).toBe(true);
    await stage.axe();
    await key(stage, "Digit3", "3");
    await page.locator("dialog").waitFor({ state: "detached" });
    await page.getByText(stage.t("end.set_aside")).first().waitFor({ state: "attached" });
    await key(stage, "KeyG", "п");
    await key(stage, "KeyC", "с");
    await page.locator("h1", { hasText: stage.t("queue.title.closed") }).waitFor();
    await page.locator("[data-case-id]", { hasText: name.trim() }).waitFor();
    await stage.close();
  });

  test("contact is lost only when what was agreed was tried, or somebody says that the rest is dangerous", async () => {
    const stage = await Stage.open(browser, { language: "ru", width: 360, height: 740 });
    const { page } = stage;
    await stage.signIn();
    await stage.open(3);
    await stage.page.locator('[data-command="take"]').first().click();
    await page.locator("#composer-box").waitFor();
    await page.locator("#case-title").focus();
    await key(stage, "KeyE", "у");
    await page.locator("#end-side").selectOption("contact_lost");
    await page.getByText(stage.t("ways.mailbox", { count: 0 })).waitFor();
    await page.locator("dialog[open] button[type=submit]").click();
    await page.getByText(stage.t("ways.problem")).waitFor();
    expect(await fits(stage)).toBe(true);
    await stage.axe();
    await page.getByRole("checkbox", { name: stage.t("ways.all_tried") }).check();
    await page.locator("dialog[open] button[type=submit]").click();
    await page.locator("dialog").waitFor({ state: "detached" });
    expect(stage.twin.office.files.filter((file) => file.end.side === "contact_lost").length).toBe(1);
    await stage.close();
  });

  test.each([["KeyE", "у"], ["KeyW", "ц"], ["KeyY", "н"]] as const)("the window of %s fits a phone and passes axe", async (code, letter) => {
    const stage = await Stage.open(browser, { language: "ru", width: 360, height: 740, scheme: "dark" });
    await stage.signIn();
    await stage.open(3);
    await stage.page.locator("#case-title").focus();
    await key(stage, code, letter);
    await stage.page.locator("dialog[open] button[type=submit]").waitFor();
    expect(await fits(stage)).toBe(true);
    await stage.axe();
    await stage.close();
  });
});
