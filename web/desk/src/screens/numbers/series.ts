// A series as points on a line: months in a row, a gap where nothing may be told and where another definition or another time zone begins.
import type { FigureMonth, OtherSeries } from "../../api/types.ts";

export interface Points {
  /// Places on the axis; a break stands between two months.
  readonly at: readonly number[];
  readonly labels: readonly string[];
  readonly counted: readonly (number | null)[];
  readonly shown: readonly (number | null)[];
  /// Where another definition begins, or days of another time zone, between two months.
  readonly breaks: readonly number[];
  /// Months of which a printed figure was changed.
  readonly errata: readonly number[];
  /// What others have published, each as long as `at`; never added to anything.
  readonly others: readonly (readonly (number | null)[])[];
}

export function pointsOf(months: readonly FigureMonth[], others: readonly OtherSeries[] = []): Points {
  const made = { at: [] as number[], labels: [] as string[], counted: [] as (number | null)[], shown: [] as (number | null)[], breaks: [] as number[], errata: [] as number[], others: others.map((): (number | null)[] => []) };
  const known = others.map((other) => new Map(other.points.map((point) => [point.month, point.value])));
  months.forEach(({ month, cell, breaks, two_zones }, place) => {
    if (breaks || two_zones) {
      made.at.push(place - 0.5);
      made.counted.push(null);
      made.shown.push(null);
      // Their definition has not changed with ours: the line goes on.
      known.forEach((_values, number) => made.others[number]?.push(null));
      made.breaks.push(place - 0.5);
    }
    made.at.push(place);
    made.labels.push(cell.label);
    made.counted.push(cell.counted);
    made.shown.push(cell.shown);
    known.forEach((values, number) => made.others[number]?.push(values.get(month) ?? null));
    if (cell.errata.length > 0) made.errata.push(place);
  });
  return made;
}
