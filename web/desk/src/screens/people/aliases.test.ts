import { expect, test } from "vitest";
import { badAliases, linesOf } from "./aliases.ts";

test("one a line, each once, without the spaces around it", () => {
  expect(linesOf("ash\n elm \n\nash\r\nyew")).toEqual(["ash", "elm", "yew"]);
  expect(linesOf(" \n")).toEqual([]);
});

test("what the desk would refuse is found before anything is asked for", () => {
  expect(badAliases(["ash", "a", "a.b_c-1", "x".repeat(40)])).toEqual([]);
  const bad = ["петров", "Ash", "1ash", "ash tree", "аsh", "x".repeat(41), "ash,lead"];
  expect(badAliases(bad)).toEqual(bad);
});
