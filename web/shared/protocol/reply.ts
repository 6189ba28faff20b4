// Reading a reply (docs/spec/mailbox.md). A blob that fails any check is not shown, only counted.
import { ascii, concat, equal, read_number, type Bytes } from "./bytes.ts";
import { kPlaintextBytes, open } from "./age.ts";
import type { Day } from "./days.ts";
import { kLanguages, type Language } from "./envelope.ts";
import { sha256 } from "./hash.ts";
import type { RequesterKeys } from "./keys.ts";
import type { Place } from "./mailbox.ts";
import { signature_fits } from "./signed_note.ts";

const kVersion = 2;
const kKindReply = 0x81;
const kBodyAt = 92;
const kSignatureAt = 6_469;
const kSignatureBytes = 64;
export const kTokenBytes = 16;
const kTokensMax = 2;
export const kReplyLabel = "waymark/v2/reply";

export interface Reply {
  place: Place;
  language: Language;
  text: string;
  /** How many messages of this requester had arrived when it was sealed, and the day of the last of them. */
  messages_arrived: number;
  last_message_day: Day;
  sealed_day: Day;
  /** With each of them one message passes before whom the relay asks for work. */
  tokens: Bytes[];
}

export type ReplyResult = { reply: Reply } | { error: "not-ours" };

export interface ReplyContext {
  keys: RequesterKeys;
  instance_id: Uint8Array;
  /** Reply keys of the current roster. */
  reply_keys: readonly Uint8Array[];
}

const kNotOurs: ReplyResult = { error: "not-ours" };

function signed(plaintext: Bytes, reply_keys: readonly Uint8Array[]): boolean {
  const signature = plaintext.subarray(kSignatureAt, kSignatureAt + kSignatureBytes);
  const message = concat(ascii(kReplyLabel), plaintext.subarray(0, kSignatureAt));
  return reply_keys.some((key) => signature_fits(signature, message, key));
}

function meant_for(plaintext: Bytes, place: Place, context: ReplyContext): boolean {
  return (
    plaintext[0] === kVersion &&
    plaintext[1] === kKindReply &&
    (plaintext[3] ?? 0) <= kTokensMax &&
    equal(plaintext.subarray(4, 36), context.instance_id) &&
    equal(plaintext.subarray(36, 68), sha256(context.keys.reply_public_key)) &&
    read_number(plaintext, 68, 4) === place.week &&
    plaintext[72] === place.slot &&
    read_number(plaintext, 73, 3) === 0
  );
}

/** They lie right before the signature, what the body leaves free before them. */
const tokens_at = (plaintext: Bytes): number => kSignatureAt - (plaintext[3] ?? 0) * kTokenBytes;

function body_of(plaintext: Bytes): string | undefined {
  const end = kBodyAt + read_number(plaintext, 88, 4);
  if (end > tokens_at(plaintext) || plaintext.subarray(end, tokens_at(plaintext)).some((byte) => byte !== 0)) return undefined;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(plaintext.subarray(kBodyAt, end));
  } catch {
    return undefined;
  }
}

/** @param place where the blob was found: week and slot inside must be the same */
export function read_reply(blob: Uint8Array, place: Place, context: ReplyContext): ReplyResult {
  const opened = open(blob, context.keys.reply_seed);
  if ("error" in opened || opened.plaintext.length !== kPlaintextBytes) return kNotOurs;
  const { plaintext } = opened;
  if (!meant_for(plaintext, place, context) || !signed(plaintext, context.reply_keys)) return kNotOurs;
  const language = (Object.keys(kLanguages) as Language[]).find((name) => kLanguages[name] === plaintext[2]);
  const text = body_of(plaintext);
  if (!language || text === undefined) return kNotOurs;
  const tokens: Bytes[] = [];
  for (let at = tokens_at(plaintext); at < kSignatureAt; at += kTokenBytes) tokens.push(plaintext.slice(at, at + kTokenBytes));
  return { reply: { tokens, place, language, text, messages_arrived: read_number(plaintext, 76, 4), last_message_day: read_number(plaintext, 80, 4), sealed_day: read_number(plaintext, 84, 4) } };
}
