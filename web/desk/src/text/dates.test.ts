import { describe, expect, test } from "vitest";
import { Dates, spanOf } from "./dates.ts";

const kMinute = 60_000;
const kHour = 60 * kMinute;

describe("what remains", () => {
  test.each([
    [31 * kHour + 59 * kMinute, { past: false, form: "hours", hours: 31 }],
    [71 * kHour, { form: "hours", hours: 71 }],
    [72 * kHour, { form: "days", days: 3 }],
    [95 * kHour, { form: "days", days: 3 }],
    [9 * kHour + 59 * kMinute, { form: "hours_minutes", hours: 9, minutes: 59 }],
    [59 * kMinute + 59_999, { form: "minutes", minutes: 59 }],
    [2 * kHour, { form: "hours", hours: 2 }],
    [0, { past: false, form: "minutes", minutes: 0 }],
  ] as const)("%d ms", (ms, expected) => expect(spanOf(ms)).toMatchObject(expected));

  test("rounds towards the safe side: a second past is a minute past", () => {
    expect(spanOf(-1_000)).toMatchObject({ past: true, minutes: 1 });
    expect(spanOf(119_000)).toMatchObject({ past: false, minutes: 1 });
  });
});

describe("times in the desk's zone, UTC beside", () => {
  const at = Date.parse("2026-11-24T03:05:00Z");
  test("Moscow is three hours ahead", () => {
    expect(new Dates("en-GB", "Europe/Moscow").time(at)).toBe("06:05");
    expect(new Dates("en-GB", "Europe/Moscow").inUtc(at)).toMatch(/03:05.* UTC$|UTC$/);
    expect(new Dates("en-GB", "Europe/Moscow").inUtc(at)).toContain("03:05");
  });
  test("a UTC day stays that day in every zone", () => {
    expect(new Dates("en-GB", "America/Los_Angeles").utcDay("2026-11-24")).toBe("24 Nov 2026");
  });
  test("midnight is 00, not 24", () => {
    expect(new Dates("ru-RU", "UTC").time(Date.parse("2026-11-24T00:00:00Z"))).toBe("00:00");
  });
});
