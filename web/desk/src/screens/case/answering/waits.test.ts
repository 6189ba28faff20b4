import { expect, test } from "vitest";
import { dayAfter } from "./waits.ts";

test("days are counted from the organisation's today, over months, leap days and the change of the clock", () => {
  const at = Date.parse("2026-11-28T22:30:00Z");
  expect(dayAfter(at, 1, "UTC")).toBe("2026-11-29");
  expect(dayAfter(at, 1, "Europe/Moscow")).toBe("2026-11-30");
  expect(dayAfter(at, 3, "America/New_York")).toBe("2026-12-01");
  expect(dayAfter(Date.parse("2028-02-28T12:00:00Z"), 1, "Europe/Kyiv")).toBe("2028-02-29");
  expect(dayAfter(Date.parse("2026-10-24T21:30:00Z"), 1, "Europe/Berlin")).toBe("2026-10-25");
});
