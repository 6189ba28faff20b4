// Where replies wait: ids and delete tokens by week and slot (docs/spec/mailbox.md).
import { concat, number_bytes, type Bytes } from "./bytes.ts";
import type { Day } from "./days.ts";
import { week_of } from "./days.ts";
import { hkdf } from "./hash.ts";

export const kSlots = 8;
export const kPolledWeeks = 6;
export const kPolledIds = kSlots * kPolledWeeks;
/** A reply waits at the relay for this long, whatever the weekday on which it came. */
export const kReplyDays = 30;
// Six weeks are asked for. From Wednesday on the newest is the coming one; on Monday and Tuesday it is this one, because
// thirty days reach five weeks back then (docs/spec/mailbox.md).
const kNewestWeekAheadDays = 5;
export const kIdBytes = 16;
export const kTokenBytes = 32;

export interface Place {
  week: number;
  slot: number;
  id: Bytes;
}

function context(week: number, slot: number): Bytes {
  return concat(number_bytes(week, 4), Uint8Array.of(slot));
}

export function mailbox_id(mailbox_secret: Uint8Array, week: number, slot: number): Bytes {
  return hkdf(mailbox_secret, kIdBytes, "waymark/v1/mailbox id", context(week, slot));
}

export function delete_token(mailbox_secret: Uint8Array, week: number, slot: number): Bytes {
  return hkdf(mailbox_secret, kTokenBytes, "waymark/v1/delete token", context(week, slot));
}

/** The newest week that is asked for on a day. */
export function newest_polled_week(today: Day): number {
  return week_of(today + kNewestWeekAheadDays);
}

/** All places that are asked for on a day, in the order of the request: week descending, slot ascending. */
export function places(mailbox_secret: Uint8Array, today: Day): Place[] {
  const newest = newest_polled_week(today);
  return Array.from({ length: kPolledIds }, (_, i) => {
    const week = newest - Math.floor(i / kSlots);
    const slot = i % kSlots;
    return { week, slot, id: mailbox_id(mailbox_secret, week, slot) };
  });
}
