// A request into an onion address and the reply out of it: run by tests/operate/onion.sh inside its private Tor network.
//
//   node through_onion.ts <folder with staff/> <port of the desk>     WAYMARK_RELAY_ONION, WAYMARK_SOCKS, WAYMARK_BIN in the environment
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { day_of } from "../../../shared/protocol/days.ts";
import { keys_of } from "../../../shared/protocol/keys.ts";
import { places } from "../../../shared/protocol/mailbox.ts";
import { fetch_roster } from "../../../shared/protocol/organisation.ts";
import { RelayClient } from "../../../shared/protocol/relay_client.ts";
import { poll } from "../../../shared/protocol/polling.ts";
import { read_reply } from "../../../shared/protocol/reply.ts";
import { Sender } from "../../../shared/protocol/sender.ts";
import { kRandomBytes, phrase_of } from "../../../shared/protocol/words.ts";
import { fetch_through } from "./socks.ts";

const kPatienceMs = 240_000;
const kBetweenMs = 500;
const kAsked = "They take the phone back tonight.";
const kAnswered = "Sign nothing until tomorrow.";

const [, , folder = "", desk_port = ""] = process.argv;
const environment = (name: string): string => process.env[name] ?? "";
const api = `http://127.0.0.1:${desk_port}/api`;

/** Asks again until there is an answer. */
async function comes<T>(what: string, ask: () => Promise<T | undefined>): Promise<T> {
  const end = Date.now() + kPatienceMs;
  for (;;) {
    const got = await ask();
    if (got !== undefined) return got;
    if (Date.now() > end) throw new Error(`not in time: ${what}`);
    await new Promise((wait) => setTimeout(wait, kBetweenMs)); // sleep: between two looks
  }
}

async function desk(token: string, path: string, body?: unknown): Promise<unknown> {
  const answer = await fetch(api + path, { headers: { "Waymark-Session": token, "Content-Type": "application/json" }, ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }) });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

const relay = new RelayClient(`http://${environment("WAYMARK_RELAY_ONION")}`, fetch_through(`socks5h://${environment("WAYMARK_SOCKS")}`));
const { roster } = await comes("a roster through the onion", async () => {
  const found = await fetch_roster(relay, day_of(Date.now()));
  return "error" in found ? undefined : found;
});
const keys = await keys_of(phrase_of("en", crypto.getRandomValues(new Uint8Array(kRandomBytes))), roster.instance_id, { subtle: crypto.subtle });
const sender = new Sender({ kind: "message", language: "en", assurance: "browser", content: { text: kAsked, answers: [], contact_words: "" } }, { relay, roster, keys, now: Date.now });
const end = await sender.run(() => undefined);
if (end.kind !== "stored") throw new Error(`the request ended as ${end.kind}`);

const code = execFileSync(join(environment("WAYMARK_BIN"), "waymark"), ["totp", "--secret-file", join(folder, "staff/juniper.totp")], { encoding: "utf8" }).trim();
const passphrase = readFileSync(join(folder, "staff/juniper.passphrase"), "utf8").trim();
const { token } = (await desk("", "/sign-in", { alias: "juniper", passphrase, code })) as { token: string };
const case_id = await comes("the case, fetched through the desk's own onion", async () => {
  const queue = (await desk(token, "/queue")) as { rows: { case_id: string }[] };
  return queue.rows[0]?.case_id;
});
const opened = JSON.stringify(await desk(token, `/case/${case_id}`));
if (!opened.includes(kAsked)) throw new Error("the case does not hold what was asked");
await desk(token, `/case/${case_id}/take`, {});
await desk(token, `/case/${case_id}/reply`, { text: kAnswered, confirm_safe_contact: true, operation_id: "0123456789abcdef0123456789abcdef" });

const text = await comes("the reply through the onion", async () => {
  const polled = await poll(relay, places(keys.mailbox_secret, day_of(Date.now())), 0);
  if (polled?.found === undefined) return undefined;
  const read = read_reply(polled.found.blob, polled.found.place, { keys, instance_id: roster.instance_id, reply_keys: roster.reply_keys });
  return "error" in read ? undefined : read.reply.text;
});
if (text !== kAnswered) throw new Error("another reply came");
console.log("a request went in and its reply came out");
