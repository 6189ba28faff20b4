// The question pack as the page uses it (docs/spec/pack.md): which questions are asked, which answers are offered, what an
// answer looks like in the envelope. Pure functions; the rules of the pack are data.
import { day_text, type Day } from "../../shared/protocol/days.ts";
import { read_country, read_date, read_days, read_hour, read_year, type Countries } from "../../shared/protocol/grammar.ts";

export interface Atom {
  question: string;
  is?: string[];
  is_not?: string[];
}

export interface PackAnswer {
  code: string;
  needs?: string;
  exclusive?: boolean;
  danger?: boolean;
  date?: "future" | "past";
  country?: boolean;
  year?: string;
  third_person?: boolean;
  contact_words?: boolean;
}

export interface Question {
  id: string;
  kind: "one" | "many" | "table" | "text" | "consent";
  when?: Atom[];
  answers?: PackAnswer[];
  states?: string[];
  default?: string;
}

export interface PagePack {
  id: string;
  version: number;
  options: Record<string, boolean>;
  short_way?: { if: Atom[]; questions: string[] };
  questions: Question[];
}

/** How a date was given, as it was typed; days are counted from the day `from`. */
export type When = { how: "date"; date: string; hour: string } | { how: "days"; days: string; from?: Day } | { how: "unknown" };

export interface Chosen {
  code: string;
  state?: string;
  when?: When;
  country?: string;
  year?: string;
}

/** Question id → what was chosen. A question that was skipped is not in it. */
export type Choices = ReadonlyMap<string, readonly Chosen[]>;

function holds(atom: Atom, choices: Choices): boolean {
  const codes = (choices.get(atom.question) ?? []).map((chosen) => chosen.code);
  if (atom.is && !codes.some((code) => atom.is?.includes(code))) return false;
  return !atom.is_not?.some((code) => codes.includes(code));
}

/** Whether it is not safe to write, so that only a line is asked for. */
export function short_way(pack: PagePack, choices: Choices): boolean {
  return pack.short_way !== undefined && pack.short_way.if.length > 0 && pack.short_way.if.every((atom) => holds(atom, choices));
}

/** The questions that are asked, given what was answered so far. */
export function asked(pack: PagePack, choices: Choices): Question[] {
  const short = short_way(pack, choices);
  return pack.questions.filter((question) => (short ? pack.short_way?.questions.includes(question.id) : (question.when ?? []).every((atom) => holds(atom, choices))));
}

/**
 * What is sent: the questions that are asked, and those answered before the short way was chosen. What somebody has told
 * us, a danger above all, is not thrown away because they cannot write safely.
 */
export function said(pack: PagePack, choices: Choices): Question[] {
  const now_asked = asked(pack, choices);
  const is_answered = (question: Question): boolean => (choices.get(question.id) ?? []).length > 0 && (question.when ?? []).every((atom) => holds(atom, choices));
  return pack.questions.filter((question) => now_asked.includes(question) || is_answered(question));
}

export function offered(pack: PagePack, question: Question): PackAnswer[] {
  return (question.answers ?? []).filter((answer) => answer.needs === undefined || pack.options[answer.needs] === true);
}

export function answer_of(question: Question, code: string): PackAnswer | undefined {
  return question.answers?.find((answer) => answer.code === code);
}

/** Whether the writer and the subject are two persons. */
export function third_person(pack: PagePack, choices: Choices): boolean {
  const who = pack.questions.find((question) => question.id === "who");
  return who !== undefined && (choices.get("who") ?? []).some((chosen) => answer_of(who, chosen.code)?.third_person === true);
}

/** The codes with danger among all that is said. */
export function dangers(pack: PagePack, choices: Choices): string[] {
  return said(pack, choices).flatMap((question) => (choices.get(question.id) ?? []).filter((chosen) => answer_of(question, chosen.code)?.danger).map((chosen) => chosen.code));
}

/** Adds or takes away an answer of a question with several; exclusive answers stand alone. */
export function toggled(question: Question, before: readonly Chosen[], code: string, on: boolean): Chosen[] {
  const rest = before.filter((chosen) => chosen.code !== code);
  if (!on) return rest;
  if (answer_of(question, code)?.exclusive) return [{ code }];
  return [...rest.filter((chosen) => !answer_of(question, chosen.code)?.exclusive), { code }];
}

