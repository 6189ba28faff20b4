// The rule of docs/spec/freshness.md against the vectors that the C++ side reads too.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { from_base64 } from "./bytes.ts";
import type { Day } from "./days.ts";
import { keys_to_seal } from "./freshness.ts";
import { is_good_key } from "./signed_note.ts";

interface ListVector { name: string; today: Day; issued: Day; keys: Day[]; outcome: string }
interface KeyVector { name: string; key: string; good: boolean }
const vectors = JSON.parse(readFileSync(new URL("../../../tests/vectors/freshness.json", import.meta.url), "utf8")) as { lists: ListVector[]; verify_keys: KeyVector[] };
const key_of = (day: Day): { day: Day; public_key: Uint8Array<ArrayBuffer> } => ({ day, public_key: new Uint8Array(1_216) });

describe("what a writer seals to", () => {
  test.each(vectors.lists)("$name", ({ today, issued, keys, outcome }) => {
    const chosen = keys_to_seal({ issued, keys: keys.map(key_of) }, today);
    expect("keys" in chosen ? chosen.keys.map((key) => key.day).join(" ") : chosen.error).toBe(outcome);
  });

  test("no list of any age makes anybody seal to a key that is older than yesterday", () => {
    const today = 20_779;
    for (let issued = today - 40; issued <= today + 40; issued += 1)
      for (let first = today - 40; first <= today + 40; first += 1) {
        const chosen = keys_to_seal({ issued, keys: [key_of(first), key_of(first + 1)] }, today);
        for (const key of "keys" in chosen ? chosen.keys : []) expect(Math.abs(key.day - today)).toBeLessThanOrEqual(1);
      }
  });
});

test.each(vectors.verify_keys)("a key may stand in a roster or not: $name", ({ key, good }) => {
  expect(is_good_key(from_base64(key, 32) ?? new Uint8Array())).toBe(good);
});
