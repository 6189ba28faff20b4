// What a portable page believes: only its pins, and what they vouch for. Against the in-memory twin of the relay.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { pbkdf2Sync } from "node:crypto";
import { sha256 as noble_sha256 } from "@noble/hashes/sha2.js";
import { armor } from "age-encryption";
import { note, Organisation, sha256, signing_key } from "../../tests/twin/organisation.ts";
import { pins_json } from "../../tests/twin/portable.ts";
import { TwinRelay } from "../../tests/twin/relay.ts";
import { to_armor } from "./armor.ts";
import { ascii } from "./bytes.ts";
import { check_words } from "./check_words.ts";
import { pbkdf2_in_slices } from "./keys.ts";
import { find_organisation, last_day, offline_key, read_pins, type Found, type Pins } from "./portable.ts";

const today = 20_779;
const kNowhere = "http://127.0.0.1:9";
const name_of = (found: Found): string => ("relay" in found ? "found" : found.error);
const pinned = (organisation: Organisation, options: Partial<Parameters<typeof pins_json>[1]> = {}): Pins => {
  const pins = read_pins(pins_json(organisation, { made: today, days: 3, ...options }));
  if (!pins) throw new Error("the pins do not read");
  return pins;
};

describe("pins", () => {
  const organisation = new Organisation({ today });
  const text = pins_json(organisation, { made: today, days: 3, list: 7 });

  test("are read", () => {
    expect(read_pins(text)).toMatchObject({ made: today, list_serial: 7 });
    expect(read_pins(text)?.keys.map((key) => key.day)).toEqual([today, today + 1, today + 2]);
  });

  test.each([
    ["another version", text.replace('"version":2', '"version":1')],
    ["a gap in the days", text.replace(`"day":${today + 1}`, `"day":${today + 5}`)],
    ["a key of another size", text.replace(/"key":"..../, '"key":"')],
    ["no key", text.replace(/"keys":\[.*\]/, '"keys":[]')],
    ["a roster that nobody signed", text.replace("Example Help Line", "Another Help Line")],
    ["a bridge without keys", text.replace('"bridges":[]', '"bridges":[{"mails":["box@mail.example"],"keys":[]}]')],
    ["no roster", pins_json(organisation, { made: today, chain: [] })],
    ["the mark that was not filled in", "@@WAYMARK-PINS@@"],
  ])("with %s are refused", (_, changed) => {
    expect(changed).not.toBe(text);
    expect(read_pins(changed)).toBeUndefined();
  });
});

describe("without a network", () => {
  const pins = pinned(new Organisation({ today }));
  const key_on = (day: number): number | string => {
    const chosen = offline_key(pins, day);
    return "key" in chosen ? chosen.key.day - today : chosen.error;
  };

  test("the key of the day is used, then the newest as long as the desk opens it, then none", () => {
    expect([0, 1, 2, 3, 4, 5, 60].map((later) => key_on(today + later))).toEqual([0, 1, 2, 2, 2, "too-old", "too-old"]);
    expect(last_day(pins)).toBe(today + 4);
  });

  test("a clock that is a day slow is forgiven, a slower one is named", () => {
    expect(key_on(today - 1)).toBe(0);
    expect(key_on(today - 2)).toBe("clock");
  });

  test("nothing is sealed after the roster's last day", () => {
    const short = pinned(new Organisation({ today, days_valid: 3 }));
    expect(last_day(short)).toBe(today + 3);
    expect(offline_key(short, today + 4)).toEqual({ error: "too-old" });
  });
});

describe("with a network", () => {
  let organisation: Organisation;
  let twin: TwinRelay;
  let url: string;

  beforeEach(async () => {
    twin = new TwinRelay(new Organisation({ today }), "/nowhere");
    url = await twin.start();
    await twin.stop();
    organisation = new Organisation({ today, relays: [kNowhere, url] });
    twin = new TwinRelay(organisation, "/nowhere");
    twin.today = () => today;
    await twin.start(Number(new URL(url).port));
  });
  afterEach(() => twin.stop());

  const roster_text = (): string => organisation.roster.slice(0, organisation.roster.indexOf("\n\n") + 1);
  const next = (change: (text: string) => string = (text) => text): string =>
    change(roster_text().replace("serial 1", "serial 2").replace("instance self", `instance ${organisation.instance_id.toString("base64")}`).replace("previous none", `previous ${sha256(roster_text()).toString("base64")}`));
  const serve = (...chain: string[]): void => void (twin.instead = { rosters: chain });
  const find = async (options: Partial<Parameters<typeof pins_json>[1]> = {}, day = today): Promise<Found> => find_organisation(pinned(organisation, options), day, fetch);

  test("the first address that answers is taken", async () => {
    expect(name_of(await find())).toBe("found");
  });

  test("nobody answers: unreachable", async () => {
    await twin.stop();
    expect(name_of(await find())).toBe("unreachable");
    await twin.start(Number(new URL(url).port));
  });

  test("a newer roster that the pinned roots have signed is taken", async () => {
    serve(organisation.roster, note(next((text) => text.replace("name Example", "name Newer")), "root", [organisation.root]));
    const found = await find();
    expect("relay" in found && found.roster.name).toBe("Newer Help Line");
  });

  test("a roster of other roots, signed by themselves, is forged", async () => {
    const other_organisation = new Organisation({ today });
    twin.instead = { rosters: [other_organisation.roster], "/v1/day-keys": other_organisation.day_keys(today) };
    expect(name_of(await find())).toBe("forged");
    const root = signing_key();
    const forged_next = next((text) => text.replace(/root .*/, `root ${root.public_key.toString("base64")}`));
    serve(organisation.roster, note(forged_next, "root", [root]));
    expect(name_of(await find())).toBe("forged");
  });

  test("a roster older than the pinned one is forged", async () => {
    const second = note(next(), "root", [organisation.root]);
    serve(organisation.roster);
    expect(name_of(await find({ chain: [organisation.roster, second] }))).toBe("forged");
  });

  test("a day-key list below the floor, or by another key, is forged", async () => {
    expect(name_of(await find({ list: 1 }))).toBe("found");
    expect(name_of(await find({ list: 2 }))).toBe("forged");
    twin.instead = { "/v1/day-keys": new Organisation({ today }).day_keys(today, 9) };
    expect(name_of(await find())).toBe("forged");
  });

  test("a roster past its date is said so, and a forgery outweighs it", async () => {
    expect(name_of(await find({}, today + 31))).toBe("expired");
  });

  test("a list of old days is stale and one of days to come says that the clock is behind", async () => {
    twin.instead = { "/v1/day-keys": organisation.day_keys(today) };
    expect(await Promise.all([0, 1, 2, 3, 25].map(async (later) => name_of(await find({}, today + later))))).toEqual(["found", "found", "found", "stale", "stale"]);
    twin.instead = { "/v1/day-keys": organisation.day_keys(today + 2) };
    expect(name_of(await find())).toBe("ahead");
  });
});

test("armor is what age reads", () => {
  const file = Uint8Array.from({ length: 16_384 }, (_, i) => (i * 7) % 256);
  const text = to_armor(file);
  expect(armor.decode(text)).toEqual(file);
  expect(text.split("\n").length).toBe(345);
  expect(text.length).toBe(22_258);
});

test("check-words are the first bits of a slow hash of the roots, with WebCrypto and without", async () => {
  const roots = [Uint8Array.from({ length: 32 }, (_, i) => i)];
  const bits = Array.from(pbkdf2Sync(roots[0] ?? "", "waymark/v1/check words", 600_000, 32, "sha256"), (byte) => byte.toString(2).padStart(8, "0")).join("");
  expect(await check_words(roots, { subtle: crypto.subtle })).toEqual([0, 1, 2, 3, 4, 5].map((i) => Number(`0b${bits.slice(11 * i, 11 * i + 11)}`)));
  const in_slices = await pbkdf2_in_slices(ascii("password"), ascii("salt"), 2_000, () => undefined, noble_sha256);
  expect(Buffer.from(in_slices)).toEqual(pbkdf2Sync("password", "salt", 2_000, 32, "sha256"));
});
