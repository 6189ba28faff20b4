// What a portable page knows of its organisation before it has asked anybody: the pins that `waymark portable make` wrote
// into it (docs/spec/portable.md). With a network it takes only what the pinned roots have signed and what is not older
// than the pins; without one it seals to a pinned day key, as long as the desk can still open that.
import { from_base64 } from "./bytes.ts";
import type { Day } from "./days.ts";
import type { DayKey } from "./day_keys.ts";
import { fetch_day_keys } from "./organisation.ts";
import { RelayClient } from "./relay_client.ts";
import { read_chain, type Roster, type RosterResult } from "./roster.ts";
import { kPublicKeyBytes } from "./xwing.ts";

/** A sealed text needs time to travel: the desk opens day d until d+3, the page seals to it until d+2. */
export const kDaysAfter = 2;
const kLookMilliseconds = 30_000;

export interface Pins {
  made: Day;
  /** All rosters, first to last, as the relay serves them. */
  chain: readonly string[];
  /** The last of them. */
  roster: Roster;
  /** Floor: a day-key list with a lower serial is older than this page. */
  list_serial: number;
  /** One for each day from `made` on. */
  keys: readonly DayKey[];
}

interface WrittenPins {
  version: number;
  made: Day;
  chain: string[];
  list: number;
  keys: { day: number; key: string }[];
}

const joined = (chain: readonly string[]): string => chain.map((note) => `${note}\0`).join("");

/** Undefined for pins that no `waymark portable make` writes. */
export function read_pins(text: string): Pins | undefined {
  try {
    const written = JSON.parse(text) as WrittenPins;
    const { made } = written;
    if (written.version !== 1 || !Number.isSafeInteger(made) || !Number.isSafeInteger(written.list)) return undefined;
    const keys = written.keys.map(({ day, key }) => ({ day, public_key: from_base64(key, kPublicKeyBytes) }));
    const whole = keys.filter((key): key is DayKey => key.public_key !== undefined);
    const one_a_day = whole.every((key, i) => key.day === made + i);
    const read = read_chain(joined(written.chain), made);
    if (whole.length === 0 || whole.length !== keys.length || !one_a_day || "error" in read) return undefined;
    return { made, chain: written.chain, roster: read.roster, list_serial: written.list, keys: whole };
  } catch {
    return undefined;
  }
}

/** The last day on which a page with these pins seals without a network. */
export function last_day(pins: Pins): Day {
  const newest = pins.keys[pins.keys.length - 1]?.day ?? pins.made;
  return Math.min(newest + kDaysAfter, pins.roster.expires);
}

/** What to seal to without a network: today's pinned key, or the newest before it that the desk will still open. */
export function offline_key(pins: Pins, today: Day): { key: DayKey } | { error: "too-old" | "clock" } {
  // A day's grace, as for rosters: the clocks of cheap phones and time zones.
  if (today < pins.made - 1) return { error: "clock" };
  if (today > last_day(pins)) return { error: "too-old" };
  const key = pins.keys.filter((candidate) => candidate.day <= today).pop() ?? pins.keys[0];
  return key ? { key } : { error: "too-old" };
}

/** The roster of an answer, if the pinned roots vouch for it and it is not older than the pinned one. */
async function checked_roster(relay: RelayClient, pins: Pins, today: Day): Promise<RosterResult | { error: "unreachable" }> {
  const current = await relay.roster();
  if (current === undefined) return { error: "unreachable" };
  const chain = current === pins.chain[pins.chain.length - 1] ? joined(pins.chain) : await relay.roster_chain();
  if (chain === undefined) return { error: "unreachable" };
  return chain.startsWith(joined(pins.chain)) ? read_chain(chain, today) : { error: "broken-chain" };
}

export type Found = { relay: RelayClient; roster: Roster } | { error: "unreachable" | "expired" | "forged" };

/** Asks one address. `forged`: it answers, but not with what the organisation has signed, or with something older. */
async function look_at(address: string, pins: Pins, today: Day, fetcher: typeof fetch): Promise<Found> {
  const base = address.replace(/\/+$/, "");
  const relay = new RelayClient(base, fetcher, kLookMilliseconds);
  const read = await checked_roster(relay, pins, today);
  if ("error" in read) return { error: read.error === "unreachable" || read.error === "expired" ? read.error : "forged" };
  const list = await fetch_day_keys(relay, read.roster, pins.list_serial);
  if ("error" in list) return { error: list.error === "unreachable" ? "unreachable" : "forged" };
  return { relay: new RelayClient(base, fetcher), roster: read.roster };
}

/** The first of the pinned addresses that answers well, one after the other; else the worst that any of them said. */
export async function find_organisation(pins: Pins, today: Day, fetcher: typeof fetch): Promise<Found> {
  let worst: Found = { error: "unreachable" };
  for (const address of [...pins.roster.relays, ...pins.roster.mirrors]) {
    const found = await look_at(address, pins, today, fetcher);
    if ("relay" in found) return found;
    if (found.error === "forged" || worst.error === "unreachable") worst = found;
  }
  return worst;
}
