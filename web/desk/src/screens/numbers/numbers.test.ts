import { expect, test } from "vitest";
import { againstOf, emptyForm, formProblem, monthsOffered, periodName, periodOf, requestOf, shifted, ticked, toggled, type CountForm } from "./numbers.ts";

const form = (more: Partial<CountForm> = {}): CountForm => ({ ...emptyForm({ plans: [{ id: "monthly", title: "" }], today: "2026-01-15" }), ...more });

test("the month's report is what is there at first", () => {
  expect(requestOf(form())).toEqual({ plan: "monthly", period: "2025-12", against: "2025-11", how: "rounded" });
  expect(emptyForm({ plans: [], today: "2026-01-15" }).plan).toBe("");
});

test.each([
  ["nothing missing", {}, null],
  ["an end before its beginning", { from: "2025-12", to: "2025-11" }, "figures.problem.order"],
  ["a month that has not begun", { from: "2026-02", to: "2026-02" }, "figures.problem.future"],
  ["the month that is not over", { from: "2026-01", to: "2026-01" }, null],
  ["nothing to count", { plan: "" }, "figures.problem.metrics"],
  ["a beginning that is none", { since: "2025-12" }, "figures.problem.since"],
  ["a beginning before it", { since: "2025-04" }, null],
] as const)("%s", (_what, more, problem) => expect(formProblem(form(more as Partial<CountForm>), "2026-01-15")).toBe(problem));

test.each([
  ["none", "2025-09", "2025-11", null], ["before", "2025-09", "2025-11", "2025-06..2025-08"], ["before", "2026-01", "2026-01", "2025-12"], ["year", "2025-09", "2025-11", "2024-09..2024-11"],
] as const)("compared with %s", (compared, from, to, against) => expect(againstOf({ from, to, compared })).toBe(against));

test("months go over the year, and a period of one is that one", () => {
  expect(shifted("2026-01", -1)).toBe("2025-12");
  expect(shifted("2025-12", 1)).toBe("2026-01");
  expect(periodOf("2026-01", "2026-01")).toBe("2026-01");
  expect(monthsOffered("2026-01-15").slice(0, 3)).toEqual(["2026-01", "2025-12", "2025-11"]);
});

test("a period is told in words", () => {
  const dates = { month: (time: number): string => `month ${new Date(time).toISOString().slice(0, 7)}` };
  expect(periodName("2026-10", dates)).toBe("month 2026-10");
  expect(periodName("2025-12..2026-02", dates)).toBe("month 2025-12 — month 2026-02");
});

test("a table takes its metric along, and a metric its tables", () => {
  expect(ticked([], "requests:language")).toEqual(["requests", "requests:language"]);
  expect(ticked(["requests", "requests:language", "persons"], "requests")).toEqual(["persons"]);
  expect(ticked(["requests", "requests:language"], "requests:language")).toEqual(["requests"]);
});

test("what stands beside and what is announced goes along, but not for months that are not shown any more", () => {
  expect(requestOf(form({ beside: ["calls"], announced: ["2025-12", "2025-10", "2025-09"] }))).toMatchObject({ beside: ["calls"], announced: ["2025-12", "2025-10"] });
  expect(toggled(["a"], "b")).toEqual(["a", "b"]);
  expect(toggled(["a", "b"], "a")).toEqual(["b"]);
});

test("what is corrected goes with its reason", () => {
  const request = requestOf(form({ plan: "", metrics: ["requests"], since: "2025-04", compared: "none" }), { corrections: { "requests@1 2025-12": "Two were counted twice." }, revisions: {} });
  expect(request).toEqual({ metrics: ["requests"], period: "2025-12", since: "2025-04", how: "rounded", corrections: { "requests@1 2025-12": "Two were counted twice." } });
});
