// The list of day keys: what a requester seals to (docs/spec/roster.md).
import { equal, from_base64, type Bytes } from "./bytes.ts";
import { parse_day, type Day } from "./days.ts";
import { sha256 } from "./hash.ts";
import { LineReader } from "./lines.ts";
import { whole_number, type Roster } from "./roster.ts";
import { count_signers, parse_note } from "./signed_note.ts";
import { kPublicKeyBytes } from "./xwing.ts";

export interface DayKey {
  day: Day;
  public_key: Bytes;
}

export interface DayKeyList {
  serial: number;
  issued: Day;
  /** Which of them to use: freshness.ts. */
  keys: DayKey[];
}

export type DayKeysResult = { list: DayKeyList } | { error: "malformed" | "unsigned" | "wrong-instance" };

function dated(size: number): (text: string) => { day: Day; bytes: Bytes } | undefined {
  return (text) => {
    const [day_text, encoded, ...more] = text.split(" ");
    const day = whole_number(day_text ?? "");
    const bytes = from_base64(encoded ?? "", size);
    return day === undefined || !bytes || more.length > 0 ? undefined : { day, bytes };
  };
}

/** Checks the signature by the roster's list key, the instance and that every key has its hash in the list. */
export function read_day_keys(whole: string, roster: Roster): DayKeysResult {
  const note = parse_note(whole);
  if (!note) return { error: "malformed" };
  const lines = new LineReader(note.text);
  lines.exactly("waymark day keys v1");
  const instance = lines.one("instance", (text) => from_base64(text, 32));
  const serial = lines.one("serial", whole_number);
  const issued = lines.one("issued", parse_day);
  const hashes = lines.many("hash", 7, 40, dated(32));
  const keys = lines.many("key", 1, 3, dated(kPublicKeyBytes));
  if (!lines.finished() || !instance || serial === undefined || issued === undefined) return { error: "malformed" };
  const consecutive = hashes.every((hash, i) => hash.day === (hashes[0]?.day ?? 0) + i);
  const rising = keys.every((key, i) => i === 0 || key.day > (keys[i - 1]?.day ?? key.day));
  const hashed = keys.every((key) => hashes.some((hash) => hash.day === key.day && equal(hash.bytes, sha256(key.bytes))));
  if (!consecutive || !rising || !hashed) return { error: "malformed" };
  if (!equal(instance, roster.instance_id)) return { error: "wrong-instance" };
  if (count_signers(note, "list", [roster.list_key]) !== 1) return { error: "unsigned" };
  return { list: { serial, issued, keys: keys.map((key) => ({ day: key.day, public_key: key.bytes })) } };
}
