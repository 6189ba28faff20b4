import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { countries } from "../../../src/envelope/grammar.json";
import { answer_of, asked, dangers, encoded, odd_detail, offered, said, third_person, toggled, when_pairs, type Chosen, type PagePack, type When } from "./pack.ts";

const kToday = 20_779; // 2026-11-22
const folder = new URL("../../../packs/military-refusal/", import.meta.url);
const pack = JSON.parse(readFileSync(new URL("pack.json", folder), "utf8")) as PagePack;
const texts = Object.fromEntries(["ru", "uk", "en"].map((language) => [language, JSON.parse(readFileSync(new URL(`texts.${language}.json`, folder), "utf8")) as Record<string, string>]));
const ids = (choices: Record<string, Chosen[]>): string[] => asked(pack, new Map(Object.entries(choices))).map((question) => question.id);
const question = (id: string) => pack.questions.find((candidate) => candidate.id === id) ?? { id, kind: "text" as const };

describe("branches", () => {
  test("unsafe: one line now, the rest later", () => {
    expect(ids({ safe: [{ code: "no" }] })).toEqual(["safe", "text", "consent"]);
    expect(ids({ safe: [{ code: "unsure" }] })).toEqual(["safe", "text", "consent"]);
    expect(ids({ safe: [{ code: "yes" }] }).length).toBeGreaterThan(10);
  });

  test("what was answered before the short way is sent, a danger above all", () => {
    const choices = new Map<string, Chosen[]>([["danger", [{ code: "armed_search" }]], ["knows", [{ code: "no" }]], ["safe", [{ code: "no" }]]]);
    expect(asked(pack, choices).map((question) => question.id)).toEqual(["safe", "text", "consent"]);
    expect(encoded(pack, choices, kToday, countries)).toEqual(["safe=no", "danger=armed_search"]);
    expect(dangers(pack, choices)).toEqual(["armed_search"]);
    expect(said(pack, choices).map((question) => question.id)).toEqual(["safe", "danger", "text", "consent"]);
  });

  test("for somebody else: does he know", () => {
    expect(ids({})).not.toContain("knows");
    expect(ids({ who: [{ code: "relative" }] })).toContain("knows");
    expect(third_person(pack, new Map([["who", [{ code: "friend" }]]]))).toBe(true);
    expect(third_person(pack, new Map([["who", [{ code: "self" }]]]))).toBe(false);
  });

  test("a civilian is not asked whether he left", () => {
    expect(ids({ status: [{ code: "civilian_no_summons" }] })).not.toContain("left");
    expect(ids({ status: [{ code: "mobilised" }] })).toContain("left");
    expect(ids({})).toContain("left");
  });

  test("answers of a branch that was left are not sent", () => {
    const choices = new Map<string, Chosen[]>([["who", [{ code: "self" }]], ["knows", [{ code: "no" }]], ["consent", [{ code: "yes" }]]]);
    expect(encoded(pack, choices, kToday, countries)).toEqual(["who=self", "consent=yes"]);
  });
});

