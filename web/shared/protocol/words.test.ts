import { describe, expect, test } from "vitest";
import { kRandomBytes, checksum_fits, holds_phrase, phrase_of, read_words, words_of, canonical, type Phrase, type WordList } from "./words.ts";
import { load_word_list } from "./node.ts";
import type { Language } from "./envelope.ts";

const lists: Record<Language, WordList> = { ru: load_word_list("ru"), uk: load_word_list("uk"), en: load_word_list("en") };
const all = Object.values(lists);
const languages: Language[] = ["ru", "uk", "en"];

function fresh(language: Language): { phrase: Phrase; words: string[] } {
  for (;;) {
    const phrase = phrase_of(language, crypto.getRandomValues(new Uint8Array(kRandomBytes)));
    const words = words_of(phrase, lists[language]);
    // Not what these tests are about: words that two lists share, and a word given twice.
    const shared = words.some((word) => all.some((list) => list.language !== language && list.words.includes(word)));
    if (!shared && new Set(words).size === 8) return { phrase, words };
  }
}

describe.each(languages)("words in %s", (language) => {
  test("come back as they were written", () => {
    for (let i = 0; i < 50; i += 1) {
      const { phrase, words } = fresh(language);
      expect(read_words(words.join(" "), all)).toEqual({ kind: "found", phrase });
    }
  });

  test("are read with capitals, numbers, commas, line breaks and only four letters", () => {
    const { phrase, words } = fresh(language);
    const found = { kind: "found", phrase };
    expect(read_words(words.join("\n").toUpperCase(), all)).toEqual(found);
    expect(read_words(words.map((word, i) => `${i + 1}. ${word},`).join(" "), all)).toEqual(found);
    expect(read_words(words.map((word) => (/['’ʼ]/.test(word) ? word : word.slice(0, 4))).join(" "), all)).toEqual(found);
    expect(read_words(words.join(" ").normalize("NFD"), all)).toEqual(found);
    // A stress mark on a vowel and a soft hyphen, as dictionaries and copying bring them along.
    expect(read_words(words.map((word) => word.replace(/[аеиоуыэюяєі]/, "$&\u0301").replace(/.$/, "\u00ad$&")).join(" \u200b"), all)).toEqual(found);
  });

  test("with one word changed for another of the list are called mistyped", () => {
    let mistyped = 0;
    for (let i = 0; i < 40; i += 1) {
      const { words } = fresh(language);
      words[3] = words[3] === lists[language].words[7] ? (lists[language].words[8] ?? "") : (lists[language].words[7] ?? "");
      if (read_words(words.join(" "), [lists[language]]).kind === "mistyped") mistyped += 1;
    }
    // One in 256 passes the checksum by chance.
    expect(mistyped).toBeGreaterThan(35);
  });

  test("that no list knows are named with their place", () => {
    const { words } = fresh(language);
    words[4] = "zzzzqqq";
    expect(read_words(words.join(" "), all)).toEqual({ kind: "unknown-word", position: 5, word: "zzzzqqq" });
  });

  test("run together are counted, never named: they would stand on the screen that veils them", () => {
    const { words } = fresh(language);
    expect(read_words(words.join(""), all)).toEqual({ kind: "wrong-count", count: 1 });
    expect(read_words(`${words.slice(0, 4).join("")} ${words.slice(4).join("")}`, all)).toEqual({ kind: "wrong-count", count: 2 });
  });

  test("too few or too many are counted", () => {
    const { words } = fresh(language);
    expect(read_words(words.slice(1).join(" "), [lists[language]])).toEqual({ kind: "wrong-count", count: 7 });
    expect(read_words("", all)).toEqual({ kind: "wrong-count", count: 0 });
  });
});

test("Russian and Ukrainian words typed with Latin letters on, and English ones on ЙЦУКЕН, are understood", () => {
  const keys = { latin: "qwertyuiop[]asdfghjkl;'zxcvbnm,.", ru: "йцукенгшщзхъфывапролджэячсмитьбю", uk: "йцукенгшщзхїфівапролджєячсмитьбю" };
  const retyped = (text: string, from: string, to: string): string => Array.from(text, (c) => (from.includes(c) ? (to[from.indexOf(c)] ?? c) : c)).join("");
  const ru = fresh("ru");
  expect(read_words(retyped(ru.words.join(" "), keys.ru, keys.latin), all)).toEqual({ kind: "found", phrase: ru.phrase });
  const en = fresh("en");
  expect(read_words(retyped(en.words.join(" "), keys.latin, keys.ru), all)).toEqual({ kind: "found", phrase: en.phrase });
  const uk = fresh("uk");
  if (!uk.words.join("").includes("ґ") && !/['’ʼ]/.test(uk.words.join(""))) {
    expect(read_words(retyped(uk.words.join(" "), keys.uk, keys.latin), all)).toEqual({ kind: "found", phrase: uk.phrase });
  }
});

test("a phrase that two lists know with a fitting checksum asks which language", () => {
  const twin: WordList = { language: "uk", words: lists.ru.words };
  for (;;) {
    const phrase = phrase_of("ru", crypto.getRandomValues(new Uint8Array(kRandomBytes)));
    if (!checksum_fits({ ...phrase, language: "uk" })) continue;
    const reading = read_words(words_of(phrase, lists.ru).join(" "), [lists.ru, twin]);
    expect(reading.kind).toBe("which-language");
    return;
  }
});

test("the canonical form is the list and eight indices", () => {
  const phrase = phrase_of("en", new Uint8Array(kRandomBytes));
  expect(phrase.indices.slice(0, 7)).toEqual([0, 0, 0, 0, 0, 0, 0]);
  expect(canonical(phrase).length).toBe(17);
  expect(canonical(phrase)[0]).toBe(3);
  expect(checksum_fits(phrase)).toBe(true);
});

test("letters people swap compare as one", () => {
  const list: WordList = { language: "ru", words: Array.from({ length: 2_048 }, (_, i) => (i === 5 ? "пчёлка" : `x${i}`)) };
  expect(read_words("пчелка", [list])).toEqual({ kind: "wrong-count", count: 1 });
});

describe("what people do to words", () => {
  const random = Uint8Array.from({ length: kRandomBytes }, (_, i) => 17 + 23 * i);
  const phrases = all.map((list) => ({ list, phrase: phrase_of(list.language, random), words: words_of(phrase_of(list.language, random), list) }));

  test.each(phrases)("$list.language: a letter of the other alphabet that looks the same is taken for the one that was meant", ({ list, phrase, words }) => {
    const [from, to] = list.language === "en" ? ["aceopx", "асеорх"] : ["асеорх", "aceopx"];
    const typed = words.map((word) => {
      const at = Array.from(word).findIndex((letter) => from.includes(letter));
      return at < 0 ? word : word.slice(0, at) + (to[from.indexOf(word[at] ?? "")] ?? "") + word.slice(at + 1);
    });
    expect(read_words(typed.join(" "), all)).toEqual({ kind: "found", phrase });
  });

  test.each(phrases)("$list.language: written twice is written once", ({ phrase, words }) => {
    expect(read_words(`${words.join(" ")}\n${words.join(", ")}`, all)).toEqual({ kind: "found", phrase });
  });

  test.each(phrases)("$list.language: a mistyped word has its nearest one beside it", ({ words }) => {
    const long = words.findIndex((word) => word.length > 4);
    const typed = words.map((word, i) => (i === long ? `${word[0]}ъщw${word.slice(2)}` : word));
    const reading = read_words(typed.join(" "), all);
    expect(reading.kind).toBe("unknown-word");
    const dropped = words.map((word, i) => (i === long ? word.slice(1) : word));
    const near = read_words(dropped.join(" "), all);
    if (near.kind === "unknown-word") expect(near.near).toBeDefined();
  });

  test.each(phrases)("$list.language: in a text they are noticed, and other words are not", ({ words }) => {
    expect(holds_phrase(`Вот: ${words.join(", ")}. Help`, all)).toBe(true);
    expect(holds_phrase(words.map((word, i) => `${i + 1}. ${word}`).join("\n"), all)).toBe(true);
    expect(holds_phrase(words.slice(1).join(" "), all)).toBe(false);
    expect(holds_phrase("Отпуск кончается завтра, возвращаться не хочу, паспорт забрал командир, помогите, пожалуйста.", all)).toBe(false);
  });
});
