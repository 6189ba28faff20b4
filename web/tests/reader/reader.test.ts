// The reader: sentences that once could cost somebody years or their life, and the rules that keep the texts safe to read.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { buttons_that_are_not_there, calls_without_warning, came_back, crisis_texts_for_one_only, nevers, sentences_in_data, stops_behind_years, titles_without_law, unequal_keys } from "./rules.ts";
import { all_texts, built_texts, cards, catalogues, folders_of_packs, kLanguages, kRoot, type CardFile, type Language, type Text } from "./texts.ts";

const text_of = (text: string, language: Language, audience: Text["audience"] = "requester"): Text => ({ place: "planted", language, audience, text });

describe("what people read", () => {
  test("no sentence of the list has come back", () => {
    expect(all_texts().length).toBeGreaterThan(3_000);
    expect(came_back(all_texts())).toEqual([]);
  });

  test("nor into the pages as built", () => {
    const folder = mkdtempSync(join(tmpdir(), "waymark-reader-"));
    try {
      execFileSync(process.execPath, [join(kRoot, "web/intake/build.mjs")], { env: { ...process.env, WAYMARK_INTAKE_OUT: folder } });
      expect(came_back(built_texts(folder))).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }, 120_000);

  test("112 never stands without what the call gives away", () => {
    expect(all_texts().filter(({ text }) => /\b112\b/.test(text)).length).toBeGreaterThan(15);
    expect(calls_without_warning(all_texts())).toEqual([]);
  });

  test("the title of every card says whose law it is", () => expect(titles_without_law(cards())).toEqual([]));

  test("all languages have the same keys with the same arguments", () => {
    expect([...catalogues()].flatMap(([area, languages]) => unequal_keys(area, languages))).toEqual([]);
  });

  test("no sentence stands in pack.json, where nobody translates it", () => {
    expect(folders_of_packs().flatMap((folder) => sentences_in_data(readFileSync(join(folder, "pack.json"), "utf8")))).toEqual([]);
    expect(sentences_in_data('{ "format": "waymark pack 1", "clocks": [{ "source": "Criminal Code, article 337" }] }')).toEqual(["Criminal Code, article 337"]);
  });

  test("crisis texts speak also to those who write for somebody else", () => {
    const packs = [...catalogues()].filter(([area]) => area.startsWith("packs/"));
    expect(packs.length).toBeGreaterThan(1);
    expect(packs.flatMap(([area, languages]) => [...languages.values()].flatMap((texts) => crisis_texts_for_one_only(area, texts)))).toEqual([]);
  });

  test("a button that a text names is there", () => {
    const all = catalogues();
    expect(kLanguages.flatMap((language) => buttons_that_are_not_there(language, (area, key) => all.get(area)?.get(language)?.[key] ?? ""))).toEqual([]);
    const renamed = (area: string, key: string): string => (key === "intake.leave" ? "Away" : (all.get(area)?.get("en")?.[key] ?? ""));
    expect(buttons_that_are_not_there("en", renamed)).toHaveLength(3);
  });

  test("a year is not followed by two full stops", () => {
    expect(kLanguages.flatMap((language) => stops_behind_years(`cards.${language}`, catalogues().get("cards")?.get(language) ?? {}))).toEqual([]);
  });

  test("where people write they read how to ask for another language of the reply", () => {
    const word = { ru: "языке эта страница", uk: "мовою ця сторінка", en: "language this page" };
    const packs = [...catalogues()].filter(([area]) => area.startsWith("packs/"));
    for (const [area, languages] of packs) for (const [language, texts] of languages) expect(texts["hint.text"], `${area} ${language}`).toContain(word[language]);
  });

  test("somebody from another army is told so on the first page and where the terms are", () => {
    expect(catalogues().get("packs/military-refusal")?.get("uk")?.["pack.about"]).toContain("ЗСУ");
    expect(cards().find((card) => card.id === "absence-terms")?.texts.uk.body).toContain("ЗСУ");
  });
});

describe("planted violations are noticed", () => {
  test.each(nevers)("$language: $planted", (never) => {
    const audience = never.audience === "staff" ? "staff" : "requester";
    expect(came_back([text_of(never.planted, never.language, audience)]).join()).toContain(never.why);
  });

  test("only in its own language, and only where the rule holds", () => {
    expect(came_back([text_of("Звернення", "en"), text_of("Обращение", "ru", "staff")])).toEqual([]);
  });

  test.each([["ru", "Жизнь в опасности: 112."], ["uk", "Життя в небезпеці: 112. Може приїхати поліція."], ["en", "If a life is in danger: 112. They learn where you are."]] as const)("%s: %s", (language, text) => {
    expect(calls_without_warning([text_of(text, language)])).toEqual(["planted"]);
  });

  test("a title without its law, a lost key, an argument too many, a crisis text for one only, a stop too many", () => {
    const [card] = cards();
    const untitled = { ...card, id: "x", texts: { ...card?.texts, uk: { title: "Строки" } } } as CardFile;
    expect(titles_without_law([untitled])).toEqual(["card x: uk"]);
    expect(titles_without_law([{ ...untitled, jurisdiction: "KZ" }])).toEqual(["card x: no rule for the law of KZ"]);
    const languages = new Map<Language, Record<string, string>>([["ru", { a: "{n}", b: "" }], ["uk", { a: "{n}" }], ["en", { a: "{m}", b: "" }]]);
    expect(unequal_keys("x", languages)).toEqual(["x: a has other arguments in one language", "x: b is not in all languages"]);
    expect(crisis_texts_for_one_only("x", { "crisis.title": "", "crisis.text": "", "crisis.held": "", "crisis.title@other": "" })).toEqual(["x: crisis.held@other"]);
    expect(stops_behind_years("x", { a: "{date}. Могло", b: "({date}): могло" })).toEqual(["x: a"]);
  });
});