describe("answers", () => {
  test("dates with their precision", () => {
    const pairs = (when: When, direction: "future" | "past" = "future"): string => (when_pairs(when, direction, kToday) === "invalid" ? "invalid" : [...when_pairs(when, direction, kToday)].map((pair) => (pair as readonly string[]).join("=")).join(";"));
    expect(pairs({ how: "date", date: "2026-11-25", hour: "" })).toBe("date=2026-11-25;precision=day");
    expect(pairs({ how: "date", date: "2026-11-25", hour: "18:30" })).toBe("date=2026-11-25T18:30;precision=hour");
    expect(pairs({ how: "days", days: "3" })).toBe("date=2026-11-25;precision=about");
    expect(pairs({ how: "days", days: "3" }, "past")).toBe("date=2026-11-19;precision=about");
    expect(pairs({ how: "days", days: "3", from: kToday - 1 }), "typed before midnight").toBe("date=2026-11-24;precision=about");
    expect(pairs({ how: "unknown" }, "past")).toBe("precision=unknown");
    expect(pairs({ how: "date", date: "", hour: "" }, "past")).toBe("precision=unknown");
    // A year typed with two digits, as a field for dates hands it on; and one that no desk can place.
    expect(pairs({ how: "date", date: "0026-11-25", hour: "" })).toBe("date=2026-11-25;precision=day");
    for (const date of ["2262-11-25", "0126-11-25", "1899-01-01", "2026-02-30"]) expect(pairs({ how: "date", date, hour: "" }), date).toBe("invalid");
    for (const days of ["-1", "1.5", "завтра", "99999"]) expect(when_pairs({ how: "days", days }, "future", kToday)).toBe("invalid");
    expect(when_pairs({ how: "date", date: "", hour: "10:00" }, "future", kToday)).toBe("invalid");
  });

  test("follow the grammar of the envelope", () => {
    const choices = new Map<string, Chosen[]>([
      ["where", [{ code: "abroad", country: "kz" }]],
      ["what_next", [{ code: "leave_ends", when: { how: "days", days: "2" } }, { code: "police_looking" }]],
      ["documents", [{ code: "international_passport", state: "have", year: "2031" }, { code: "military_id" }]],
    ]);
    expect(encoded(pack, choices, kToday, countries)).toEqual(["where=abroad;country=KZ", "what_next=leave_ends;date=2026-11-24;precision=about", "what_next=police_looking", "documents=international_passport;state=have;valid_until=2031"]);
    const odd = new Map<string, Chosen[]>([["where", [{ code: "abroad", country: "K1" }]], ["documents", [{ code: "international_passport", state: "have", year: "20x1" }]]]);
    expect(encoded(pack, odd, kToday, countries)).toEqual(["where=abroad", "documents=international_passport;state=have"]);
    expect(odd_detail(question("where"), { code: "abroad", country: "ГР" }, kToday, countries), "never dropped without a word").toBe("country");
    expect(odd_detail(question("documents"), { code: "international_passport", state: "have", year: "7" }, kToday, countries)).toBe("year");
    for (const typed of ["КЗ", "Казахстан", "kazakhstan", "K.Z."]) expect(encoded(pack, new Map([["where", [{ code: "abroad", country: typed }]]]), kToday, countries), typed).toEqual(["where=abroad;country=KZ"]);
  });

  test("none of these stands alone", () => {
    const danger = question("danger");
    const one = toggled(danger, [], "untreated_wound", true);
    expect(toggled(danger, one, "none", true)).toEqual([{ code: "none" }]);
    expect(toggled(danger, [{ code: "none" }], "armed_search", true)).toEqual([{ code: "armed_search" }]);
    expect(toggled(danger, one, "untreated_wound", false)).toEqual([]);
  });

  test("danger is found, and an answer that the organisation has no protocol for is not offered", () => {
    expect(dangers(pack, new Map([["danger", [{ code: "beaten_or_threatened" }]]]))).toEqual(["beaten_or_threatened"]);
    expect(dangers(pack, new Map([["danger", [{ code: "none" }]]]))).toEqual([]);
    expect(offered(pack, question("danger")).map((answer) => answer.code)).not.toContain("thoughts_of_self_harm");
    expect(offered({ ...pack, options: { self_harm_protocol: true } }, question("danger")).map((answer) => answer.code)).toContain("thoughts_of_self_harm");
  });
});

describe.each(["ru", "uk", "en"])("texts of the pack in %s", (language) => {
  const own = texts[language] ?? {};
  test("are there for every question, answer, state and danger", () => {
    const wanted = pack.questions.flatMap((asked_question) => [
      `question.${asked_question.id}`,
      ...(asked_question.answers ?? []).map((answer) => `answer.${asked_question.id}.${answer.code}`),
      ...(asked_question.states ?? []).map((state) => `state.${asked_question.id}.${state}`),
      ...(asked_question.answers ?? []).filter((answer) => answer.danger).map((answer) => `crisis.${answer.code}`),
    ]);
    expect(["crisis.title", "crisis.text", "answer.consent.yes", ...wanted].filter((key) => (own[key] ?? "") === "")).toEqual([]);
  });

  test("have the same keys as the others, no exclamation marks and no straight apostrophes", () => {
    expect(Object.keys(own)).toEqual(Object.keys(texts["ru"] ?? {}));
    expect(Object.values(own).filter((text) => /[!'"]/.test(text))).toEqual([]);
  });
});

test("every answer can be found again by its code", () => {
  for (const asked_question of pack.questions) for (const answer of asked_question.answers ?? []) expect(answer_of(asked_question, answer.code)).toBe(answer);
});
