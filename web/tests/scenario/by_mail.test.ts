// The whole way by mail, with nothing faked but the two networks between: the file from disk, never with a network; Dovecot,
// the bridge, the relay, the desk; the answer through Postfix's SMTP server, pasted into the file.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import { Organisation, people } from "../../demo/organisation.ts";
import { run } from "../../demo/programs.ts";
import { kPages, launch } from "../browser/intake/stage.ts";
import { PortablePerson } from "../browser/portable/stage.ts";
import { MailServers } from "../mail_servers.ts";
import { kTemplate } from "../twin/portable.ts";
import { until } from "../wait.ts";
import { StaffMember } from "./staff_member.ts";

const kWholeWayMs = 300_000;
const kFrom = "olena@pochta.example";
let state: string;
let organisation: Organisation;
let mail: MailServers;
let browser: Browser;
let file: string;
/** Answers that were pasted. */
const seen = new Set<string>();

/** The bridge's keys into a file of the office's, as an operator carries them. */
function make_page(): void {
  const instance = /^instance = .*$/m.exec(readFileSync(organisation.path("office", "relay.toml"), "utf8"))?.[0] ?? "";
  const config = organisation.path("bridge.toml");
  writeFileSync(organisation.path("password"), "secret\n");
  writeFileSync(config, [`relay = "${organisation.relay_url}"`, "every_seconds = 1", "polls_an_hour = 1000", `keys = "${organisation.path("bridge-keys")}"`, instance, "[[mailbox]]", `imap = "${mail.imap}"`, 'user = "box"', `password_file = "${organisation.path("password")}"`, 'address = "box@mail.example"', `smtp = "${mail.smtp}"`, ""].join("\n"));
  writeFileSync(organisation.path("bridge.json"), run(organisation.binary("waymark-bridge"), ["--config", config, "--make-keys"]));
  file = organisation.path("notes.html");
  run(organisation.binary("waymark"), ["portable", "make", "--office", organisation.path("office"), "--root-key", organisation.path("root.key"), "--out", file, "--template", kTemplate, "--bridge", organisation.path("bridge.json")]);
  run(organisation.binary("waymark"), ["portable", "check", file, "--template", kTemplate]);
  organisation.programs.start("bridge", organisation.binary("waymark-bridge"), ["--config", config], organisation.path("bridge.log"));
}

beforeAll(async () => {
  state = mkdtempSync(join(tmpdir(), "waymark-mail-"));
  const binaries = process.env["WAYMARK_BIN"];
  if (binaries === undefined) throw new Error("WAYMARK_BIN says where the built programs are");
  organisation = await Organisation.open({ binaries, state: join(state, "office"), pages: kPages, init_options: ["--argon2-kib", "1024", "--argon2-passes", "1"] });
  await organisation.start();
  mail = new MailServers(mkdtempSync(join(tmpdir(), "waymark-mail-servers-")));
  await mail.start(organisation.programs);
  make_page();
  browser = await launch();
}, kWholeWayMs);

afterAll(async () => {
  await organisation.programs.stop();
  await browser.close();
  mail.remove();
  rmSync(state, { recursive: true, force: true });
});

async function open(language: "ru" | "uk" | "en"): Promise<PortablePerson> {
  const context = await browser.newContext({ locale: language });
  await context.setOffline(true);
  const person = new PortablePerson(context, await context.newPage(), language);
  await person.page.goto(pathToFileURL(file).href);
  await person.heading(person.texts.t("before.title"));
  return person;
}

test("written, sent, answered, asked for and read, all by mail", async () => {
  const text = "Всё закрыто, кроме почты.";
  const person = await open("ru");
  await person.short_way(text);
  await person.to_send();
  await person.press("send.button");
  mail.deliver(kFrom, await person.sealed_text());
  await until("the bridge has taken the message", () => Promise.resolve(mail.waiting() === 0));

  const staff = await StaffMember.sign_in(browser, organisation, people[1], { language: "ru", width: 1440, scheme: "light" });
  await until("the desk has it", async () => (await staff.case_ids()).length === 1);
  await staff.page.locator("[data-case-id]").first().click();
  await staff.sees_text(text);
  await staff.take();
  await staff.reply("Мы читаем и отвечаем письмом.");

  const back = await open("uk");
  await back.come_back(person.words.join(" "));
  const reply = back.page.getByText("Мы читаем и отвечаем письмом.");
  // The desk's answer reaches the relay in its own time: who asks too early is told that nothing waits, and asks again.
  let answers = 0;
  await until("the answer comes by letter", async () => {
    if (await reply.isVisible()) return true;
    await back.tap("ask.button");
    mail.deliver(kFrom, await back.page.locator("textarea.sealed").inputValue());
    answers += 1;
    await until("one letter comes back", () => Promise.resolve(mail.sent().length === answers && mail.waiting() === 0));
    const newest = mail.sent().find((letter) => !seen.has(letter)) ?? "";
    seen.add(newest);
    await back.page.getByLabel(back.p("ask.paste_label"), { exact: true }).fill(newest);
    await back.tap("ask.open");
    await back.heading(back.texts.t("inbox.title"));
    return reply.isVisible();
  });
  expect(new Set(mail.sent().map((letter) => /-----BEGIN[^]*-----END[^\n]*/.exec(letter)?.[0].length)).size).toBe(1);
  for (const letter of mail.sent()) expect(letter).toContain(`X-Rcpt-Args: <${kFrom}>`);
  const log = readFileSync(organisation.path("bridge.log"), "utf8");
  for (const trace of ["olena", "pochta", "box", "secret"]) expect(log).not.toContain(trace);
  expect([...person.asked, ...back.asked].filter((url) => !url.startsWith(organisation.relay_url))).toEqual([]);
  expect([...person.errors, ...back.errors, ...staff.errors]).toEqual([]);
}, kWholeWayMs);
