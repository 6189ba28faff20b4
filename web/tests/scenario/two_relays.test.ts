// Two relays, nothing faked: the desk is away, somebody writes to the first relay and is told that the letter is kept in two places, with
// scripts and without; the first relay is killed. The desk comes back, has both letters from the second one, answers; the first one is
// started again and hands the answer out. Then the second is deprived of what it signed for, and `waymark doctor` names it.
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { spawnSync } from "node:child_process";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import { Organisation, people } from "../../demo/organisation.ts";
import { answers, free_port, Programs, run } from "../../demo/programs.ts";
import { kPages, launch, Person } from "../browser/intake/stage.ts";
import { until } from "../wait.ts";
import { Visitor } from "./clerk/visitor.ts";
import { StaffMember } from "./staff_member.ts";

const kWithinMs = 120_000;

let state: string;
let organisation: Organisation;
let browser: Browser;
let second_url: string;
/** Started again in the middle, so not among those that the organisation stops. */
const second = new Programs();
const first_again = new Programs();
const desk_again = new Programs();

const config_of = (name: "first" | "second"): string => (name === "first" ? organisation.path("office", "relay.toml") : organisation.path("second.toml"));

beforeAll(async () => {
  state = mkdtempSync(join(tmpdir(), "waymark-two-relays-"));
  const binaries = process.env["WAYMARK_BIN"];
  if (binaries === undefined) throw new Error("WAYMARK_BIN says where the built programs are");
  organisation = await Organisation.open({ binaries, state, pages: kPages, init_options: ["--argon2-kib", "1024", "--argon2-passes", "1"] });
  const [port, desk_port] = [await free_port(8480), await free_port(8580)];
  second_url = `http://127.0.0.1:${port}`;
  mkdirSync(organisation.path("second"), { mode: 0o700 });
  const own = (key: string): string => new RegExp(`^${key} = .*$`, "m").exec(readFileSync(config_of("first"), "utf8"))?.[0] ?? "";
  writeFileSync(config_of("second"), [`data = "${organisation.path("second")}"`, 'name = "second"', own("instance"), own("transport_key"), "[public]", `listen = "127.0.0.1:${port}"`, "[desk]", `listen = "127.0.0.1:${desk_port}"`, ""].join("\n"));
  const key = run(organisation.binary("waymark-relay"), ["--config", config_of("second"), "key"]).trim();
  run(organisation.binary("waymark"), ["roster", "renew", "--office", organisation.path("office"), "--root-key", organisation.path("root.key"), "--relay", organisation.relay_url, "--relay", second_url, "--clerk", organisation.clerk_url]);
  appendFileSync(config_of("first"), `\n[second]\nurl = "${second_url}"\nkey = "${key}"\nbeat_s = 1\n`);
  appendFileSync(organisation.path("office", "desk.toml"), `\n[[more_relays]]\nname = "second"\ndesk_url = "http://127.0.0.1:${desk_port}"\n`);
  second.start("second", organisation.binary("waymark-relay"), ["--config", config_of("second")], organisation.path("second.log"));
  await answers(`${second_url}/v1/health`, kWithinMs);
  await organisation.start();
  // The desk publishes to the second one as well.
  await answers(`${second_url}/v1/day-keys`, kWithinMs);
  browser = await launch();
});

afterAll(async () => {
  await browser?.close();
  for (const programs of [desk_again, first_again, second, organisation?.programs]) await programs?.stop();
  rmSync(state, { recursive: true, force: true });
});

async function ended(pid: number | undefined, signal: "SIGTERM" | "SIGKILL"): Promise<void> {
  if (pid === undefined) throw new Error("it does not run");
  process.kill(pid, signal);
  await until("it has ended", async () => {
    try {
      process.kill(pid, 0);
      return false;
    } catch {
      return true;
    }
  });
}

const doctor = () => spawnSync(organisation.binary("waymark"), ["doctor", "--office", organisation.path("office")], { encoding: "utf8", env: { ...process.env, LC_ALL: "C.UTF-8" } });

/** Somebody without scripts, in English. @return the page after sending */
async function by_clerk(text: string): Promise<Visitor> {
  const visitor = await Visitor.arrive(browser, { url: organisation.clerk_url }, "en");
  await visitor.answer(text);
  await visitor.send();
  return visitor;
}

