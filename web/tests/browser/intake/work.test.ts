// A server that asks for work while very many write (docs/spec/work.md): the page says so, works or shows a token, and stays alive.
import { expect, test } from "vitest";
import type { Gate } from "../../twin/relay.ts";
import { kLanguages, launch, on_stage, Person, Stage } from "./stage.ts";
import { kShots } from "../audit/shots.ts";

const on = on_stage();
const kEpoch = 29_906_160;
const kTokens = [Buffer.alloc(16, 0xa1), Buffer.alloc(16, 0xb2)];

const gate = (level: number, tokens: readonly Buffer[] = []): Gate => ({ level, epoch: kEpoch, tokens: new Set(tokens.map((token) => token.toString("hex"))) });
const kinds = (passes: readonly string[]): string[] => passes.map((pass) => (pass === "" ? "none" : pass.startsWith("02") ? "token" : "work"));

/** No try of this page fits any more: work takes as long as a test looks at it, also when luck would have it that the first try fits. */
const endless = (person: Person): Promise<void> =>
  person.page.evaluate(() => {
    SubtleCrypto.prototype.deriveBits = () => new Promise((resume) => setTimeout(() => resume(new Uint8Array(32).fill(0xff).buffer), 50)); // sleep: how long a try takes in this page
  });

/** What is said while it works, which depends on how quick a machine is. */
const working = ({ page, texts }: Person): Promise<void> =>
  page.getByText(texts.t("work.short"), { exact: true }).or(page.getByText(texts.t("work.long"), { exact: true })).waitFor();

/** Ends on the screen that sends, with what is asked there. */
async function sending(person: Person): Promise<void> {
  await person.short_way("Одна строка.");
  await person.to_send();
  await person.press("send.button");
}

test.each(kLanguages)("%s: a first message is worked for and stored", async (language) => {
  on.stage.relay.gate = gate(9);
  const person = await on.stage.visit(language);
  await sending(person);
  await person.heading(person.texts.t("sent.title"));
  expect(kinds(on.stage.relay.passes), "asked once, then both halves with one pass").toEqual(["none", "work", "work"]);
  expect(new Set(on.stage.relay.passes.slice(1)).size).toBe(1);
  expect(on.stage.only_envelope().text).toBe("Одна строка.");
  expect(person.errors).toEqual([]);
});

test("nothing of it comes while no server asks", async () => {
  const person = await on.stage.visit("ru");
  await person.short_way("Одна строка.");
  await person.to_send();
  const before = on.stage.relay.calls.length;
  await person.press("send.button");
  await person.heading(person.texts.t("sent.title"));
  expect(on.stage.relay.calls.slice(before).filter((call) => call.includes("/assets/"))).toEqual([]);
});

// What takes long is looked at and left: the page answers meanwhile, Leave is at once.
test.each(["ru", "uk", "en"] as const)("%s: it is said what goes on; leaving in the middle is at once", async (language) => {
  on.stage.relay.gate = gate(15);
  const person = await on.stage.visit(language, { viewport: { width: 360, height: 740 } });
  await person.page.route(/example\.org|wikipedia|ya\.ru|google|duckduckgo|gismeteo|weather/, (route) => route.fulfill({ body: "elsewhere" }));
  await endless(person);
  await sending(person);
  await working(person);
  expect(await person.page.evaluate(() => new Promise<number>((resume) => { const began = performance.now(); setTimeout(() => resume(performance.now() - began), 0); })), "the page has its turns").toBeLessThan(1_000); // sleep: one turn of the page
  if (language === "ru" || kShots) {
    await person.axe();
    await person.well_laid_out("send-work");
  }
  const began = Date.now();
  const left = person.page.waitForEvent("framenavigated");
  await person.page.locator("#leave").click();
  await left;
  expect(Date.now() - began).toBeLessThan(3_000);
  expect(on.stage.relay.envelopes.size).toBe(0);
  expect(person.errors).toEqual([]);
});

test("reloading in the middle begins anew, with nothing left", async () => {
  on.stage.relay.gate = gate(15);
  const person = await on.stage.visit("ru");
  person.page.on("dialog", (dialog) => void dialog.accept());
  await endless(person);
  await sending(person);
  await working(person);
  await person.page.reload();
  await person.page.getByRole("button", { name: person.texts.t("before.start"), exact: true }).waitFor();
  for (const said of ["work.short", "work.long"] as const) expect(await person.page.getByText(person.texts.t(said)).count()).toBe(0);
  on.stage.relay.gate = gate(3);
  await sending(person);
  await person.heading(person.texts.t("sent.title"));
  expect(on.stage.relay.envelopes.size).toBe(1);
});

