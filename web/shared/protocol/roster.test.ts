// The pages' reading of rosters and day keys, against notes that tests/twin writes with node:crypto.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { Organisation, note, sha256, signing_key } from "../../tests/twin/organisation.ts";
import { day_text } from "./days.ts";
import { read_day_keys } from "./day_keys.ts";
import { keys_to_seal } from "./freshness.ts";
import { follow_piece, in_date, verify_first, type PieceResult, type RosterResult } from "./roster.ts";

const today = 20_779;
const organisation = new Organisation({ today, name: "Проверочная линия" });
const text = organisation.roster.slice(0, organisation.roster.indexOf("\n\n") + 1);
const vectors = JSON.parse(readFileSync(new URL("../../../tests/vectors/freshness.json", import.meta.url), "utf8")) as { verify_keys: { name: string; key: string }[] };
const mixed = vectors.verify_keys.find(({ name }) => name.includes("order 8 added"))?.key ?? "";
const signed = (changed: string): string => note(changed, "root", [organisation.root]);
/** All rosters, first to last, each followed by a NUL. */
const read_chain = (joined: string, day: number): RosterResult => {
  const followed = follow_piece(`${joined}\0`, undefined);
  return "last" in followed ? in_date(followed.last.roster, day) : followed;
};
const read_alone = (whole: string, day: number): RosterResult => read_chain(`${whole}\0`, day);
const error_of = (result: RosterResult | PieceResult): string => ("error" in result ? result.error : "good");

describe("roster", () => {
  test("is read and its instance id is the hash of the first", () => {
    const result = read_alone(organisation.roster, today);
    if ("error" in result) throw new Error(result.error);
    expect(result.roster.name).toBe("Проверочная линия");
    expect(Buffer.from(result.roster.instance_id)).toEqual(organisation.instance_id);
    expect(error_of(read_chain(`${organisation.roster}\0`, today))).toBe("good");
  });

  test("past its date or before it is refused", () => {
    expect(error_of(read_alone(organisation.roster, today + 30))).toBe("good");
    expect(error_of(read_alone(organisation.roster, today + 31))).toBe("expired");
    expect(error_of(read_alone(organisation.roster, today - 2))).toBe("not-yet");
  });

  test("with a foreign or missing signature is refused", () => {
    expect(error_of(read_alone(note(text, "root", [signing_key()]), today))).toBe("unsigned");
    expect(error_of(read_alone(note(text, "list", [organisation.root]), today))).toBe("unsigned");
    expect(error_of(read_alone(`${text}\n`, today))).toBe("malformed");
    const touched = organisation.roster.replace("name П", "name Р");
    expect(error_of(read_alone(touched, today))).toBe("unsigned");
  });

  test.each([
    ["an unknown line", text.replace("threshold", "surprise 1\nthreshold")],
    ["a line twice", text.replace("serial 1\n", "serial 1\nserial 1\n")],
    ["another order", text.replace("serial 1\ninstance self\n", "instance self\nserial 1\n")],
    ["a carriage return", text.replace("serial 1\n", "serial 1\r\n")],
    ["more than 30 days", text.replace(/expires .*/, `expires ${day_text(today + 31)}`)],
    ["a threshold of two", text.replace("threshold 1", "threshold 2")],
    ["two roots", text.replace(/root .*\n/, (line) => `${line}root ${signing_key().public_key.toString("base64")}\n`)],
    ["a list key of small order", text.replace(/list .*/, "list AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")],
    ["a list key of mixed order", text.replace(/list .*/, `list ${mixed}`)],
    ["a reply key twice", text.replace(/reply .*\n/, "$&$&")],
    ["an address that leaves its attribute", text.replace(/(reply .*\n)/, '$1relay https://a"b.example\n')],
    ["a name of more than 200 bytes", text.replace(/name .*/, `name ${"я".repeat(101)}`)],
    ["a tab", text.replace(/name .*/, "name a\tb")],
    ["a key that is not canonical base64", text.replace(/list .{42}/, (line) => `${line.slice(0, -1)}_`)],
    ["a first roster with a previous", text.replace("previous none", `previous ${"A".repeat(43)}=`)],
    ["a mail address with a second recipient", `${text}mail box@mail.example?cc=other@mail.example\n`],
    ["a mail address without a place", `${text}mail box@\n`],
    ["nine mail addresses", text + "mail box@mail.example\n".repeat(9)],
    ["a mirror behind the mail addresses", `${text}mail box@mail.example\nmirror https://mirror.example\n`],
    ["more than 64 KiB", text.replace(/name .*/, `name ${"x".repeat(66_000)}`)],
  ])("with %s is refused", (_, changed) => {
    expect(changed).not.toBe(text);
    expect(error_of(read_alone(signed(changed), today))).toBe("malformed");
  });
});

