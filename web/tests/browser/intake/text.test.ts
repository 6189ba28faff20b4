// Text of every script, direction and syntax goes out and comes back as text.
import { describe, expect, test } from "vitest";
import { on_stage } from "./stage.ts";

const on = on_stage();

const kTexts: [string, string][] = [
  ["HTML", `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script></textarea><h1>x</h1>`],
  ["template syntax", "{name} {{7*7}} ${7*7} <%= 7*7 %> {% x %} #{x} &lt;b&gt; &amp;"],
  ["right to left, with an override", "שלום \u202Eabc\u202C עולם مرحبا"],
  ["many scripts and emoji", "中文 हिन्दी ไทย ქართული ʻōlelo 👩‍👩‍👧‍👦🏳️‍🌈 Z͑ͫ̓ͪ̂ͫ̽͏a"],
  ["1,200 code points outside the BMP", "𐍈".repeat(1_200)],
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

test("a text longer than one message goes in two, and not a letter is lost", async () => {
  const person = await on.stage.visit("ru");
  await person.press("before.start");
  await person.answer("safe", "no");
  const area = person.page.getByLabel(person.texts.t("text.label"), { exact: true });
  await area.fill("я".repeat(2_000));
  const left = await person.page.locator(".count").innerText();
  expect(left).toBe(person.texts.t("text.left", { n: Number(/\d+/.exec(left.replace(/\s/g, ""))?.[0]) }));
  expect(await person.page.getByText(person.texts.t("text.parts")).count()).toBe(0);
  const long = "Это одно предложение. ".repeat(200).trim();
  await area.fill(long);
  await person.page.getByText(person.texts.t("text.parts")).waitFor();
  await person.axe();
  await person.press("next");
  await person.answer("consent", "yes");
  await person.heading(person.texts.t("review.title"));
  await person.page.getByText(person.texts.t("text.parts")).waitFor();
  await person.send();
  const first = on.stage.only_envelope().text;
  await person.page.getByText(person.texts.t("rest.title")).waitFor();
  await person.axe();
  await person.press("rest.button");
  const rest = await person.page.getByLabel(person.texts.t("text.label"), { exact: true }).inputValue();
  expect([first.endsWith(". […]"), rest.startsWith("[…] Это")]).toEqual([true, true]);
  expect(`${first.slice(0, -4)} ${rest.slice(4)}`).toBe(long);
  await person.press("send.button");
  await person.heading(person.texts.t("sent.title"));
  expect(await person.page.getByText(person.texts.t("rest.title")).count()).toBe(0);
  const all = on.stage.opened();
  expect(all.map(({ text }) => text)).toEqual([first, rest]);
  expect(all[1]?.mailbox_secret.equals(all[0]?.mailbox_secret ?? Buffer.alloc(0))).toBe(true);
  expect(person.errors).toEqual([]);
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
