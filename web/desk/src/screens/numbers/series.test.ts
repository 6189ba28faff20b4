import { expect, test } from "vitest";
import type { FigureMonth } from "../../api/types.ts";
import { pointsOf } from "./series.ts";

const month = (label: string, counted: number, shown: number | null, more: { breaks?: boolean; zones?: boolean; corrected?: boolean } = {}): FigureMonth => ({
  month: label, breaks: more.breaks ?? false, two_zones: more.zones ?? false,
  cell: { number: 0, figure: label, label, counted, rests_on: counted, shown, printed: "", why: "exact", error: 0, again: false, errata: more.corrected === true ? [{ day: "2026-01-01", kind: "correction", before: 1, reason: "x" }] : [] },
});

test("a hidden month is a gap, and nothing goes on across a new definition", () => {
  const points = pointsOf([month("a", 10, 10), month("b", 3, null), month("c", 20, 20, { breaks: true, corrected: true })]);
  expect(points.at).toEqual([0, 1, 1.5, 2]);
  expect(points.counted).toEqual([10, 3, null, 20]);
  expect(points.shown).toEqual([10, null, null, 20]);
  expect(points.breaks).toEqual([1.5]);
  expect(points.errata).toEqual([2]);
  expect(points.labels).toEqual(["a", "b", "c"]);
});

test("what others have published goes on where they have published, across our break too", () => {
  const other = { id: "calls", organisation: "", name: "", says: "", points: [{ month: "a", label: "a", value: 7, printed: "7", note: "" }, { month: "c", label: "c", value: 9, printed: "9", note: "" }] };
  const points = pointsOf([month("a", 10, 10), month("b", 3, null), month("c", 20, 20, { breaks: true })], [other]);
  expect(points.others).toEqual([[7, null, null, 9]]);
  expect(points.shown).toEqual([10, null, null, 20]);
});

test("nothing goes on across a change of the time zone", () => {
  const points = pointsOf([month("a", 10, 10), month("b", 12, 12, { zones: true }), month("c", 20, 20)]);
  expect(points.breaks).toEqual([0.5]);
  expect(points.shown).toEqual([10, null, 12, 20]);
});
