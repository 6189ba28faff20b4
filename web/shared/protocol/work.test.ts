// tests/vectors/work.json, which the relay's side reads too (src/work/vectors_test.cpp); natively and where a page has no WebCrypto.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { derive, kMostLevel, kWorkRounds, read_demand, salt_of, token_pass, work, work_pass, zero_bits } from "./work.ts";

interface Vectors {
  rounds: number;
  mostLevel: number;
  instance: string;
  works: { epoch: number; challenge: string; row: string; level: number; nonce: string; derived: string; zeroBits: number; pass: string }[];
  tokens: { token: string; pass: string }[];
  demands: { text: string; level: number; epoch: number; challenge: string }[];
  badDemands: string[];
}
const vectors = JSON.parse(readFileSync(new URL("../../../tests/vectors/work.json", import.meta.url), "utf8")) as Vectors;
const bytes = (hex: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(hex, "hex"));
const hex = (of: Uint8Array): string => Buffer.from(of).toString("hex");

test("the numbers are those of the relay", () => {
  expect([kWorkRounds, kMostLevel]).toEqual([vectors.rounds, vectors.mostLevel]);
});

describe.each([["natively", crypto.subtle], ["without WebCrypto", undefined]] as const)("%s", (_, subtle) => {
  test.each(vectors.works)("work at level $level", async ({ epoch, challenge, row, nonce, derived, zeroBits, pass }) => {
    const found = await derive(subtle, bytes(nonce), salt_of(bytes(vectors.instance), bytes(row), bytes(challenge)));
    expect([hex(found), zero_bits(found), hex(work_pass(epoch, bytes(nonce)))]).toEqual([derived, zeroBits, pass]);
  });

  test("work that was done fits, and the page had its turns meanwhile", async () => {
    const demand = { level: 5, epoch: 29_906_160, challenge: new Uint8Array(16).fill(7) };
    const row = new Uint8Array(16).fill(9);
    const pass = (await work(demand, bytes(vectors.instance), row, { subtle, enough: () => false })) ?? new Uint8Array();
    expect(pass).toHaveLength(21);
    const derived = await derive(subtle, pass.slice(5), salt_of(bytes(vectors.instance), row, demand.challenge));
    expect(zero_bits(derived)).toBeGreaterThanOrEqual(5);
  });

  test("it ends when it is enough", async () => {
    let left = 3;
    let turns = 0;
    const ticking = setInterval(() => (turns += 1), 1);
    const pass = await work({ level: 255, epoch: 1, challenge: new Uint8Array(16) }, bytes(vectors.instance), new Uint8Array(16), { subtle, enough: () => (left -= 1) < 0 || turns > 50 });
    clearInterval(ticking);
    expect(pass).toBeUndefined();
  });
});

test("zero bits", () => {
  expect([[0x80], [0x01], [0, 0x40], [0, 0]].map((one) => zero_bits(Uint8Array.from(one)))).toEqual([0, 7, 9, 16]);
});

test.each(vectors.tokens)("a pass of a token", ({ token, pass }) => {
  expect(hex(token_pass(bytes(token)))).toBe(pass);
});

test.each(vectors.demands)("$text", ({ text, level, epoch, challenge }) => {
  expect(read_demand(text)).toEqual({ level, epoch, challenge: bytes(challenge) });
});

test.each([...vectors.badDemands, "", "work", "busy"])("no demand: '%s'", (word) => {
  expect(read_demand(word)).toBeUndefined();
});
