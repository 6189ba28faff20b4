// A card that is withdrawn in the office is gone for everybody within a minute: with the finished programs, in a tab that was open
// all the time and on the pages without scripts. Nothing is built anew and nothing is started again.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import { Organisation, people } from "../../demo/organisation.ts";
import { kPages, launch, Person } from "../browser/intake/stage.ts";
import { until } from "../wait.ts";
import { StaffMember } from "./staff_member.ts";

const kCard = "forced-contract";
const kMinuteMs = 60_000;

let state: string;
let organisation: Organisation;
let browser: Browser;

const title = (JSON.parse(readFileSync(new URL(`../../../packs/military-refusal/cards/${kCard}.json`, import.meta.url), "utf8")) as { texts: { ru: { title: string } } }).texts.ru.title;
const text = (key: string): string => (JSON.parse(readFileSync(new URL("../../shared/texts/cards.ru.json", import.meta.url), "utf8")) as Record<string, string>)[`cards.${key}`] ?? key;

beforeAll(async () => {
  state = mkdtempSync(join(tmpdir(), "waymark-public-cards-"));
  const binaries = process.env["WAYMARK_BIN"];
  if (binaries === undefined) throw new Error("WAYMARK_BIN says where the built programs are");
  organisation = await Organisation.open({ binaries, state, pages: kPages, init_options: ["--argon2-kib", "1024", "--argon2-passes", "1"] });
  await organisation.start();
  browser = await launch();
});

afterAll(async () => {
  await browser?.close();
  await organisation?.programs.stop();
  rmSync(state, { recursive: true, force: true });
});

const relay_serves = async (): Promise<boolean> => (await fetch(`${organisation.relay_url}/v1/cards`)).ok;
const clerk_shows = async (): Promise<boolean> => {
  for (let next: string | null = "/ru/cards"; next !== null;) {
    const page: string = await (await fetch(`${organisation.clerk_url}${next}`)).text();
    if (page.includes(title)) return true;
    next = /href="(\/ru\/cards\/from-\d+)"/u.exec(page)?.[1] ?? null;
  }
  return false;
};

test("withdrawn in the office, gone on the page with scripts and without within a minute", async () => {
  expect(await relay_serves(), "nobody has signed in yet").toBe(false);
  expect(await clerk_shows(), "the clerk shows those of the pack until there are signed ones").toBe(true);
  const staff = await StaffMember.sign_in(browser, organisation, people[2], { language: "ru", width: 1440, scheme: "light" });
  await until(() => "the relay serves the signed cards", relay_serves);

  const context = await browser.newContext({ viewport: { width: 360, height: 800 }, locale: "ru" });
  const person = new Person(await context.newPage(), "ru");
  const { page } = person;
  await page.goto(`${organisation.relay_url}/ru/`);
  await person.heading(person.texts.t("before.title"));
  const card = page.locator("details.card", { hasText: title });
  const open = async (): Promise<void> => {
    await person.press("cards.open");
    await person.heading(text("title"));
    await page.locator("details.card").first().waitFor();
  };
  await open();
  await card.waitFor();
  await person.press("back");

  await staff.page.keyboard.press("KeyG");
  await staff.page.keyboard.press("KeyB");
  await staff.page.locator("#library-search").waitFor();
  await staff.page.locator(`[data-item="${kCard}"]`).click();
  await staff.page.getByRole("button", { name: staff.t("library.step.withdraw") }).first().click();
  await staff.page.locator("#withdraw-why").fill("Закон изменился.");
  await staff.page.keyboard.press("Enter");
  await staff.page.getByText(staff.t("library.state.withdrawn"), { exact: true }).first().waitFor();
  const begin = Date.now();

  await until(() => "the clerk shows it no more", async () => !(await clerk_shows()));
  await until(() => "the open tab shows it no more", async () => {
    await open();
    const gone = (await page.locator("details.card").count()) > 5 && (await card.count()) === 0;
    await person.press("back");
    return gone;
  });
  expect(Date.now() - begin, "within a minute").toBeLessThan(kMinuteMs); // sleep: the promise itself is a time
  expect(staff.errors).toEqual([]);
  await context.close();
}, 300_000);
