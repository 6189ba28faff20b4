import { expect, test } from "vitest";
import type { Case, Fact, Library } from "../../api/types.ts";
import { suggestions } from "./answering/ready.ts";
import { gapsOf } from "./gaps.ts";

const fact = (key: string, value: string, more: Partial<Fact> = {}): Fact => ({
  id: `${key}-${value}`, key, group: "other", label: "", value, value_label: "", attributes: {}, date_label: null, precision: "exact", said_by: "requester",
  author: null, said_at: "2026-11-22T10:00:00Z", verification: "unverified", danger: false, superseded: false, check: null, ...more,
});
const library = {
  language: "ru", templates: [], questions: ["who", "danger", "what_next", "documents"].map((key) => ({ key, name: key, text: `${key}?`, text_other: `${key} of the other?` })),
  cards: [{ id: "complaint", for: ["documents.military_id=taken_by_command"] }],
} as unknown as Library;
const file = (facts: readonly Fact[], third = false): Case => ({ facts, third_person: third, messages: [] }) as unknown as Case;
const ids = (one: Case): string[] => gapsOf(one, library).map(({ id }) => id);

test("a date that is missing comes first, then danger, then what was not answered", () => {
  expect(ids(file([fact("what_next", "court_date", { precision: "unknown" }), fact("who", "self")]))).toEqual(["what_next", "danger", "documents"]);
});

test("'do not know' leaves it open, and what was struck out counts as unsaid", () => {
  expect(ids(file([fact("danger", "unknown"), fact("who", "self", { superseded: true }), fact("what_next", "nothing_dated"), fact("documents", "military_id")]))).toEqual(["danger", "who"]);
});

test("whoever writes for somebody else is asked about the other", () => {
  expect(gapsOf(file([], true), library)[0]?.text).toBe("danger of the other?");
  expect(gapsOf(file([]), null)).toEqual([]);
});

test("a case under another law is offered that law's card, never the usual one that stands before it", () => {
  const cards = [
    { id: "absence", jurisdiction: "RU", for: ["left.yes"] }, { id: "complaint", jurisdiction: "RU", for: [] }, { id: "asylum", jurisdiction: "INT", for: ["need.asylum"] }, { id: "absence-there", jurisdiction: "UA", for: ["army.ukraine"] },
  ];
  const offered = (...facts: readonly Fact[]): string | undefined => suggestions(file(facts), { ...library, cards } as unknown as Library).find(({ kind }) => kind === "card")?.id;
  expect(offered(fact("left", "yes"))).toBe("absence");
  expect(offered(fact("left", "yes"), fact("need", "asylum"))).toBe("absence");
  expect(offered(fact("left", "yes"), fact("army", "ukraine"))).toBe("absence-there");
  expect(offered(fact("left", "yes"), fact("army", "ukraine", { superseded: true }))).toBe("absence");
  expect(offered(fact("need", "asylum"))).toBe("asylum");
});

test("a document that was taken brings its card, one that is in hand brings none", () => {
  const card = (state: string): boolean => suggestions(file([fact("documents", "military_id", { attributes: { state } })]), library).some(({ kind }) => kind === "card");
  expect(card("taken_by_command")).toBe(true);
  expect(card("have")).toBe(false);
});
