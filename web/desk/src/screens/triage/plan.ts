// The triage card without its looks: which questions of the pack are asked of this request, what is answered already,
// and what one key writes down. Pure.
import type { Case, Fact, FactRequest, Pack, PackAnswer, TriageQuestion } from "../../api/types.ts";

export interface Choice {
  readonly code: string;
  readonly label: string;
  /// A date belongs to it: of something that comes, or that has happened.
  readonly date: PackAnswer["date"];
  readonly danger: boolean;
}

export interface Step {
  readonly key: string;
  readonly row: string | null;
  readonly label: string;
  readonly many: boolean;
  readonly choices: readonly Choice[];
  /// The table has a state "unknown" of its own.
  readonly unknownState: boolean;
  /// What is known of it: as it was told, or written down by one of us.
  readonly told: readonly Fact[];
}

const about = (fact: Fact, key: string, row: string | null): boolean => !fact.superseded && fact.verification !== "contradicted" && fact.key === key && (row === null || fact.value === row);
const isUnknown = (fact: Fact): boolean => fact.value === "unknown" || fact.attributes["state"] === "unknown";

function holds(asked: TriageQuestion, facts: readonly Fact[]): boolean {
  return asked.when.every(({ question, is, codes }) => facts.some((fact) => about(fact, question, null) && codes.includes(fact.value)) === is);
}

function stepOf(pack: Pack, asked: TriageQuestion, facts: readonly Fact[]): Step | null {
  const question = pack.questions.find((one) => one.id === asked.question);
  if (question === undefined) return null;
  const named = asked.row === null ? question.answers : question.states.map((state) => ({ ...state, date: null, danger: false }));
  const row = question.answers.find((one) => one.code === asked.row);
  return {
    key: question.id, row: asked.row, label: row === undefined ? question.label : `${question.label}: ${row.label}`, many: question.kind === "many",
    choices: asked.codes.flatMap((code) => named.filter((one) => one.code === code)),
    unknownState: question.states.some((state) => state.code === "unknown"),
    told: facts.filter((fact) => about(fact, question.id, asked.row)),
  };
}

export function stepsOf(pack: Pack, facts: readonly Fact[]): readonly Step[] {
  return pack.triage.filter((asked) => holds(asked, facts)).flatMap((asked) => stepOf(pack, asked, facts) ?? []);
}

/// Told by the person, or looked for by one of us: "we do not know" of one of us is an answer.
export function isAnswered(step: Step): boolean {
  return step.told.some((fact) => !isUnknown(fact) || fact.author !== null);
}

/// What a key stands for: said in the letter by whoever wrote it, and written down by whoever read it.
export function factOf(file: Case, step: Step, code: string, date: { readonly day: string; readonly time: string } | "unknown" | null = null): FactRequest {
  const saidBy = file.third_person ? "third_party" : "requester";
  if (step.row !== null) return { key: step.key, value: step.row, attributes: { state: code }, precision: "exact", said_by: saidBy };
  if (date === null) return { key: step.key, value: code, said_by: saidBy };
  if (date === "unknown") return { key: step.key, value: code, precision: "unknown", said_by: saidBy };
  const attributes = { date: date.time === "" ? date.day : `${date.day}T${date.time}` };
  return { key: step.key, value: code, attributes, precision: date.time === "" ? "day" : "hour", said_by: saidBy };
}

export function unknownOf(file: Case, step: Step): FactRequest {
  const saidBy = file.third_person ? "third_party" : "requester";
  if (step.row !== null && step.unknownState) return { key: step.key, value: step.row, attributes: { state: "unknown" }, precision: "exact", said_by: saidBy };
  return { key: step.key, value: "unknown", said_by: saidBy };
}

/// Days that one key names: 1 is today, 8 a week from now; of what has happened 8 is a week ago.
export const kDayKeys: readonly number[] = [0, 1, 2, 3, 4, 5, 6, 7];

/// @param today  YYYY-MM-DD
export function dayAt(today: string, away: number, way: PackAnswer["date"]): string {
  const noon = Date.parse(`${today}T12:00:00Z`) + (way === "past" ? -away : away) * 86_400_000;
  return new Date(noon).toISOString().slice(0, 10);
}

/// The ready text in the box, once.
export function withQuestion(box: string, question: string): string {
  if (box.includes(question)) return box;
  return box.trim() === "" ? question : `${box.trimEnd()}\n${question}`;
}

export function withoutQuestion(box: string, question: string): string {
  return box.split("\n").filter((line) => line !== question).join("\n");
}