/** Pairs of key and value, as an answer carries them. */
export type Pairs = readonly (readonly [key: string, value: string])[];

const kUnknown: Pairs = [["precision", "unknown"]];

/** A date as an answer carries it; "invalid" if what was typed is none. */
export function when_pairs(when: When, direction: "future" | "past", today: Day): Pairs | "invalid" {
  if (when.how === "unknown") return kUnknown;
  if (when.how === "days") {
    if (when.days.trim() === "") return kUnknown;
    const days = read_days(when.days.trim());
    if (days === undefined) return "invalid";
    // Counted from the day on which it was typed: at midnight it stays the same day.
    const from = when.from ?? today;
    return [["date", day_text(direction === "past" ? from - days : from + days)], ["precision", "about"]];
  }
  const [typed, typed_hour] = [when.date.trim(), when.hour.trim()];
  if (typed === "" && typed_hour === "") return kUnknown;
  const date = read_date(typed);
  const hour = typed_hour === "" ? "" : read_hour(typed_hour);
  if (date === undefined || hour === undefined) return "invalid";
  return hour === "" ? [["date", date], ["precision", "day"]] : [["date", `${date}T${hour}`], ["precision", "hour"]];
}

/** Whether a year is asked for: of a document that somebody has. */
export function wants_year(question: Question, answer: PackAnswer | undefined, chosen: Chosen): boolean {
  return answer?.year !== undefined && (question.kind !== "table" || chosen.state === "have");
}

/** Which detail of a chosen answer cannot be sent as it was typed. */
export function odd_detail(question: Question, chosen: Chosen, today: Day, countries: Countries): "date" | "country" | "year" | undefined {
  const answer = answer_of(question, chosen.code);
  if (answer?.date && when_pairs(chosen.when ?? { how: "unknown" }, answer.date, today) === "invalid") return "date";
  if (answer?.country && read_country(chosen.country ?? "", countries) === undefined) return "country";
  const year = (chosen.year ?? "").trim();
  return wants_year(question, answer, chosen) && year !== "" && read_year(year) === undefined ? "year" : undefined;
}

/** What is sent of one chosen answer besides its code, and what the review shows: the same values for both. */
export function details_of(question: Question, chosen: Chosen, today: Day, countries: Countries): Pairs {
  const answer = answer_of(question, chosen.code);
  const when = answer?.date ? when_pairs(chosen.when ?? { how: "unknown" }, answer.date, today) : [];
  const country = answer?.country ? read_country(chosen.country ?? "", countries) : undefined;
  const year = answer?.year !== undefined && wants_year(question, answer, chosen) ? read_year((chosen.year ?? "").trim()) : undefined;
  return [
    ...(chosen.state ? [["state", chosen.state] as const] : []),
    ...(when === "invalid" ? kUnknown : when),
    ...(country ? [["country", country] as const] : []),
    ...(answer?.year !== undefined && year ? [[answer.year, year] as const] : []),
  ];
}

/** The chosen answers of a question that are sent, and shown before. */
export function sent_of(question: Question, choices: Choices): readonly Chosen[] {
  return (choices.get(question.id) ?? []).filter((chosen) => question.kind !== "table" || chosen.state);
}

/** All answers in the words of the envelope, of what is said. */
export function encoded(pack: PagePack, choices: Choices, today: Day, countries: Countries): string[] {
  return said(pack, choices).flatMap((question) =>
    sent_of(question, choices).map((chosen) => [`${question.id}=${chosen.code}`, ...details_of(question, chosen, today, countries).map(([key, value]) => `${key}=${value}`)].join(";")),
  );
}

/** Whether one of the answers that are sent asks for "when and how": only then are these words shown and sent. */
export function asks_contact(pack: PagePack, choices: Choices): boolean {
  return said(pack, choices).some((question) => sent_of(question, choices).some((chosen) => answer_of(question, chosen.code)?.contact_words));
}
