// Which of a list's keys a writer may seal to on its own day, and which lists are too old or from the future. A seed that
// leaked opens what is sealed to its day and nothing else, as long as nobody seals to an old day
// (docs/spec/freshness.md; the same rule is src/roster/freshness.h, tied by tests/vectors/freshness.json).
import type { Day } from "./days.ts";
import type { DayKey, DayKeyList } from "./day_keys.ts";

/** How far a writer's clock may be from the desk's: the clocks of cheap phones, and wrong time zones. */
export const kClockDays = 1;
/** A list that was issued longer ago than this is stale, whatever keys it has. */
const kListAgeDaysMax = 2;

/** `stale`: the list is too old, or the clock is ahead. `ahead`: the list is from the future, so the clock is behind. */
export type Unfresh = "stale" | "ahead";

/** The best key first: today's, then tomorrow's (the clock is behind), then yesterday's (it is ahead, or the desk was away). */
export function keys_to_seal({ issued, keys }: Pick<DayKeyList, "issued" | "keys">, today: Day): { keys: DayKey[] } | { error: Unfresh } {
  const first = keys[0]?.day ?? 0;
  const last = keys[keys.length - 1]?.day ?? 0;
  if (issued > today + kClockDays || first > today + kClockDays) return { error: "ahead" };
  if (issued + kListAgeDaysMax < today || last + kClockDays < today) return { error: "stale" };
  const near = [today, today + kClockDays, today - kClockDays].flatMap((day) => keys.filter((key) => key.day === day));
  // Days may be left out between the whole keys of a list: then none of them is near.
  return near.length > 0 ? { keys: near } : { error: "stale" };
}
