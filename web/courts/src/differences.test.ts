import { describe, expect, test } from "vitest";
import { differences, likenessOf, type Piece } from "./differences.ts";

const shown = (pieces: readonly Piece[]): string => pieces.map(({ text, differs }) => (differs ? `[${text}]` : text)).join("");
const both = (left: string, right: string): string => differences(left, right).map(shown).join(" | ");

describe("what differs", () => {
  test.each([
    ["Осинов", "Осинов", "Осинов | Осинов"],
    ["Берёзкин  Олег", "БЕРЕЗКИН Олег", "Берёзкин  Олег | БЕРЕЗКИН Олег"],
    ["Липин", "Липкин", "Липин | Лип[к]ин"],
    ["", "Осинов", " | Осинов"],
    ["Кленов", "Рябинин", "[Кленов] | [Рябинин]"],
    ["2025-02-11", "2025-02-12", "2025-02-1[1] | 2025-02-1[2]"],
    ["Приволжский гарнизонный суд", "Самарский гарнизонный суд", "[Приволж]ский гарнизонный суд | [Сама]рский гарнизонный суд"],
  ])("%s and %s", (left, right, expected) => expect(both(left, right)).toBe(expected));

  test("long texts by words, very long ones as a whole, and nothing is lost", () => {
    const words = (last: string): string => `${"суд решил считать наказание условным ".repeat(4)}${last}`;
    expect(both(words("сегодня"), words("завтра"))).toBe(`${words("")}[сегодня] | ${words("")}[завтра]`);
    const long = "слово ".repeat(500);
    expect(differences(`${long}а`, `${long}б`)[0]).toEqual([{ text: `${long}а`, differs: true }]);
    for (const [left, right] of [["аб вг", "аг вб"], ["абвгд", "бв"], ["1-17/2025", "1-96/2025"]] as const)
      expect(differences(left, right).map((side) => side.map(({ text }) => text).join(""))).toEqual([left, right]);
  });

  test("a missing side is neither equal nor different", () => {
    expect(likenessOf("", "x")).toBe("missing");
    expect(likenessOf(" ", " ")).toBe("missing");
    expect(likenessOf("ё", "Е")).toBe("equal");
    expect(likenessOf("а", "a")).toBe("different");
  });
});
