// One file, opened from disk: without a network it gives the sealed text, with one it goes through the relay; it believes
// only its pins. Three languages, both themes, narrow and wide.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import type { Language } from "../../../shared/protocol/envelope.ts";
import { Organisation } from "../../twin/organisation.ts";
import { TwinBridge } from "../../twin/bridge.ts";
import { TwinRelay } from "../../twin/relay.ts";
import { date_text } from "../../../intake/src/content.ts";
import { kLookedAt, launch } from "../intake/stage.ts";
import { kMails, kToday, PortableStage, type PortablePerson } from "./stage.ts";

const kDayMs = 86_400_000;
let browser: Browser;
let stage: PortableStage;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());
beforeEach(async () => {
  stage = new PortableStage(browser);
  await stage.start();
});
afterEach(() => stage.stop());

const kWide = 1440;
const looks = [["ru", 320, "light"], ["uk", 320, "dark"], ["en", kWide, "light"], ["ru", kWide, "dark"]] as [Language, number, "light" | "dark"][];
/** @param view the layout is looked at under this name, where the window is narrow */
const looked_at = async (person: PortablePerson, view?: string): Promise<void> => {
  await person.axe();
  await person.fits();
  if (view !== undefined && kLookedAt.includes(person.language) && person.page.viewportSize()?.width !== kWide) await person.well_laid_out(`portable-${view}`);
};
const at = (day: number) => async (person: PortablePerson): Promise<void> => person.page.clock.setFixedTime(day * kDayMs + kDayMs / 2);
/** From the first page to the button Send, pressed. */
async function write(person: PortablePerson, text: string): Promise<void> {
  await person.short_way(text);
  await person.to_send();
  await person.press("send.button");
}

describe.each(looks)("%s, %d px, %s", (language, width, colorScheme) => {
  test("without a network: the sealed text, what it is, how to come back", async () => {
    const person = await stage.open(language, { viewport: { width, height: 800 }, colorScheme });
    await person.context.setOffline(true);
    await looked_at(person, "before");
    await person.tap("file.button");
    await person.page.locator(".check").waitFor();
    await looked_at(person, "file");
    await person.press("back");
    await write(person, "Связи почти нет.");
    const text = await person.sealed_text();
    await person.page.getByText(person.p("sealed.unreachable"), { exact: true }).waitFor();
    await looked_at(person, "sealed");
    const links = await person.page.locator("a[href^='mailto:']").evaluateAll((all) => all.map((one) => one.getAttribute("href")));
    expect(links.toSorted()).toEqual(kMails.map((address) => `mailto:${address}`));
    await person.page.getByText(person.p("mail.seen"), { exact: true }).waitFor();
    expect(stage.read(text)).toMatchObject({ kind: 1, assurance: 2, day: kToday, text: "Связи почти нет.", pack: "military-refusal@1" });
    await person.tap("sealed.copy");
    await person.page.locator(".status p").waitFor();
    await looked_at(person, "copied");
    await person.tap("sealed.done");
    await person.heading(person.p("passed.title"));
    await looked_at(person, "passed");
    expect(stage.relay.calls).toEqual([]);
    expect(person.errors).toEqual([]);
  });
});

test("a text longer than one message: two sealed texts, the rest offered after the first was passed on", async () => {
  const person = await stage.open("ru");
  await person.context.setOffline(true);
  const long = "Одно предложение из многих, которые не поместятся. ".repeat(80).trim();
  await write(person, long);
  const first = stage.read(await person.sealed_text());
  await person.tap("sealed.done");
  await person.heading(person.p("passed.title"));
  await person.page.getByText(person.p("passed.rest"), { exact: true }).waitFor();
  await person.press("rest.button");
  await person.heading(person.texts.t("more.title"));
  await person.press("send.button");
  const rest = stage.read(await person.sealed_text());
  expect([first.text.endsWith(" […]"), rest.text.startsWith("[…] ")]).toEqual([true, true]);
  expect(`${first.text.slice(0, -4)} ${rest.text.slice(4)}`).toBe(long);
  await person.tap("sealed.done");
  await person.heading(person.p("passed.title"));
  expect(await person.page.getByText(person.p("passed.rest"), { exact: true }).count(), "nothing more is left").toBe(0);
});

