// What a card and a ready reply hold, in the form of their files (docs/spec/cards.md), and how an unfinished one is made fit
// to be kept. Pure.
import type { Language } from "../../api/types.ts";

export const kLanguages: readonly Language[] = ["ru", "uk", "en"];
export const kSures = ["read", "reported", "opinion", "advice"] as const;
export const kConfidences = ["law", "practice", "rumour"] as const;
export type Sure = (typeof kSures)[number];
export type Confidence = (typeof kConfidences)[number];
export const kParts = ["title", "short", "body", "doubts"] as const;
export type CardPart = (typeof kParts)[number];
/// In letters, as the desk counts them. @source docs/spec/cards.md
export const kPartMax: Readonly<Record<CardPart, number>> = { title: 80, short: 300, body: 4_000, doubts: 600 };
export const kReadyNameMax = 60;
export const kReadyTextMax = 1_500;
export const kReadyTasksMax = 5;
export const kReadyTaskMax = 100;

export interface CardSource { date: string; where: string; title: Partial<Record<Language, string>> }
export interface CardContent {
  format: "waymark card 1";
  id: string;
  version: number;
  order: number;
  crisis?: boolean;
  example?: boolean;
  /// Anybody may read it on the public page.
  public?: boolean;
  withdrawn?: string;
  jurisdiction: string;
  confidence: Confidence;
  written: string;
  valid_from: string;
  checked: string;
  known_to: string;
  review_by: string;
  for: string[];
  sources: CardSource[];
  basis: { sure: Sure; sources: number[] }[];
  texts: Record<Language, Record<CardPart, string>>;
}

export interface ReadyContent {
  format: "waymark ready 1";
  id: string;
  version: number;
  order: number;
  name: Record<Language, string>;
  text: Record<Language, string>;
  wait?: { for: "person" | "third" | "date"; days: number };
  tasks?: ReadyTaskContent[];
}

export interface ReadyTaskContent { text: Record<Language, string>; for: "sender" | "nobody"; days: number }

export type Content = CardContent | ReadyContent;

export const isCard = (content: Content): content is CardContent => content.format === "waymark card 1";
export const lettersIn = (text: string): number => [...text].length;
export const paragraphsOf = (body: string): readonly string[] => (body === "" ? [] : body.replace(/\n$/u, "").split("\n"));

const noTexts = (): Record<CardPart, string> => ({ title: "", short: "", body: "", doubts: "" });
const noWords = (): Record<Language, string> => ({ ru: "", uk: "", en: "" });

export const newTask = (): ReadyTaskContent => ({ text: noWords(), for: "sender", days: 1 });

export function newCard(id: string, today: string): CardContent {
  return {
    format: "waymark card 1", id, version: 1, order: 500, public: false, jurisdiction: "", confidence: "practice", written: today, valid_from: "", checked: "", known_to: "",
    review_by: "", for: [], sources: [], basis: [], texts: { ru: noTexts(), uk: noTexts(), en: noTexts() },
  };
}

export function newReady(id: string): ReadyContent {
  return { format: "waymark ready 1", id, version: 1, order: 500, name: noWords(), text: noWords() };
}

type Partly<T> = { [Key in keyof T]?: T[Key] | undefined };

