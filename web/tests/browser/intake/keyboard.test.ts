// The whole way by keyboard alone, and the slow computers: without WebCrypto, and with JIT switched off.
import { afterEach, describe, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import { launch, Stage, type Person } from "./stage.ts";

let browser: Browser | undefined;
let stage: Stage | undefined;
afterEach(async () => {
  await stage?.stop();
  await browser?.close();
});

async function open(...flags: string[]): Promise<Stage> {
  browser = await launch(...flags);
  stage = new Stage(browser);
  await stage.start();
  return stage;
}

/** Tab until the focus is on something with this name, as a person would. */
async function tab_to(person: Person, name: string): Promise<void> {
  for (let i = 0; i < 60; i += 1) {
    await person.page.keyboard.press("Tab");
    const focused = await person.page.evaluate(() => {
      const element = document.activeElement;
      const label = element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement ? element.labels?.[0]?.textContent : element?.textContent;
      return { name: label ?? "", outlined: element ? getComputedStyle(element).outlineStyle !== "none" || element.closest(".choice") !== null : false };
    });
    if (focused.name.trim() !== name) continue;
    expect(focused.outlined, `focus is visible on ${name}`).toBe(true);
    return;
  }
  throw new Error(`not reached by Tab: ${name}`);
}

async function key(person: Person, name: string, press: string): Promise<void> {
  await tab_to(person, name);
  await person.page.keyboard.press(press);
}

describe("keyboard only", () => {
  test("from the first page to the answer", async () => {
    const open_stage = await open();
    const person = await open_stage.visit("en");
    const { texts, page } = person;
    await key(person, texts.t("before.start"), "Enter");
    await tab_to(person, texts.pack("answer.safe.yes"));
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await key(person, texts.t("next"), "Enter");
    await tab_to(person, texts.t("text.label"));
    await page.keyboard.type("By keyboard.");
    await key(person, texts.t("next"), "Enter");
    await key(person, texts.pack("answer.consent.yes"), "Space");
    await key(person, texts.t("next"), "Enter");
    await key(person, texts.t("review.next"), "Enter");
    await key(person, texts.t("words.show"), "Enter");
    const words = await page.locator(".words li").allTextContents();
    await key(person, texts.t("words.practice"), "Enter");
    for (let pick = 0; pick < 3; pick += 1) {
      const number = Number(/\d+/.exec(await page.locator(".order").innerText())?.[0]);
      await page.getByRole("heading", { level: 1 }).focus();
      await key(person, words[number - 1] ?? "", "Enter");
    }
    await page.keyboard.press("Enter");
    await person.heading(texts.t("sent.title"));
    expect(open_stage.only_envelope()).toMatchObject({ text: "By keyboard.", answers: ["safe=no", "consent=yes"] });
  });
});

describe("slow and old browsers", () => {
  test("without WebCrypto the keys are made in slices, with a bar, and are the same keys", async () => {
    const open_stage = await open();
    const person = await open_stage.visit("en");
    // The page asks for crypto.subtle when it makes words, not before.
    await person.page.evaluate(() => Object.defineProperty(globalThis.crypto, "subtle", { value: undefined }));
    await person.short_way("Old phone.");
    await person.to_send();
    await person.press("send.button");
    await person.page.locator("progress[value]").waitFor();
    await person.page.getByRole("heading", { level: 1, name: person.texts.t("sent.title") }).waitFor({ timeout: 110_000 });
    open_stage.answer(open_stage.only_envelope(), "Read with WebCrypto.");
    const reader = await open_stage.visit("en");
    await reader.come_back(person.words.join(" "));
    await reader.page.getByText("Read with WebCrypto.").waitFor();
  });

  test("with JIT off the whole way still works", async () => {
    const open_stage = await open("--js-flags=--jitless");
    const person = await open_stage.visit("en");
    await person.short_way("No JIT.");
    await person.to_send();
    const began = performance.now();
    await person.press("send.button");
    await person.heading(person.texts.t("sent.title"));
    process.stdout.write(`JIT off: ${Math.round(performance.now() - began)} ms from Send to stored, sealing included\n`);
    expect(open_stage.only_envelope().text).toBe("No JIT.");
  });
});
