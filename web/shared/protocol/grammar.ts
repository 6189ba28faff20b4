// What dates, hours, years, days and countries are taken as people type them: the same file and the same rules as the clerk
// and the desk (src/envelope/grammar.h), so that no page accepts what the desk would not file.
import { days_max, likely_years, years } from "../../../src/envelope/grammar.json";
import { day_of, day_text, parse_day, type Day } from "./days.ts";

/** Code → Russian, Ukrainian and English name, then other ways to write it: grammar.json's, which a page loads when it is wanted. */
export type Countries = Readonly<Record<string, readonly string[]>>;
const kNames = { ru: 0, uk: 1, en: 2 } as const;

/** "26" and "0026" are 2026: a field for dates makes the second of the first. */
function whole_year(digits: string): number {
  const year = Number(digits);
  return year < years.short_below ? year + years.short_add : year;
}

const in_years = (year: number): boolean => year >= years.first && year <= years.last;
const padded = (text: string): string => text.padStart(2, "0");

/** "25.11.2026", "25.11.26", "2026-11-25" and "0026-11-25" are 2026-11-25; undefined for what is no day. */
export function read_date(typed: string): string | undefined {
  const parts = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(typed) ?? /^(\d{1,2})\.(\d{1,2})\.(\d{2}|\d{4})$/.exec(typed);
  if (!parts) return undefined;
  const [, a = "", month = "", c = ""] = parts;
  const [year, day] = typed.includes("-") ? [a, c] : [c, a];
  if (!in_years(whole_year(year))) return undefined;
  const date = `${whole_year(year)}-${padded(month)}-${padded(day)}`;
  return parse_day(date) === undefined ? undefined : date;
}

/** "9:05" and "9" are 09:05 and 09:00. */
export function read_hour(typed: string): string | undefined {
  const parts = /^(\d{1,2})(?::(\d{2}))?$/.exec(typed);
  if (!parts || Number(parts[1]) > 23 || Number(parts[2] ?? 0) > 59) return undefined;
  return `${padded(parts[1] ?? "")}:${parts[2] ?? "00"}`;
}

/** "2027" and "27" are 2027. */
export function read_year(typed: string): string | undefined {
  return /^(\d{2}|\d{4})$/.test(typed) && in_years(whole_year(typed)) ? String(whole_year(typed)) : undefined;
}

/** A whole number of days that is not beyond the limit. */
export function read_days(typed: string): number | undefined {
  return /^\d{1,4}$/.test(typed) && Number(typed) <= days_max ? Number(typed) : undefined;
}

const letters = (text: string): string => text.normalize("NFC").toLowerCase().replace(/[ .,\-_'`\u00a0\u00b4\u02bc\u2010\u2011\u2013\u2018\u2019]/g, "").replace(/ё/g, "е");

/** The code of a country as people write it; "" for nothing, undefined for what is none. */
export function read_country(typed: string, countries: Countries): string | undefined {
  if (typed.trim() === "") return "";
  const wanted = letters(typed);
  const found = Object.entries(countries).find(([, names]) => names.some((name) => letters(name) === wanted));
  return found?.[0] ?? (/^[a-z]{2}$/.test(wanted) ? wanted.toUpperCase() : undefined);
}

export function country_name(code: string, language: keyof typeof kNames, countries: Countries): string {
  return countries[code]?.[kNames[language]] ?? code;
}

/** Whether people mean such a date: one that lies far off is asked about once, and taken if it is meant. */
export function is_likely(date: string, direction: "future" | "past", today: Day): boolean {
  const day = parse_day(date.slice(0, 10)) ?? today;
  const year = (add: number): Day => day_of(Date.parse(`${Number(day_text(today).slice(0, 4)) + add}${day_text(today).slice(4, 7)}-01T00:00:00Z`));
  if (direction === "past") return day <= today + 1 && day >= year(-likely_years.past_back);
  return day >= year(-likely_years.future_back) && day <= year(likely_years.future_ahead);
}