test("a letter outlives the relay that took it, and so does the answer", { timeout: 400_000 }, async () => {
  await ended(organisation.programs.pid("desk"), "SIGTERM");
  const context = await browser.newContext({ locale: "ru" });
  const person = new Person(await context.newPage(), "ru");
  await person.page.goto(`${organisation.relay_url}/ru/`);
  await person.heading(person.texts.t("before.title"));
  await person.short_way("Сервер могут забрать сегодня.");
  await person.send();
  await person.page.getByText(person.texts.t("places.copied"), { exact: true }).waitFor();
  const visitor = await by_clerk("Without scripts.");
  await until("the clerk's page says so too", async () => {
    if (await visitor.page.getByText(visitor.texts.t("intake.places.copied"), { exact: true }).isVisible()) return true;
    await visitor.press("clerk.kept.again");
    return false;
  }, kWithinMs);
  await visitor.leave_for_good();
  await ended(organisation.programs.pid("relay"), "SIGKILL");

  desk_again.start("desk", organisation.binary("waymark"), ["desk", "--office", organisation.path("office")], organisation.path("desk-again.log"));
  await answers(`${organisation.desk_url}/`, kWithinMs);
  const staff = await StaffMember.sign_in(browser, organisation, people[1], { language: "ru", width: 1440, scheme: "light" });
  await until("both letters are here", async () => (await staff.case_ids()).length === 2, kWithinMs);
  for (const id of await staff.case_ids()) {
    await staff.open(id);
    if (await staff.page.getByText("Сервер могут забрать сегодня.", { exact: true }).first().waitFor({ timeout: 10_000 }).then(() => true, () => false)) break; // sleep: none, the other case is looked at then
  }
  await staff.sees_text("Сервер могут забрать сегодня.");
  await staff.take();
  await staff.reply("Письмо у нас. Пишем завтра в 9:00.");
  const gone = doctor();
  expect(gone.stdout, gone.stdout).toContain("Relay \"second\"");
  expect(gone.status, "the first one does not answer").not.toBe(0);

  first_again.start("relay", organisation.binary("waymark-relay"), ["--config", config_of("first")], organisation.path("relay-again.log"));
  await answers(`${organisation.relay_url}/v1/health`, kWithinMs);
  const words = person.words.join(" ");
  await until("the first relay hands the answer out", async () => {
    const back = new Person(await (await browser.newContext({ locale: "ru" })).newPage(), "ru");
    await back.page.goto(`${organisation.relay_url}/ru/`);
    await back.heading(back.texts.t("before.title"));
    await back.come_back(words);
    const here = await back.page.getByText("Письмо у нас. Пишем завтра в 9:00.", { exact: true }).waitFor({ timeout: 15_000 }).then(() => true, () => false); // sleep: none, it comes back and looks again
    await back.page.context().close();
    return here;
  }, kWithinMs);
  expect((await staff.case_ids()).length, "filed once, though both relays had them").toBeLessThanOrEqual(2);
  expect([...person.errors, ...staff.errors]).toEqual([]);
  await staff.page.context().close();
  await context.close();
});

test("a second relay that signed and keeps nothing is named, and the first is not", { timeout: 400_000 }, async () => {
  await ended(desk_again.pid("desk"), "SIGTERM");
  const context = await browser.newContext({ locale: "en" });
  const person = new Person(await context.newPage(), "en");
  await person.page.goto(`${organisation.relay_url}/en/`);
  await person.heading(person.texts.t("before.title"));
  await person.short_way("It will be thrown away by one.");
  await person.send();
  await person.page.getByText(person.texts.t("places.copied"), { exact: true }).waitFor();
  await context.close();

  await ended(second.pid("second"), "SIGTERM");
  const kept = new DatabaseSync(join(organisation.path("second"), "relay.db"));
  expect(kept.prepare("DELETE FROM envelope").run().changes).toBeGreaterThan(0);
  kept.close();
  const lying = new Programs();
  const desk = new Programs();
  try {
    lying.start("second", organisation.binary("waymark-relay"), ["--config", config_of("second")], organisation.path("second-lying.log"));
    await answers(`${second_url}/v1/health`, kWithinMs);
    desk.start("desk", organisation.binary("waymark"), ["desk", "--office", organisation.path("office")], organisation.path("desk-third.log"));
    await answers(`${organisation.desk_url}/`, kWithinMs);
    const found = await until("doctor names it", async () => {
      const { stdout } = doctor();
      return /has signed that it keeps 1 envelope/.test(stdout) ? stdout : undefined;
    }, kWithinMs);
    expect(found).toMatch(/The relay "second" has signed/);
    expect(found).not.toMatch(/The relay "relay" has signed/);
    const staff = await StaffMember.sign_in(browser, organisation, people[2], { language: "ru", width: 1440, scheme: "light" });
    await until("it came from the first one", async () => (await staff.case_ids()).length === 2, kWithinMs);
    await staff.page.getByRole("button", { name: staff.t("nav.health"), exact: true }).first().click();
    await staff.page.getByText(/«second» подписался, что хранит 1 письмо/).waitFor();
    expect(await staff.page.getByText(/«relay» подписался/).count()).toBe(0);
    await staff.page.context().close();
  } finally {
    await desk.stop();
    await lying.stop();
  }
});
