// What a page must know of the organisation before it can seal: a checked roster and a checked list of day keys.
import type { Day } from "./days.ts";
import { read_day_keys, type DayKeyList } from "./day_keys.ts";
import { read_chain, read_current, type Roster, type RosterError } from "./roster.ts";
import type { RelayClient } from "./relay_client.ts";

export type FetchError = RosterError | "unreachable" | "no-roster";

/** Fetches the current roster; the whole chain only if its roots have changed since the one before. */
export async function fetch_roster(relay: RelayClient, today: Day): Promise<{ roster: Roster } | { error: FetchError }> {
  const text = await relay.roster();
  if (text === undefined) return { error: "unreachable" };
  if (text === "") return { error: "no-roster" };
  const current = read_current(text, today);
  if (!("error" in current) || current.error !== "unsigned") return current;
  const chain = await relay.roster_chain();
  return chain === undefined ? { error: "unreachable" } : read_chain(chain, today);
}

/** @param floor lists with a lower serial are older than what this page knows, and refused as stale */
export async function fetch_day_keys(relay: RelayClient, roster: Roster, floor = 0): Promise<{ list: DayKeyList } | { error: FetchError | "wrong-instance" | "stale" }> {
  const text = await relay.day_keys();
  if (text === undefined) return { error: "unreachable" };
  if (text === "") return { error: "no-roster" };
  const read = read_day_keys(text, roster);
  return "list" in read && read.list.serial < floor ? { error: "stale" } : read;
}
