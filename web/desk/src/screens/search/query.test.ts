import { expect, test } from "vitest";
import { kExamples, tooLong } from "./query.ts";

test("a letter that somebody pasted whole is too long, every example is not", () => {
  expect(tooLong("ж".repeat(10_000))).toBe(true);
  expect(tooLong("ж".repeat(250))).toBe(false);
  expect(tooLong("ж".repeat(251)), "two bytes each").toBe(true);
  for (const { example } of kExamples) expect(tooLong(example)).toBe(false);
});
