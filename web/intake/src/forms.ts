// Random answers as a hurried person types them, good and odd: for tests that hold what a page takes against what the clerk
// takes and the desk files.
import { answer_of, type Chosen, type PagePack, type Question, type When } from "./pack.ts";

const kDates = ["", "2026-11-25", "0026-11-25", "2262-11-25", "2026-02-30", "25.11.2026", "25.11.26", "5.1.2027", "1.1.1", "1899-12-31", "1900-01-01", "2199-12-31", "2200-01-01", "0126-11-25", "tomorrow", "2024-02-29", "2026-1-5", "31.12.0099", "99.99.2026"];
const kHours = ["", "", "", "09:30", "9:05", "18", "24:00", "9:60", "x"];
const kDays = ["", "0", "3", "08", "3650", "3651", "-1", "1.5", "1e3", "0x10", "99999", "два"];
const kCountries = ["", " ", "KZ", "kz", "КЗ", "Грузия", "грузія", "Georgia", "ГР", "Атлантида", "Велика Британія", "U.K.", "США", "k1", "ke", "...", "Северная  Македония", "Тайланд", "В'єтнам", "KAZ"];
const kYears = ["", "2027", "27", "0027", "1899", "2200", "7", "027", "20x1", "9999", "1900", "2199"];

export interface Form {
  choices: Record<string, Chosen[]>;
  contact_words: string;
}

/** Numbers below a limit from a seed (mulberry32). */
export function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

type Draw = (below: number) => number;
const one_of = <T>(draw: Draw, all: readonly T[]): T => all[draw(all.length)] as T;

function random_when(draw: Draw): When {
  const how = draw(3);
  if (how === 0) return { how: "unknown" };
  return how === 1 ? { how: "days", days: one_of(draw, kDays) } : { how: "date", date: one_of(draw, kDates), hour: one_of(draw, kHours) };
}

function random_chosen(draw: Draw, question: Question, code: string): Chosen {
  const answer = answer_of(question, code);
  return {
    code,
    ...(question.kind === "table" ? { state: one_of(draw, question.states ?? []) } : {}),
    ...(answer?.date && draw(4) > 0 ? { when: random_when(draw) } : {}),
    ...(answer?.country ? { country: one_of(draw, kCountries) } : {}),
    ...(answer?.year !== undefined ? { year: one_of(draw, kYears) } : {}),
  };
}

/** Answers to some of the questions, also to such as are not asked after all. */
export function random_form(draw: Draw, pack: PagePack): Form {
  const choices: Record<string, Chosen[]> = { consent: [{ code: "yes" }] };
  for (const question of pack.questions) {
    const codes = (question.answers ?? []).map((answer) => answer.code);
    if (question.kind === "text" || question.kind === "consent" || codes.length === 0 || draw(3) === 0) continue;
    const wanted = question.kind === "one" ? 1 : 1 + draw(3);
    const picked = Array.from(new Set(Array.from({ length: wanted }, () => one_of(draw, codes))));
    choices[question.id] = picked.map((code) => random_chosen(draw, question, code));
  }
  return { choices, contact_words: one_of(draw, ["", "после восьми", "only here"]) };
}
