// The question pack as the page uses it (docs/spec/pack.md): which questions are asked, which answers are offered, what an
// answer looks like in the envelope. Pure functions; the rules of the pack are data.
import { day_text, type Day } from "../../shared/protocol/days.ts";

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

/** How a date was given. */
export type When = { how: "date"; date: string; hour: string } | { how: "days"; days: string } | { how: "unknown" };

export interface Chosen {
  code: string;
  state?: string;
  when?: When;
  country?: string;
  year?: string;
}

/** Question id → what was chosen. A question that was skipped is not in it. */
export type Choices = ReadonlyMap<string, readonly Chosen[]>;

const kDaysMax = 3_650;

function holds(atom: Atom, choices: Choices): boolean {
  const codes = (choices.get(atom.question) ?? []).map((chosen) => chosen.code);
  if (atom.is && !codes.some((code) => atom.is?.includes(code))) return false;
  return !atom.is_not?.some((code) => codes.includes(code));
}

/** The questions that are asked, given what was answered so far. */
export function asked(pack: PagePack, choices: Choices): Question[] {
  const { short_way } = pack;
  const short = short_way !== undefined && short_way.if.length > 0 && short_way.if.every((atom) => holds(atom, choices));
  return pack.questions.filter((question) => (short ? short_way.questions.includes(question.id) : (question.when ?? []).every((atom) => holds(atom, choices))));
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

/** The `;key=value` pairs of a date; "invalid" if what was typed is no date. */
export function when_pairs(when: When, direction: "future" | "past", today: Day): string | "invalid" {
  if (when.how === "unknown") return ";precision=unknown";
  if (when.how === "days") {
    if (when.days.trim() === "") return ";precision=unknown";
    const days = Number(when.days);
    if (!Number.isInteger(days) || days < 0 || days > kDaysMax) return "invalid";
    return `;date=${day_text(direction === "past" ? today - days : today + days)};precision=about`;
  }
  if (when.date === "" && when.hour === "") return ";precision=unknown";
  if (!/^\d{4}-\d{2}-\d{2}$/.test(when.date)) return "invalid";
  return /^\d{2}:\d{2}$/.test(when.hour) ? `;date=${when.date}T${when.hour};precision=hour` : `;date=${when.date};precision=day`;
}

function pairs_of(answer: PackAnswer | undefined, chosen: Chosen, today: Day): string {
  const when = answer?.date ? when_pairs(chosen.when ?? { how: "unknown" }, answer.date, today) : "";
  return [
    chosen.state ? `;state=${chosen.state}` : "",
    when === "invalid" ? ";precision=unknown" : when,
    answer?.country && /^[A-Za-z]{2}$/.test(chosen.country ?? "") ? `;country=${chosen.country?.toUpperCase()}` : "",
    answer?.year && /^\d{4}$/.test(chosen.year ?? "") ? `;${answer.year}=${chosen.year}` : "",
  ].join("");
}

/** All answers in the words of the envelope, of what is said. */
export function encoded(pack: PagePack, choices: Choices, today: Day): string[] {
  return said(pack, choices).flatMap((question) =>
    (choices.get(question.id) ?? [])
      .filter((chosen) => question.kind !== "table" || chosen.state)
      .map((chosen) => `${question.id}=${chosen.code}${pairs_of(answer_of(question, chosen.code), chosen, today)}`),
  );
}
