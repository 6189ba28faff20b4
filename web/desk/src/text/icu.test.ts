import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { compile } from "./icu.ts";

const kLanguages = ["en", "ru", "uk"] as const;
const kLocales = { en: "en-GB", ru: "ru-RU", uk: "uk-UA" } as const;

function catalogue(language: string): Record<string, string> {
  return JSON.parse(readFileSync(new URL(`../../../shared/texts/desk.${language}.json`, import.meta.url), "utf8")) as Record<string, string>;
}

/// Names of the arguments of a pattern, so that a translation cannot lose or invent one.
function argumentsOf(pattern: string): string[] {
  return [...new Set([...pattern.matchAll(/\{(\w+)(?=[,}])/g)].map((found) => found[1] ?? ""))].sort();
}

describe("patterns", () => {
  test.each([
    ["plain text", {}, "plain text"],
    ["Hello, {name}.", { name: "<b>&" }, "Hello, <b>&."],
    ["{n, number} of {of, number}", { n: 1234, of: 5 }, "1,234 of 5"],
    ["{n, plural, =0 {none} one {# line} other {# lines}}", { n: 0 }, "none"],
    ["{n, plural, =0 {none} one {# line} other {# lines}}", { n: 1 }, "1 line"],
    ["{n, plural, =0 {none} one {# line} other {# lines}}", { n: 21 }, "21 lines"],
    ["{k, select, a {first} other {rest {n, plural, other {#!}}}}", { k: "z", n: 3 }, "rest 3!"],
    ["it''s '{literal}' # here", {}, "it's {literal} # here"],
    ["don't {missing}", {}, "don't {missing}"],
    ["{n, plural, other {'#' is #}}", { n: 2 }, "# is 2"],
  ] as const)("%s", (pattern, values, expected) => {
    expect(compile(pattern, "en-GB")(values)).toBe(expected);
  });

  test.each(["{", "{a", "a}", "{a, plural, one {x}}", "{a, date}", "{a, plural, other {x}", "{, plural, other {}}"])("refuses %s", (pattern) => {
    expect(() => compile(pattern, "en-GB")).toThrow(SyntaxError);
  });

  test("refuses depth beyond the limit", () => {
    const nested = "{n, plural, other {".repeat(9) + "x" + "}}".repeat(9);
    expect(() => compile(nested, "en-GB")).toThrow(/nested/);
  });

  test("Russian and Ukrainian count as natives do", () => {
    const russian = compile(catalogue("ru")["desk.nav.count"] ?? "", "ru-RU");
    expect([1, 2, 5, 11, 21, 22].map((count) => russian({ count }))).toEqual([
      "1 обращение", "2 обращения", "5 обращений", "11 обращений", "21 обращение", "22 обращения",
    ]);
    const ukrainian = compile(catalogue("uk")["desk.health.days"] ?? "", "uk-UA");
    expect([1, 3, 7, 12, 31].map((count) => ukrainian({ count }))).toEqual(["1 день", "3 дні", "7 днів", "12 днів", "31 день"]);
  });
});

describe("the three catalogues", () => {
  const english = catalogue("en");
  test.each(kLanguages)("%s has every key, in the same order", (language) => {
    expect(Object.keys(catalogue(language))).toEqual(Object.keys(english));
  });
  test.each(kLanguages)("%s: every pattern compiles, and fills in with the same arguments", (language) => {
    for (const [key, pattern] of Object.entries(catalogue(language))) {
      const values = Object.fromEntries(argumentsOf(pattern).map((name) => [name, 2]));
      expect(compile(pattern, kLocales[language])(values), key).not.toMatch(/[{}]/);
      expect(argumentsOf(pattern), key).toEqual(argumentsOf(english[key] ?? ""));
    }
  });
  test.each(["ru", "uk"] as const)("%s: a plural has the branches of its language", (language) => {
    for (const [key, pattern] of Object.entries(catalogue(language))) {
      if (!pattern.includes(", plural,")) continue;
      for (const branch of ["one", "few", "many", "other"]) expect(pattern, key).toMatch(new RegExp(`\\b${branch} \\{`, "u"));
    }
  });
  test("no letters of the other language, no straight apostrophe in Ukrainian words", () => {
    for (const [key, text] of Object.entries(catalogue("ru"))) if (!key.startsWith("desk.language.")) expect(text, key).not.toMatch(/[іїєґ]/iu);
    for (const [key, text] of Object.entries(catalogue("uk"))) {
      if (key.startsWith("desk.language.")) continue;
      expect(text, key).not.toMatch(/[ыэёъ]/iu);
      expect(text, key).not.toMatch(/[а-яіїєґ]'[а-яіїєґ]/iu);
    }
  });
});
