import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { compile } from "../../desk/src/text/icu.ts";
import { preferredLanguage, Text } from "./text.svelte.ts";

const catalogue = (language: string): Record<string, string> =>
  JSON.parse(readFileSync(new URL(`../../shared/texts/review.${language}.json`, import.meta.url), "utf8")) as Record<string, string>;

describe("texts", () => {
  test.each(["ru", "uk"])("%s has every key, and every pattern is whole", (language) => {
    expect(Object.keys(catalogue(language))).toEqual(Object.keys(catalogue("en")));
    for (const pattern of Object.values(catalogue(language))) expect(compile(pattern, language)({ n: 2, all: 5 })).not.toBe("");
  });

  test("levels and names that came with the file", async () => {
    const text = new Text();
    await text.load("ru");
    expect(text.level("edits 1")).toBe("отличие в 1 букве");
    expect(text.level("jaro-winkler 0.88")).toBe("похожи на 0.88 из 1");
    expect(text.level("unheard of")).toBe("unheard of");
    expect(text.sayName("outcome", "colony-general")).toBe("колония общего режима");
    expect(text.sayName("field", "height")).toBe("height");
    expect(text.signed(-4.36)).toBe("−4,4");
    expect(preferredLanguage(["de-DE", "uk-UA"])).toBe("uk");
  });
});
