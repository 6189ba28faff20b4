// The organisation's roster: its public keys and addresses, signed and chained (docs/spec/roster.md).
import { ascii, equal, from_base64, type Bytes } from "./bytes.ts";
import { parse_day, type Day } from "./days.ts";
import { sha256 } from "./hash.ts";
import { LineReader } from "./lines.ts";
import { kClockDays } from "./freshness.ts";
import { count_signers, is_good_key, parse_note, type Note } from "./signed_note.ts";

const kDaysMax = 30;
const kPieceBytes = 6_144;
const kTextBytesMax = 5_900;
const kNameBytesMax = 200;
const kAddressBytesMax = 300;
const kMailBytesMax = 254;
const kMailsMax = 8;
const kChainMax = 4_096;
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
  /** E-mail addresses of bridges. */
  mails: string[];
}

export type ChainError = "malformed" | "unsigned" | "broken-chain" | "wrong-instance";
/** `expired` and `not-yet` also when the clock of the device is wrong: then the roster's dates are worth showing. */
export type RosterError = ChainError | "expired" | "not-yet";
export type RosterResult = { roster: Roster } | { error: RosterError; roster?: Roster };

/** A roster and the hash of its text, which the next one names. */
export interface Verified {
  roster: Roster;
  text_hash: Bytes;
}
type VerifiedResult = { verified: Verified } | { error: ChainError };

interface Parsed extends Verified {
  note: Note;
}

function parse(whole: string): Parsed | undefined {
  // With its NUL byte it is one piece of the chain at most: a larger answer would be cut on the way.
  const note = ascii(whole).length < kPieceBytes ? parse_note(whole) : undefined;
  if (!note || ascii(note.text).length > kTextBytesMax) return undefined;
  const lines = new LineReader(note.text);
  lines.exactly("waymark roster v1");
  const key = (text: string): Bytes | undefined => {
    const bytes = from_base64(text, kKeyBytes);
    return bytes && is_good_key(bytes) ? bytes : undefined;
  };
  const text_hash = sha256(ascii(note.text));
  const name = lines.one("name", (text) => (text !== "" && ascii(text).length <= kNameBytesMax ? text : undefined));
  const serial = lines.one("serial", whole_number);
  const instance = lines.one("instance", (text) => (text === "self" ? text_hash : from_base64(text, kHashBytes)));
  const previous = lines.one("previous", (text) => (text === "none" ? text : from_base64(text, kHashBytes)));
  const issued = lines.one("issued", parse_day);
  const expires = lines.one("expires", parse_day);
  const threshold = lines.one("threshold", whole_number);
  const roots = lines.many("root", 1, 1, key);
  const list_key = lines.one("list", key);
  const reply_keys = lines.many("reply", 1, 4, key);
  const relays = lines.many("relay", 0, 16, address);
  const clerks = lines.many("clerk", 0, 16, address);
  const mirrors = lines.many("mirror", 0, 32, address);
  const mails = lines.many("mail", 0, kMailsMax, mail);
  if (!lines.finished() || name === undefined || serial === undefined || !instance || !previous || issued === undefined || expires === undefined || threshold === undefined || !list_key) return undefined;
  const first = serial === 1;
  if (first !== (previous === "none") || first !== note.text.includes("\ninstance self\n")) return undefined;
  // Version 1 is one root that signs alone: no command signs with several (docs/decisions/one-root.md).
  const twice = reply_keys.some((one, i) => reply_keys.findIndex((other) => equal(other, one)) !== i);
  if (serial < 1 || threshold !== 1 || twice || expires < issued || expires - issued > kDaysMax) return undefined;
  const roster = { name, serial, instance_id: instance, previous: previous === "none" ? undefined : previous, issued, expires, threshold, roots, list_key, reply_keys, relays, clerks, mirrors, mails };
  return { roster, text_hash, note };
}

export function whole_number(text: string): number | undefined {
  return /^(0|[1-9][0-9]{0,8})$/.test(text) ? Number(text) : undefined;
}

function address(text: string): string | undefined {
  // Printable ASCII without what could leave an attribute or a header.
  return text.length <= kAddressBytesMax && /^https?:\/\/[!-~]*$/.test(text) && !/["'<>\\^`{|}]/.test(text) ? text : undefined;
}

/** Letters, digits and a few signs on both sides of one @, so that it may stand in a link. */
export function is_mail(text: string): boolean {
  return text.length <= kMailBytesMax && /^[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+$/.test(text);
}

const mail = (text: string): string | undefined => (is_mail(text) ? text : undefined);

function signed_by(parsed: Parsed, authority: Roster): boolean {
  return count_signers(parsed.note, "root", authority.roots) >= authority.threshold;
}

/** A checked roster, if today is within its dates. */
export function in_date(roster: Roster, today: Day): RosterResult {
  if (today > roster.expires) return { error: "expired", roster };
  return today < roster.issued - kClockDays ? { error: "not-yet", roster } : { roster };
}

/** The first roster of a chain: signed by its own root; the instance id is the hash of its text. */
export function verify_first(whole: string): VerifiedResult {
  const parsed = parse(whole);
  if (!parsed) return { error: "malformed" };
  if (parsed.roster.serial !== 1) return { error: "broken-chain" };
  return signed_by(parsed, parsed.roster) ? { verified: parsed } : { error: "unsigned" };
}

/** The next one: signed by the root of the one before, and its serial, hash and instance follow. */
export function verify_next(whole: string, before: Verified): VerifiedResult {
  const parsed = parse(whole);
  if (!parsed) return { error: "malformed" };
  const { serial, previous, instance_id } = parsed.roster;
  if (serial !== before.roster.serial + 1 || !previous || !equal(previous, before.text_hash)) return { error: "broken-chain" };
  if (!equal(instance_id, before.roster.instance_id)) return { error: "wrong-instance" };
  return signed_by(parsed, before.roster) ? { verified: parsed } : { error: "unsigned" };
}

/** What a page has inside is as good as the page: its signatures are not asked for. */
export function read_pinned(whole: string): Verified | undefined {
  return parse(whole);
}

export type PieceResult = { last: Verified; is_end: boolean } | { error: ChainError };

/**
 * Follows a piece of the chain: rosters, each followed by a NUL, and one NUL more behind the newest of all. From `before` on,
 * or from the first roster if there is nothing before.
 */
export function follow_piece(piece: string, before: Verified | undefined): PieceResult {
  const texts = piece.split("\0");
  if (texts.pop() !== "") return { error: "malformed" };
  const is_end = texts[texts.length - 1] === "";
  if (is_end) texts.pop();
  let last = before;
  for (const text of texts) {
    if (last && last.roster.serial >= kChainMax) return { error: "malformed" };
    const read = last ? verify_next(text, last) : verify_first(text);
    if ("error" in read) return read;
    last = read.verified;
  }
  return last && (is_end || texts.length > 0) ? { last, is_end } : { error: "malformed" };
}
