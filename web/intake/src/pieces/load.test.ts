// The loader against a scripted network and a handed-in clock.
import { expect, test } from "vitest";
import { hand_clock } from "../../../shared/protocol/hand_clock.ts";
import { Turns } from "../../../shared/protocol/turns.ts";
import { address_of, Pieces, type Outcome, type Progress } from "./load.ts";

interface Try {
  piece: string;
  attempt: number;
  limit_ms: number;
}

/** @param script outcomes of each piece, try by try; "ran" when there are no more */
function network(script: Record<string, Outcome[]>) {
  const clock = hand_clock();
  const tries: Try[] = [];
  const told: Progress[] = [];
  let open = 0;
  const run = async (piece: string, attempt: number, limit_ms: number): Promise<Outcome> => {
    open += 1;
    expect(open, "one connection at a time").toBe(1);
    tries.push({ piece, attempt, limit_ms });
    const outcome = script[piece]?.shift() ?? "ran";
    if (outcome === "silent") await clock.wait(limit_ms);
    open -= 1;
    return outcome;
  };
  const pieces = new Pieces(run, new Turns(clock));
  return { clock, tries, told, load: (wanted: string[]) => pieces.load(wanted, (progress) => told.push(progress)) };
}

test("one after the other, in their order, and told how far it is", async () => {
  const { load, tries, told } = network({});
  expect(await load(["a", "b", "c"])).toBeUndefined();
  expect(tries.map(({ piece }) => piece)).toEqual(["a", "b", "c"]);
  expect(told).toEqual([0, 1, 2, 3].map((done) => ({ done, all: 3 })));
});

test.each(["silent", "cut", "foreign"] as const)("a piece that is %s is named, asked for again, and spoils no other", async (trouble) => {
  const { load, tries, told } = network({ b: [trouble, trouble] });
  expect(await load(["a", "b", "c"])).toBeUndefined();
  expect(tries.map(({ piece, attempt }) => `${piece}${attempt}`)).toEqual(["a0", "b0", "b1", "b2", "c0"]);
  expect(told.filter((progress) => progress.trouble)).toEqual([{ done: 1, all: 3, trouble }, { done: 1, all: 3, trouble }]);
});

test("eight seconds each, more for a line that is only slow; after five it stops, and goes on where it was", async () => {
  const { load, tries } = network({ a: ["silent", "cut", "silent", "foreign", "silent"] });
  expect(await load(["a", "b"])).toBe("silent");
  expect(tries.map(({ limit_ms }) => limit_ms)).toEqual([8_000, 8_000, 8_000, 16_000, 32_000]);
  expect(await load(["a", "b"])).toBeUndefined();
  expect(tries.slice(5).map(({ piece }) => piece)).toEqual(["a", "b"]);
});

test("a line that has been quick is tried quickly before that; what is here is not asked for again", async () => {
  const { load, tries } = network({ b: Array<Outcome>(10).fill("silent") });
  expect(await load(["a", "b", "c"])).toBe("silent");
  expect(tries.slice(1).map(({ limit_ms }) => limit_ms)).toEqual([600, 600, 600, 1_200, 1_200, 8_000, 8_000, 8_000, 16_000, 32_000]);
  expect(await load(["a", "b", "c"])).toBeUndefined();
  expect(tries.slice(11).map(({ piece }) => piece)).toEqual(["b", "c"]);
});

test("a line that breaks at once is left alone: four tries in a minute", async () => {
  const { load, tries, clock } = network({ a: ["cut", "cut", "cut", "cut"] });
  expect(await load(["a"])).toBeUndefined();
  expect(tries.length).toBe(5);
  expect(clock.now()).toBe(60_000);
});

test("two that load at once share the line, and no piece runs twice", async () => {
  const { load, tries } = network({ b: ["cut"] });
  expect(await Promise.all([load(["a", "b"]), load(["b", "c"])])).toEqual([undefined, undefined]);
  expect(tries.filter(({ piece }) => piece === "b").length).toBe(2);
  expect(tries.filter(({ piece }) => piece !== "b").map(({ piece }) => piece).sort()).toEqual(["a", "c"]);
});

test("the address follows from the hash and needs no escaping", () => {
  expect(address_of("ab+/cd+/ef+/gh+/ij+/")).toBe("/assets/ab-_cd-_ef-_gh-_.js");
});