test("with a network: nothing is asked before Send, then it goes through the relay, and the reply is read from the file", async () => {
  const person = await stage.open("uk");
  await person.short_way("Можу писати.");
  await person.to_send();
  expect(person.asked).toEqual([]);
  await person.press("send.button");
  await person.heading(person.texts.t("sent.title"));
  expect(stage.relay.calls.filter((call) => call.startsWith("OPTIONS"))).toEqual([]);
  const envelope = stage.only_envelope();
  expect(envelope).toMatchObject({ assurance: 2, text: "Можу писати." });
  const reply = stage.organisation.reply(envelope, "Відповідь.", { slot: 0 });
  stage.relay.replies.set(reply.id, reply);

  const back = await stage.open("en");
  await back.come_back(person.words.join(" "));
  await back.page.getByText("Відповідь.").waitFor();
  await back.press("inbox.more");
  await back.page.getByLabel(back.texts.t("text.label"), { exact: true }).fill("One more thing.");
  await back.press("send.button");
  await back.heading(back.texts.t("sent.title"));
  expect(stage.relay.envelopes.size).toBe(2);
  await person.page.locator("#leave").waitFor();
  expect([...person.errors, ...back.errors]).toEqual([]);
});

describe("by mail", () => {
  const bridge = new TwinBridge(["box-1@mail.example"], kToday - 1);
  const another = new TwinBridge(["box-2@post.example"], kToday - 1);
  const pins = { bridges: [bridge.pinned] };

  /** Writes without a network, comes back with the words, and asks by letter. */
  async function asked(language: Language, options: Parameters<PortableStage["open"]>[1] = {}, own = pins): Promise<{ person: PortablePerson; letter: () => Promise<string> }> {
    const writer = await stage.open(language, {}, undefined, own);
    await writer.context.setOffline(true);
    await write(writer, "Связи почти нет.");
    const envelope = stage.read(await writer.sealed_text());
    await writer.page.getByText(writer.p("mail.reply_asked"), { exact: true }).waitFor();
    for (const slot of [0, 1]) {
      const reply = stage.organisation.reply(envelope, `Ответ ${slot}.`, { slot });
      stage.relay.replies.set(reply.id, reply);
    }
    const person = await stage.open(language, options, undefined, own);
    await person.context.setOffline(true);
    await person.come_back(writer.words.join(" "));
    await person.page.getByText(person.texts.t("return.unreachable"), { exact: true }).waitFor();
    await person.tap("ask.button");
    await person.heading(person.p("ask.title"));
    return { person, letter: () => person.page.locator("textarea.sealed").inputValue() };
  }
  async function paste(person: PortablePerson, text: string): Promise<void> {
    await person.page.getByLabel(person.p("ask.paste_label"), { exact: true }).fill(text);
    await person.tap("ask.open");
  }

  test.each(looks)("the question and the answer in %s, %d px, %s", async (language, width, colorScheme) => {
    const { person, letter } = await asked(language, { viewport: { width, height: 800 }, colorScheme });
    await looked_at(person, "ask");
    expect(await person.page.locator("a[href^='mailto:']").getAttribute("href")).toBe("mailto:box-1@mail.example");
    const answer = await bridge.answer(await letter(), stage.url);
    await paste(person, "Good day");
    await person.page.getByText(person.p("ask.error.not-found"), { exact: true }).waitFor();
    await looked_at(person, "ask-error");
    await paste(person, await letter());
    await person.page.getByText(person.p("ask.error.own"), { exact: true }).waitFor();
    await paste(person, answer.split("\n").map((line) => `> ${line}`).join("\r\n"));
    await person.page.getByText("Ответ 0.").waitFor();
    await person.page.getByText(person.p("ask.more", { n: 1, date: date_text(kToday, language) }), { exact: true }).waitFor();
    await looked_at(person, "asked");
    await person.tap("ask.button");
    await paste(person, await bridge.answer(await letter(), stage.url));
    await person.page.getByText("Ответ 1.").waitFor();
    await person.page.getByText("Ответ 0.").waitFor();
    await person.page.getByText(person.p("ask.last", { date: date_text(kToday, language) }), { exact: true }).waitFor();
    await person.tap("ask.button");
    await paste(person, await bridge.answer(await letter(), stage.url));
    await person.page.getByText(person.p("ask.none", { date: date_text(kToday, language) }), { exact: true }).waitFor();
    expect(person.errors).toEqual([]);
  });

  test("another address is another bridge, with a letter of its own", async () => {
    const { person, letter } = await asked("ru", {}, { bridges: [bridge.pinned, another.pinned] });
    const address = (): Promise<string | null> => person.page.locator("a[href^='mailto:']").getAttribute("href");
    for (let i = 0; i < 2; i += 1) {
      const first = (await address()) === "mailto:box-1@mail.example";
      await (first ? bridge : another).answer(await letter(), stage.url);
      await expect((first ? another : bridge).answer(await letter(), stage.url)).rejects.toThrow("no key");
      await person.tap("ask.another");
      expect((await address()) === "mailto:box-1@mail.example").toBe(!first);
    }
  });

  test("other words do not open an answer", async () => {
    const { letter } = await asked("en");
    const answer = await bridge.answer(await letter(), stage.url);
    const { person } = await asked("en");
    await paste(person, answer);
    await person.page.getByText(person.p("ask.error.not-for-us"), { exact: true }).waitFor();
  });

  test("a bridge whose keys are over is named, and an answer is still read", async () => {
    const { person } = await asked("uk", {}, { bridges: [new TwinBridge(["box@mail.example"], kToday - 30, 20).pinned] });
    await person.page.getByText(person.p("ask.too_old", { today: date_text(kToday, "uk") }), { exact: true }).waitFor();
    await person.page.getByLabel(person.p("ask.paste_label"), { exact: true }).waitFor();
  });

  test("a file without bridges does not offer it", async () => {
    const writer = await stage.open("en");
    await writer.context.setOffline(true);
    await write(writer, "Hello.");
    await writer.sealed_text();
    const person = await stage.open("en");
    await person.context.setOffline(true);
    await person.come_back(writer.words.join(" "));
    await person.page.getByText(person.texts.t("return.unreachable"), { exact: true }).waitFor();
    expect(await person.page.getByRole("button", { name: person.p("ask.button"), exact: true }).count()).toBe(0);
  });
});

