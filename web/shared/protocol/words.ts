// Eight words of a list of 2,048: writing them from 80 random bits, and reading what a person typed
// (docs/spec/mailbox.md). Lists are passed in; the pages load one, and the others only when a person comes back.
import { ascii, concat, number_bytes, type Bytes } from "./bytes.ts";
import type { Language } from "./envelope.ts";
import { sha256 } from "./hash.ts";
import { layout_variants } from "./layout.ts";

export const kWordCount = 8;
export const kListSize = 2_048;
export const kRandomBytes = 10;
const kPrefixLetters = 4;

export const kListIds: Readonly<Record<Language, number>> = { ru: 1, uk: 2, en: 3 };

export interface WordList {
  language: Language;
  words: readonly string[];
}

/** Eight indices and the list they belong to: all that the words are. */
export interface Phrase {
  language: Language;
  indices: number[];
}

export type Reading =
  | { kind: "found"; phrase: Phrase }
  | { kind: "which-language"; phrases: Phrase[] }
  | { kind: "mistyped" }
  /** near: the one word of the lists that is a letter or two away. */
  | { kind: "unknown-word"; position: number; word: string; near?: string }
  | { kind: "wrong-count"; count: number };

function checksum(language: Language, random: Uint8Array): number {
  return sha256(ascii("waymark/v1/words checksum"), Uint8Array.of(kListIds[language]), random)[0] ?? 0;
}

/** @param random kRandomBytes from the browser's generator */
export function phrase_of(language: Language, random: Uint8Array): Phrase {
  if (random.length !== kRandomBytes) throw new Error("words: random size");
  const bits = concat(random, Uint8Array.of(checksum(language, random)));
  const indices: number[] = [];
  let kept = 0;
  let count = 0;
  for (const byte of bits) {
    kept = kept * 256 + byte;
    count += 8;
    if (count < 11) continue;
    count -= 11;
    indices.push(Math.floor(kept / 2 ** count));
    kept %= 2 ** count;
  }
  return { language, indices };
}

/** Whether the eighth byte of the indices is the checksum of the ten before it. */
export function checksum_fits(phrase: Phrase): boolean {
  const bits = phrase.indices.map((index) => index.toString(2).padStart(11, "0")).join("");
  const bytes = Uint8Array.from({ length: kRandomBytes + 1 }, (_, i) => parseInt(bits.slice(8 * i, 8 * i + 8), 2));
  return checksum(phrase.language, bytes.subarray(0, kRandomBytes)) === bytes[kRandomBytes];
}

/** List id ‖ eight indices u16: what the slow derivation takes in. */
export function canonical(phrase: Phrase): Bytes {
  return concat(Uint8Array.of(kListIds[phrase.language]), ...phrase.indices.map((index) => number_bytes(index, 2)));
}

export function words_of(phrase: Phrase, list: WordList): string[] {
  return phrase.indices.map((index) => list.words[index] ?? "");
}

// Letters that people swap or leave out compare as one; apostrophes, stress marks and invisible characters are dropped.
function folded(text: string): string {
  return text.normalize("NFC").toLowerCase().replace(/ё/g, "е").replace(/ґ/g, "г").replace(/[\p{M}\p{Cf}\u0027\u0060\u00b4\u02bc\u2018\u2019\u201b\u2032]/gu, "");
}

// Letters that look the same in both alphabets: a word with letters of both means the one that most of it is of.
const kLatinTwins = "aceopxyikmhtb";
const kCyrillicTwins = "асеорхуікмнтв";

function swapped(text: string, from: string, to: string): string {
  return Array.from(text, (letter) => to[from.indexOf(letter)] ?? letter).join("");
}

function of_one_alphabet(token: string): string {
  const latin = (token.match(/[a-z]/g) ?? []).length;
  const cyrillic = (token.match(/[а-яіїєґ]/g) ?? []).length;
  if (latin === 0 || cyrillic === 0) return token;
  return cyrillic >= latin ? swapped(token, kLatinTwins, kCyrillicTwins) : swapped(token, kCyrillicTwins, kLatinTwins);
}

function tokens_of(text: string): string[] {
  return folded(text).split(/[^\p{L}]+/u).filter((token) => token !== "").map(of_one_alphabet);
}

