import { expect, test } from "vitest";
import { tooLong } from "./query.ts";

test("a letter that somebody pasted whole is too long", () => {
  expect(tooLong("ж".repeat(10_000))).toBe(true);
  expect(tooLong("ж".repeat(250))).toBe(false);
  expect(tooLong("ж".repeat(251)), "two bytes each").toBe(true);
});