test("the same message by both ways has one id, so that the desk files it once", async () => {
  const person = await stage.open("ru");
  await person.context.setOffline(true);
  await write(person, "...");
  const pasted = stage.read(await person.sealed_text());
  await person.context.setOffline(false);
  await person.tap("sealed.network");
  await person.heading(person.texts.t("sent.title"));
  const stored = stage.only_envelope();
  expect(stored.message_id).toBe(pasted.message_id);
  expect(stored.mailbox_secret.equals(pasted.mailbox_secret)).toBe(true);
});

test("a relay that is full lets the person choose the sealed text, under the same id", async () => {
  stage.relay.trouble = ["full"];
  const person = await stage.open("ru");
  await write(person, "...");
  await person.page.getByText(person.texts.t("send.full")).waitFor();
  await person.tap("other_way");
  expect(stage.read(await person.sealed_text()).assurance).toBe(2);
  expect(stage.relay.envelopes.size).toBe(0);
});

test("an address that answers with what the organisation has not signed gets nothing", async () => {
  const other = new Organisation({ relays: [stage.url] });
  stage.relay.instead = { rosters: [other.roster], "/v1/day-keys": other.day_keys(kToday) };
  const person = await stage.open("en");
  await write(person, "for the organisation only");
  const text = await person.sealed_text();
  await person.page.getByText(person.p("sealed.forged"), { exact: true }).waitFor();
  await looked_at(person, "forged");
  expect(stage.read(text).text).toBe("for the organisation only");
  expect(stage.relay.puts.length).toBe(0);
});

test("a list of day keys below the floor is not believed", async () => {
  const person = await stage.open("en", {}, undefined, { list: 5 });
  await write(person, "...");
  await person.sealed_text();
  await person.page.getByText(person.p("sealed.forged"), { exact: true }).waitFor();
  expect(stage.relay.puts.length).toBe(0);
});

test.each(["ru", "uk", "en"] as Language[])("%s: a server with keys of 25 days ago gets nothing; the text is sealed to the file's own key of the day", async (language) => {
  const made = kToday - 25;
  stage.organisation = new Organisation({ today: made, days_valid: 30, relays: [stage.url] });
  const { port } = new URL(stage.url);
  await stage.relay.stop();
  stage.relay = new TwinRelay(stage.organisation, "/nowhere");
  stage.relay.today = () => made;
  await stage.relay.start(Number(port));
  const person = await stage.open(language, {}, undefined, { made });
  await write(person, "later");
  const text = await person.sealed_text();
  await person.page.getByText(person.p("sealed.stale", { today: date_text(kToday, language) }), { exact: true }).waitFor();
  await looked_at(person, "stale");
  expect(stage.read(text)).toMatchObject({ day: kToday, text: "later" });
  expect(stage.relay.puts.length).toBe(0);
});

