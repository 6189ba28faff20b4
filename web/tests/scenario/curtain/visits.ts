// Whole visits over the line: ask, be answered, come back with the words, read. Waiting is counted apart from what a person does.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect } from "vitest";
import type { Browser, Page } from "playwright-core";
import { day_of } from "../../../shared/protocol/days.ts";
import { Person } from "../../browser/intake/stage.ts";
import { PortablePerson } from "../../browser/portable/stage.ts";
import { portable_page } from "../../twin/portable.ts";
import { Visitor } from "../clerk/visitor.ts";
import type { Pulled } from "../real_relay.ts";
import { kFreshAMinute } from "../../../shared/protocol/turns.ts";
import type { Flow } from "../line.ts";
import { cost_of, fresh_in_a_minute, tell, type Cost, type CurtainStage } from "./stage.ts";

/** So long a person looks at a page that does not come before pressing again. */
const kAgainAfterMs = 12_000;
const kAgainMax = 12;
const kPatienceMs = 240_000;

/** The one row at the relay with this text, acknowledged. */
async function pulled(stage: CurtainStage, text: string): Promise<Pulled> {
  const rows = await stage.relay.pull();
  const row = rows.find(({ envelope }) => envelope.text === text) ?? expect.fail("nothing with this text was stored");
  expect(rows.length, "stored once").toBe(1);
  await stage.relay.acknowledge(rows);
  return row;
}

/** Presses, loads or reloads, and again while nothing comes, as people do where no script does it for them. */
async function again_until(page: Page, act: () => Promise<unknown>, arrived: () => Promise<void>): Promise<void> {
  page.setDefaultTimeout(kAgainAfterMs);
  page.setDefaultNavigationTimeout(kAgainAfterMs);
  let begun = false;
  page.on("framenavigated", () => (begun = true));
  for (let attempt = 1; ; attempt += 1) {
    // Where a new page has begun and stopped in its middle, the button is gone: then people reload, which sends the form again.
    const next = begun && attempt > 1 ? () => page.reload() : act;
    try {
      await next();
      await arrived();
      return;
    } catch (error) {
      if (attempt === kAgainMax) throw error;
      // What hangs is stopped first, or the browser waits for it and takes no press.
      const browser = await page.context().newCDPSession(page);
      await browser.send("Page.stopLoading");
      await browser.detach();
    }
  }
}

/** With scripts: the page tries again by itself, so the person only waits. @return seconds of waiting */
export async function scripts_visit(browser: Browser, stage: CurtainStage, text: string, answer: string, said = true): Promise<number> {
  const flows: Flow[] = [];
  const note = (what: string, cost: Cost): number => {
    if (said) tell(`with scripts, ${what}`, cost);
    flows.push(...cost.flows);
    return cost.seconds;
  };
  const left_alone = (): void => expect(fresh_in_a_minute(flows.splice(0))).toBeLessThanOrEqual(kFreshAMinute);
  const open = async (): Promise<Person> => {
    const person = new Person(await (await browser.newContext({ viewport: { width: 360, height: 640 }, locale: "ru" })).newPage(), "ru");
    person.page.setDefaultTimeout(kPatienceMs);
    // The first answer is one connection: where that one is cut, the person loads again.
    await again_until(person.page, () => person.page.goto(`${stage.relay_url}/ru/`, { waitUntil: "commit" }), async () => person.heading(person.texts.t("before.title")));
    person.page.setDefaultTimeout(kPatienceMs);
    await person.page.getByRole("button", { name: person.texts.t("before.start"), exact: true }).and(person.page.locator(":enabled")).waitFor();
    return person;
  };
  let person: Person | undefined;
  let waited = note("until it can be used", await cost_of(stage.line, async () => void (person = await open())));
  const first = person ?? expect.fail();
  await first.short_way(text);
  await first.to_send();
  waited += note("from Send to stored", await cost_of(stage.line, async () => {
    await first.press("send.button");
    await first.heading(first.texts.t("sent.title"));
  }));
  const row = await pulled(stage, text);
  expect(row.envelope.assurance).toBe(1);
  expect(await stage.relay.answer(row.envelope, answer)).toBe(0);
  await first.page.context().close();
  left_alone();

  let back: Person | undefined;
  waited += note("back, until it can be used", await cost_of(stage.line, async () => void (back = await open())));
  const second = back ?? expect.fail();
  waited += note("words to reply", await cost_of(stage.line, async () => {
    await second.come_back(first.words.join(" "));
    await second.page.getByText(answer, { exact: true }).waitFor();
  }));
  await second.page.context().close();
  left_alone();
  expect([...first.errors, ...second.errors]).toEqual([]);
  return waited;
}

