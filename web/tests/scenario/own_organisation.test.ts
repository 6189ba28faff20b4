// An organisation of another kind, with nothing but data and configuration of its own: the pack general-legal-aid, a neutral
// title, another Leave, a mirror. Its questions work in a browser, its answers are facts at the desk; and the check-words are the
// same in the browser, in the clerk and in `waymark roster show`.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import { Organisation, people } from "../../demo/organisation.ts";
import { run } from "../../demo/programs.ts";
import type { Language } from "../../shared/protocol/envelope.ts";
import { launch, Person } from "../browser/intake/stage.ts";
import { StaffMember } from "./staff_member.ts";

const kPack = "general-legal-aid";
const kFiledMs = 120_000;
const kSite = {
  title: { ru: "Рецепты", uk: "Рецепти", en: "Recipes" },
  leave: { ru: "https://pogoda.example/", uk: "https://pohoda.example/", en: "https://weather.example/" },
  mirrors: ["https://mirror.example"],
};

let state: string;
let organisation: Organisation;
let browser: Browser;

beforeAll(async () => {
  state = mkdtempSync(join(tmpdir(), "waymark-own-"));
  const binaries = process.env["WAYMARK_BIN"];
  if (binaries === undefined) throw new Error("WAYMARK_BIN says where the built programs are");
  const pack = fileURLToPath(new URL(`../../../packs/${kPack}`, import.meta.url));
  organisation = await Organisation.open({ binaries, state, pack, site: kSite, init_options: ["--argon2-kib", "1024", "--argon2-passes", "1"] });
  await organisation.start();
  browser = await launch();
});

afterAll(async () => {
  await browser?.close();
  await organisation?.programs.stop();
  rmSync(state, { recursive: true, force: true });
});

async function arrive(language: Language): Promise<Person> {
  const context = await browser.newContext({ viewport: { width: 360, height: 800 }, locale: language });
  const person = new Person(await context.newPage(), language, kPack);
  await person.page.goto(`${organisation.relay_url}/${language}/`);
  await person.heading(person.texts.t("before.title"));
  return person;
}

test("title, Leave and addresses are the organisation's, with scripts and without", async () => {
  const person = await arrive("en");
  expect(await person.page.title()).toBe("Recipes");
  expect(await person.page.locator("#leave").getAttribute("href")).toBe(kSite.leave.en);
  const clerk = await (await fetch(`${organisation.clerk_url}/en/`)).text();
  expect(clerk).toContain("<title>Recipes</title>");
  expect(clerk).toContain(`href="${kSite.leave.en}"`);
  expect(clerk).not.toContain("wikipedia");
  await person.page.context().close();
});

test("the check-words are the same in the browser, in the clerk and in waymark roster show", async () => {
  const shown = run(organisation.binary("waymark"), ["roster", "show", "--office", organisation.path("office")]);
  for (const language of ["ru", "uk", "en"] as const) {
    const words = new RegExp(`^ {2}${language} +(.+)$`, "m").exec(shown)?.[1] ?? "";
    expect(words.split(" ").length).toBe(6);
    const person = await arrive(language);
    await person.press("us.open");
    await expect.poll(() => person.page.locator(".check").textContent()).toBe(words);
    await person.page.getByText(kSite.mirrors[0] ?? "", { exact: true }).waitFor();
    const clerk = await (await fetch(`${organisation.clerk_url}/${language}/us`)).text();
    expect(clerk).toContain(`${words} </p>`);
    expect(clerk).toContain("<li>https://mirror.example</li>");
    await person.page.context().close();
  }
});

test("the questions of the other pack work, and its answers are facts at the desk", async () => {
  const staff = await StaffMember.sign_in(browser, organisation, people[1], { language: "en", width: 1440, scheme: "light" });
  const before = await staff.case_ids();
  const person = await arrive("en");
  const { page, texts } = person;
  await person.press("before.start");
  await person.answer("safe", "yes");
  await person.answer("who", "self");
  await person.answer("matter", "work");
  await person.choose("work", "dismissed");
  await page.getByLabel(texts.t("date.day"), { exact: true }).fill("2026-11-02");
  await person.press("next");
  await person.choose("danger", "nowhere_to_sleep");
  await page.getByText(texts.pack("crisis.nowhere_to_sleep")).waitFor();
  await person.axe();
  await person.press("cards.crisis");
  await page.locator("details.crisis_card[open]").waitFor();
  await person.press("back");
  await person.press("next");
  await person.answer("what_next", "nothing_dated");
  await person.heading(texts.pack("question.papers"));
  await page.getByLabel(texts.pack("answer.papers.contract"), { exact: true }).selectOption("not_given");
  await person.press("next");
  await person.answer("need", "complaint", "interpreter");
  await person.heading(texts.pack("question.contact"));
  await person.press("next");
  await person.heading(texts.pack("question.device"));
  await person.press("skip");
  await person.write("They threw me out of the hostel.");
  await person.answer("consent", "yes");
  await person.send();
  expect(person.errors).toEqual([]);

  await staff.open(await staff.new_case(before, kFiledMs));
  await staff.sees_text("They threw me out of the hostel.");
  for (const key of ["answer.matter.work", "answer.work.dismissed", "answer.danger.nowhere_to_sleep", "answer.need.complaint", "answer.need.interpreter"]) await staff.sees_text(texts.pack(key));
  await staff.page.locator("header details summary").first().click();
  await staff.page.getByText(texts.pack("clock.dismissal")).filter({ visible: true }).first().waitFor();
  expect(staff.errors).toEqual([]);
}, 300_000);
