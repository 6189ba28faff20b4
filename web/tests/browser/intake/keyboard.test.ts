// The whole way by keyboard alone.
import { expect, test } from "vitest";
import { on_stage, type Person } from "./stage.ts";

const on = on_stage();

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

test("from the first page to the answer", async () => {
  const person = await on.stage.visit("en");
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
  expect(on.stage.only_envelope()).toMatchObject({ text: "By keyboard.", answers: ["safe=no", "consent=yes"] });
});
