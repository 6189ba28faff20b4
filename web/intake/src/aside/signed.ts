// The organisation's newest set of public cards, as the relay serves it: nothing of it is believed before signature and
// hash were checked (docs/spec/public-cards.md). What was seen once in this tab is not gone back from.
import { is_piece, read_public_cards, type PublicCards } from "../../../shared/protocol/public_cards.ts";
import { day_of } from "../../../shared/protocol/days.ts";
import { read_floor } from "../../../shared/protocol/floor.ts";
import { fetch_roster } from "../../../shared/protocol/organisation.ts";
import type { Roster } from "../../../shared/protocol/roster.ts";
import type { App } from "../app.ts";
import { read_card_file, type ShownCard } from "./card.ts";

/** `built`: the relay never had a set; undefined: it did not come, or it is none that may be believed. */
export type Newest = PublicCards | "built" | undefined;

/** Of the newest set that was believed in this tab. */
let highest = 0;

/** The page's own, or, where somebody opens the cards before it has come, one that is fetched for them. */
async function roster_of(app: App): Promise<Roster | undefined> {
  if (app.roster) return app.roster;
  const { pins } = app.content;
  const found = await fetch_roster(app.relay, day_of(app.now()), pins && read_floor(pins));
  return "error" in found ? undefined : found.roster;
}

export async function newest_set(app: App): Promise<Newest> {
  const note = await app.relay.get("/v1/cards");
  if (note === undefined) return undefined;
  const roster = note === "" ? undefined : await roster_of(app);
  // Without a roster nothing can be checked; what the page was built with is as good as the page.
  if (!roster) return highest === 0 ? "built" : undefined;
  const read = read_public_cards(note, roster, day_of(app.now()));
  if ("error" in read || read.cards.serial < highest) return undefined;
  highest = read.cards.serial;
  return read.cards;
}

interface Line {
  sources: { date: string; where: string; title: Record<string, string> }[];
  basis: { sure: string; sources?: number[] }[];
  texts: Record<string, { title: string; short: string; body: string; doubts?: string }>;
}

function card_of(line: string, language: string): unknown {
  const { sources, basis, texts, ...card } = JSON.parse(line) as Line;
  return {
    crisis: false, example: false, doubts: "", ...card, ...texts[language],
    sources: sources.map((source) => ({ ...source, title: source.title[language] ?? "" })),
    basis: basis.map((one) => ({ sources: [], ...one })),
  };
}

/** "" when the relay has it no more: a newer set has come. Undefined: nothing came, or not what was signed. */
export async function fetch_piece(app: App, set: PublicCards, at: number): Promise<ShownCard[] | "" | undefined> {
  const { language } = app.content;
  const hash = set.pieces.filter((piece) => piece.language === language)[at]?.hash;
  const text = await app.relay.get(`/v1/cards/${set.serial}/${language}/${at + 1}`);
  if (text === "") return "";
  if (text === undefined || !hash || !is_piece(text, hash)) return undefined;
  try {
    const cards = text.split("\n").slice(0, -1).map((line) => card_of(line, language));
    return read_card_file({ cards, files: 1 })?.cards;
  } catch {
    return undefined;
  }
}

export const pieces_in = (set: PublicCards, language: string): number => set.pieces.filter((piece) => piece.language === language).length;
