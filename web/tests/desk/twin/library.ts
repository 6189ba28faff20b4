// The library as the desk gives it, from the files of the shipped pack.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Language, Library } from "../../../desk/src/api/types.ts";

const kPack = fileURLToPath(new URL("../../../../packs/military-refusal/", import.meta.url));
const read = (name: string): unknown => JSON.parse(readFileSync(kPack + name, "utf8"));

interface CardFile {
  id: string; version: number; order: number; crisis?: boolean; example?: boolean; withdrawn?: string; jurisdiction: string; checked: string; review_by: string; for?: string[];
  texts: Record<Language, { title: string; short: string; body: string }>;
}

interface ReadyFile { id: string; order: number; name: Record<Language, string>; text: Record<Language, string>; wait: { for: "person" | "third" | "date"; days: number } | null; tasks?: { text: Record<Language, string>; for: "sender" | "nobody"; days: number }[] }

export function library(reader: Language, person: Language, nowMs: number): Library {
  const pack = read("pack.json") as { questions: { id: string }[]; templates: string[] };
  const texts = (language: Language): Record<string, string> => read(`texts.${language}.json`) as Record<string, string>;
  const [own, said] = [texts(reader), texts(person)];
  const cards = readdirSync(`${kPack}cards`).map((name) => read(`cards/${name}`) as CardFile).filter((card) => card.withdrawn === undefined);
  const macros = readdirSync(`${kPack}ready`).map((name) => read(`ready/${name}`) as ReadyFile).sort((a, b) => a.order - b.order);
  const place = (card: CardFile): number => (card.crisis === true ? -1 : card.order);
  return {
    language: person,
    questions: pack.questions.flatMap(({ id }) => {
      const text = said[`ask.${id}`];
      return text === undefined ? [] : [{ key: id, name: own[`short.${id}`] ?? id, text, text_other: said[`ask.${id}@other`] ?? null }];
    }),
    templates: pack.templates.map((id): Library["templates"][number] => ({ id, name: own[`template_name.${id}`] ?? id, text: said[`template.${id}`] ?? "", wait: null, tasks: [] }))
      .concat(macros.map(({ id, name, text, wait, tasks }) => ({ id, name: name[reader], text: text[person], wait, tasks: (tasks ?? []).map((task) => ({ ...task, text: task.text[reader] })) }))),
    cards: cards.sort((a, b) => place(a) - place(b)).map((card) => ({
      id: card.id, version: card.version, name: card.texts[reader].title, title: card.texts[person].title, short: card.texts[person].short, body: card.texts[person].body,
      jurisdiction: card.jurisdiction, example: card.example === true, checked: card.checked, review_by: card.review_by, past_review: Date.parse(`${card.review_by}T00:00:00Z`) < nowMs - 86_400_000, for: card.for ?? [],
    })),
  };
}
