// The pages in Chromium against a real relay that asks for work: sent through, also where no script is compiled; a token passes instead.
import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Browser, Page } from "playwright-core";
import { Requester } from "../../shared/protocol/node.ts";
import { kPages, launch, Person } from "../browser/intake/stage.ts";
import { RealRelay, type Pulled } from "./real_relay.ts";

const relay = new RealRelay();
const kHalfBytes = 17 + 4_096;
/** Below this a relay asks nobody, however little it takes without work. */
const kBurst = 20;

beforeAll(async () => {
  relay.quotas = ["work_from = 1"];
  await relay.start(kPages);
  await relay.publish();
  const writer = await Requester.create(relay.url, "ru");
  const flood = (i: number, patience_seconds?: number): Promise<void> => writer.send({ text: `flood ${i}`, answers: [], contact_words: "" }, patience_seconds);
  for (let i = 0; i < kBurst; i += 1) await flood(i);
  // One more, for what the clock took off meanwhile; within one second it took off nothing, and this one is asked already.
  await flood(kBurst, 2).catch(() => undefined);
}, 240_000);
afterAll(() => relay.remove());

/** What came behind the halves that the page put: nothing, work or a token. */
function watched(page: Page): string[] {
  const passes: string[] = [];
  page.on("request", (request) => {
    const body = request.url().includes("/v1/put/") ? request.postDataBuffer() : null;
    if (body !== null && body.length >= kHalfBytes) passes.push(body.length === kHalfBytes ? "none" : body[kHalfBytes] === 2 ? "token" : "work");
  });
  return passes;
}

async function visit(browser: Browser): Promise<{ person: Person; passes: string[] }> {
  const page = await (await browser.newContext()).newPage();
  const person = new Person(page, "ru");
  const passes = watched(page);
  await page.goto(`${relay.url}/ru/`);
  await person.heading(person.texts.t("before.title"));
  return { person, passes };
}

async function taken(text: string): Promise<Pulled> {
  const rows = await relay.pull();
  await relay.acknowledge(rows);
  const found = rows.find(({ envelope }) => envelope.text === text);
  if (!found) throw new Error(`not among ${rows.length} that came: ${text}`);
  return found;
}

test.each([["as browsers are", []], ["without a compiler of scripts", ["--js-flags=--jitless"]]])("%s: a first message passes by work", async (name, flags) => {
  const browser = await launch(...flags);
  const { person, passes } = await visit(browser);
  const began = Date.now(); // sleep: none, how long it takes is printed and not judged
  await person.short_way(name);
  await person.to_send();
  const sending = Date.now(); // sleep: none, as above
  await person.press("send.button");
  await person.heading(person.texts.t("sent.title"));
  process.stdout.write(`  ${name}: ${Date.now() - sending} ms from Send to stored, ${sending - began} ms of writing before\n`); // sleep: none, as above
  expect(passes).toEqual(["none", "work", "work"]);
  expect((await taken(name)).envelope.text).toBe(name);
  expect(person.errors).toEqual([]);
  await browser.close();
}, 240_000);

test("a reply brings a token, and with it the next message passes without work, once", async () => {
  const browser = await launch();
  const { person } = await visit(browser);
  await person.short_way("Первое.");
  await person.send();
  const tokens = [randomBytes(16), randomBytes(16)];
  expect(await relay.know_tokens([tokens[0] ?? randomBytes(16)])).toBe(1);
  expect(await relay.answer((await taken("Первое.")).envelope, "Мы рядом.", 0, tokens)).toBe(0);
  const { person: back, passes } = await visit(browser);
  await back.come_back(person.words.join(" "));
  await back.page.getByText("Мы рядом.").waitFor();
  const more = async (text: string): Promise<string[]> => {
    passes.length = 0;
    await back.press("inbox.more");
    await back.page.locator("textarea").fill(text);
    await back.press("send.button");
    await back.heading(back.texts.t("sent.title"));
    await back.press("sent.replies");
    await back.page.getByText("Мы рядом.").waitFor();
    expect((await taken(text)).envelope.text).toBe(text);
    return [...passes];
  };
  expect(await more("Второе.")).toEqual(["none", "token", "token"]);
  expect(await more("Третье."), "the relay does not know the other").toEqual(["none", "token", "work", "work"]);
  expect(await more("Четвёртое.")).toEqual(["none", "work", "work"]);
  await browser.close();
}, 240_000);
