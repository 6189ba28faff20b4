// The organisation's roster: its public keys and addresses, signed and chained (docs/spec/roster.md).
import { ascii, equal, from_base64, type Bytes } from "./bytes.ts";
import { parse_day, type Day } from "./days.ts";
import { sha256 } from "./hash.ts";
import { LineReader } from "./lines.ts";
import { count_signers, parse_note, type Note } from "./signed_note.ts";

const kDaysMax = 30;
const kKeyBytes = 32;
const kHashBytes = 32;

export interface Roster {
  name: string;
  serial: number;
  instance_id: Bytes;
  /** SHA-256 of the roster before, undefined for the first. */
  previous: Bytes | undefined;
  issued: Day;
  expires: Day;
  threshold: number;
  roots: Bytes[];
  list_key: Bytes;
  reply_keys: Bytes[];
  relays: string[];
  clerks: string[];
  mirrors: string[];
}

export type RosterError = "malformed" | "unsigned" | "broken-chain" | "expired" | "not-yet";
export type RosterResult = { roster: Roster } | { error: RosterError };

interface Parsed {
  roster: Roster;
  note: Note;
}

function parse(whole: string): Parsed | undefined {
  const note = parse_note(whole);
  if (!note) return undefined;
  const lines = new LineReader(note.text);
  lines.exactly("waymark roster v1");
  const key = (text: string): Bytes | undefined => from_base64(text, kKeyBytes);
  const name = lines.one("name", (text) => text || undefined);
  const serial = lines.one("serial", whole_number);
  const instance = lines.one("instance", (text) => (text === "self" ? sha256(ascii(note.text)) : from_base64(text, kHashBytes)));
  const previous = lines.one("previous", (text) => (text === "none" ? text : from_base64(text, kHashBytes)));
  const issued = lines.one("issued", parse_day);
  const expires = lines.one("expires", parse_day);
  const threshold = lines.one("threshold", whole_number);
  const roots = lines.many("root", 1, 16, key);
  const list_key = lines.one("list", key);
  const reply_keys = lines.many("reply", 1, 4, key);
  const relays = lines.many("relay", 0, 16, address);
  const clerks = lines.many("clerk", 0, 16, address);
  const mirrors = lines.many("mirror", 0, 32, address);
  if (!lines.finished() || name === undefined || serial === undefined || !instance || !previous || issued === undefined || expires === undefined || threshold === undefined || !list_key) return undefined;
  const first = serial === 1;
  if (first !== (previous === "none") || first !== note.text.includes("\ninstance self\n")) return undefined;
  if (serial < 1 || threshold < 1 || threshold > roots.length || expires < issued || expires - issued > kDaysMax) return undefined;
  const roster = { name, serial, instance_id: instance, previous: previous === "none" ? undefined : previous, issued, expires, threshold, roots, list_key, reply_keys, relays, clerks, mirrors };
  return { roster, note };
}

export function whole_number(text: string): number | undefined {
  return /^(0|[1-9][0-9]{0,8})$/.test(text) ? Number(text) : undefined;
}

function address(text: string): string | undefined {
  return /^https?:\/\/[^\s]+$/.test(text) ? text : undefined;
}

function signed_by(parsed: Parsed, authority: Roster): boolean {
  return count_signers(parsed.note, "root", authority.roots) >= authority.threshold;
}

function in_date(roster: Roster, today: Day): RosterResult {
  if (today > roster.expires) return { error: "expired" };
  // A day's grace: the clocks of cheap phones and time zones.
  return today < roster.issued - 1 ? { error: "not-yet" } : { roster };
}

/**
 * Checks a current roster by itself: signed by its own roots often enough and in date. That is the whole check for a first
 * roster. A later one whose roots have changed needs read_chain; `unsigned` says so.
 */
export function read_current(whole: string, today: Day): RosterResult {
  const parsed = parse(whole);
  if (!parsed) return { error: "malformed" };
  return signed_by(parsed, parsed.roster) ? in_date(parsed.roster, today) : { error: "unsigned" };
}

/** Checks all rosters, first to last, each followed by a NUL, and returns the last one. */
export function read_chain(joined: string, today: Day): RosterResult {
  const texts = joined.split("\0");
  if (texts.pop() !== "" || texts.length === 0) return { error: "malformed" };
  let before: Parsed | undefined;
  for (const text of texts) {
    const parsed = parse(text);
    if (!parsed) return { error: "malformed" };
    if (!follows(parsed, before)) return { error: "broken-chain" };
    if (!signed_by(parsed, before?.roster ?? parsed.roster)) return { error: "unsigned" };
    before = parsed;
  }
  return before ? in_date(before.roster, today) : { error: "malformed" };
}

function follows(parsed: Parsed, before: Parsed | undefined): boolean {
  const { roster } = parsed;
  if (!before) return roster.serial === 1;
  return roster.serial === before.roster.serial + 1 && equal(roster.instance_id, before.roster.instance_id) && roster.previous !== undefined && equal(roster.previous, sha256(ascii(before.note.text)));
}
