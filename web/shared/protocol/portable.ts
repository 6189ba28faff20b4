// What a portable page knows of its organisation before it has asked anybody: the pins that `waymark portable make` wrote
// into it (docs/spec/portable.md). With a network it takes only what the pinned roots have signed and what is not older
// than the pins; without one it seals to a pinned day key, as long as the desk can still open that.
import { from_base64 } from "./bytes.ts";
import type { Day } from "./days.ts";
import type { DayKey } from "./day_keys.ts";
import { keys_to_seal, kClockDays } from "./freshness.ts";
import { fetch_day_keys, follow_chain } from "./organisation.ts";
import { RelayClient } from "./relay_client.ts";
import { follow_piece, in_date, is_mail, type Roster, type Verified } from "./roster.ts";
import { Turns } from "./turns.ts";
import { kPublicKeyBytes } from "./xwing.ts";

/** A sealed text needs time to travel: the desk opens day d until d+3, the page seals to it until d+2. */
export const kDaysAfter = 2;
/** A mirror that is gone must not cost a minute. */
const kLookLimitsMs: readonly number[] = [8_000, 16_000];

/** A bridge that answers by mail (docs/spec/mail.md). */
export interface PinnedBridge {
  mails: readonly string[];
  /** For days that follow one another. */
  keys: readonly DayKey[];
}

export interface Pins {
  made: Day;
  /** All rosters, first to last, as the relay serves them. */
  chain: readonly string[];
  /** The last of them, and its hash: a server is followed from there on. */
  known: Verified;
  roster: Roster;
  /** Floor: a day-key list with a lower serial is older than this page. */
  list_serial: number;
  /** One for each day from `made` on. */
  keys: readonly DayKey[];
  bridges: readonly PinnedBridge[];
}

interface WrittenPins {
  version: number;
  made: Day;
  chain: string[];
  list: number;
  keys: WrittenKey[];
  bridges: { mails: string[]; keys: WrittenKey[] }[];
}

interface WrittenKey {
  day: number;
  key: string;
}

/** Undefined unless each is whole and they are of days that follow one another. */
function read_keys(written: readonly WrittenKey[]): DayKey[] | undefined {
  const keys = written.map(({ day, key }) => ({ day, public_key: from_base64(key, kPublicKeyBytes) }));
  const whole = keys.filter((key): key is DayKey => key.public_key !== undefined);
  const first = whole[0]?.day ?? 0;
  return whole.length > 0 && whole.length === keys.length && whole.every((key, i) => key.day === first + i) ? whole : undefined;
}

/** Undefined for pins that no `waymark portable make` writes. */
export function read_pins(text: string): Pins | undefined {
  try {
    const written = JSON.parse(text) as WrittenPins;
    const { made } = written;
    if (written.version !== 2 || !Number.isSafeInteger(made) || !Number.isSafeInteger(written.list)) return undefined;
    const keys = read_keys(written.keys);
    const bridges = written.bridges.map(({ mails, keys: own }) => ({ mails, keys: read_keys(own) }));
    const whole = bridges.filter((bridge): bridge is { mails: string[]; keys: DayKey[] } => bridge.keys !== undefined && bridge.mails.every(is_mail));
    const read = follow_piece(`${written.chain.map((note) => `${note}\0`).join("")}\0`, undefined);
    if (keys?.[0]?.day !== made || whole.length !== bridges.length || "error" in read || "error" in in_date(read.last.roster, made)) return undefined;
    return { made, chain: written.chain, known: read.last, roster: read.last.roster, list_serial: written.list, keys, bridges: whole };
  } catch {
    return undefined;
  }
}

/** What a poll letter of `today` is sealed to at this bridge, if it still opens it: today's key, or yesterday's. */
export function bridge_key(bridge: PinnedBridge, today: Day): DayKey | undefined {
  return bridge.keys.find((key) => key.day === today) ?? bridge.keys.find((key) => key.day === today - 1);
}

/** The last day on which a page with these pins seals without a network. */
export function last_day(pins: Pins): Day {
  const newest = pins.keys[pins.keys.length - 1]?.day ?? pins.made;
  return Math.min(newest + kDaysAfter, pins.roster.expires);
}

/** What to seal to without a network: today's pinned key, or the newest before it that the desk will still open. */
export function offline_key(pins: Pins, today: Day): { key: DayKey } | { error: "too-old" | "clock" } {
  if (today < pins.made - kClockDays) return { error: "clock" };
  if (today > last_day(pins)) return { error: "too-old" };
  const key = pins.keys.filter((candidate) => candidate.day <= today).pop() ?? pins.keys[0];
  return key ? { key } : { error: "too-old" };
}

export type FoundError = "unreachable" | "expired" | "forged" | "stale" | "ahead";
export type Found = { relay: RelayClient; roster: Roster } | { error: FoundError };

/**
 * Asks one address. `forged`: it answers, but not with what the organisation has signed, or with something older than this file.
 * `stale`, `ahead`: what it has is signed, but its keys are not of these days, so nobody should seal to them.
 */
async function look_at(address: string, pins: Pins, today: Day, fetcher: typeof fetch, turns: Turns): Promise<Found> {
  const base = address.replace(/\/+$/, "");
  const relay = new RelayClient(base, fetcher, { turns, limits_ms: kLookLimitsMs });
  const followed = await follow_chain(relay, pins.known);
  if ("error" in followed) return { error: followed.error === "unreachable" ? followed.error : "forged" };
  const current = in_date(followed.last.roster, today);
  if ("error" in current) return { error: current.error === "expired" ? "expired" : "ahead" };
  const found = await fetch_day_keys(relay, current.roster, pins.list_serial);
  if ("error" in found) return { error: found.error === "unreachable" ? found.error : "forged" };
  const fresh = keys_to_seal(found.list, today);
  return "error" in fresh ? { error: fresh.error } : { relay: new RelayClient(base, fetcher, { turns }), roster: current.roster };
}

/** The first of the pinned addresses that answers well, one after the other; else the worst that any of them said. */
export async function find_organisation(pins: Pins, today: Day, fetcher: typeof fetch, turns = new Turns()): Promise<Found> {
  let worst: Found = { error: "unreachable" };
  for (const address of [...pins.roster.relays, ...pins.roster.mirrors]) {
    const found = await look_at(address, pins, today, fetcher, turns);
    if ("relay" in found) return found;
    if (found.error === "forged" || worst.error === "unreachable") worst = found;
  }
  return worst;
}