/** Without scripts, at the clerk: the person presses again where nothing comes. @return seconds of waiting */
export async function silent_visit(browser: Browser, stage: CurtainStage, text: string, answer: string, said = true): Promise<number> {
  const visitor = await Visitor.arrive(browser, { url: stage.clerk_url }, "ru");
  let waited = 0;
  const step = async (what: string, act: () => Promise<unknown>, heading: string): Promise<void> => {
    const cost = await cost_of(stage.line, () => again_until(visitor.page, act, () => visitor.heading(heading)));
    if (said) tell(`clerk, ${what}`, cost);
    waited += cost.seconds;
  };
  await step("first page", () => visitor.open(""), "intake.before.title");
  await step("the form", () => visitor.open("write"), "clerk.form.title");
  await visitor.mark("consent.yes");
  await visitor.page.locator("textarea").fill(text);
  await step("review", () => visitor.press("intake.next"), "intake.review.title");
  await step("words", () => visitor.press("intake.review.next"), "intake.words.title");
  await visitor.page.locator("summary").click();
  visitor.words = await visitor.page.locator("ol li").allTextContents();
  await step("practice", () => visitor.press("intake.words.practice"), "intake.practice.title");
  for (const group of await visitor.page.locator("fieldset").all()) {
    const number = Number(/\d+/.exec(await group.locator("legend").innerText())?.[0]);
    await group.getByLabel(visitor.words[number - 1] ?? "", { exact: true }).check();
  }
  await step("checked", () => visitor.press("clerk.practice.check"), "intake.send.button");
  await step("sent", () => visitor.press("intake.send.button"), "intake.sent.title");
  const row = await pulled(stage, text);
  expect(row.envelope.assurance).toBe(3);
  expect(await stage.relay.answer(row.envelope, answer)).toBe(0);
  await step("return", () => visitor.open("return"), "intake.return.title");
  await visitor.page.getByLabel(visitor.texts.t("intake.return.label")).fill(visitor.words.join(" "));
  await step("the reply", () => visitor.press("intake.return.open"), "intake.inbox.title");
  expect(await visitor.page.getByText(answer, { exact: true }).count()).toBe(1);
  await visitor.leave_for_good();
  return waited;
}

/** The portable page, opened from a file at the person's end. @return seconds of waiting */
export async function portable_visit(browser: Browser, stage: CurtainStage, folder: string, text: string, answer: string): Promise<number> {
  const file = join(folder, "notes.html");
  writeFileSync(file, portable_page(stage.relay.organisation, [stage.relay_url], { made: day_of(Date.now()) }));
  const open = async (): Promise<PortablePerson> => {
    const context = await browser.newContext({ locale: "ru" });
    const person = new PortablePerson(context, await context.newPage(), "ru");
    person.page.setDefaultTimeout(kPatienceMs);
    await person.page.goto(pathToFileURL(file).href);
    await person.heading(person.texts.t("before.title"));
    return person;
  };
  const person = await open();
  await person.short_way(text);
  await person.to_send();
  const sending = await cost_of(stage.line, async () => {
    await person.press("send.button");
    await person.heading(person.texts.t("sent.title"));
  });
  tell("portable page, from Send to stored", sending);
  const row = await pulled(stage, text);
  expect(row.envelope.assurance).toBe(2);
  expect(await stage.relay.answer(row.envelope, answer)).toBe(0);
  const back = await open();
  const reading = await cost_of(stage.line, async () => {
    await back.come_back(person.words.join(" "));
    await back.page.getByText(answer, { exact: true }).waitFor();
  });
  tell("portable page, words to reply", reading);
  await person.context.close();
  await back.context.close();
  return sending.seconds + reading.seconds;
}
