// Reads an armored file of a known size out of text that somebody pasted, as mail programs leave it: quoted, wrapped anew,
// with long dashes, invisible signs or entities. The same grammar as src/envelope/pasted.h, which reads envelopes at the desk.
import { from_base64, type Bytes } from "./bytes.ts";

/** Longest text that is looked at. */
const kTextMax = 100_000;
const kLineLetters = 64;

export type PastedError = "not-found" | "several" | "cut" | "changed";
export type Pasted = { file: Bytes } | { error: PastedError };

const kEntities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " ", ndash: "-", mdash: "-", shy: "", zwnj: "", zwj: "", "#43": "+", "#61": "=", "#47": "/", "#45": "-" };

function plain(text: string): string {
  return text
    .replace(/&([a-z]{2,6}|#\d{2});/gi, (whole, name: string) => kEntities[name.toLowerCase()] ?? whole)
    .replace(/[\u00AD\u034F\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFE00-\uFE0F\uFEFF]/g, "")
    .replace(/[\u2010-\u2015\u2212\u2500\u2501\uFE58\uFE63\uFF0D]/g, "-")
    .replace(/[\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000]/g, " ")
    .replace(/[\u0085\u2028\u2029\r]/g, "\n")
    .replace(/[^\n\t -~]/g, "#");
}

/** "> ", "• ", "12. ": what programs put in front of a line. */
const without_front = (line: string): string => line.replace(/^[ \t>|*#`"'-]+/, "").replace(/^\d{1,4}[.):|] /, "");

/** Without any of `signs` at its end. A loop: a pattern would look at a long run of them again and again. */
function without_end(text: string, signs: string): string {
  let end = text.length;
  while (end > 0 && signs.includes(text[end - 1] ?? "")) end -= 1;
  return text.slice(0, end);
}

/** Runs of letters in a line; undefined for a sentence that somebody wrote between. */
function runs_of(line: string): string[] | undefined {
  const padded = without_end(without_front(line), " \t*`_=");
  const rest = padded.endsWith("=3D") ? padded.slice(0, -3) : padded;
  if (rest === "") return [];
  const runs = rest.split(/[ \t]+/);
  return runs.every((run) => /^[A-Za-z0-9+/]+$/.test(run)) ? runs : undefined;
}

/** Letters of all lines; with `strict`, of those alone that are whole or the shorter last one. */
function letters_of(body: string, last: number, strict: boolean): string {
  const lines = body.split("\n").map(runs_of).filter((runs) => runs !== undefined && runs.length > 0);
  const kept = strict ? lines.filter((runs, i) => runs?.length === 1 && (runs[0]?.length === kLineLetters || (i === lines.length - 1 && runs[0]?.length === last))) : lines;
  return kept.flat().join("");
}

function decode(body: string, size: number): Pasted {
  const padding = (3 - (size % 3)) % 3;
  const count = Math.ceil(size / 3) * 4 - padding;
  const tries = [false, true].map((strict) => letters_of(body, count % kLineLetters, strict));
  for (const letters of tries) {
    const file = letters.length === count ? from_base64(letters + "=".repeat(padding), size) : undefined;
    if (file) return { file };
  }
  return { error: tries.every((letters) => letters.length < count) ? "cut" : "changed" };
}

/** @param size of the file in bytes; any other is refused */
export function read_armor(text: string, size: number): Pasted {
  const all = plain(text.slice(0, kTextMax));
  const frame = (word: string): RegExp => new RegExp(`${word}[ \\t\\n>*]+AGE[ \\t\\n>*]+ENCRYPTED[ \\t\\n>*]+FILE`, "g");
  const begins = [...all.matchAll(frame("BEGIN"))];
  const begin = begins[0];
  if (!begin) return { error: "not-found" };
  if (begins.length > 1) return { error: "several" };
  const rest = all.slice(begin.index + begin[0].length);
  const end = frame("END").exec(rest);
  return end ? decode(without_end(rest.slice(0, end.index), "- \t\n*`_>"), size) : { error: "cut" };
}
