// C2SP signed notes as the roster and the day-key list use them (docs/spec/roster.md): text, an empty line, signature lines.
import { ed25519 } from "@noble/curves/ed25519.js";
import { ascii, concat, equal, from_base64, read_number, to_base64, type Bytes } from "./bytes.ts";
import { sha256 } from "./hash.ts";

export const kNoteBytesMax = 64 * 1_024;
const kSignaturesMax = 32;
const kControl = /[\u0000-\u0009\u000b-\u001f]/;
const kSignatureLine = /^\u2014 ([a-z]+) ([A-Za-z0-9+/]+={0,2})$/;
const kAlgorithmEd25519 = 1;

export interface Note {
  /** With its last newline: what is signed and hashed. */
  text: string;
  signatures: { name: string; key_id: number; signature: Bytes }[];
}

/** Undefined for anything that is not a note of at most kNoteBytesMax. */
export function parse_note(whole: string): Note | undefined {
  const end = whole.lastIndexOf("\n\n");
  if (ascii(whole).length > kNoteBytesMax || kControl.test(whole) || end < 0 || !whole.endsWith("\n")) return undefined;
  const signatures: Note["signatures"] = [];
  for (const line of whole.slice(end + 2, -1).split("\n")) {
    const match = kSignatureLine.exec(line);
    const blob = match && from_base64(match[2] ?? "", 68);
    if (!match || !blob) return undefined;
    signatures.push({ name: match[1] ?? "", key_id: read_number(blob, 0, 4), signature: blob.slice(4) });
  }
  return signatures.length > kSignaturesMax ? undefined : { text: whole.slice(0, end + 1), signatures };
}

export function key_id(name: string, public_key: Uint8Array): number {
  return read_number(sha256(concat(ascii(name), Uint8Array.of(0x0a, kAlgorithmEd25519), public_key)), 0, 4);
}

const checked_keys = new Map<string, boolean>();

function check_key(public_key: Uint8Array): boolean {
  try {
    const point = ed25519.Point.fromBytes(public_key, false);
    return !point.isSmallOrder() && point.isTorsionFree();
  } catch {
    return false;
  }
}

/**
 * A canonical point of the prime-order subgroup: a signature under any other key proves nothing, or not the same to everybody.
 * The check costs as much as a signature and the rosters of a chain repeat their keys, so answers are kept; keys are public.
 */
export function is_good_key(public_key: Uint8Array): boolean {
  const name = to_base64(public_key);
  const good = checked_keys.get(name) ?? check_key(public_key);
  checked_keys.set(name, good);
  return good;
}

/** Strict Ed25519 (RFC 8032, good keys only); false instead of an exception for bytes that are no key. */
export function signature_fits(signature: Uint8Array, message: Uint8Array, public_key: Uint8Array): boolean {
  try {
    return is_good_key(public_key) && ed25519.verify(signature, message, public_key, { zip215: false });
  } catch {
    return false;
  }
}

/** How many of `keys` (each counted once) have signed the note under `name`. */
export function count_signers(note: Note, name: string, keys: readonly Uint8Array[]): number {
  const message = ascii(note.text);
  const distinct = keys.filter((key, i) => keys.findIndex((other) => equal(other, key)) === i);
  return distinct.filter((key) => note.signatures.some((line) => line.name === name && line.key_id === key_id(name, key) && signature_fits(line.signature, message, key))).length;
}
