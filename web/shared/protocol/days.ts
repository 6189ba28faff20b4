// Unix days, as the protocol counts them: whole days since 1970-01-01 UTC.

export type Day = number;

const kDayMilliseconds = 86_400_000;

export function day_of(milliseconds: number): Day {
  return Math.floor(milliseconds / kDayMilliseconds);
}

/** "2026-11-22" for a day. */
export function day_text(day: Day): string {
  return new Date(day * kDayMilliseconds).toISOString().slice(0, 10);
}

/** The day of "2026-11-22"; undefined if the text is not a date of the calendar. */
export function parse_day(text: string): Day | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const milliseconds = Date.parse(`${text}T00:00:00Z`);
  if (Number.isNaN(milliseconds)) return undefined;
  const day = day_of(milliseconds);
  return day_text(day) === text ? day : undefined;
}

/** Weeks begin on Monday (docs/spec/mailbox.md). */
export function week_of(day: Day): number {
  return Math.floor((day + 3) / 7);
}
