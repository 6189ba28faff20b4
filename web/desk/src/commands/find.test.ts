import { expect, test } from "vitest";
import { findByWords } from "./find.ts";

const all = ["Взять дело", "Отдать дело первой линии", "К моим делам", "Ответить", "Вставить запечатанный текст", "Чёткая заметка"];
const find = (typed: string): string[] => findByWords(all, (one) => one, typed);

test("by the beginning of any of its words, in any order", () => {
  expect(find("отд")).toEqual(["Отдать дело первой линии"]);
  expect(find("перв отд")).toEqual(["Отдать дело первой линии"]);
  expect(find("дел")).toEqual(["Взять дело", "Отдать дело первой линии", "К моим делам"]);
  expect(find("тдать")).toEqual([]);
  expect(find("  ")).toEqual(all);
});

test("typed on the other layout, and with е for ё", () => {
  expect(find("dpznm")).toEqual(["Взять дело"]);
  expect(find("четк")).toEqual(["Чёткая заметка"]);
  expect(findByWords(["Take the case", "Reply"], (one) => one, "ефл"), "Latin words with the Russian layout on").toEqual(["Take the case"]);
  expect(findByWords(["Взяти справу", "Відповісти"], (one) => one, "dslgjd")).toEqual(["Відповісти"]);
});

test("ten thousand letters, signs and nothing are no trouble", () => {
  for (const typed of ["x".repeat(10_000), "\\[(*", "🌲", "\u0000"]) expect(find(typed).length).toBeLessThanOrEqual(all.length);
});
