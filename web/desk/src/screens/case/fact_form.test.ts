import { describe, expect, test } from "vitest";
import type { Fact } from "../../api/types.ts";
import { formOf, problemOf, requestOf } from "./fact_form.ts";

const fact = (more: Partial<Fact>): Fact => ({
  id: "3-1795000000", key: "what_next", group: "dates", label: "", value: "court_date", value_label: "", attributes: {}, date_label: null, precision: "unknown",
  said_by: "requester", author: null, said_at: "2026-11-28T01:09:00Z", verification: "unverified", danger: false, superseded: false, check: null, ...more,
});

describe("a fact as a volunteer writes it", () => {
  test("a date that was missing is as sharp as a day", () => {
    const before = fact({});
    const request = requestOf({ ...formOf(before), date: "2026-12-02" }, before);
    expect(request).toMatchObject({ precision: "day", attributes: { date: "2026-12-02" }, supersedes: before.id });
  });

  test("an hour makes it sharp to the hour, and opening and saving changes nothing", () => {
    const before = fact({ attributes: { date: "2026-12-07T10:00", country: "KZ" }, precision: "hour", said_by: "third_party" });
    expect(formOf(before)).toMatchObject({ date: "2026-12-07", time: "10:00", saidBy: "third_party" });
    expect(requestOf(formOf(before), before)).toMatchObject({ precision: "hour", attributes: { date: "2026-12-07T10:00", country: "KZ" }, said_by: "third_party" });
    const exact = fact({ attributes: { date: "2026-12-07T10:00" }, precision: "exact" });
    expect(requestOf(formOf(exact), exact).precision).toBe("exact");
    expect(requestOf({ ...formOf(exact), time: "11:00" }, exact).precision).toBe("hour");
  });

  test.each(["day", "about", "month"] as const)("%s stays %s", (precision) => {
    const before = fact({ attributes: { date: "2026-12-07" }, precision });
    expect(requestOf(formOf(before), before).precision).toBe(precision);
  });

  test("never a date with unknown, never hour without one", () => {
    for (const precision of ["exact", "hour", "day", "about", "month", "unknown"] as const) {
      for (const date of ["", "2026-12-07", "2026-12-07T10:00"]) {
        const before = fact({ attributes: date === "" ? {} : { date }, precision });
        const request = requestOf(formOf(before), before);
        expect(request.precision === "unknown", `${precision} ${date}`).toBe(date === "");
        expect(request.precision === "hour" || request.precision === "exact", `${precision} ${date}`).toBe(date.includes("T"));
      }
    }
  });

  test("what is missing is said", () => {
    expect(problemOf(formOf(null))).toBe("facts.problem.choose");
    expect(problemOf({ ...formOf(fact({})), time: "10:00" })).toBe("facts.problem.time_alone");
    expect(problemOf(formOf(fact({})))).toBeNull();
  });
});
