// Splitting and counting; the vectors (tests/vectors/parts.json) are made here and read by the C++ side too.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { kTextBytesMax, type Language } from "./envelope.ts";
import { bytes_of, normal_text } from "./plain.ts";
import { letters_in, split_text } from "./parts.ts";

interface Case {
  text: string;
  times: number;
  bytes: number;
  language: Language;
  first: string;
  rest: string;
  letters: number;
}
const cases = JSON.parse(readFileSync(new URL("../../../tests/vectors/parts.json", import.meta.url), "utf8")) as Case[];

/** What the writer typed, put together again from all parts. */
function joined(parts: readonly string[]): string {
  return parts.map((part, i) => part.slice(i === 0 ? 0 : 4, i === parts.length - 1 ? undefined : -4)).join(" ");
}

describe("a text longer than one message", () => {
  test.each(cases)("parts as the vectors say: $text", (one) => {
    const text = one.text.repeat(one.times);
    expect(split_text(text, one.bytes)).toEqual({ first: one.first, rest: one.rest });
    expect(letters_in(one.bytes, text, one.language)).toBe(one.letters);
  });

  test("loses not a letter, whatever it is made of, and every part fits", () => {
    const sign = ["слово", "word", ".", "!", " ", "\n", "\n\n", "😀", "й", "👩‍👩‍👧", "»", "…"];
    let seed = 7;
    const draw = (n: number): number => (seed = (seed * 48_271) % 2_147_483_647) % n;
    for (let round = 0; round < 200; round += 1) {
      const text = Array.from({ length: draw(400) }, () => sign[draw(sign.length)] ?? "").join("");
      const bytes = 32 + draw(300);
      const parts: string[] = [];
      for (let rest = text; rest !== ""; ) {
        const split = split_text(rest, bytes);
        expect(bytes_of(split.first)).toBeLessThanOrEqual(bytes);
        parts.push(split.first);
        rest = split.rest;
      }
      const letters = (all: string): string => all.replace(/[ \n]/g, "");
      expect(letters(joined(parts))).toBe(letters(normal_text(text)));
    }
  });

  test("letters that are promised have room", () => {
    expect(letters_in(kTextBytesMax, "", "ru")).toBe(2_612);
    expect(letters_in(kTextBytesMax, "", "en")).toBe(5_224);
    expect(letters_in(100, "Привет, John", "en")).toBe(50);
    expect(letters_in(-1, "привет", "ru")).toBe(-1);
  });
});
