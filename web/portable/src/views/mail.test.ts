import { expect, test } from "vitest";
import { shuffled } from "./mail.ts";

const kAddresses = ["a@mail.example", "b@mail.example", "c@mail.example"];

test("every address stands once, whatever chance says", () => {
  for (const chance of [0, 0.3, 0.6, 0.99]) expect(shuffled(kAddresses, (below) => Math.floor(chance * below)).toSorted()).toEqual(kAddresses);
});

test("each address comes first on some visit", () => {
  const firsts = kAddresses.map((_, i) => shuffled(kAddresses, (below) => Math.min(i, below - 1))[0]);
  expect(firsts).toEqual(kAddresses);
});
