// Twenty whole visits by mail, as the twenty with scripts and without in curtain/visits.long.test.ts. No line stands between: the person's
// letters go to a provider at home that nothing cuts, and no connection of theirs reaches us. Waiting is what the bridge, the relay and the two
// mail servers take; what providers take in between is theirs and not counted.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import { launch } from "../browser/intake/stage.ts";
import { median } from "./curtain/stage.ts";
import { MailOnly } from "./mail_only.ts";

const kVisits = Number(process.env["WAYMARK_VISITS"] ?? 20);
const kOneVisitMs = 300_000;
const kWaitingMedianMaxS = 60;

const stage = new MailOnly();
let browser: Browser;

beforeAll(async () => {
  await stage.start();
  browser = await launch();
}, kOneVisitMs);
afterAll(async () => {
  await browser.close();
  await stage.remove();
});

async function seconds(act: () => Promise<void>): Promise<number> {
  const began = performance.now(); // sleep: nothing waits for it; the seconds are what is printed
  await act();
  return (performance.now() - began) / 1_000;
}

/** Written, sent, answered, asked for, read. @return seconds of waiting for letters */
async function visit(round: number): Promise<number> {
  const [text, answer, from] = [`Письмо ${round} (почтой)`, `Ответ ${round} (почтой)`, `person-${round}@pochta.example`];
  const person = await stage.open(browser);
  await person.short_way(text);
  await person.to_send();
  await person.press("send.button");
  const sealed = await person.sealed_text();
  const sending = await seconds(() => stage.letter(from, sealed));
  const rows = await stage.pulled();
  expect(rows.map(({ envelope }) => envelope.text), "stored once").toEqual([text]);
  const row = rows[0] ?? expect.fail();
  expect(await stage.relay.answer(row.envelope, answer)).toBe(0);
  await person.context.close();

  const back = await stage.open(browser);
  await back.come_back(person.words.join(" "));
  await back.tap("ask.button");
  const question = await back.page.locator("textarea.sealed").inputValue();
  let letter = "";
  const asking = await seconds(async () => {
    await stage.letter(from, question);
    letter = await stage.answer();
  });
  expect(letter).toContain(`X-Rcpt-Args: <${from}>`);
  await back.page.getByLabel(back.p("ask.paste_label"), { exact: true }).fill(letter);
  await back.tap("ask.open");
  await back.page.getByText(answer, { exact: true }).waitFor();
  await back.context.close();
  expect([...person.errors, ...back.errors]).toEqual([]);
  return sending + asking;
}

test("twenty visits by mail, each stored once and answered once", async () => {
  const waited: number[] = [];
  for (let round = 1; round <= kVisits; round += 1) {
    const one = await visit(round).catch(async (error: unknown) => {
      process.stdout.write(`by mail, visit ${round}: ${String(error).split("\n")[0] ?? ""}\n`);
      await stage.pulled(); // what a visit that failed has left is no other visit's
      return undefined;
    });
    process.stdout.write(`by mail, visit ${round}: ${one === undefined ? "did not come through" : `${one.toFixed(1)} s of waiting`}\n`);
    if (one !== undefined) waited.push(one);
  }
  process.stdout.write(`by mail: ${waited.length} of ${kVisits} visits, waiting median ${median(waited).toFixed(1)} s, longest ${Math.max(...waited).toFixed(1)} s\n`);
  expect(waited.length).toBe(kVisits);
  expect(stage.mail.sent().length, "each asked once, each answered once").toBe(kVisits);
  expect(median(waited)).toBeLessThan(kWaitingMedianMaxS);
}, kVisits * kOneVisitMs);
