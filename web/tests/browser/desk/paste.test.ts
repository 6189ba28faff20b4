// A sealed text that came by a messenger: by keyboard, by touch on a narrow screen, in three languages; each refusal in a
// sentence, and what was pasted stays.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import type { ErrorCode } from "../../../desk/src/api/types.ts";
import { launch, Stage } from "./stage.ts";

const kSealed = "2026-11-22\n-----BEGIN AGE ENCRYPTED FILE-----\nYWdlLWVuY3J5cHRpb24=\n-----END AGE ENCRYPTED FILE-----\n";
const kRefusals: readonly [ErrorCode, number, string][] = [
  ["truncated", 400, "truncated"], ["wrong-size", 400, "wrong_size"], ["malformed", 400, "malformed"], ["conflict", 409, "conflict"], ["unsupported", 400, "unsupported"],
  ["too-large", 413, "too_large"], ["not-for-us", 400, "not_for_us"], ["wrong-day", 400, "wrong_day"], ["wrong-instance", 400, "wrong_instance"], ["authentication", 400, "authentication"], ["denied", 403, "denied"],
];

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

test("by keyboard alone: P, paste, file, open the case; the same text again is not filed twice", async () => {
  const stage = await Stage.open(browser, { language: "ru" });
  const { page } = stage;
  await stage.signIn();
  await page.keyboard.press("p");
  await page.locator("dialog #paste").waitFor();
  await stage.axe();
  await page.keyboard.insertText(kSealed);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.getByText(stage.t("paste.done.new-case")).waitFor();
  await stage.axe();
  await page.keyboard.press("Enter");
  await page.locator("#case-title").waitFor();
  await page.getByText(stage.t("message.assurance.portable")).first().waitFor();
  expect(await page.locator("dialog").count()).toBe(0);

  await stage.button("paste.button").click();
  await page.locator("#paste").fill(kSealed);
  await stage.button("paste.file").click();
  await page.getByText(stage.t("paste.done.known")).waitFor();
  await stage.close();
});

test.each([["ru", 320, "dark"], ["uk", 768, "light"], ["en", 1440, "dark"]] as const)("%s at %d px, %s: each refusal has its sentence and the text stays", async (language, width, scheme) => {
  const stage = await Stage.open(browser, { language, width, scheme });
  const { page, twin } = stage;
  await stage.signIn();
  await stage.fitsWidth();
  await stage.button("paste.button").click();
  await page.locator("#paste").fill("Здравствуйте");
  await stage.button("paste.file").click();
  await page.getByText(stage.t("paste.error.not_found")).waitFor();
  await stage.axe();
  await stage.fitsWidth();
  await page.locator("#paste").fill(kSealed);
  for (const [code, status, key] of kRefusals) {
    twin.failNext = { path: /^\/paste$/, status, code };
    await stage.button("paste.file").click();
    await page.getByText(stage.t(`paste.error.${key}`)).waitFor();
    await page.getByText(stage.t("paste.kept")).waitFor();
    expect(await page.locator("#paste").inputValue()).toBe(kSealed);
  }
  await stage.close();
});
