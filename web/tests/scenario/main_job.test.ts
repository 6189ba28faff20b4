// The main job, with nothing faked: a person asks in a browser, the real relay keeps it, a volunteer at the real desk opens and
// answers it, and the person reads the answer with eight words.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Browser, Page } from "playwright-core";
import { Organisation, people } from "../../demo/organisation.ts";
import type { Language } from "../../shared/protocol/envelope.ts";
import { kPages, launch, Person } from "../browser/intake/stage.ts";
import { StaffMember } from "./staff_member.ts";

const kFiledMs = 120_000;
// Two browsers, a slow hash for the words, ten seconds in which a reply can be taken back: on a busy machine that adds up.
const kWholeWayMs = 300_000;

let state: string;
let organisation: Organisation;
let browser: Browser;

beforeAll(async () => {
  state = mkdtempSync(join(tmpdir(), "waymark-main-job-"));
  const binaries = process.env["WAYMARK_BIN"];
  if (binaries === undefined) throw new Error("WAYMARK_BIN says where the built programs are");
  // A cheap passphrase hash: what is tested here is the way of a request, not the cost of guessing.
  organisation = await Organisation.open({ binaries, state, pages: kPages, init_options: ["--argon2-kib", "1024", "--argon2-passes", "1"] });
  await organisation.start();
  browser = await launch();
});

afterAll(async () => {
  await browser?.close();
  await organisation?.programs.stop();
  rmSync(state, { recursive: true, force: true });
});

async function requester(language: Language, width: number, scheme: "light" | "dark"): Promise<Person> {
  const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme: scheme, locale: language });
  const person = new Person(await context.newPage(), language);
  await person.page.goto(`${organisation.relay_url}/${language}/`);
  await person.heading(person.texts.t("before.title"));
  return person;
}

/** Comes back with the words until the reply is there: the desk holds it ten seconds. */
async function answer_arrives(words: string, language: Language, width: number, scheme: "light" | "dark", text: string): Promise<Person> {
  const end = Date.now() + kFiledMs;
  for (;;) {
    const person = await requester(language, width, scheme);
    await person.come_back(words);
    try {
      await person.page.getByText(text, { exact: true }).waitFor({ timeout: 15_000 }); // sleep: none, it comes back and looks again
      return person;
    } catch (error) {
      if (Date.now() > end) throw error;
      await person.page.context().close();
    }
  }
}

const cases = [
  { language: "ru", width: 320, scheme: "light" },
  { language: "ru", width: 1440, scheme: "dark" },
  { language: "uk", width: 320, scheme: "dark" },
  { language: "uk", width: 1440, scheme: "light" },
  { language: "en", width: 320, scheme: "light" },
  { language: "en", width: 1440, scheme: "dark" },
] as const;

const said: Record<Language, { question: string; answer: string; more: string }> = {
  ru: { question: "Телефон отдадут вечером. <b>Что</b> мне делать?", answer: "Не подписывайте ничего до завтра. Мы напишем в 9:00.", more: "Спасибо. Буду ждать." },
  uk: { question: "Телефон заберуть увечері. {{ Що }} мені робити?", answer: "Нічого не підписуйте до завтра. Напишемо о 9:00.", more: "Дякую. Чекатиму." },
  en: { question: "They take the phone back tonight. What do I do? \u202eabc\u202c 🕯", answer: "Sign nothing until tomorrow. We will write at 9:00.", more: "Thank you. I will wait." },
};

describe.each(cases)("asked in $language at $width px, $scheme", ({ language, width, scheme }) => {
  test("asks, is seen without reload, is answered, reads it with eight words, writes more", async () => {
    const staff = await StaffMember.sign_in(browser, organisation, people[1], { language, width: width === 320 ? 1440 : 320, scheme });
    const before = await staff.case_ids();

    const person = await requester(language, width, scheme);
    await person.short_way(said[language].question);
    await person.send();

    const case_id = await staff.new_case(before, kFiledMs);
    await staff.open(case_id);
    await staff.sees_text(said[language].question);
    await staff.axe();
    await staff.take();
    await staff.reply(said[language].answer);

    const back = await answer_arrives(person.words.join(" "), language, width, scheme, said[language].answer);
    await back.axe();
    await back.press("inbox.more");
    await back.page.getByLabel(back.texts.t("text.label"), { exact: true }).fill(said[language].more);
    await back.press("send.button");
    await back.heading(back.texts.t("sent.title"));

    await staff.sees_text(said[language].more);
    expect([...person.errors, ...back.errors, ...staff.errors]).toEqual([]);
    for (const page of [person.page, back.page, staff.page] satisfies Page[]) await page.context().close();
  }, kWholeWayMs);
});