test("mail addresses of bridges stand last", () => {
  const result = read_alone(signed(`${text}mail box-1@mail.example\nmail a.b+c_d@post.mail.example\n`), today);
  if ("error" in result) throw new Error(result.error);
  expect(result.roster.mails).toEqual(["box-1@mail.example", "a.b+c_d@post.mail.example"]);
});

describe("chain", () => {
  const next_root = signing_key();
  const second = text
    .replace("serial 1", "serial 2")
    .replace("instance self", `instance ${organisation.instance_id.toString("base64")}`)
    .replace("previous none", `previous ${sha256(text).toString("base64")}`)
    .replace(/root .*/, `root ${next_root.public_key.toString("base64")}`);

  test("a new root signed by the old one is good, and only in the chain", () => {
    const by_old = note(second, "root", [organisation.root]);
    expect(error_of(read_chain(`${organisation.roster}\0${by_old}\0`, today))).toBe("good");
    expect(error_of(read_alone(by_old, today))).toBe("broken-chain");
  });

  test("a new root signed by itself alone, a gap or a wrong hash breaks it", () => {
    const by_new = note(second, "root", [next_root]);
    expect(error_of(read_chain(`${organisation.roster}\0${by_new}\0`, today))).toBe("unsigned");
    const gap = note(second.replace("serial 2", "serial 3"), "root", [organisation.root]);
    expect(error_of(read_chain(`${organisation.roster}\0${gap}\0`, today))).toBe("broken-chain");
    const wrong = note(second.replace(/previous .*/, `previous ${sha256("else").toString("base64")}`), "root", [organisation.root]);
    expect(error_of(read_chain(`${organisation.roster}\0${wrong}\0`, today))).toBe("broken-chain");
  });

  test("in pieces is the same as whole, and a piece that does not follow is refused", () => {
    const by_old = note(second, "root", [organisation.root]);
    const first = follow_piece(`${organisation.roster}\0`, undefined);
    if ("error" in first) throw new Error(first.error);
    expect(first.is_end).toBe(false);
    expect(follow_piece(`${by_old}\0\0`, first.last)).toMatchObject({ is_end: true, last: { roster: { serial: 2 } } });
    expect(follow_piece("\0", first.last)).toMatchObject({ is_end: true, last: { roster: { serial: 1 } } });
    for (const [piece, error] of [["", "malformed"], [by_old, "malformed"], ["\0\0", "malformed"], [`${organisation.roster}\0\0`, "broken-chain"], [`${by_old}\0${by_old}\0\0`, "broken-chain"]] as const)
      expect(error_of(follow_piece(piece, first.last))).toBe(error);
    expect(error_of(follow_piece("\0", undefined))).toBe("malformed");
  });

  test("a roster that names the real organisation with a root of its own is refused", () => {
    const forged = note(second, "root", [next_root]);
    expect(error_of(follow_piece(`${forged}\0\0`, undefined))).toBe("broken-chain");
    const first = verify_first(organisation.roster);
    if ("error" in first) throw new Error(first.error);
    expect(error_of(follow_piece(`${forged}\0\0`, first.verified))).toBe("unsigned");
  });
});

describe("day keys", () => {
  const read = read_alone(organisation.roster, today);
  if ("error" in read) throw new Error(read.error);
  const list = organisation.day_keys(today);

  test("of the writer's own day are used; a list without them is stale", () => {
    const result = read_day_keys(list, read.roster);
    if ("error" in result) throw new Error(result.error);
    expect(keys_to_seal(result.list, today + 1)).toMatchObject({ keys: [{ day: today + 1 }, { day: today }] });
    expect(keys_to_seal(result.list, today + 9)).toEqual({ error: "stale" });
  });

  test("of another organisation, or signed by another key, are refused", () => {
    const other = new Organisation({ today });
    expect(read_day_keys(other.day_keys(today), read.roster)).toEqual({ error: "wrong-instance" });
    const body = list.slice(0, list.indexOf("\n\n") + 1);
    expect(read_day_keys(note(body, "list", [organisation.root]), read.roster)).toEqual({ error: "unsigned" });
    expect(read_day_keys(note(body, "root", [organisation.list_key]), read.roster)).toEqual({ error: "unsigned" });
  });

  test("whose hashes do not fit or skip a day are refused", () => {
    const body = list.slice(0, list.indexOf("\n\n") + 1);
    const resigned = (changed: string): string => note(changed, "list", [organisation.list_key]);
    expect(read_day_keys(resigned(body.replace(`hash ${today} `, `hash ${today - 1} `)), read.roster)).toEqual({ error: "malformed" });
    expect(read_day_keys(resigned(body.replace(`key ${today} `, `key ${today + 2} `)), read.roster)).toEqual({ error: "malformed" });
  });
});