/// As the form needs it: nothing of it is missing. @param text  what the desk gave
export function readContent(text: string): Content {
  const raw = JSON.parse(text) as { format: string; id?: string };
  if (raw.format !== "waymark card 1") {
    const ready = raw as Partly<ReadyContent>;
    return { ...newReady(raw.id ?? ""), ...(ready as ReadyContent), name: { ...noWords(), ...ready.name }, text: { ...noWords(), ...ready.text }, ...(ready.tasks === undefined ? {} : { tasks: ready.tasks.map((task: Partly<ReadyTaskContent>) => ({ ...newTask(), ...(task as ReadyTaskContent), text: { ...noWords(), ...task.text } })) }) };
  }
  const card = raw as Partly<CardContent>;
  const texts = { ru: noTexts(), uk: noTexts(), en: noTexts() };
  for (const language of kLanguages) texts[language] = { ...noTexts(), ...card.texts?.[language] };
  return {
    ...newCard(raw.id ?? "", ""), ...(card as CardContent), texts, for: [...(card.for ?? [])],
    sources: (card.sources ?? []).map(({ date, where, title }: Partly<CardSource>) => ({ date: date ?? "", where: where ?? "", title: { ...title } })),
    basis: (card.basis ?? []).map((one: Partly<CardContent["basis"][number]>) => ({ sure: one.sure ?? "opinion", sources: [...(one.sources ?? [])] })),
  };
}

/// A year, a month or a day that exists.
export function isSourceDate(date: string): boolean {
  if (!/^\d{4}(?:-\d{2}){0,2}$/u.test(date)) return false;
  const whole = date.length === 4 ? `${date}-01-01` : date.length === 7 ? `${date}-01` : date;
  const at = new Date(`${whole}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(whole);
}

const filled = (object: object): object => Object.fromEntries(Object.entries(object).filter(([, value]) => value !== "" && value !== undefined));

function writeReady({ wait, tasks, ...rest }: ReadyContent, whole: (number: unknown, otherwise: number) => number): ReadyContent {
  if (wait === undefined) return rest; // tasks go with the waiting
  const days = (number: number, least: number): number => Math.min(366, Math.max(least, whole(number, 1)));
  const set = (tasks ?? []).map((task) => ({ ...task, days: days(task.days, 0) }));
  return { ...rest, wait: { for: wait.for, days: days(wait.days, 1) }, ...(set.length === 0 ? {} : { tasks: set }) };
}

/// As the desk takes it: what is empty is left out, and a date that is half typed is not sent yet.
export function writeContent(content: Content): string {
  // A number that somebody is typing may be none for a moment.
  const whole = (number: unknown, otherwise: number): number => (Number.isInteger(number) ? (number as number) : otherwise);
  if (!isCard(content)) return JSON.stringify(writeReady(content, whole));
  const count = paragraphsOf(content.texts.ru.body).length;
  const basis = Array.from({ length: count }, (_, at) => content.basis[at] ?? { sure: "opinion" as const, sources: [] });
  return JSON.stringify({
    ...filled(content), order: whole(content.order, 500),
    texts: Object.fromEntries(kLanguages.map((language) => [language, filled(content.texts[language])])),
    sources: content.sources.map(({ date, where, title }) => ({ ...filled({ date: isSourceDate(date) ? date : "", where }), title: filled(title) })),
    basis: basis.map(({ sure, sources }) => ({ sure, ...(sources.length === 0 ? {} : { sources }) })),
  });
}

/// "1, 3" as numbers. What is none is passed over.
export const numbersFrom = (text: string): number[] => (text.match(/\d{1,2}/gu) ?? []).map(Number).filter((number) => number >= 1 && number <= 20);

export interface Difference { readonly label: string; readonly mine: string; readonly theirs: string }

function flat(content: Content): Map<string, string> {
  const all = new Map<string, string>();
  const walk = (value: unknown, path: string): void => {
    if (typeof value === "object" && value !== null) for (const [key, part] of Object.entries(value)) walk(part, path === "" ? key : `${path}.${key}`);
    else if (path !== "version" && path !== "format") all.set(path, String(value ?? ""));
  };
  walk(content, "");
  return all;
}

/// Where two versions differ, part by part.
export function differences(mine: Content, theirs: Content): readonly Difference[] {
  const [left, right] = [flat(mine), flat(theirs)];
  return [...new Set([...left.keys(), ...right.keys()])]
    .map((label) => ({ label, mine: left.get(label) ?? "", theirs: right.get(label) ?? "" }))
    .filter((one) => one.mine !== one.theirs);
}
