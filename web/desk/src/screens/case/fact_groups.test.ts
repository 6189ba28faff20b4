import { expect, test } from "vitest";
import type { Fact } from "../../api/types.ts";
import { groupedFacts } from "./fact_groups.ts";

const fact = (key: string, group: Fact["group"], value: string, superseded = false): Fact => ({
  id: `${key}-${value}`, key, group, label: key, value, value_label: value, attributes: {}, date_label: null, precision: "exact", said_by: "requester",
  author: null, said_at: "2026-11-22T10:00:00Z", verification: "unverified", danger: false, superseded, check: null,
});

test("danger is read first, whatever was said first; nothing is lost; what was replaced stands behind its own question", () => {
  const facts = [fact("where", "place", "home", true), fact("need", "need", "money"), fact("where", "place", "hospital"), fact("danger", "danger", "wound"), fact("x", "other", "y", true)];
  const sections = groupedFacts(facts);
  expect(sections.map(({ group }) => group)).toEqual(["danger", "place", "need", "other"]);
  const shown = sections.flatMap(({ questions }) => questions.flatMap(({ now, before }) => [...now, ...before]));
  expect(shown.toSorted((a, b) => a.id.localeCompare(b.id))).toEqual(facts.toSorted((a, b) => a.id.localeCompare(b.id)));
  expect(sections[1]?.questions[0]?.before.map(({ value }) => value)).toEqual(["home"]);
});
