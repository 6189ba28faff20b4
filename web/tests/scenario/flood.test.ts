// Six hundred alike requests within minutes, and ten that are not, at the real relay and the real desk: one row with its number, the ten on
// the first screen, and the flood set aside without opening one of them.
import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import { Organisation, people } from "../../demo/organisation.ts";
import { day_of } from "../../shared/protocol/days.ts";
import type { Content } from "../../shared/protocol/envelope.ts";
import { fetch_day_keys, fetch_roster } from "../../shared/protocol/organisation.ts";
import { RelayClient } from "../../shared/protocol/relay_client.ts";
import { fresh_message_id, seal_message } from "../../shared/protocol/sender.ts";
import { public_key_of } from "../../shared/protocol/xwing.ts";
import { kPages, launch } from "../browser/intake/stage.ts";
import { until } from "../wait.ts";
import { StaffMember } from "./staff_member.ts";

const kFlood = 600;
const kFiledMs = 180_000;
let state: string;
let organisation: Organisation;
let browser: Browser;

beforeAll(async () => {
  state = mkdtempSync(join(tmpdir(), "waymark-flood-"));
  const binaries = process.env["WAYMARK_BIN"];
  if (binaries === undefined) throw new Error("WAYMARK_BIN says where the built programs are");
  organisation = await Organisation.open({ binaries, state, pages: kPages, init_options: ["--argon2-kib", "1024", "--argon2-passes", "1"] });
  // What comes to the desk is what this is about, not what the relay lets through.
  appendFileSync(join(state, "office", "relay.toml"), "\n[quota]\nwork_from = 1000000\nper_hour = 1000000\n");
  await organisation.start();
  browser = await launch();
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await organisation?.programs.stop();
  rmSync(state, { recursive: true, force: true });
});

/** Somebody new each time, whose keys come from no words: what is in a flood is nobody's. */
async function send_all(contents: readonly Content[]): Promise<void> {
  const relay = new RelayClient(organisation.relay_url, fetch);
  const found = await fetch_roster(relay, day_of(Date.now()));
  if ("error" in found) throw new Error(found.error);
  const list = await fetch_day_keys(relay, found.roster);
  const key = "list" in list ? list.list.keys.find(({ day }) => day === day_of(Date.now())) : undefined;
  if (!key) throw new Error("no key of today");
  for (const content of contents) {
    const reply_seed = new Uint8Array(randomBytes(32));
    const keys = { reply_seed, reply_public_key: public_key_of(reply_seed), mailbox_secret: new Uint8Array(randomBytes(32)) };
    const blob = seal_message({ kind: "message", language: "ru", assurance: "browser", content }, key, { instance_id: found.roster.instance_id, message_id: fresh_message_id(), keys });
    const answer = await fetch(`${organisation.relay_url}/v1/put/${key.day}`, { method: "POST", body: blob });
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  }
}

test("the flood is one row, the others are in sight, and it is set aside", async () => {
  const flood = Array.from({ length: kFlood }, (_, at): Content => ({ text: `Помогите срочно ${at}`, pack: "military-refusal@1", answers: ["status=mobilised"], contact_words: "" }));
  const others = Array.from({ length: 10 }, (_, at): Content => ({ text: `Отпуск кончается ${at}`, pack: "military-refusal@1", answers: [`what_next=leave_ends;date=${new Date(Date.now() + (2 + at) * 86_400_000).toISOString().slice(0, 10)};precision=day`, at % 2 === 0 ? "danger=none" : "danger=untreated_wound"], contact_words: "" }));
  const larch = people.find(({ alias }) => alias === "larch") ?? people[0];
  if (larch === undefined) throw new Error("nobody");
  const staff = await StaffMember.sign_in(browser, organisation, larch, { language: "ru", width: 1440, scheme: "light" });
  await send_all([...flood.slice(0, 300), ...others, ...flood.slice(300)]);
  const folds = (): Promise<number[]> => staff.page.locator("[data-fold]").evaluateAll((rows) => rows.map((row) => Number(row.getAttribute("data-fold"))));
  // An hour that turns meanwhile makes two of it.
  await until("all of the flood in its row", async () => (await folds()).reduce((sum, count) => sum + count, 0) >= kFlood - 20 || undefined, kFiledMs);
  const counted = async (): Promise<number> => Number(/\d+/.exec(await staff.page.locator('[data-view="unowned"]').first().innerText())?.[0]);
  await until("everybody is counted", async () => (await counted()) === kFlood + 10 || undefined, kFiledMs);
  expect((await folds()).length).toBeLessThanOrEqual(2);
  expect(await staff.page.locator("[data-case-id]").count()).toBeLessThanOrEqual(10 + 2 + 20);

  const took = await staff.page.evaluate(async () => {
    const began = performance.now(); // sleep: none, how long it takes is printed and not judged
    await new Promise(requestAnimationFrame);
    return performance.now() - began; // sleep: none, as above
  });
  const began = Date.now(); // sleep: none, as above
  await staff.page.locator('[data-view="all"]').first().click();
  await staff.page.locator('[data-view="all"][aria-current]').first().waitFor();
  await staff.page.locator("[data-fold]").first().waitFor();
  process.stdout.write(`  ${kFlood + 10} requests: the whole list opens in ${Date.now() - began} ms, a frame takes ${Math.round(took)} ms\n`); // sleep: none, as above
  await staff.axe();

  await staff.page.locator('[data-command="aside-all"]').first().click();
  await until("five hundred of them are set aside", async () => (await counted()) <= kFlood + 10 - 400 || undefined, kFiledMs);
  await staff.page.locator(".toast").getByRole("button", { name: staff.t("toast.undo"), exact: true }).click();
  await until("one press took it back", async () => (await counted()) === kFlood + 10 || undefined, kFiledMs);
  expect(staff.errors).toEqual([]);
}, 600_000);
