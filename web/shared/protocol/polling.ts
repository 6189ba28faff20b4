// What only somebody who comes back asks a relay for: replies, and their deletion (docs/spec/relay.md). Apart from the other calls, so
// that nobody's first visit carries it.
import { concat, equal, number_bytes, read_number, type Bytes } from "./bytes.ts";
import { kFileBytes } from "./age.ts";
import { delete_token, kIdBytes, kPolledIds, kTokenBytes, type Place } from "./mailbox.ts";
import { is_good, text_of, type RelayClient } from "./relay_client.ts";

export const kPollAnswerBytes = 4 + kIdBytes + kFileBytes;

/** One answer holds one reply, or filler of the same size. */
export interface Polled {
  /** How many replies wait. */
  total: number;
  /** False when there is none after `skip`. */
  returned: boolean;
  /** Undefined also for one under an id that was not asked for. */
  found: { place: Place; blob: Bytes } | undefined;
}

/** Undefined if there was no good answer. */
export async function poll(relay: RelayClient, places: readonly Place[], skip: number): Promise<Polled | undefined> {
  const answer = await relay.ask("/v1/poll", concat(number_bytes(skip, 2), ...places.map((place) => place.id)));
  if (!is_good(answer) || answer.bytes.length !== kPollAnswerBytes) return undefined;
  const { bytes } = answer;
  const returned = read_number(bytes, 2, 2) > 0;
  const place = returned ? places.find((candidate) => equal(candidate.id, bytes.subarray(4, 4 + kIdBytes))) : undefined;
  return { total: read_number(bytes, 0, 2), returned, found: place && { place, blob: bytes.slice(4 + kIdBytes) } };
}

/**
 * True only after the relay says that the deletion is durable. Always of one size: entries that stand for nothing are
 * random, so the line does not tell one reply from all of them.
 */
export async function delete_replies(relay: RelayClient, mailbox_secret: Uint8Array, places: readonly Place[]): Promise<boolean> {
  const entries = places.map((place) => concat(place.id, delete_token(mailbox_secret, place.week, place.slot)));
  const filler = crypto.getRandomValues(new Uint8Array((kPolledIds - entries.length) * (kIdBytes + kTokenBytes)));
  const answer = await relay.ask("/v1/delete", concat(...entries, filler));
  return is_good(answer) && text_of(answer).trim() === "deleted";
}
