// What a page believes of a server: links of the chain from what it has inside, nothing below that, in pieces.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { note, Organisation, sha256, signing_key } from "../../tests/twin/organisation.ts";
import { TwinRelay } from "../../tests/twin/relay.ts";
import { day_text } from "./days.ts";
import { read_floor, type Floor, type WrittenFloor } from "./floor.ts";
import { fetch_day_keys, fetch_roster } from "./organisation.ts";
import { RelayClient } from "./relay_client.ts";

const today = 20_779;
let organisation: Organisation;
let twin: TwinRelay;
let relay: RelayClient;

beforeEach(async () => {
  organisation = new Organisation({ today });
  twin = new TwinRelay(organisation, "/nowhere");
  twin.today = () => today;
  relay = new RelayClient(await twin.start(), fetch);
});
afterEach(() => twin.stop());

const text_of = (whole: string): string => whole.slice(0, whole.indexOf("\n\n") + 1);
/** The next roster after `before`, signed by the organisation's root unless told otherwise. */
function next(before: string, change: (text: string) => string = (text) => text, signer = organisation.root): string {
  const text = text_of(before);
  const serial = Number(/^serial (\d+)$/m.exec(text)?.[1]);
  const following = text
    .replace(/^serial .*$/m, `serial ${serial + 1}`)
    .replace(/^instance .*$/m, `instance ${organisation.instance_id.toString("base64")}`)
    .replace(/^previous .*$/m, `previous ${sha256(text).toString("base64")}`);
  return note(change(following), "root", [signer]);
}
function chain_of(length: number): string[] {
  const chain = [organisation.roster];
  while (chain.length < length) chain.push(next(chain[chain.length - 1] ?? ""));
  return chain;
}
const written = (roster: string, list = 1, made = today): WrittenFloor => ({ instance: organisation.instance_id.toString("base64"), roster, list, made });
function floor_at(roster: string, list = 1): Floor {
  const floor = read_floor(written(roster, list));
  if (!floor) throw new Error("the floor does not read");
  return floor;
}
async function outcome(floor?: Floor, day = today): Promise<number | string> {
  const found = await fetch_roster(relay, day, floor);
  return "error" in found ? found.error : found.roster.serial;
}

describe("the newest roster", () => {
  test("is followed from the first one, or from the one inside the page", async () => {
    const chain = chain_of(3);
    twin.instead = { rosters: chain };
    expect(await outcome()).toBe(3);
    for (const known of chain) expect(await outcome(floor_at(known))).toBe(3);
  });

  test("a forged one that names the real organisation is refused, with pins and without", async () => {
    const attacker = signing_key();
    const forged = next(organisation.roster, (text) => text.replace(/^root .*$/m, `root ${attacker.public_key.toString("base64")}`), attacker);
    for (const rosters of [[forged], [organisation.roster, forged]]) {
      twin.instead = { rosters };
      expect(["unsigned", "broken-chain"]).toContain(await outcome());
      expect(await outcome(floor_at(organisation.roster))).toBe(rosters.length === 1 ? 1 : "unsigned");
    }
  });

  test("another organisation is another instance: a page with pins does not take it", async () => {
    const other = new Organisation({ today });
    twin.instead = { rosters: [other.roster, next(other.roster)] };
    expect(["unsigned", "broken-chain"]).toContain(await outcome(floor_at(organisation.roster)));
  });

  test("the one of before old keys were distrusted, served again, is not taken by a page that knows the newer one", async () => {
    const fresh = signing_key();
    const distrusting = next(organisation.roster, (text) => text.replace(/^list .*$/m, `list ${fresh.public_key.toString("base64")}`));
    twin.instead = { rosters: [organisation.roster] };
    expect(await outcome(floor_at(distrusting))).toBe("broken-chain");
    // A visitor who has an old page, and asks nobody but this server, cannot know: docs/spec/freshness.md says so.
    expect(await outcome(floor_at(organisation.roster))).toBe(1);
  });

  test("out of its dates it is refused, and comes along to be named", async () => {
    expect(await fetch_roster(relay, today + 31)).toMatchObject({ error: "expired", roster: { expires: today + 30 } });
    expect(await fetch_roster(relay, today - 2)).toMatchObject({ error: "not-yet", roster: { issued: today } });
    expect(await outcome(floor_at(organisation.roster), today - 2)).toBe("not-yet");
    expect(twin.calls.filter((call) => call.includes("chain")).length).toBe(2);
  });

  test("a server without rosters, or without an answer, is told apart from a forgery", async () => {
    twin.instead = { rosters: [] };
    expect(await outcome()).toBe("no-roster");
    await twin.stop();
    expect(await outcome()).toBe("unreachable");
  });
});

test("a day-key list below the floor is older than the page, also when it is signed and of today", async () => {
  const found = await fetch_roster(relay, today);
  if ("error" in found) throw new Error(found.error);
  twin.instead = { "/v1/day-keys": organisation.day_keys(today, 4) };
  expect(await fetch_day_keys(relay, found.roster, 5)).toEqual({ error: "older" });
  expect(await fetch_day_keys(relay, found.roster, 4)).toMatchObject({ list: { serial: 4 } });
});

test("two years of rosters come in pieces of at most 6 KiB, and a page with pins asks for what is new alone", async () => {
  const chain = [organisation.roster];
  for (let month = 1; month < 26; month += 1) {
    const issued = today + 28 * month;
    chain.push(next(chain[month - 1] ?? "", (text) => text.replace(/^issued .*$/m, `issued ${day_text(issued)}`).replace(/^expires .*$/m, `expires ${day_text(issued + 30)}`)));
  }
  twin.instead = { rosters: chain };
  twin.bytes_out = 0;
  expect(await outcome(undefined, today + 28 * 25)).toBe(26);
  const pieces = twin.calls.filter((call) => call.includes("chain")).length;
  process.stdout.write(`two years: ${chain.length} rosters, ${twin.bytes_out} bytes in ${pieces} pieces\n`);
  expect(twin.bytes_out / pieces).toBeLessThanOrEqual(6_145);
  twin.bytes_out = 0;
  expect(await outcome(floor_at(chain[24] ?? ""), today + 28 * 25)).toBe(26);
  expect(twin.bytes_out).toBeLessThan(1_000);
});

describe("pins in a page", () => {
  test.each([
    ["another instance", { instance: Buffer.alloc(32).toString("base64") }],
    ["no roster", { roster: "" }],
    ["a list that is no number", { list: -1 }],
    ["a day that is no number", { made: 0.5 }],
  ])("with %s are refused", (_, change) => {
    expect(read_floor({ ...written(organisation.roster), ...change })).toBeUndefined();
  });
});
