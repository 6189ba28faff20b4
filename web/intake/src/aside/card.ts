// A card as /LANG/cards.json holds it (docs/spec/cards.md), and how it looks. What does not fit is not shown.
import { el, paragraphs } from "../dom.ts";
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
  review_by: string;
  sources: { date: string; where: string; title: string }[];
  title: string;
  short: string;
  body: string;
}

const kTexts = ["id", "jurisdiction", "written", "valid_from", "review_by", "title", "short", "body"] as const;

function is_card(value: unknown): value is ShownCard {
  const card = value as ShownCard;
  return kTexts.every((name) => typeof card[name] === "string") && ["law", "practice", "rumour"].includes(card.confidence) && Array.isArray(card.sources);
}

export function read_cards(value: unknown): ShownCard[] | undefined {
  return Array.isArray(value) && value.every((card: unknown) => typeof card === "object" && card !== null && is_card(card)) ? value : undefined;
}

export function words_of_card(card: ShownCard): string {
  return [card.title, card.short, card.body, ...card.sources.map((source) => source.title)].join(" ");
}

function date_text(language: string, date: string): string {
  return new Date(`${date}T12:00:00Z`).toLocaleDateString(language, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
}

/** `today` as YYYY-MM-DD. */
export function card_view(card: ShownCard, language: string, today: string, open: boolean): HTMLElement {
  const date = (text: string): { date: string } => ({ date: date_text(language, text) });
  const dates = [say("cards.written", date(card.written)), say("cards.valid_from", date(card.valid_from)), say("cards.review_by", date(card.review_by))];
  const sources = card.sources.map((source) => el("li", {}, `${source.title} (${date_text(language, source.date)}) `, el("span", { class: "where", translate: "no" }, source.where)));
  const place = card.jurisdiction === "INT" ? [] : [`${say("cards.law_of", { place: new Intl.DisplayNames([language], { type: "region" }).of(card.jurisdiction) ?? card.jurisdiction })}. `];
  return el(
    "details",
    { class: card.crisis ? "card crisis_card" : "card", open },
    el("summary", {}, el("span", {}, card.title)),
    ...(card.review_by < today ? [el("p", { class: "late" }, say("cards.past_review", date(card.review_by)))] : []),
    ...(card.example ? [el("p", { class: "example" }, say("cards.example"))] : []),
    ...paragraphs(card.body),
    el("div", { class: "hint" }, el("p", {}, ...place, say(`cards.confidence.${card.confidence}`)), el("ul", {}, ...dates.map((line) => el("li", {}, line))), el("p", {}, say("cards.sources")), el("ul", {}, ...sources)),
  );
}
