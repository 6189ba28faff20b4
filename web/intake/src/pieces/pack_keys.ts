// The keys of a pack's texts follow from the pack, so that the pieces carry the texts alone.
import type { PagePack } from "../pack.ts";

export const kBetweenTexts = "\t";

/** In one order, with those that this pack has no text for. */
export function pack_keys({ questions }: PagePack): string[] {
  const keys = ["crisis.title", "crisis.text"];
  for (const { id, kind, answers = [], states = [] } of questions) {
    if (kind === "consent") keys.push(`answer.${id}.yes`);
    keys.push(`question.${id}`, `hint.${id}`, ...states.map((state) => `state.${id}.${state}`));
    for (const { code, danger } of answers) keys.push(`answer.${id}.${code}`, ...(danger ? [`crisis.${code}`] : []));
  }
  return keys.flatMap((key) => [key, `${key}@other`]);
}

/** @param texts in the order of `pack_keys`, with a tab between each two; nothing where there is none */
export function named_texts(pack: PagePack, texts: string): Record<string, string> {
  const all = texts.split(kBetweenTexts);
  return Object.fromEntries(pack_keys(pack).flatMap((key, i) => (all[i] ? [[key, all[i]]] : [])));
}
