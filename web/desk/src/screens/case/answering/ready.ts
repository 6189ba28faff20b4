// What is ready to be said in a case: which of it fits, how it is found by typing, and how it goes into the box.
import { findByWords } from "../../../commands/find.ts";
import type { Case, Language, Library, LibraryCard, ReadyTask, ReadyWait } from "../../../api/types.ts";
import { kLocales } from "../../../text/text.svelte.ts";

/// What is done in the same act.
export interface Then {
  readonly wait: ReadyWait;
  readonly tasks: readonly ReadyTask[];
}

export type ReadyKind = "question" | "template" | "card";

export interface Ready {
  readonly kind: ReadyKind;
  readonly id: string;
  /// In the reader's language.
  readonly name: string;
  /// In the person's language.
  readonly text: string;
  /// The whole card, when there is more than `text`.
  readonly whole: string | null;
  readonly card: LibraryCard | null;
  readonly then: Then | null;
}

/// We promise an answer this far ahead unless somebody says another time, at the next half hour.
const kPromiseMs = 2 * 3_600_000;
const kHalfHourMs = 1_800_000;
const kSuggestionsMax = 3;
const kTime = "{time}";
/// @source docs/spec/cards.md: jurisdiction
const kEverywhere = "INT";

const cardReady = (card: LibraryCard): Ready => ({ kind: "card", id: card.id, name: card.name, text: `${card.title}.\n${card.short}`, whole: `${card.title}.\n${card.body}`, card, then: null });

/// Everything, questions first: in the order of the pack.
export function allReady(library: Library, thirdPerson: boolean): readonly Ready[] {
  const plain = (kind: ReadyKind, id: string, name: string, text: string, then: Then | null = null): Ready => ({ kind, id, name, text, whole: null, card: null, then });
  return [
    ...library.questions.map(({ key, name, text, text_other }) => plain("question", key, name, thirdPerson ? (text_other ?? text) : text)),
    ...library.templates.map(({ id, name, text, wait, tasks }) => plain("template", id, name, text, wait === null ? null : { wait, tasks })),
    ...library.cards.map(cardReady),
  ];
}

const answered = (file: Case, key: string): boolean => file.facts.some((fact) => fact.key === key && fact.value !== "unknown" && !fact.superseded);
/// A date that was asked for and is not known.
const undated = (file: Case, key: string): boolean => file.facts.some((fact) => fact.key === key && !fact.superseded && fact.precision === "unknown");

/// The law of most cards.
function usualLaw(cards: readonly LibraryCard[]): string {
  const count = (law: string): number => cards.filter(({ jurisdiction }) => jurisdiction === law).length;
  return cards.map(({ jurisdiction }) => jurisdiction).reduce((most, law) => (count(law) > count(most) ? law : most), cards[0]?.jurisdiction ?? "");
}

/// The few that stand above the box: what is missing (a date before all), that it was read while nobody has answered, a card for what was said.
/// Where a card of another law fits, one of the usual law would be wrong advice.
export function suggestions(file: Case, library: Library): readonly Ready[] {
  const all = allReady(library, file.third_person);
  const missing = all.filter(({ kind, id }) => kind === "question" && (undated(file, id) || !answered(file, id)));
  const dates = missing.filter(({ id }) => undated(file, id) || id === "danger" || id === "what_next");
  const [question] = [...dates, ...missing];
  const never = !file.messages.some((message) => message.kind === "reply");
  const received = never ? all.find(({ kind, id }) => kind === "template" && id === "received") : undefined;
  const standing = file.facts.filter((fact) => !fact.superseded);
  // A row of a table says something by its state alone: a passport that is in hand needs no advice.
  const said = new Set(standing.map((fact) => `${fact.key}.${fact.value}${fact.attributes["state"] === undefined ? "" : `=${fact.attributes["state"]}`}`));
  const fitting = all.filter((one) => one.card?.for.some((fit) => said.has(fit)) === true);
  const usual = usualLaw(library.cards);
  const card = fitting.find((one) => ![usual, kEverywhere].includes(one.card?.jurisdiction ?? usual)) ?? fitting[0];
  return [question, received, card].filter((one) => one !== undefined).slice(0, kSuggestionsMax);
}

/// `::` looks for replies and questions, `??` for cards.
export type Mode = "said" | "cards";

export function findReady(all: readonly Ready[], mode: Mode, typed: string): readonly Ready[] {
  const wanted = all.filter(({ kind }) => (kind === "card") === (mode === "cards"));
  return findByWords(wanted, ({ name, text }) => `${name} ${text}`, typed);
}

/// "28 ноября, 15:30 GMT+3": in the person's language, on the organisation's clock and saying so.
export function promisedTime(nowMs: number, person: Language, zone: string): string {
  const at = Math.ceil((nowMs + kPromiseMs) / kHalfHourMs) * kHalfHourMs;
  return new Intl.DateTimeFormat(kLocales[person], { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone, timeZoneName: "short" }).format(at);
}

export interface Inserted {
  readonly text: string;
  /// What is selected afterwards: the time that was filled in, or the place behind what was inserted.
  readonly from: number;
  readonly to: number;
}

/// @param from, to  what is replaced in `value`
export function insertReady(value: string, from: number, to: number, ready: string, time: string): Inserted {
  const head = value.slice(0, from);
  const tail = value.slice(to);
  const gap = head === "" || /\s$/u.test(head) ? "" : "\n";
  const at = ready.indexOf(kTime);
  const filled = ready.replace(kTime, time);
  const begin = head.length + gap.length;
  const text = head + gap + filled + (tail === "" || /^\s/u.test(tail) ? tail : `\n${tail}`);
  return at < 0 ? { text, from: begin + filled.length, to: begin + filled.length } : { text, from: begin + at, to: begin + at + time.length };
}

/// The two letters that open the list, when they were typed just now at the beginning of a word.
export function opensList(value: string, caret: number): Mode | null {
  const two = value.slice(caret - 2, caret);
  if (caret >= 3 && !/\s/u.test(value[caret - 3] ?? "")) return null;
  return two === "::" ? "said" : two === "??" ? "cards" : null;
}

/// Cards in the text that nobody has looked at again in time: their sending needs a word that a lawyer has.
export function pastReviewIn(value: string, library: Library | null): readonly LibraryCard[] {
  return library?.cards.filter((card) => card.past_review && (value.includes(card.short) || value.includes(card.body))) ?? [];
}