test("a server with old keys and a file whose own keys are over: nothing is sealed, and both are said", async () => {
  const made = kToday - 27;
  stage.organisation = new Organisation({ today: made, days_valid: 30, relays: [stage.url] });
  const { port } = new URL(stage.url);
  await stage.relay.stop();
  stage.relay = new TwinRelay(stage.organisation, "/nowhere");
  stage.relay.today = () => made;
  await stage.relay.start(Number(port));
  const person = await stage.open("ru", {}, undefined, { made, days: 20 });
  await write(person, "...");
  await person.heading(person.p("refused.title"));
  await person.page.getByText(person.p("refused.both"), { exact: true }).waitFor();
  await looked_at(person, "too-old");
  expect(stage.relay.puts.length).toBe(0);
});

test("when its keys have run out it refuses without a network, and with one takes the new keys", async () => {
  const made = kToday - 27;
  stage.organisation = new Organisation({ today: made, days_valid: 30, relays: [stage.url] });
  const person = await stage.open("ru", {}, async ({ context }) => context.setOffline(true), { made, days: 20 });
  await write(person, "Файл старый.");
  await person.heading(person.p("refused.title"));
  await looked_at(person, "run-out");
  expect(await person.page.locator("textarea").count()).toBe(0);
  const { port } = new URL(stage.url);
  await stage.relay.stop();
  stage.relay = new TwinRelay(stage.organisation, "/nowhere");
  await stage.relay.start(Number(port));
  await person.context.setOffline(false);
  await person.tap("sealed.network");
  await person.heading(person.texts.t("sent.title"));
  expect(stage.only_envelope().text).toBe("Файл старый.");
});

test("a clock before the day the file was made is named", async () => {
  const person = await stage.open("uk", {}, at(kToday - 40));
  await person.context.setOffline(true);
  await write(person, "...");
  await person.heading(person.p("refused.title"));
  await looked_at(person, "clock");
});

test("after the newest pinned key it seals for two more days", async () => {
  const person = await stage.open("en", {}, at(kToday + 4), { days: 3 });
  await person.context.setOffline(true);
  await write(person, "...");
  expect(stage.read(await person.sealed_text()).day).toBe(kToday + 2);
});

test("without crypto.subtle the words take longer and everything works", async () => {
  const person = await stage.open("en", {}, async ({ page }) => {
    await page.addInitScript(() => void Object.defineProperty(Crypto.prototype, "subtle", { get: () => undefined }));
  });
  await person.context.setOffline(true);
  await write(person, "an old browser");
  expect(stage.read(await person.sealed_text()).text).toBe("an old browser");
  expect(person.errors).toEqual([]);
});

test("its policy lets it reach its own addresses and nobody else, and runs no other script", async () => {
  const person = await stage.open("en");
  const tried = await person.page.evaluate(async (url) => {
    const broken: string[] = [];
    document.addEventListener("securitypolicyviolation", (event) => broken.push(event.effectiveDirective));
    await fetch("http://127.0.0.1:9/").catch(() => undefined);
    const script = document.createElement("script");
    script.textContent = "window.ran = true";
    document.body.append(script);
    const own = await fetch(`${url}/v1/roster`).then((answer) => answer.status);
    return { broken, ran: "ran" in window, own };
  }, stage.url);
  expect(tried).toEqual({ broken: ["connect-src", "script-src-elem"], ran: false, own: 200 });
});

test("another language is a button, and Leave blanks the page", async () => {
  const person = await stage.open("ru");
  await person.page.getByRole("button", { name: "Eng", exact: true }).click();
  await person.page.getByRole("heading", { level: 1, name: "Before you write" }).waitFor();
  expect(await person.page.locator("html").getAttribute("lang")).toBe("en");
  expect(await person.page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth)).toBe(true);
  await person.context.route("https://*.wikipedia.org/**", (route) => route.fulfill({ body: "neutral", contentType: "text/html" }));
  for (let press = 0; press < 3; press += 1) await person.page.keyboard.press("Shift");
  await person.page.waitForURL("https://en.wikipedia.org/");
});

test("damaged pins are said so before anything can be written", async () => {
  const context = await browser.newContext({ locale: "en" });
  const page = await context.newPage();
  await page.goto(stage.file({ chain: ["not a roster"] }));
  await page.getByRole("heading", { level: 1, name: "The file is damaged" }).waitFor();
  expect(await page.locator("textarea, input").count()).toBe(0);
  await context.close();
});

test("a server that asks for work gets it from the file too", async () => {
  stage.relay.gate = { level: 5, epoch: 29_906_160, tokens: new Set() };
  const person = await stage.open("ru");
  await write(person, "...");
  await person.heading(person.texts.t("sent.title"));
  expect(stage.relay.passes.map((pass) => pass.slice(0, 2))).toEqual(["", "01", "01"]);
  expect(person.errors).toEqual([]);
});
