// The public cards as one signed set (docs/spec/public-cards.md): its note, and whether a piece is the one that it names.
import { ascii, equal, from_base64, type Bytes } from "./bytes.ts";
import { parse_day, type Day } from "./days.ts";
import { kClockDays } from "./freshness.ts";
import { sha256 } from "./hash.ts";
import { LineReader } from "./lines.ts";
import { whole_number, type Roster } from "./roster.ts";
import { count_signers, parse_note } from "./signed_note.ts";

export const kCardPieceBytes = 24_576;
const kNoteBytes = 6_144;
const kDaysMax = 30;
const kPiecesOfLanguage = 28;
const kHashBytes = 32;
const kLanguages: readonly string[] = ["ru", "uk", "en"];

export interface PublicCards {
  serial: number;
  issued: Day;
  /** In the order of the page. */
  pieces: { language: string; hash: Bytes }[];
}
export type PublicCardsResult = { cards: PublicCards } | { error: "malformed" | "unsigned" | "wrong-instance" | "expired" | "not-yet" };

function piece(text: string): PublicCards["pieces"][number] | undefined {
  const [language = "", encoded, ...more] = text.split(" ");
  const hash = from_base64(encoded ?? "", kHashBytes);
  return kLanguages.includes(language) && hash && more.length === 0 ? { language, hash } : undefined;
}

/** Grammar, limits, instance, the signature of a reply key of this roster, and that it may still be believed today. */
export function read_public_cards(whole: string, roster: Roster, today: Day): PublicCardsResult {
  const note = ascii(whole).length <= kNoteBytes ? parse_note(whole) : undefined;
  if (!note) return { error: "malformed" };
  const lines = new LineReader(note.text);
  lines.exactly("waymark public cards v1");
  const instance = lines.one("instance", (text) => from_base64(text, kHashBytes));
  const serial = lines.one("serial", whole_number);
  const issued = lines.one("issued", parse_day);
  const pieces = lines.many("piece", 0, kLanguages.length * kPiecesOfLanguage, piece);
  if (!lines.finished() || !instance || !serial || issued === undefined) return { error: "malformed" };
  const place = (at: number): number => kLanguages.indexOf(pieces[at]?.language ?? "");
  const ordered = pieces.every((_, i) => i === 0 || place(i) >= place(i - 1));
  if (!ordered || kLanguages.some((code) => pieces.filter(({ language }) => language === code).length > kPiecesOfLanguage)) return { error: "malformed" };
  if (!equal(instance, roster.instance_id)) return { error: "wrong-instance" };
  if (count_signers(note, "cards", roster.reply_keys) < 1) return { error: "unsigned" };
  if (today > issued + kDaysMax) return { error: "expired" };
  if (today + kClockDays < issued) return { error: "not-yet" };
  return { cards: { serial, issued, pieces } };
}

/** Whether it is the piece that was signed. */
export function is_piece(text: string, hash: Bytes): boolean {
  const bytes = ascii(text);
  return bytes.length <= kCardPieceBytes && equal(sha256(bytes), hash);
}
