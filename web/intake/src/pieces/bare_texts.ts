// Texts as they travel: without their keys, which the page has once or which follow from the pack, and with letters that take one
// byte: a sixth less than the same as JSON (docs/spec/lines.md).
import type { Language } from "../../../shared/protocol/envelope.ts";
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

/** From "@" and from "А" stand 64 signs each in one order. */
const kApart = "А".charCodeAt(0) - "@".charCodeAt(0);
/** Letters of Ukrainian that stand elsewhere, and the ones of Russian for which they go. */
const kUkrainian = "іїєыъэ";

const other_alphabet = (text: string): string =>
  text.replace(/[@-\x7fА-я]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + (sign < "А" ? kApart : -kApart)));
const other_letters = (text: string): string => text.replace(/[іїєыъэ]/g, (sign) => kUkrainian[(kUkrainian.indexOf(sign) + 3) % 6] ?? sign);

/** Cyrillic for Latin and the other way round, so that the letters there are most of take one byte. */
export function swapped(language: Language, text: string): string {
  if (language === "en") return text;
  return language === "uk" ? other_alphabet(other_letters(text)) : other_alphabet(text);
}

/** @param text as `swapped` made it */
function unswapped(language: Language, text: string): string {
  if (language === "en") return text;
  return language === "uk" ? other_letters(other_alphabet(text)) : other_alphabet(text);
}

/** @param texts in the order of `keys`, swapped, with a tab between each two; nothing where there is none */
export function named_texts(language: Language, keys: readonly string[], texts: string): Record<string, string> {
  const all = unswapped(language, texts).split(kBetweenTexts);
  return Object.fromEntries(keys.flatMap((key, i) => (all[i] ? [[key, all[i]]] : [])));
}
