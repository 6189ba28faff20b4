// What each step of a whole visit at the clerk costs on the wire in a browser without scripts: a long text with many answers must pass
// a line that cuts each connection after some 12 KB (docs/spec/clerk.md "Sizes").
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import type { Language } from "../../../shared/protocol/envelope.ts";
import { launch } from "../../browser/intake/stage.ts";
import { kLanguages, RealClerk } from "./real_clerk.ts";
import { Visitor } from "./visitor.ts";

const clerk = new RealClerk();
let browser: Browser;
beforeAll(async () => {
  await clerk.start();
  browser = await launch();
});
afterAll(async () => {
  await browser.close();
  await clerk.remove();
});

/** Every answer with its headers, and both ways of one connection together. */
const kDownMax = 9_216;

interface Step { what: string; up: number; down: number }

/** As people write, and nothing twice: the sentences of the pages themselves. */
function prose(language: Language): string {
  const path = new URL(`../../../shared/texts/desk.${language}.json`, import.meta.url);
  return Object.values(JSON.parse(readFileSync(path, "utf8")) as Record<string, string>).filter((text) => text.length > 60).join(" ");
}

interface Letter { text: string; boxes: number; both_max: number }

/** From the first page to "sent". @return what each request cost */
async function visit(language: Language, letter: Letter): Promise<Step[]> {
  const visitor = await Visitor.arrive(browser, clerk, language);
  const steps: Step[] = [];
  visitor.page.on("requestfinished", async (request) => {
    const sizes = await request.sizes();
    steps.push({ what: `${request.method()} ${new URL(request.url()).pathname}`, up: sizes.requestBodySize + sizes.requestHeadersSize, down: sizes.responseBodySize + sizes.responseHeadersSize });
  });
  await visitor.open("");
  await visitor.open("write");
  const boxes = await visitor.page.locator("input[type=checkbox]:not([name=consent])").all();
  for (const box of boxes.slice(-letter.boxes)) await box.check();
  for (const select of await visitor.page.locator("select").all()) await select.selectOption({ index: 1 });
  await visitor.mark("safe.yes", "consent.yes");
  await visitor.page.locator("textarea").fill(letter.text);
  await visitor.press("intake.next");
  if ((await visitor.page.locator("h1").innerText()) !== visitor.texts.t("intake.review.title")) await visitor.press("intake.next");
  await visitor.heading("intake.review.title");
  await visitor.send();
  await visitor.come_back(visitor.words.join(" "));
  await visitor.heading("intake.inbox.title");
  await visitor.page.waitForLoadState("networkidle");
  await visitor.leave_for_good();
  return steps;
}

test.each(kLanguages)("%s: no step needs more than such a line lets through", async (language) => {
  const letters: Record<string, Letter> = {
    "300 letters, 9 answers": { text: prose(language).slice(0, 300), boxes: 4, both_max: 12_288 },
    "2,000 letters, 20 answers": { text: prose(language).slice(0, 2_000), boxes: 15, both_max: 16_384 },
  };
  for (const [name, letter] of Object.entries(letters)) {
    const steps = await visit(language, letter);
    process.stdout.write(`clerk ${language}, ${name}, bytes up + down: ${steps.map(({ what, up, down }) => `${what} ${up} + ${down}`).join(", ")}\n`);
    expect(steps.length).toBeGreaterThan(8);
    expect(steps.filter(({ down }) => down > kDownMax), `${name}: answers`).toEqual([]);
    expect(steps.filter(({ up, down }) => up + down > letter.both_max), `${name}: both ways`).toEqual([]);
  }
});
