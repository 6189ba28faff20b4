// The portable page with nothing faked: `waymark portable make`, the file opened from disk without a network, its sealed text
// pasted at the real desk, the answer read through the real relay.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import { Organisation, people } from "../../demo/organisation.ts";
import { run } from "../../demo/programs.ts";
import { kPages, launch } from "../browser/intake/stage.ts";
import { PortablePerson } from "../browser/portable/stage.ts";
import { until } from "../wait.ts";
import { StaffMember } from "./staff_member.ts";

const kWholeWayMs = 300_000;
const kReplyMs = 120_000;

let state: string;
let organisation: Organisation;
let browser: Browser;
let file: string;
let made: string;

beforeAll(async () => {
  state = mkdtempSync(join(tmpdir(), "waymark-portable-"));
  const binaries = process.env["WAYMARK_BIN"];
  if (binaries === undefined) throw new Error("WAYMARK_BIN says where the built programs are");
  organisation = await Organisation.open({ binaries, state, pages: kPages, init_options: ["--argon2-kib", "1024", "--argon2-passes", "1"] });
  await organisation.start();
  browser = await launch();
  file = organisation.path("notes.html");
  writeFileSync(organisation.path("site.json"), '{ "order": ["ru"], "portable": null }');
  made = run(organisation.binary("waymark"), ["portable", "make", "--office", organisation.path("office"), "--root-key", organisation.path("root.key"), "--out", file, "--site", organisation.path("site.json")]);
}, kWholeWayMs);

afterAll(async () => {
  await organisation.programs.stop();
  await browser.close();
  rmSync(state, { recursive: true, force: true });
});

function check(path: string, ...more: string[]): { status: number | null; said: string } {
  const done = spawnSync(organisation.binary("waymark"), ["portable", "check", path, ...more], { encoding: "utf8" });
  return { status: done.status, said: done.stdout + done.stderr };
}

async function open(language: "ru" | "uk" | "en"): Promise<PortablePerson> {
  const context = await browser.newContext({ locale: language });
  const person = new PortablePerson(context, await context.newPage(), language);
  await person.page.goto(pathToFileURL(file).href);
  await person.heading(person.texts.t("before.title"));
  return person;
}

test("make says the hash of the file and writes it for page 6; check finds the same, and every change", () => {
  const bytes = readFileSync(file);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  expect(made).toContain(sha256);
  expect(JSON.parse(readFileSync(organisation.path("site.json"), "utf8"))).toEqual({ order: ["ru"], portable: { path: "/portable.html", sha256 } });
  process.stdout.write(`portable page: ${bytes.length} bytes\n`);
  const whole = check(file);
  expect(whole).toMatchObject({ status: 0 });
  expect(whole.said).toContain(sha256);
  expect(whole.said).toContain("Open Road (fictional)");
  expect(whole.said).toContain("the same, byte for byte");
  const instance = /instance id {2}(\S+)/.exec(whole.said)?.[1] ?? "";
  expect(check(file, "--instance", instance).status).toBe(0);
  expect(check(file, "--instance", Buffer.alloc(32).toString("base64")).status).toBe(5);

  const text = bytes.toString();
  const changed = organisation.path("changed.html");
  for (const other of [text.replace("connect-src http://127.0.0.1", "connect-src http://127.0.0.2"), text.replace('"list":', '"list":1'), text.replace("</main>", "<p></p></main>"), text.slice(0, -1), `${text}\n`, text.slice(0, text.lastIndexOf("<!-- waymark")), "<html></html>"]) {
    expect(other).not.toBe(text);
    writeFileSync(changed, other);
    expect(check(changed)).toMatchObject({ status: 1, said: expect.stringContaining("REFUSED") as string });
  }
  expect(check(organisation.path("nothing.html")).status).toBe(2);
});

test("make overwrites nothing and refuses another office's root key", () => {
  const again = spawnSync(organisation.binary("waymark"), ["portable", "make", "--office", organisation.path("office"), "--root-key", organisation.path("root.key"), "--out", file], { encoding: "utf8" });
  expect([again.status, again.stderr]).toEqual([3, expect.stringContaining("exists already")]);
  writeFileSync(organisation.path("other.key"), `waymark root key v1\n${Buffer.alloc(32, 7).toString("base64")}\n`);
  const foreign = spawnSync(organisation.binary("waymark"), ["portable", "make", "--office", organisation.path("office"), "--root-key", organisation.path("other.key"), "--out", organisation.path("foreign.html")], { encoding: "utf8" });
  expect([foreign.status, foreign.stderr]).toEqual([5, expect.stringContaining("another office")]);
});

test("sealed without a network, pasted at the desk, answered, and the answer read through the relay", async () => {
  const text = "Пишу без сети. Отпуск кончается послезавтра.";
  const person = await open("ru");
  await person.tap("file.button");
  const words = await person.page.locator(".check").innerText();
  expect(check(file).said).toContain(words);
  await person.press("back");
  await person.context.setOffline(true);
  await person.short_way(text);
  await person.to_send();
  await person.press("send.button");
  const sealed = await person.sealed_text();
  expect(person.asked.filter((url) => !url.startsWith(organisation.relay_url))).toEqual([]);

  const staff = await StaffMember.sign_in(browser, organisation, people[1], { language: "ru", width: 1440, scheme: "light" });
  const paste = async (said: string): Promise<void> => {
    await staff.page.keyboard.press("p");
    // As a messenger hands it on: two messages, a name and a time between them.
    const cut = sealed.indexOf("\n", 6_000) + 1;
    await staff.page.locator("#paste").fill(`Анна, 19:40\n${sealed.slice(0, cut)}\nАнна, 19:41\n${sealed.slice(cut)}`);
    await staff.page.getByRole("button", { name: staff.t("paste.file"), exact: true }).click();
    await staff.sees_text(staff.t(said));
  };
  await paste("paste.done.new-case");
  await staff.page.getByRole("button", { name: staff.t("paste.open"), exact: true }).click();
  await staff.sees_text(text);
  await staff.sees_text(staff.t("message.assurance.portable"));
  await staff.take();
  await staff.reply("Мы читаем. Есть законный путь, напишите дату.");
  await staff.page.locator("#composer-box").blur();
  await staff.page.locator("#case-title").focus();
  await paste("paste.done.known");

  const back = await open("uk");
  const answer = back.page.getByText("Мы читаем. Есть законный путь, напишите дату.");
  await back.come_back(person.words.join(" "));
  await back.heading(back.texts.t("inbox.title"));
  const again = back.page.getByRole("button", { name: back.texts.t("inbox.refresh"), exact: true });
  await until("the answer arrives", async () => {
    if (await answer.isVisible()) return true;
    if (await again.isVisible()) await again.click();
    return false;
  });
  expect([...person.errors, ...back.errors, ...staff.errors]).toEqual([]);
}, kWholeWayMs);

test("with a network the file goes through the relay, and the desk shows the same assurance", async () => {
  const staff = await StaffMember.sign_in(browser, organisation, people[2], { language: "en", width: 1440, scheme: "dark" });
  const before = await staff.case_ids();
  const person = await open("en");
  await person.short_way("Through the relay, from a file.");
  await person.send();
  await staff.open(await staff.new_case(before, kReplyMs));
  await staff.sees_text("Through the relay, from a file.");
  await staff.sees_text(staff.t("message.assurance.portable"));
  expect([...person.errors, ...staff.errors]).toEqual([]);
}, kWholeWayMs);
