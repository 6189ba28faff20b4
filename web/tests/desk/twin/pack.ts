// The pack as the desk gives it: the shipped one, but for one question that the tests of facts have their own answers of.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Language, Pack, TriageQuestion } from "../../../desk/src/api/types.ts";

const kFolder = fileURLToPath(new URL("../../../../packs/military-refusal/", import.meta.url));
const read = (name: string): unknown => JSON.parse(readFileSync(kFolder + name, "utf8"));

interface PackFile {
  questions: { id: string; kind: string; answers?: { code: string; date?: "future" | "past"; danger?: boolean }[]; states?: string[]; when?: { question: string; is?: string[]; is_not?: string[] }[] }[];
  triage: { question: string; row?: string; answers?: string[] }[];
  outcomes: string[];
  outcome_groups: { id: string; outcomes: string[] }[];
}
const kPack = read("pack.json") as PackFile;
const kTexts = { ru: read("texts.ru.json"), uk: read("texts.uk.json"), en: read("texts.en.json") } as Record<Language, Record<string, string>>;

export const packText = (language: Language, key: string): string => kTexts[language][key] ?? key;

const kWhere = { en: ["Where, roughly", "hospital", "at home"], ru: ["Где, примерно", "госпиталь", "дома"], uk: ["Де, приблизно", "госпіталь", "удома"] } as const;

function where(language: Language): Pack["questions"][number] {
  const [label, hospital, home] = kWhere[language];
  const answer = (code: string, words: string, date: "future" | "past" | null): Pack["questions"][number]["answers"][number] => ({ code, label: words, date, country: false, year: null, danger: false });
  return { id: "where", label, kind: "one", answers: [answer("hospital", hospital, "future"), answer("home", home, "past")], states: [] };
}

export function packOf(language: Language): Pack {
  const say = (key: string): string => packText(language, key);
  const questions = kPack.questions.filter(({ id, answers }) => answers !== undefined && id !== "where").map(({ id, kind, answers = [], states = [] }) => ({
    id, label: say(`short.${id}`), kind: kind as "one",
    answers: answers.map(({ code, date, danger }) => ({ code, label: say(`answer.${id}.${code}`), date: date ?? null, country: false, year: null, danger: danger === true })),
    states: states.map((code) => ({ code, label: say(`state.${id}.${code}`) })),
  }));
  return {
    id: "military-refusal", version: 1, questions: [where(language), ...questions],
    outcomes: kPack.outcomes.map((code) => ({ code, label: say(`outcome.${code}`), group: say(`outcome_group.${kPack.outcome_groups.find((one) => one.outcomes.includes(code))?.id ?? ""}`) })),
    triage: kPack.triage.map(triageOf),
  };
}

function triageOf({ question, row, answers }: PackFile["triage"][number]): TriageQuestion {
  const found = kPack.questions.find((one) => one.id === question);
  const all = question === "where" ? ["hospital", "home"] : row === undefined ? (found?.answers ?? []).map(({ code }) => code) : (found?.states ?? []);
  return {
    question, row: row ?? null, codes: answers ?? all.filter((code) => code !== "unknown"),
    when: (found?.when ?? []).map((atom) => ({ question: atom.question, is: atom.is !== undefined, codes: atom.is ?? atom.is_not ?? [] })),
  };
}
