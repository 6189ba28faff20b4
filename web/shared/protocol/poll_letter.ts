// The way back by mail (docs/spec/mail.md): a poll letter, which from outside is an envelope like any other, and the answer
// to it, sealed to the requester's own key.
import { kFileBytes, kPlaintextBytes, open_sized, seal } from "./age.ts";
import { to_armor } from "./armor.ts";
import { concat, equal, number_bytes, read_number, type Bytes } from "./bytes.ts";
import { day_text, type Day } from "./days.ts";
import type { DayKey } from "./day_keys.ts";
import { kIdBytes, kPolledIds, places } from "./mailbox.ts";
import { read_armor, type PastedError } from "./pasted.ts";
import { kPollAnswerBytes } from "./polling.ts";
import { read_reply, type Reply, type ReplyContext } from "./reply.ts";

const kVersion = 1;
const kPollKind = 0x21;
const kAnswerKind = 0xa1;
const kHeadBytes = 56;
const kAnswerPlaintextBytes = kHeadBytes + kPollAnswerBytes;
export const kAnswerBytes = kFileBytes - kPlaintextBytes + kAnswerPlaintextBytes;

/** @param skip so many replies were read already. @return kPlaintextBytes */
export function poll_plaintext(context: ReplyContext, day: Day, nonce: Uint8Array, skip: number): Bytes {
  const ids = places(context.keys.mailbox_secret, day).map((place) => place.id);
  const used = concat(Uint8Array.of(kVersion, kPollKind), context.instance_id, number_bytes(day, 4), nonce, context.keys.reply_public_key, number_bytes(skip, 2), ...ids);
  return concat(used, new Uint8Array(kPlaintextBytes - used.length));
}

/** The text of a letter, like that of a message: the day of the key in front. */
export function poll_letter(context: ReplyContext, key: DayKey, skip: number): string {
  const nonce = crypto.getRandomValues(new Uint8Array(16));
  return `${day_text(key.day)}\n${to_armor(seal(poll_plaintext(context, key.day, nonce, skip), key.public_key))}`;
}

/** What an answer letter says. */
export interface Answer {
  /** When it was asked. */
  day: Day;
  /** How many replies waited, and how many of them had been read before this one was asked for. */
  total: number;
  skip: number;
  /** `none` waits after `skip`; `not-ours`: something came that the organisation has not signed. */
  reply: Reply | "none" | "not-ours";
}
export type AnswerError = PastedError | "own" | "not-for-us" | "foreign";

function read_plaintext(plaintext: Bytes, context: ReplyContext): Answer | { error: AnswerError } {
  if (plaintext[0] !== kVersion || plaintext[1] !== kAnswerKind || !equal(plaintext.subarray(2, 34), context.instance_id)) return { error: "foreign" };
  const day = read_number(plaintext, 34, 4);
  const said = plaintext.subarray(kHeadBytes);
  const answer = { day, total: read_number(said, 0, 2), skip: read_number(plaintext, 54, 2) };
  if (answer.total > kPolledIds || answer.skip > kPolledIds) return { error: "foreign" };
  if (read_number(said, 2, 2) === 0) return { ...answer, reply: "none" };
  const place = places(context.keys.mailbox_secret, day).find((one) => equal(one.id, said.subarray(4, 4 + kIdBytes)));
  const read = place && read_reply(said.slice(4 + kIdBytes), place, context);
  return { ...answer, reply: read && "reply" in read ? read.reply : "not-ours" };
}

/** @param text as it was pasted. `own`: the poll letter itself, or a message; `not-for-us`: other words */
export function read_answer(text: string, context: ReplyContext): Answer | { error: AnswerError } {
  const pasted = read_armor(text, kAnswerBytes);
  if ("error" in pasted) return { error: "file" in read_armor(text, kFileBytes) ? "own" : pasted.error };
  const opened = open_sized(pasted.file, context.keys.reply_seed, kAnswerBytes);
  if ("error" in opened) return { error: opened.error === "not-for-us" ? "not-for-us" : "changed" };
  return read_plaintext(opened.plaintext, context);
}
