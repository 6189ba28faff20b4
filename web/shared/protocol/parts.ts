// A text that is longer than one message goes as several: the first part now, the rest as a further message. Nothing is
// cut away. The clerk does the same (src/envelope/parts.h); tests/vectors/parts.json holds both to it.
import { ascii } from "./bytes.ts";
import type { Language } from "./envelope.ts";
import { bytes_of, normal_text } from "./plain.ts";

/** What fits into a reply beside two tokens: docs/spec/mailbox.md. */
export const kReplyBytesMax = 6_345;

/** At the end of a part that goes on, and at the beginning of the one that goes on from it. */
const kGoesOn = "[…]";
const kEnd = ` ${kGoesOn}`;

export interface Parts {
  first: string;
  /** "" if all of it fits. */
  rest: string;
}

/** Signs that belong to the one before: accents, variants, joiners, tones of skin. */
const kJoined: readonly (readonly [number, number])[] = [[0x300, 0x36f], [0x200d, 0x200d], [0x20d0, 0x20ff], [0xfe00, 0xfe0f], [0x1f3fb, 0x1f3ff]];
const joins = (letter: string): boolean => kJoined.some(([first, last]) => (letter.codePointAt(0) ?? 0) >= first && (letter.codePointAt(0) ?? 0) <= last);

function ends_sentence(before: string, last: string): boolean {
  const end = ".!?…";
  return last !== "" && (end.includes(last) || (before !== "" && '»”")'.includes(last) && end.includes(before)));
}

/** Where a text that is longer than `room` bytes is parted: at a paragraph, a sentence or a word, so that it is at least half full. */
function border(text: string, room: number): number {
  let [paragraph, sentence, word]: (number | undefined)[] = [];
  let [bytes, at, whole] = [0, 0, 0];
  let [before, last] = ["", ""];
  for (const letter of text) {
    if (2 * bytes >= room && (letter === " " || letter === "\n" || letter === "\t")) {
      word = at;
      if (letter === "\n" || ends_sentence(before, last)) sentence = at;
      if (letter === "\n" && text[at + 1] === "\n") paragraph = at;
    }
    if (!joins(letter) && last !== "\u200D") whole = at;
    bytes += ascii(letter).length;
    if (bytes > room) break;
    at += letter.length;
    [before, last] = [last, letter];
  }
  return paragraph ?? sentence ?? word ?? (whole > 0 ? whole : at);
}

/** @param bytes_max what fits into the first part, at least 32 */
export function split_text(typed: string, bytes_max: number): Parts {
  const text = normal_text(typed);
  if (bytes_of(text) <= bytes_max) return { first: text, rest: "" };
  const at = border(text, bytes_max - bytes_of(kEnd));
  return { first: text.slice(0, at).replace(/[ \n\t]+$/, "") + kEnd, rest: `${kGoesOn} ${text.slice(at).replace(/^[ \n\t]+/, "")}` };
}

/**
 * How many letters are sure to fit into so many bytes: letters of the size that most of the text has, or those of the
 * language of the page while nothing is typed. Rounded so that no letter is promised that has no room.
 */
export function letters_in(bytes: number, typed: string, language: Language): number {
  const counts = [0, 0, 0, 0, 0];
  for (const letter of typed) {
    const size = ascii(letter).length;
    if (size > 1 || /[a-z]/i.test(letter)) counts[size] = (counts[size] ?? 0) + 1;
  }
  const most = Math.max(...counts);
  return Math.floor(bytes / (most > 0 ? counts.lastIndexOf(most) : language === "en" ? 1 : 2));
}
