// Text of every script, direction and syntax goes out and comes back as text.
import { describe, expect, test } from "vitest";
import { on_stage } from "./stage.ts";

const on = on_stage();

const kTexts: [string, string][] = [
  ["HTML", `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script></textarea><h1>x</h1>`],
  ["template syntax", "{name} {{7*7}} ${7*7} <%= 7*7 %> {% x %} #{x} &lt;b&gt; &amp;"],
  ["right to left, with an override", "שלום \u202Eabc\u202C עולם مرحبا"],
  ["many scripts and emoji", "中文 हिन्दी ไทย ქართული ʻōlelo 👩‍👩‍👧‍👦🏳️‍🌈 Z͑ͫ̓ͪ̂ͫ̽͏a"],
  ["2,000 code points outside the BMP", "𐍈".repeat(2_000)],
  ["a NUL and other controls", "a\u0000b\u0007c\u001b[31md"],
  ["nothing but spaces around a line", "   \n\n  строка  \n"],
];

describe.each(kTexts)("%s", (_, text) => {
  test("arrives as written, and is shown as text in the reply", async () => {
    const person = await on.stage.visit("ru");
    await person.press("before.start");
    await person.answer("safe", "no");
    const area = person.page.getByLabel(person.texts.t("text.label"), { exact: true });
    // Set as pasting would, so that control characters get in too.
    await area.evaluate((element, value) => {
      (element as HTMLTextAreaElement).value = value;
      element.dispatchEvent(new Event("input"));
    }, text);
    await person.press("next");
    await person.answer("consent", "yes");
    await person.heading(person.texts.t("review.title"));
    expect(await person.page.locator(".review dd").last().evaluate((element) => element.textContent)).toBe(text);
    await person.send();
    const envelope = on.stage.only_envelope();
    expect(envelope.text).toBe(text);
    on.stage.answer(envelope, text);
    const reader = await on.stage.visit("ru");
    await reader.come_back(person.words.join(" "));
    await reader.page.locator("article").waitFor();
    expect(await reader.page.locator("article .body").evaluate((element) => element.textContent)).toBe(text);
    expect(await reader.page.locator("article img, article script, article h1").count()).toBe(0);
    expect(await reader.page.title()).toBe(reader.texts.t("title"));
    await reader.fits();
    expect([...person.errors, ...reader.errors]).toEqual([]);
  });
});

test("one code point too many is counted and stays on the page", async () => {
  const person = await on.stage.visit("ru");
  await person.press("before.start");
  await person.answer("safe", "no");
  const area = person.page.getByLabel(person.texts.t("text.label"), { exact: true });
  await area.fill("я".repeat(2_001));
  await person.page.getByText(person.texts.t("text.count", { n: 2_001, all: 2_000 })).waitFor();
  await person.press("next");
  expect(await person.page.getByText(person.texts.t("text.too_long", { n: 1 })).count()).toBeGreaterThan(0);
  await person.heading(person.texts.pack("question.text"));
  await area.fill("𐍈".repeat(2_000));
  await person.press("next");
  await person.heading(person.texts.pack("question.consent"));
});

test("neither a need nor a text: asked for one of them; no consent: not sent", async () => {
  const person = await on.stage.visit("en");
  await person.press("before.start");
  await person.answer("safe", "no");
  await person.press("next");
  await person.page.getByText(person.texts.t("need.missing")).first().waitFor();
  await person.write("one line");
  await person.press("next");
  await person.page.getByText(person.texts.t("consent.missing")).first().waitFor();
  await person.axe();
  expect(on.stage.relay.puts.length).toBe(0);
});
