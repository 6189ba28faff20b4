// The sets of tests/vectors/public-cards.json, as the C++ side reads them.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { read_public_cards, is_piece } from "./public_cards.ts";
import { verify_first } from "./roster.ts";

interface Vectors { issued_day: number; roster: string; serial: number; sets: { name: string; outcome: string; set: string }[] }
const vectors = JSON.parse(readFileSync(new URL("../../../tests/vectors/public-cards.json", import.meta.url), "utf8")) as Vectors;
const first = verify_first(vectors.roster);
const roster = "verified" in first ? first.verified.roster : undefined;

/** Note and pieces; undefined where the sizes do not fit. */
function taken(set: string): { note: string; pieces: string[] } | undefined {
  const bytes = Buffer.from(set, "base64");
  if (bytes.length < 2) return undefined;
  const end = 2 + bytes.readUInt16BE(0);
  const pieces: string[] = [];
  for (let at = end; at < bytes.length; ) {
    if (at + 4 > bytes.length) return undefined;
    const size = bytes.readUInt32BE(at);
    pieces.push(bytes.subarray(at + 4, at + 4 + size).toString("utf8"));
    at += 4 + size;
  }
  return { note: bytes.subarray(2, end).toString("utf8"), pieces };
}

function good(set: string): boolean {
  const parts = taken(set);
  if (!parts || !roster) return false;
  const read = read_public_cards(parts.note, roster, vectors.issued_day);
  return "cards" in read && read.cards.pieces.length === parts.pieces.length && read.cards.pieces.every(({ hash }, at) => is_piece(parts.pieces[at] ?? "", hash));
}

test.each(vectors.sets)("$name", ({ outcome, set }) => {
  expect(good(set)).toBe(outcome === "good");
});

test("a set ends after 30 days, and one of a day to come is none", () => {
  const note = taken(vectors.sets.find(({ name }) => name === "good")?.set ?? "")?.note ?? "";
  if (!roster) throw new Error("no roster");
  const at = (day: number): unknown => { const read = read_public_cards(note, roster, day); return "error" in read ? read.error : read.cards.serial; };
  expect(at(vectors.issued_day + 30)).toBe(vectors.serial);
  expect(at(vectors.issued_day + 31)).toBe("expired");
  expect(at(vectors.issued_day - 1)).toBe(vectors.serial);
  expect(at(vectors.issued_day - 2)).toBe("not-yet");
  expect(read_public_cards(note, { ...roster, reply_keys: roster.roots }, vectors.issued_day)).toEqual({ error: "unsigned" });
});
