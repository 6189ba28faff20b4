// A removed volunteer and a lying relay, with the real programs: a volunteer copies the disk and is removed, and a server serves
// roster, chain and day keys of that day for weeks. The pages refuse to seal, the portable page takes its own key of the day and
// then refuses, too; whoever was pinned afterwards believes none of it from the first moment on.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { Organisation, people } from "../../demo/organisation.ts";
import { run } from "../../demo/programs.ts";
import { day_of, type Day } from "../../shared/protocol/days.ts";
import { read_floor, type Floor, type WrittenFloor } from "../../shared/protocol/floor.ts";
import { keys_of, type RequesterKeys } from "../../shared/protocol/keys.ts";
import { fetch_roster } from "../../shared/protocol/organisation.ts";
import { find_organisation, last_day, offline_key, read_pins, type Pins } from "../../shared/protocol/portable.ts";
import { RelayClient } from "../../shared/protocol/relay_client.ts";
import type { Roster } from "../../shared/protocol/roster.ts";
import { Sender, type Message, type SendState } from "../../shared/protocol/sender.ts";
import { phrase_of } from "../../shared/protocol/words.ts";

const [coordinator, , volunteer] = people;
const kRefusedByPins = ["broken-chain", "unsigned"];

let state: string;
let organisation: Organisation;
let liar: Server;
let liar_url: string;
let left: Day;
let portable_before: Pins;
let floor_before: Floor;
let floor_after: Floor;
let roster: Roster;
let keys: RequesterKeys;
const puts: Day[] = [];
const served = new Map<string, string>();

async function text_at(path: string): Promise<string> {
  const answer = await fetch(`${organisation.relay_url}${path}`);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.text();
}

function pin(name: string): Floor {
  const site = organisation.path(name);
  writeFileSync(site, "{}");
  run(organisation.binary("waymark"), ["pages", "pin", "--office", organisation.path("office"), "--site", site]);
  const floor = read_floor((JSON.parse(readFileSync(site, "utf8")) as { pins: WrittenFloor }).pins);
  if (!floor) throw new Error("the pins do not read");
  return floor;
}

function portable_page(name: string): Pins {
  const file = organisation.path(name);
  run(organisation.binary("waymark"), ["portable", "make", "--office", organisation.path("office"), "--root-key", organisation.path("root.key"), "--out", file, "--template", organisation.path("template.html")]);
  const pins = read_pins(/id="pins">(.*?)<\/script>/.exec(readFileSync(file, "utf8"))?.[1] ?? "");
  if (!pins) throw new Error("the pins do not read");
  return pins;
}

async function lie(): Promise<void> {
  liar = createServer((request, response) => {
    const path = request.url ?? "";
    if (request.method === "POST") {
      puts.push(Number(path.split("/").pop()));
      request.resume().on("end", () => response.end("stored"));
      return;
    }
    const text = served.get(path);
    response.writeHead(text === undefined ? 404 : 200).end(text ?? "not-found");
  });
  await new Promise<void>((ready) => liar.listen(0, "127.0.0.1", ready));
  liar_url = `http://127.0.0.1:${(liar.address() as AddressInfo).port}`;
}

beforeAll(async () => {
  const binaries = process.env["WAYMARK_BIN"];
  if (binaries === undefined) throw new Error("WAYMARK_BIN says where the built programs are");
  state = mkdtempSync(join(tmpdir(), "waymark-removed-"));
  const pages = fileURLToPath(new URL("../../intake/dist", import.meta.url));
  organisation = await Organisation.open({ binaries, state, pages, init_options: ["--argon2-kib", "1024", "--argon2-passes", "1"] });
  writeFileSync(organisation.path("template.html"), '<meta content="connect-src @@WAYMARK-CONNECT@@"><script type="application/json" id="pins">@@WAYMARK-PINS@@</script>');
  await organisation.start();
  left = day_of(Date.now());
  for (const path of ["/v1/roster", "/v1/roster/chain/1", "/v1/roster/chain/2", "/v1/day-keys"]) served.set(path, await text_at(path));
  floor_before = pin("before.json");
  portable_before = portable_page("before.html");
  await lie();
  const found = await fetch_roster(new RelayClient(liar_url, fetch), left);
  if ("error" in found) throw new Error(found.error);
  roster = found.roster;
  keys = await keys_of(phrase_of("ru", new Uint8Array(10)), roster.instance_id, { subtle: crypto.subtle });
  // A code of the second factor works once, and the coordinator used one to invite: the next one comes within half a minute. Wrong
  // codes are counted, so that this asks once for each of them.
  await vi.waitUntil(remove_volunteer, { timeout: 110_000, interval: 31_000 });
  floor_after = pin("after.json");
}, 300_000);

