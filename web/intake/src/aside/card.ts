// A card as /LANG/cards.json and the files after it hold it (docs/spec/cards.md), and how it looks. What does not fit is not shown.
import { date_locale } from "../content.ts";
import { el } from "../dom.ts";
import { say } from "./content.ts";

export interface ShownCard {
  id: string;
  version: number;
  crisis: boolean;
  example: boolean;
  jurisdiction: string;
  confidence: "law" | "practice" | "rumour";
  written: string;
  valid_from: string;
  checked: string;
  known_to: string;
  review_by: string;
  /** `date` is a day, a month or a year: as much as is known. */
  sources: { date: string; where: string; title: string }[];
  /** One for each paragraph of the body; `sources` are numbers from 1. */
  basis: { sure: "read" | "reported" | "opinion" | "advice"; sources: number[] }[];
  title: string;
  short: string;
  body: string;
  doubts: string;
}

const kTexts = ["id", "jurisdiction", "written", "valid_from", "checked", "known_to", "review_by", "title", "short", "body", "doubts"] as const;

function is_card(value: unknown): value is ShownCard {
  const card = value as ShownCard;
  return kTexts.every((name) => typeof card[name] === "string") && ["law", "practice", "rumour"].includes(card.confidence) && Array.isArray(card.sources) && Array.isArray(card.basis);
}

/** One of the files in which the cards come, and how many there are. */
export interface CardFile {
  cards: ShownCard[];
  files: number;
}

export const kCardFilesMax = 100;

export function read_card_file(value: unknown): CardFile | undefined {
  const file = value as CardFile | null;
  if (typeof file !== "object" || !Array.isArray(file?.cards) || !Number.isInteger(file.files) || file.files < 1 || file.files > kCardFilesMax) return undefined;
  return file.cards.every((card: unknown) => typeof card === "object" && card !== null && is_card(card)) ? file : undefined;
}

export function words_of_card(card: ShownCard): string {
  return [card.title, card.short, card.body, card.doubts, ...card.sources.map((source) => source.title)].join(" ");
}

function date_text(language: string, date: string): string {
  const day = { day: "numeric", month: "long" } as const;
  const shown = date.length === 4 ? {} : date.length === 7 ? { month: day.month } : day;
  const whole = date.length === 4 ? `${date}-07-01` : date.length === 7 ? `${date}-15` : date;
  return new Date(`${whole}T12:00:00Z`).toLocaleDateString(date_locale(language), { ...shown, year: "numeric", timeZone: "UTC" });
}

/** The numbers of its sources and how sure it is, behind a paragraph: "[1, 3; as reported]". */
function basis_text(basis: ShownCard["basis"][number] | undefined): string {
  if (!basis) return "";
  const sure = basis.sure === "reported" || basis.sure === "opinion" ? [say(`cards.basis.${basis.sure}`)] : [];
  const parts = [...(basis.sources.length > 0 ? [basis.sources.join(", ")] : []), ...sure];
  return parts.length === 0 ? "" : ` [${parts.join("; ")}]`;
}

function paragraphs_of(card: ShownCard): HTMLElement[] {
  return card.body.split("\n").map((line, i) => el("p", {}, line, el("span", { class: "hint" }, basis_text(card.basis[i]))));
}

/** `today` as YYYY-MM-DD. */
export function card_view(card: ShownCard, language: string, today: string, open: boolean): HTMLElement {
  const date = (text: string): { date: string } => ({ date: date_text(language, text) });
  const dates = [say("cards.written", date(card.written)), say("cards.checked", { date: date_text(language, card.checked), until: date_text(language, card.known_to) }), say("cards.valid_from", date(card.valid_from)), say("cards.review_by", date(card.review_by))];
  const sources = card.sources.map((source) => el("li", {}, `${source.title} (${date_text(language, source.date)}) `, el("span", { class: "where", translate: "no" }, source.where)));
  const place = card.jurisdiction === "INT" ? [] : [`${say("cards.law_of", { place: new Intl.DisplayNames([language], { type: "region" }).of(card.jurisdiction) ?? card.jurisdiction })}. `];
  return el(
    "details",
    { class: card.crisis ? "card crisis_card" : "card", open },
    el("summary", {}, el("span", {}, card.title)),
    ...(card.review_by < today ? [el("p", { class: "late" }, say("cards.past_review", date(card.review_by)))] : []),
    ...(card.example ? [el("p", { class: "example" }, say("cards.example"))] : []),
    el("p", {}, el("strong", {}, card.short)),
    ...paragraphs_of(card),
    el("p", { class: "note" }, say("cards.doubts", { what: card.doubts })),
    el("div", { class: "hint" }, el("p", {}, ...place, say(`cards.confidence.${card.confidence}`)), el("ul", {}, ...dates.map((line) => el("li", {}, line))), el("p", {}, say("cards.sources")), el("ol", {}, ...sources)),
  );
}