test("going on in another language says it in that one", async () => {
  on.stage.relay.gate = gate(15);
  const person = await on.stage.visit("ru");
  await endless(person);
  await sending(person);
  await working(person);
  await person.page.getByRole("link", { name: "EN" }).click();
  const english = new Person(person.page, "en");
  await working(english);
});

test("a level that rises is worked for anew", async () => {
  const { relay } = on.stage;
  relay.gate = gate(4);
  relay.line = (path) => {
    if (path.startsWith("/v1/put/") && relay.passes.length === 1) relay.gate = { ...gate(7), epoch: kEpoch + 1 };
    return undefined;
  };
  const person = await on.stage.visit("ru");
  await sending(person);
  await person.heading(person.texts.t("sent.title"));
  expect(relay.envelopes.size).toBe(1);
});

test.each([16, 200])("level %i is believed of no server: it is waited as for a full one, other ways are named", async (level) => {
  on.stage.relay.gate = gate(level);
  const person = await on.stage.visit("ru");
  await sending(person);
  await person.page.getByText(person.texts.t("send.full"), { exact: true }).waitFor();
  await person.page.getByText(person.texts.t("send.mail"), { exact: true }).waitFor();
  on.stage.relay.gate = undefined;
  await person.press("send.try_now");
  await person.heading(person.texts.t("sent.title"));
});

test("a server that asks without an end is taken for a full one", async () => {
  on.stage.relay.gate = { ...gate(2), lies: true };
  const person = await on.stage.visit("ru");
  await sending(person);
  await person.page.getByText(person.texts.t("send.full"), { exact: true }).waitFor();
  expect(kinds(on.stage.relay.passes)).toEqual(["none", "work", "work", "work", "work"]);
});

test("a token of a reply passes without work, once; one that is refused is worked for", async () => {
  const person = await on.stage.visit("ru");
  await person.short_way("Первое.");
  await person.send();
  const { words } = person;
  on.stage.answer(on.stage.only_envelope(), "Мы рядом.", 0, kTokens);
  const back = await on.stage.visit("ru");
  await back.come_back(words.join(" "));
  await back.page.getByText("Мы рядом.").waitFor();
  const more = async (text: string): Promise<void> => {
    await back.press("inbox.more");
    await back.page.locator("textarea").fill(text);
    await back.press("send.button");
    await back.heading(back.texts.t("sent.title"));
    await back.press("sent.replies");
    await back.page.getByText("Мы рядом.").waitFor();
  };
  on.stage.relay.gate = gate(15, [kTokens[0] ?? Buffer.alloc(16)]);
  await more("Второе.");
  expect(kinds(on.stage.relay.passes)).toEqual(["none", "token", "token"]);
  on.stage.relay.passes = [];
  on.stage.relay.gate = gate(4);
  await more("Третье.");
  expect(kinds(on.stage.relay.passes), "the second is none that this server knows").toEqual(["none", "token", "work", "work"]);
  on.stage.relay.passes = [];
  await more("Четвёртое.");
  expect(kinds(on.stage.relay.passes), "none is left").toEqual(["none", "work", "work"]);
  expect(on.stage.opened().map(({ text }) => text).sort()).toEqual(["Второе.", "Первое.", "Третье.", "Четвёртое."]);
  expect(back.errors).toEqual([]);
});

test("without WebCrypto it works all the same", async () => {
  on.stage.relay.gate = gate(5);
  const context = await on.browser.newContext();
  await context.addInitScript(() => Object.defineProperty(crypto, "subtle", { value: undefined }));
  const person = new Person(await context.newPage(), "ru");
  await person.page.goto(`${on.stage.url}/ru/`);
  await sending(person);
  await person.heading(person.texts.t("sent.title"));
  expect(kinds(on.stage.relay.passes)).toEqual(["none", "work", "work"]);
  await context.close();
});

test("its piece is cut on the way: it is asked for again by itself", async () => {
  on.stage.relay.gate = gate(3);
  let cut = 0;
  const person = await on.stage.visit("ru");
  on.stage.relay.line = (path) => (path.startsWith("/assets/") && (cut += 1) === 2 ? "cut" : undefined);
  await sending(person);
  await person.heading(person.texts.t("sent.title"));
  expect(cut).toBeGreaterThan(2);
});

test("with a browser that compiles no scripts", async () => {
  const browser = await launch("--js-flags=--jitless");
  const stage = new Stage(browser);
  await stage.start();
  stage.relay.gate = gate(9);
  const person = await stage.visit("ru");
  await sending(person);
  await person.heading(person.texts.t("sent.title"));
  expect(kinds(stage.relay.passes)).toEqual(["none", "work", "work"]);
  await stage.stop();
  await browser.close();
});
