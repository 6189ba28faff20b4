// A relay that lies to the page of cards: nothing that was not signed is shown, and nothing is gone back from.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { verify_first } from "../../../shared/protocol/roster.ts";
import type { App } from "../app.ts";
import { fetch_piece, newest_set } from "./signed.ts";

interface Vectors { issued_day: number; roster: string; serial: number; sets: { name: string; set: string }[] }
const vectors = JSON.parse(readFileSync(new URL("../../../../tests/vectors/public-cards.json", import.meta.url), "utf8")) as Vectors;
const first = verify_first(vectors.roster);
const roster = "verified" in first ? first.verified.roster : undefined;
const set = Buffer.from(vectors.sets.find(({ name }) => name === "good")?.set ?? "", "base64");
const note = set.subarray(2, 2 + set.readUInt16BE(0)).toString("utf8");

/** A page that gets these answers. */
function page(answers: Record<string, string | undefined>, day = vectors.issued_day): App {
  const get = (path: string): Promise<string | undefined> => Promise.resolve(path in answers ? answers[path] : "");
  return { relay: { get }, roster, content: { language: "ru" }, now: () => day * 86_400_000 } as unknown as App;
}

test("a relay without any set: what the page was built with; one that cannot be reached: nothing", async () => {
  expect(await newest_set(page({}))).toBe("built");
  expect(await newest_set(page({ "/v1/cards": undefined }))).toBeUndefined();
});

test("a set of a stranger, a changed one or one of long ago is none", async () => {
  expect(await newest_set(page({ "/v1/cards": note.replace("serial 2", "serial 3") }))).toBeUndefined();
  expect(await newest_set(page({ "/v1/cards": "nonsense" }))).toBeUndefined();
  expect(await newest_set(page({ "/v1/cards": note }, vectors.issued_day + 31))).toBeUndefined();
});

test("once a set was seen, nothing and an older one bring the built cards not back", async () => {
  const seen = await newest_set(page({ "/v1/cards": note }));
  expect(seen).toMatchObject({ serial: vectors.serial });
  expect(await newest_set(page({})), "served nothing").toBeUndefined();
  expect(await newest_set(page({ "/v1/cards": note })), "the same again").toMatchObject({ serial: vectors.serial });
});

test("a piece that is another one, left out or no card is not shown", async () => {
  const app = page({ "/v1/cards": note });
  const cards = await newest_set(app);
  if (cards === undefined || cards === "built") throw new Error("no set");
  const path = `/v1/cards/${vectors.serial}/ru/1`;
  expect(await fetch_piece(page({ [path]: "ru two" }), cards, 0), "the second in place of the first").toBeUndefined();
  expect(await fetch_piece(page({ [path]: "ru one\n" }), cards, 0), "signed, and still no card").toBeUndefined();
  expect(await fetch_piece(page({}), cards, 0), "a newer set has come").toBe("");
  expect(await fetch_piece(page({ [path]: undefined }), cards, 0)).toBeUndefined();
});
