// The three catalogues of the pages say the same things, and each key is used.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { fill } from "./content.ts";

const catalogue = (language: string): Record<string, string> => JSON.parse(readFileSync(new URL(`../../shared/texts/intake.${language}.json`, import.meta.url), "utf8")) as Record<string, string>;
const english = catalogue("en");
const placeholders = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();

function sources(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => /\.(ts|mjs)$/.test(name) && !name.includes(".test.")).map((name) => readFileSync(`${folder}/${name}`, "utf8")).join("\n");
}

describe.each(["ru", "uk", "en"])("%s", (language) => {
  const own = catalogue(language);
  test("has every key, with the same arguments", () => {
    expect(Object.keys(own)).toEqual(Object.keys(english));
    expect(Object.keys(own).filter((key) => placeholders(own[key] ?? "").join() !== placeholders(english[key] ?? "").join())).toEqual([]);
    expect(Object.values(own).filter((text) => text.trim() === "" || /[!'"]/.test(text))).toEqual([]);
  });
});

test("Ukrainian texts have no Russian letters and the other way round", () => {
  expect(Object.values(catalogue("uk")).filter((text) => /[ыэёъ]/i.test(text.replace("Язык / Мова", "")))).toEqual([]);
  expect(Object.values(catalogue("ru")).filter((text) => /[іїєґ]/i.test(text))).toEqual([]);
});

test("every key is used by the pages", () => {
  const code = sources(fileURLToPath(new URL(".", import.meta.url))) + readFileSync(new URL("../build.mjs", import.meta.url), "utf8");
  const built = /^(problem|send|places)\./;
  const loader = readFileSync(new URL("./pieces/main.ts", import.meta.url), "utf8");
  const unused = Object.keys(english).map((key) => key.replace("intake.", "")).filter((key) => !built.test(key) && !code.includes(`"${key}"`) && !code.includes(`texts.${key}`) && !code.includes(`${key})`) && !(key.startsWith("load.") && loader.includes(`texts.${key.slice(5)}`)));
  expect(unused).toEqual([]);
});

test("what is put into a text is not read as a template again", () => {
  expect(fill("a {x} b {y}", { x: "{y}", y: 2 })).toBe("a {y} b 2");
  expect(fill("{missing}", {})).toBe("{missing}");
});
