// A requester from Node for tests whose programs live on another day: asks now, and reads what waits on the day it is told.
//
//   node requester.ts ask RELAY SECRET-FILE TEXT          node requester.ts read RELAY SECRET-FILE DAYS-AHEAD TEXT
//   node requester.ts answer DESK-PORT PASSPHRASE-FILE CODE ASKED TEXT
import { readFileSync, writeFileSync } from "node:fs";
import { day_of } from "../../../shared/protocol/days.ts";
import { keys_of, type RequesterKeys } from "../../../shared/protocol/keys.ts";
import { places } from "../../../shared/protocol/mailbox.ts";
import { fetch_roster } from "../../../shared/protocol/organisation.ts";
import { RelayClient } from "../../../shared/protocol/relay_client.ts";
import { poll } from "../../../shared/protocol/polling.ts";
import { read_reply } from "../../../shared/protocol/reply.ts";
import type { Roster } from "../../../shared/protocol/roster.ts";
import { Sender } from "../../../shared/protocol/sender.ts";
import { kRandomBytes, phrase_of } from "../../../shared/protocol/words.ts";

const kPatienceMs = 120_000;
const kBetweenMs = 300;

async function comes<T>(what: string, ask: () => Promise<T | undefined>): Promise<T> {
  const end = Date.now() + kPatienceMs;
  for (;;) {
    const got = await ask();
    if (got !== undefined) return got;
    if (Date.now() > end) throw new Error(`not in time: ${what}`);
    await new Promise((wait) => setTimeout(wait, kBetweenMs)); // sleep: between two looks
  }
}

async function known(relay_url: string, secret: Uint8Array, day: number): Promise<{ relay: RelayClient; roster: Roster; keys: RequesterKeys }> {
  const relay = new RelayClient(relay_url, fetch);
  const found = await comes("a roster", async () => {
    const answer = await fetch_roster(relay, day);
    return "error" in answer ? undefined : answer;
  });
  return { relay, roster: found.roster, keys: await keys_of(phrase_of("en", secret), found.roster.instance_id, { subtle: crypto.subtle }) };
}

async function ask(relay_url: string, file: string, text: string): Promise<void> {
  const secret = crypto.getRandomValues(new Uint8Array(kRandomBytes));
  writeFileSync(file, secret, { mode: 0o600 });
  const parts = await known(relay_url, secret, day_of(Date.now()));
  const end = await new Sender({ kind: "message", language: "en", assurance: "browser", content: { text, answers: [], contact_words: "" } }, { ...parts, now: Date.now }).run(() => undefined);
  if (end.kind !== "stored") throw new Error(`the request ended as ${end.kind}`);
}

async function read(relay_url: string, file: string, days_ahead: string, text: string): Promise<void> {
  const day = day_of(Date.now()) + Number(days_ahead);
  const { relay, roster, keys } = await known(relay_url, new Uint8Array(readFileSync(file)), day);
  const found = await comes("the reply", async () => {
    const polled = await poll(relay, places(keys.mailbox_secret, day), 0);
    if (polled?.found === undefined) return undefined;
    if (polled.total !== 1) throw new Error(`${polled.total} replies of one`);
    const opened = read_reply(polled.found.blob, polled.found.place, { keys, instance_id: roster.instance_id, reply_keys: roster.reply_keys });
    return "error" in opened ? undefined : opened.reply.text;
  });
  if (found !== text) throw new Error("another reply came");
}

async function answer(port: string, passphrase_file: string, code: string, asked: string, text: string): Promise<void> {
  let token = "";
  const desk = async (path: string, body?: unknown): Promise<unknown> => {
    const got = await fetch(`http://127.0.0.1:${port}/api${path}`, { headers: { ...(token === "" ? {} : { "Waymark-Session": token }), "Content-Type": "application/json" }, ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }) });
    if (!got.ok) throw new Error(`${path}: ${got.status} ${await got.text()}`);
    return got.json();
  };
  token = ((await desk("/sign-in", { alias: "juniper", passphrase: readFileSync(passphrase_file, "utf8").trim(), code })) as { token: string }).token;
  const rows = await comes("the case", async () => {
    const queue = (await desk("/queue")) as { rows: { case_id: string }[] };
    return queue.rows.length > 0 ? queue.rows : undefined;
  });
  if (rows.length !== 1) throw new Error(`${rows.length} cases of one request`);
  const id = rows[0]?.case_id ?? "";
  if (JSON.stringify(await desk(`/case/${id}`)).split(asked).length !== 2) throw new Error("what was asked is not there once");
  await desk(`/case/${id}/take`, {});
  await desk(`/case/${id}/reply`, { text, confirm_safe_contact: true, operation_id: "0123456789abcdef0123456789abcdef" });
}

const acts: Record<string, (...words: string[]) => Promise<void>> = { ask, read, answer } as Record<string, (...words: string[]) => Promise<void>>;
const [, , act = "", ...words] = process.argv;
const chosen = acts[act];
if (chosen === undefined) throw new Error(`no act '${act}'`);
await chosen(...words);