/** The eight words of somebody who wrote them twice, to be sure. */
function written_once(tokens: string[]): string[] {
  const half = tokens.slice(0, kWordCount);
  const twice = tokens.length === 2 * kWordCount && half.every((token, i) => token === tokens[kWordCount + i]);
  return twice ? half : tokens;
}

class Index {
  readonly #by_prefix = new Map<string, number[]>();
  readonly #words: string[];

  constructor(list: WordList) {
    this.#words = list.words.map(folded);
    this.#words.forEach((word, i) => {
      const prefix = word.slice(0, kPrefixLetters);
      this.#by_prefix.set(prefix, [...(this.#by_prefix.get(prefix) ?? []), i]);
    });
  }

  /** The first word that is one letter away: missing, too much, another, or two changed places. */
  near(token: string): string | undefined {
    return this.#words.find((word) => one_off(word, token));
  }

  find(token: string): number | undefined {
    const among = this.#by_prefix.get(token.slice(0, kPrefixLetters)) ?? [];
    const exact = among.find((i) => this.#words[i] === token);
    if (exact !== undefined || token.length < kPrefixLetters) return exact;
    const begun = among.filter((i) => this.#words[i]?.startsWith(token));
    return begun.length === 1 ? begun[0] : undefined;
  }
}

function one_off(a: string, b: string): boolean {
  const at = Array.from(a).findIndex((letter, i) => letter !== b[i]);
  const [x, y] = at < 0 ? ["", b.slice(a.length)] : [a.slice(at), b.slice(at)];
  if (a.length === b.length) return x.slice(1) === y.slice(1) || (x[0] === y[1] && x[1] === y[0] && x.slice(2) === y.slice(2));
  return Math.abs(a.length - b.length) === 1 && (x.slice(1) === y || x === y.slice(1));
}

function unknown_word(at: number, word: string, lists: readonly WordList[]): Reading {
  const near = lists.map((list) => new Index(list).near(word)).find((found) => found !== undefined);
  return { kind: "unknown-word", position: at + 1, word, ...(near === undefined ? {} : { near }) };
}

/** Whether eight words in a row of this text open a mailbox: somebody writes down their key where others read it. */
export function holds_phrase(text: string, lists: readonly WordList[]): boolean {
  const tokens = tokens_of(text);
  return lists.some((list) => {
    const index = new Index(list);
    const found = tokens.map((token) => index.find(token));
    return found.some((_, i) => {
      const indices = found.slice(i, i + kWordCount).flatMap((word) => (word === undefined ? [] : [word]));
      return indices.length === kWordCount && checksum_fits({ language: list.language, indices });
    });
  });
}

/** Reads what a person typed. All lists in which all eight words exist and the checksum fits count. */
export function read_words(typed: string, lists: readonly WordList[]): Reading {
  const readings = layout_variants(typed).map((variant) => written_once(tokens_of(variant)));
  const plain = readings[0] ?? [];
  const fitting: Phrase[] = [];
  let known_somewhere = false;
  const known = new Set<number>();
  for (const list of lists) {
    const index = new Index(list);
    for (const tokens of readings) {
      const found = tokens.map((token) => index.find(token));
      found.forEach((word, i) => (word === undefined ? undefined : known.add(i)));
      if (tokens.length !== kWordCount || found.includes(undefined)) continue;
      known_somewhere = true;
      const phrase = { language: list.language, indices: found.map((i) => i ?? 0) };
      if (checksum_fits(phrase) && !fitting.some((other) => other.language === phrase.language)) fitting.push(phrase);
    }
  }
  const [only, another] = fitting;
  if (only && !another) return { kind: "found", phrase: only };
  if (only) return { kind: "which-language", phrases: fitting };
  if (known_somewhere) return { kind: "mistyped" };
  // Run together they are no word that could be named: to name it would show on the screen what is veiled in the field.
  const longest = Math.max(...lists.flatMap(({ words }) => words.map((word) => word.length)));
  if (plain.length < kWordCount && plain.some((token) => token.length > longest + 1)) return { kind: "wrong-count", count: plain.length };
  const stranger = plain.findIndex((_, i) => !known.has(i));
  if (stranger >= 0) return unknown_word(stranger, plain[stranger] ?? "", lists);
  return plain.length === kWordCount ? { kind: "mistyped" } : { kind: "wrong-count", count: plain.length };
}
