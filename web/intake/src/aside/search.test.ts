import { expect, test } from "vitest";
import { folded, matches } from "./search.ts";

test("finds words by their beginnings, in any order and any writing", () => {
  const text = "Военно-врачебная комиссия. О направлении просят рапортом. Её заключение; п’ятий";
  for (const typed of ["", "  ", "ВВРАЧ".slice(1), "рапорт", "комисс рапорт", "рапорт КОМИСС", "ее закл", "пятий", "п'ятий", "военно-врачеб"]) expect(matches(text, typed), typed).toBe(true);
  for (const typed of ["суд", "апорт", "комиссия суд"]) expect(matches(text, typed), typed).toBe(false);
});

test("folding leaves letters and figures only", () => {
  expect(folded("«Её» — 113-ФЗ!")).toBe("ее 113 фз");
});
