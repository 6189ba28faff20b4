import { expect, test } from "vitest";
import type { Fact } from "../../api/types.ts";
import { orderedFacts } from "./facts_order.ts";

test("a corrected fact stays where it was, with what it replaced under it", () => {
  const fact = (id: string, key: string, superseded = false): Fact => ({ id, key, superseded }) as Fact;
  const facts = [fact("0", "where"), fact("1", "what_next", true), fact("2", "documents"), fact("3", "what_next")];
  expect(orderedFacts(facts).map(({ id }) => id)).toEqual(["0", "3", "1", "2"]);
});
