// What a page must know of the organisation before it can seal: a checked roster and a checked list of day keys.
import { kClockDays } from "./freshness.ts";
import type { Day } from "./days.ts";
import { read_day_keys, type DayKeyList } from "./day_keys.ts";
import type { Floor } from "./floor.ts";
import { follow_piece, in_date, type Roster, type RosterError, type Verified } from "./roster.ts";
import type { RelayClient } from "./relay_client.ts";

export type FetchError = RosterError | "unreachable" | "no-roster";
/** The roster comes along where its dates are what is wrong: they are worth showing beside the date of the device. */
export interface RosterProblem {
  error: FetchError;
  roster?: Roster;
}
export type FetchedRoster = { roster: Roster } | RosterProblem;

/**
 * The newest roster, with every link of the chain checked, piece by piece: from the roster that the page has inside, or from the
 * very first one. Nothing older than `known` comes out of here, whatever is served.
 */
export async function follow_chain(relay: RelayClient, known: Verified | undefined): Promise<{ last: Verified } | { error: FetchError }> {
  for (let last = known; ; ) {
    const piece = await relay.rosters_from((last?.roster.serial ?? 0) + 1);
    if (piece === undefined) return { error: "unreachable" };
    // A server that does not have as many rosters as we know of is behind us.
    if (piece === "") return { error: known ? "broken-chain" : "no-roster" };
    const followed = follow_piece(piece, last);
    if ("error" in followed) return followed;
    if (followed.is_end) return followed;
    last = followed.last;
  }
}

/** The current roster, never one below the floor; out of its dates it is refused, and comes along to be named. */
export async function fetch_roster(relay: RelayClient, today: Day, floor?: Floor): Promise<FetchedRoster> {
  if (floor && today < floor.made - kClockDays) return { error: "not-yet", roster: floor.known.roster };
  const followed = await follow_chain(relay, floor?.known);
  return "last" in followed ? in_date(followed.last.roster, today) : followed;
}

/** @param list_floor lists with a lower serial are older than what this page knows, and refused */
export async function fetch_day_keys(relay: RelayClient, roster: Roster, list_floor = 0): Promise<{ list: DayKeyList } | { error: FetchError | "older" }> {
  const text = await relay.day_keys();
  if (text === undefined) return { error: "unreachable" };
  if (text === "") return { error: "no-roster" };
  const read = read_day_keys(text, roster);
  return "list" in read && read.list.serial < list_floor ? { error: "older" } : read;
}
