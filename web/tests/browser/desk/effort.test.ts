// What a day's commonest acts cost, by keys on a Russian layout: from signing in to the first answer, and a close. Counted are
// keys that are not words being written; the seconds are what the program makes a person wait.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import { kCode, kPassphrase } from "../../desk/twin/office.ts";
import { launch, Stage } from "./stage.ts";

const kFirstAnswerKeysMax = 20;
const kCloseKeysMax = 4;

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

class Hands {
  keys = 0;
  letters = 0;
  private readonly began = performance.now(); // sleep: none, how long it takes is what is printed
  private readonly stage: Stage;
  constructor(stage: Stage) {
    this.stage = stage;
  }

  /** The key in that place, as it writes on a Russian layout. */
  async key(code: string, letter: string): Promise<void> {
    this.keys += 1;
    await this.stage.page.evaluate((how) => (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent("keydown", { ...how, bubbles: true, cancelable: true })), { code, key: letter });
  }
  async press(name: string): Promise<void> {
    this.keys += 1;
    await this.stage.page.keyboard.press(name);
  }
  async write(words: string): Promise<void> {
    this.letters += words.length;
    await this.stage.page.keyboard.type(words);
  }
  said(what: string): void {
    const seconds = (performance.now() - this.began) / 1_000; // sleep: none, as above
    process.stdout.write(`  ${what}: ${this.keys} keys and ${this.letters} letters, ${seconds.toFixed(1)} s in all of the program and its test\n`);
  }
}

test("from signing in to the first answer: twenty keys at most", { timeout: 180_000 }, async () => {
  const stage = await Stage.open(browser, { language: "ru" });
  const { page, twin } = stage;
  await page.locator("#alias").focus();
  const hands = new Hands(stage);
  await hands.write("larch");
  await hands.press("Tab");
  await hands.write(kPassphrase);
  await hands.press("Tab");
  await hands.press("Tab");
  await hands.write(kCode);
  await hands.press("Enter");
  await page.locator("[data-case-id]").first().waitFor();
  await hands.press("g");
  await hands.key("KeyU", "г");
  await page.locator('[data-view="unowned"][aria-current]').waitFor();
  await page.locator("[data-case-id]").first().waitFor();
  await hands.key("KeyJ", "о");
  await hands.press("Enter");
  await page.locator("#case-title").waitFor();
  await hands.key("KeyT", "е");
  await page.locator("#composer-box").waitFor();
  await hands.key("KeyI", "ш");
  await page.locator("dialog[open] [role=option]").first().waitFor();
  await hands.press("Enter");
  await page.locator("dialog").waitFor({ state: "detached" });
  await expect.poll(() => page.locator("#composer-box").inputValue()).not.toBe("");
  // Enter in the list is one key: it once opened the case as well, whose title took the focus.
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe("composer-box");
  await hands.press("Control+Enter");
  await stage.button("message.undo").waitFor();
  expect(twin.office.files.some((file) => file.messages.some((message) => message.kind === "reply" && message.author === "larch" && message.state === "held"))).toBe(true);
  hands.said("from signing in to the first answer");
  expect(hands.keys).toBeLessThanOrEqual(kFirstAnswerKeysMax);
  await stage.close();
});

test("a close with what came of it: four keys at most", { timeout: 180_000 }, async () => {
  const stage = await Stage.open(browser, { language: "ru" });
  const { page } = stage;
  await stage.signIn();
  await stage.open(3);
  await page.keyboard.press("t");
  await page.locator("#composer-box").waitFor();
  await page.locator("#case-title").focus();
  const hands = new Hands(stage);
  await hands.key("KeyE", "у");
  await page.locator("#end-find:focus").waitFor();
  await hands.write("дали");
  await hands.press("Enter");
  await page.locator("dialog[open] legend", { hasText: "Дали совет" }).waitFor();
  await hands.press("Enter");
  await page.locator("dialog").waitFor({ state: "detached" });
  await expect.poll(() => stage.twin.calls.filter((call) => /\/close$/.test(call)).length).toBe(1);
  hands.said("a close");
  expect(hands.keys).toBeLessThanOrEqual(kCloseKeysMax);
  await stage.close();
});
