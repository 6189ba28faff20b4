// Texts come out as they went in, in every language and of every pack.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { kBetweenTexts, named_texts, swapped } from "./bare_texts.ts";

const read = (path: string): Record<string, string> => JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8")) as Record<string, string>;

test.each(["ru", "uk", "en"] as const)("%s: every text of the pages and of both packs, and every sign of its alphabet", (language) => {
  const texts = {
    ...read(`../../../shared/texts/intake.${language}.json`),
    ...read(`../../../../packs/military-refusal/texts.${language}.json`),
    ...read(`../../../../packs/general-legal-aid/texts.${language}.json`),
    alphabet: "АБВГҐДЕЄЁЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгґдеєёжзиіїйклмнопрстуфхцчшщъыьэюя",
    signs: "@[\\]^_`{|}~ AZaz09 \"'«»„“—№\u007f\n",
  };
  const travels = swapped(language, Object.values(texts).join(kBetweenTexts));
  expect(named_texts(language, Object.keys(texts), travels)).toEqual(Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== "")));
});

test("Cyrillic takes one byte a letter", () => {
  for (const [language, text] of [["ru", "Прежде чем написать, ыъэ"], ["uk", "Перш ніж написати, її є"]] as const) expect(swapped(language, text)).toMatch(/^[ -\x7f]*$/);
});

test("a text that this language has not is left out", () => {
  expect(named_texts("en", ["a", "b", "c"], "x\t\tz")).toEqual({ a: "x", c: "z" });
});