function remove_volunteer(): boolean {
  try {
    run(organisation.binary("waymark"), ["staff", "remove", volunteer.alias, "--office", organisation.path("office"), "--alias", coordinator.alias, "--passphrase-file", organisation.passphrase_file(coordinator), "--totp-secret-file", organisation.totp_file(coordinator)]);
    return true;
  } catch {
    return false;
  }
}

afterAll(async () => {
  liar?.closeAllConnections();
  await new Promise((done) => (liar ? liar.close(done) : done(undefined)));
  await organisation?.programs.stop();
  rmSync(state, { recursive: true, force: true });
});

const message: Message = { kind: "message", language: "ru", assurance: "browser", content: { text: "SENT LATER please help", answers: [], contact_words: "" } };
const later = (days: number): (() => number) => () => Date.now() + days * 86_400_000;
async function send(days: number, list_floor: number): Promise<string> {
  const end: SendState = await new Sender(message, { relay: new RelayClient(liar_url, fetch), roster, keys, now: later(days), list_floor }).run(() => undefined);
  return end.kind === "refused" ? end.why : end.kind;
}
/** The pins of a page that may only ask the lying server. */
const asking_the_liar = (pins: Pins): Pins => ({ ...pins, roster: { ...pins.roster, relays: [liar_url], mirrors: [] } });
async function portable_finds(pins: Pins, day: Day): Promise<string> {
  const found = await find_organisation(asking_the_liar(pins), day, fetch);
  return "relay" in found ? "found" : found.error;
}

describe("a page of before", () => {
  test("25 days later refuses to seal, and so on every day from the third on", async () => {
    for (const days of [3, 4, 10, 25]) for (const floor of [0, floor_before.list_serial]) expect(await send(days, floor), `${days} days later`).toBe("stale");
    expect(puts).toEqual([]);
  });

  test("until then it seals to the two days whose keys were public when she left, and to no other", async () => {
    for (const days of [0, 1, 2]) expect(await send(days, 0)).toBe("stored");
    expect(puts.every((day) => day <= left + 1)).toBe(true);
  });
});

describe("a page of afterwards", () => {
  test("believes no list of before from the first moment on", async () => {
    expect(floor_after.list_serial).toBeGreaterThan(floor_before.list_serial);
    expect(await send(0, floor_after.list_serial)).toBe("not-sealed");
  });
});

describe("a portable page of before", () => {
  test("does not take the old list, and has a key of the day in itself", async () => {
    for (const days of [3, 25]) {
      const today = left + days;
      expect(await portable_finds(portable_before, today)).toBe("stale");
      const own = offline_key(portable_before, today);
      expect("key" in own ? own.key.day : own.error).toBe(Math.min(today, portable_before.keys[portable_before.keys.length - 1]?.day ?? 0));
    }
  });

  test("refuses when its own keys are over", async () => {
    const over = last_day(portable_before) + 1;
    expect(["stale", "expired"]).toContain(await portable_finds(portable_before, over));
    expect(offline_key(portable_before, over)).toEqual({ error: "too-old" });
  });
});

test("a portable page of afterwards takes nothing of before", async () => {
  expect(await portable_finds(portable_page("after.html"), left)).toBe("forged");
});

test("after the keys were distrusted, the roster of before is refused by whoever knows the newer one", async () => {
  run(organisation.binary("waymark"), ["roster", "renew", "--office", organisation.path("office"), "--root-key", organisation.path("root.key"), "--distrust-old-keys"]);
  const distrusting = pin("distrusting.json");
  expect(distrusting.known.roster.serial).toBe(2);
  const refused = await fetch_roster(new RelayClient(liar_url, fetch), left, distrusting);
  expect("error" in refused && kRefusedByPins.includes(refused.error)).toBe(true);
  expect(await fetch_roster(new RelayClient(liar_url, fetch), left, floor_before)).toMatchObject({ roster: { serial: 1 } });
});
