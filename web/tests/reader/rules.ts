// What the texts must not say again, and what they must say. Each rule returns the places that break it.
import { readFileSync } from "node:fs";
import type { Audience, CardFile, Language, Text } from "./texts.ts";

export interface Never {
  pattern: string;
  language: Language;
  audience: Audience | "all";
  /** What happens to a person who reads it. */
  why: string;
  /** A sentence that once stood there; the test expects it to be noticed. */
  planted: string;
}

export const nevers = JSON.parse(readFileSync(new URL("never.json", import.meta.url), "utf8")) as Never[];

const matches = (never: Never, text: Text): boolean =>
  never.language === text.language && (never.audience === "all" || never.audience === text.audience) && new RegExp(never.pattern, "mu").test(text.text);

/** The sentences that must not come back. */
export function came_back(texts: readonly Text[]): string[] {
  return texts.flatMap((text) => nevers.filter((never) => matches(never, text)).map((never) => `${text.place}: «${never.pattern}»: ${never.why}`));
}

const kCallGivesAway: Readonly<Record<Language, readonly RegExp[]>> = { ru: [/место/u, /полиц/u], uk: [/місце/u, /поліц/u], en: [/where/u, /police/u] };

/** Whoever reads of 112 reads beside it that the call shows number and place, and that the police may come. */
export function calls_without_warning(texts: readonly Text[]): string[] {
  const advising = texts.filter(({ audience, is_title_of_source, text }) => audience === "requester" && is_title_of_source !== true && /\b112\b/u.test(text));
  return advising.filter(({ language, text }) => !kCallGivesAway[language].every((part) => part.test(text))).map(({ place }) => place);
}

const kLawInTitle: Readonly<Record<"RU" | "UA" | "INT", Readonly<Record<Language, RegExp>>>> = {
  RU: { ru: /\((право РФ|в России)\)/u, uk: /\((право РФ|у Росії)\)/u, en: /\((Russian law|in Russia)\)/u },
  UA: { ru: /\(право Украины\)/u, uk: /\(право України\)/u, en: /\(Ukrainian law\)/u },
  INT: { ru: /\(международное право\)/u, uk: /\(міжнародне право\)/u, en: /\(international law\)/u },
};

/** Whose law it is stands in the title: somebody who serves in another army sees it before the text. */
export function titles_without_law(cards: readonly CardFile[]): string[] {
  return cards.flatMap((card) => {
    const needed = kLawInTitle[card.jurisdiction as "RU" | "UA" | "INT"] as Readonly<Record<Language, RegExp>> | undefined;
    if (!needed) return [`card ${card.id}: no rule for the law of ${card.jurisdiction}`];
    return (Object.keys(needed) as Language[]).filter((language) => !needed[language].test(card.texts[language].title)).map((language) => `card ${card.id}: ${language}`);
  });
}

const placeholders = (text: string): string => [...new Set(text.match(/\{\w+[,}]/g) ?? [])].sort().join();

/** All languages hold the same keys, and each text the same arguments. */
export function unequal_keys(area: string, languages: ReadonlyMap<Language, Readonly<Record<string, string>>>): string[] {
  const all = new Set([...languages.values()].flatMap((texts) => Object.keys(texts)));
  return [...all].flatMap((key) => {
    const texts = [...languages.values()].map((own) => own[key]);
    if (texts.some((text) => text === undefined)) return [`${area}: ${key} is not in all languages`];
    return new Set(texts.map((text) => placeholders(text ?? ""))).size > 1 ? [`${area}: ${key} has other arguments in one language`] : [];
  });
}

/** Whoever writes for somebody else is spoken to as the one who writes, above all in danger. */
export function crisis_texts_for_one_only(area: string, texts: Readonly<Record<string, string>>): string[] {
  const codes = Object.keys(texts).filter((key) => /^(crisis\.\w+|(question|hint)\.(status|danger|left)|question\.where)$/.test(key) && key !== "crisis.text" && key !== "hint.status");
  return codes.filter((key) => texts[`${key}@other`] === undefined).map((key) => `${area}: ${key}@other`);
}

/** Which text names the button of which other text. */
const kNamesAButton: readonly (readonly [area: string, key: string, button_area: string, button: string])[] = [
  ["packs/military-refusal", "crisis.armed_search", "intake", "intake.leave"],
  ["intake", "intake.leave_hint", "intake", "intake.leave"],
  ["clerk", "clerk.leave_hint", "intake", "intake.leave"],
  ["clerk", "clerk.leave_hint", "clerk", "clerk.end"],
  ["clerk", "clerk.over.text", "clerk", "clerk.end"],
  ["clerk", "clerk.form.lead", "intake", "intake.next"],
  ["portable", "portable.passed.reply", "intake", "intake.before.return"],
  ["portable", "portable.before.cannot_3", "portable", "portable.file.button"],
];

/** Whoever is told to press a button finds one with that name. */
export function buttons_that_are_not_there(language: Language, say: (area: string, key: string) => string): string[] {
  return kNamesAButton.filter(([area, key, button_area, button]) => !new RegExp(`[«“]${say(button_area, button)}[»”]`, "u").test(say(area, key))).map(([, key]) => `${language}: ${key}`);
}

/** A date of the pages of cards ends in «г.»: no full stop may follow it. */
export function stops_behind_years(area: string, texts: Readonly<Record<string, string>>): string[] {
  return Object.keys(texts).filter((key) => /\{(date|until)\}\./.test(texts[key] ?? "")).map((key) => `${area}: ${key}`);
}

/** What is said to people belongs in the texts of a language; data has names and codes, without spaces (but for the name of the format). */
export function sentences_in_data(json: string): string[] {
  const found: string[] = [];
  JSON.parse(json, (key, value: unknown) => {
    if (typeof value === "string" && key !== "format" && value.includes(" ")) found.push(value);
    return value;
  });
  return found;
}
