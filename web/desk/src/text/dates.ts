// Times as the desk shows them: in the organisation's zone, with UTC at hand. Pure but for Intl.

/// Remaining time in the one or two units that matter: 3 d, 31 h, 5 h 40 min, 12 min.
export interface Span {
  readonly past: boolean;
  readonly days: number;
  readonly hours: number;
  readonly minutes: number;
  readonly form: "days" | "hours" | "hours_minutes" | "minutes";
}

const kMinuteMs = 60_000;
const kHourMs = 60 * kMinuteMs;
const kDayMs = 24 * kHourMs;
/// Up to here hours are counted, because "31 h" plans better than "1 day".
const kHoursUpTo = 72;
const kHoursWithMinutesBelow = 10;

/// Rounds towards the safe side: what remains is rounded down, what is past is rounded up.
export function spanOf(ms: number): Span {
  const past = ms < 0;
  const minutes = past ? Math.ceil(-ms / kMinuteMs) : Math.floor(ms / kMinuteMs);
  const hours = Math.floor(minutes / 60);
  const whole = minutes % 60 === 0;
  const form =
    hours >= kHoursUpTo ? "days" : hours >= kHoursWithMinutesBelow || (hours >= 1 && whole) ? "hours" : hours >= 1 ? "hours_minutes" : "minutes";
  return { past, days: Math.floor((minutes * kMinuteMs) / kDayMs), hours, minutes: minutes - hours * 60, form };
}

export class Dates {
  private readonly clock: Intl.DateTimeFormat;
  private readonly dayClock: Intl.DateTimeFormat;
  private readonly dayOnly: Intl.DateTimeFormat;
  private readonly weekday: Intl.DateTimeFormat;
  private readonly utc: Intl.DateTimeFormat;
  private readonly utcDate: Intl.DateTimeFormat;
  private readonly monthYear: Intl.DateTimeFormat;
  private readonly shortDay: Intl.DateTimeFormat;
  private readonly number: Intl.NumberFormat;
  private readonly plain: Intl.DateTimeFormat;

  constructor(locale: string, zone: string) {
    const hour = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
    this.clock = new Intl.DateTimeFormat(locale, { ...hour, timeZone: zone });
    this.dayClock = new Intl.DateTimeFormat(locale, { ...hour, day: "numeric", month: "short", timeZone: zone });
    this.dayOnly = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "numeric", timeZone: zone });
    this.weekday = new Intl.DateTimeFormat(locale, { weekday: "short", day: "numeric", month: "short", timeZone: zone });
    this.utc = new Intl.DateTimeFormat(locale, { ...hour, day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
    this.utcDate = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
    // Sweden writes a day as YYYY-MM-DD, which is what a date field and the desk want.
    this.plain = new Intl.DateTimeFormat("sv-SE", { year: "numeric", month: "2-digit", day: "2-digit", timeZone: zone });
    this.monthYear = new Intl.DateTimeFormat(locale, { month: "long", year: "numeric", timeZone: "UTC" });
    this.shortDay = new Intl.DateTimeFormat(locale, { weekday: "short", timeZone: "UTC" });
    this.number = new Intl.NumberFormat(locale);
  }

  time(ms: number): string {
    return this.clock.format(ms);
  }

  dayTime(ms: number): string {
    return this.dayClock.format(ms);
  }

  day(ms: number): string {
    return this.dayOnly.format(ms);
  }

  /// The day in the zone, YYYY-MM-DD.
  today(ms: number): string {
    return this.plain.format(ms);
  }

  weekDay(ms: number): string {
    return this.weekday.format(ms);
  }

  /// For the tooltip beside every time.
  inUtc(ms: number): string {
    return `${this.utc.format(ms)} UTC`;
  }

  /// A UTC day as the protocol counts them, YYYY-MM-DD.
  utcDay(day: string): string {
    return this.utcDate.format(Date.parse(`${day}T00:00:00Z`));
  }

  /// Of a day at noon of UTC.
  month(ms: number): string {
    return this.monthYear.format(ms);
  }

  weekDayName(ms: number): string {
    return this.shortDay.format(ms);
  }

  count(n: number): string {
    return this.number.format(n);
  }

  sameDay(a: number, b: number): boolean {
    return this.day(a) === this.day(b);
  }
}
