// Where replies wait: ids and delete tokens by week and slot (docs/spec/mailbox.md).
import { concat, number_bytes, type Bytes } from "./bytes.ts";
import type { Day } from "./days.ts";
import { week_of } from "./days.ts";
import { hkdf } from "./hash.ts";

export const kSlots = 8;
export const kWeeksAhead = 1;
export const kWeeksBack = 4;
export const kPolledIds = kSlots * (kWeeksAhead + 1 + kWeeksBack);
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

/** All places that are asked for on a day, in the order of the request: week descending, slot ascending. */
export function places(mailbox_secret: Uint8Array, today: Day): Place[] {
  const newest = week_of(today) + kWeeksAhead;
  return Array.from({ length: kPolledIds }, (_, i) => {
    const week = newest - Math.floor(i / kSlots);
    const slot = i % kSlots;
    return { week, slot, id: mailbox_id(mailbox_secret, week, slot) };
  });
}
