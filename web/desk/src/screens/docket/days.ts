// Days of the docket: windows, months, and entries by day on the organisation's clock. Pure.
import type { DocketEntry } from "../../api/types.ts";

/// What an entry stands at: when to begin, or the date itself.
export type StandsBy = "begin" | "date";

const kDayMs = 86_400_000;
/// A clock stays in sight so long after it has passed, as kPastCountsFor of the desk.
const kPastDays = 7;
/// At the end of a month what is due tomorrow is in sight, and what has to be begun next week.
const kAheadDays = 14;

/// Days as YYYY-MM-DD; counted at noon of UTC, where no clock changes.
const msOf = (day: string): number => Date.parse(`${day}T12:00:00Z`);
const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

export function addDays(day: string, count: number): string {
  return dayOf(msOf(day) + count * kDayMs);
}

export function addMonths(month: string, count: number): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number - 1 + count, 1)).toISOString().slice(0, 7);
}

export interface DayWindow {
  readonly from: string;
  readonly days: number;
}

/// Whole weeks from Monday around a month.
export function weeksOf(month: string): DayWindow {
  const first = `${month}-01`;
  const before = (new Date(msOf(first)).getUTCDay() + 6) % 7;
  const from = addDays(first, -before);
  const next = `${addMonths(month, 1)}-01`;
  return { from, days: Math.ceil((msOf(next) - msOf(from)) / kDayMs / 7) * 7 };
}

/// A month as a list; the present one begins with what has just passed, and reaches two weeks ahead.
export function listOf(month: string, today: string): DayWindow {
  const first = `${month}-01`;
  const next = `${addMonths(month, 1)}-01`;
  const present = today.startsWith(month);
  const past = addDays(today, -kPastDays);
  const ahead = addDays(today, kAheadDays + 1);
  const from = present && past < first ? past : first;
  const until = present && ahead > next ? ahead : next;
  return { from, days: Math.round((msOf(until) - msOf(from)) / kDayMs) };
}

/// The last day of that list, if it lies behind the month. @return null where the list ends with the month
export function reachOf(month: string, today: string): string | null {
  const { from, days } = listOf(month, today);
  const last = addDays(from, days - 1);
  return last.startsWith(month) ? null : last;
}

export function daysOf({ from, days }: DayWindow): string[] {
  return Array.from({ length: days }, (_, at) => addDays(from, at));
}

export const standsAt = (entry: DocketEntry, by: StandsBy): number => Date.parse(by === "date" ? (entry.date ?? entry.begin_by) : entry.begin_by);

/// Entries by day, in their order. @param dayAt  the day of a moment on the organisation's clock
export function byDay(entries: readonly DocketEntry[], by: StandsBy, dayAt: (ms: number) => string): ReadonlyMap<string, readonly DocketEntry[]> {
  const all = new Map<string, DocketEntry[]>();
  for (const entry of entries) {
    const day = dayAt(standsAt(entry, by));
    all.set(day, [...(all.get(day) ?? []), entry]);
  }
  return all;
}
