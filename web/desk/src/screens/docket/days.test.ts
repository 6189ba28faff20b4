import { describe, expect, test } from "vitest";
import type { DocketEntry } from "../../api/types.ts";
import { addDays, addMonths, byDay, daysOf, listOf, reachOf, weeksOf } from "./days.ts";

describe("windows", () => {
  test("a month in whole weeks from Monday, a leap February and a year's end too", () => {
    expect(weeksOf("2026-11")).toEqual({ from: "2026-10-26", days: 42 });
    expect(weeksOf("2027-02")).toEqual({ from: "2027-02-01", days: 28 });
    expect(weeksOf("2028-02")).toEqual({ from: "2028-01-31", days: 35 });
    for (const month of ["2026-11", "2026-12", "2028-02"]) expect(weeksOf(month).days % 7).toBe(0);
  });
  test("the present month as a list begins with what has just passed", () => {
    expect(listOf("2026-11", "2026-11-03")).toEqual({ from: "2026-10-27", days: 35 });
    expect(listOf("2026-11", "2026-11-15")).toEqual({ from: "2026-11-01", days: 30 });
    expect(listOf("2026-12", "2026-11-28")).toEqual({ from: "2026-12-01", days: 31 });
  });
  test("the last day of a month shows what is due tomorrow, also over a year's end", () => {
    expect(daysOf(listOf("2026-11", "2026-11-30")).slice(-15)).toEqual(["2026-11-30", ...Array.from({ length: 14 }, (_, at) => `2026-12-${String(at + 1).padStart(2, "0")}`)]);
    expect(listOf("2026-12", "2026-12-31")).toEqual({ from: "2026-12-01", days: 45 });
  });
  test("the heading names the last day of a list that reaches behind its month", () => {
    expect(reachOf("2026-11", "2026-11-30")).toBe("2026-12-14");
    expect(reachOf("2026-11", "2026-11-16")).toBeNull();
    expect(reachOf("2026-11", "2026-11-17")).toBe("2026-12-01");
    expect(reachOf("2026-12", "2026-11-30")).toBeNull();
  });
  test("days and months are counted over clock changes and years", () => {
    expect(addDays("2026-03-29", 1)).toBe("2026-03-30");
    expect(addMonths("2026-12", 1)).toBe("2027-01");
    expect(addMonths("2026-01", -1)).toBe("2025-12");
    expect(daysOf({ from: "2026-12-30", days: 4 })).toEqual(["2026-12-30", "2026-12-31", "2027-01-01", "2027-01-02"]);
  });
});

test("an entry stands on the day of its beginning or of its date", () => {
  const entry = (begin_by: string, date: string | null): DocketEntry => ({ case_id: "1", code_name: "x", owner: null, mine: false, doer: null, court: null, kind: "k", label: "k", begin_by, date, date_label: null, zone: null });
  const entries = [entry("2026-11-24T22:30:00Z", "2026-11-26T00:00:00Z"), entry("2026-11-25T10:00:00Z", null)];
  const dayAt = (ms: number): string => new Date(ms + 3 * 3_600_000).toISOString().slice(0, 10);
  expect([...byDay(entries, "begin", dayAt).entries()].map(([day, all]) => [day, all.length])).toEqual([["2026-11-25", 2]]);
  expect([...byDay(entries, "date", dayAt).keys()]).toEqual(["2026-11-26", "2026-11-25"]);
});
