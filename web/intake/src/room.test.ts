// How much a person can write beside the fullest answers of each pack (docs/spec/envelope.md "How long a text may be").
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { kPlaintextBytes } from "../../shared/protocol/age.ts";
import { kTextBytesMax, plaintext_of, text_room, type Content, type Frame } from "../../shared/protocol/envelope.ts";
import { letters_in } from "../../shared/protocol/parts.ts";
import { encoded, type Chosen, type PagePack } from "./pack.ts";

const pattern = (size: number): Uint8Array => new Uint8Array(size).fill(7);
const frame: Frame = { kind: "message", assurance: "browser", language: "ru", instance_id: pattern(32), message_id: pattern(16), reply_public_key: pattern(1_216), mailbox_secret: pattern(32) };
const kWords = "я".repeat(200);

/** Everything ticked that can stand together or not, each with its longest detail: no form gives more. */
function fullest(pack: PagePack): string[] {
  const choices = new Map<string, Chosen[]>();
  for (const question of pack.questions) {
    const state = [...(question.states ?? [])].sort((a, b) => b.length - a.length)[0];
    const all = (question.answers ?? []).filter((answer) => !answer.exclusive).map((answer): Chosen => ({ code: answer.code, when: { how: "date", date: "2026-11-25", hour: "10:30" }, country: "KZ", year: "2026", ...(state === undefined ? {} : { state }) }));
    const longest = [...all].sort((a, b) => b.code.length - a.code.length)[0];
    const kept = question.kind === "one" ? (longest ? [longest] : []) : question.kind === "consent" ? [{ code: "yes" }] : all;
    if (kept.length > 0) choices.set(question.id, kept);
  }
  const every: PagePack = { ...pack, questions: pack.questions.map(({ when: _when, ...question }) => question) };
  const { short_way: _short_way, ...rest } = every;
  return encoded(rest, choices, 20_779, {});
}

describe.each(["military-refusal", "general-legal-aid"])("%s", (id) => {
  const pack = JSON.parse(readFileSync(new URL(`../../../packs/${id}/pack.json`, import.meta.url), "utf8")) as PagePack;
  const answers = fullest(pack);
  const named = { pack: `${pack.id}@${pack.version}` };
  const fits = (content: Content): void => expect(plaintext_of(frame, 20_779, content).length).toBe(kPlaintextBytes);

  test("2,000 Cyrillic letters fit beside every answer there is", () => {
    expect(answers.length).toBeGreaterThanOrEqual(28);
    const beside = { ...named, answers, contact_words: "" };
    expect(text_room(beside)).toBeGreaterThanOrEqual(4_000);
    expect(letters_in(text_room(beside), "", "ru")).toBeGreaterThanOrEqual(2_000);
    fits({ ...beside, text: "я".repeat(2_000) });
  });

  test("2,000 Cyrillic letters and 200 of when and how fit beside the twenty longest answers", () => {
    const twenty = new Set([...answers].sort((a, b) => b.length - a.length).slice(0, 20));
    const beside = { ...named, answers: answers.filter((answer) => twenty.has(answer)), contact_words: kWords };
    expect(beside.answers.length).toBe(20);
    fits({ ...beside, text: "я".repeat(2_000) });
  });

  test("the room is filled to the last byte, and one more is refused", () => {
    const beside = { ...named, answers, contact_words: kWords };
    const room = text_room(beside);
    expect(room + 400).toBeGreaterThanOrEqual(4_000);
    fits({ ...beside, text: "z".repeat(room) });
    expect(() => plaintext_of(frame, 20_779, { ...beside, text: "z".repeat(room + 1) })).toThrow("does not fit");
  });
});

test("a further message holds 2,612 Cyrillic letters", () => {
  const alone = { answers: [], contact_words: "" };
  expect(text_room(alone)).toBe(kTextBytesMax);
  expect(letters_in(kTextBytesMax, "", "ru")).toBe(2_612);
  expect(plaintext_of(frame, 20_779, { ...alone, text: "я".repeat(2_612) }).length).toBe(kPlaintextBytes);
});
