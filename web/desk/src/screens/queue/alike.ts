// Requests that wait for the same question, and waves of requests that are alike, as one line that opens. Pure. A fold
// stands where its most urgent request stands, so that nobody goes down by it. Large waves the desk has folded already,
// over all pages: their row stands for all of them.
import type { QueueRow } from "../../api/types.ts";

export interface Fold {
  /// danger: a burst whose requests speak of one; nobody sets those aside without reading.
  readonly kind: "ask" | "burst" | "danger";
  /// Of a wave of the desk the first alone.
  readonly rows: readonly QueueRow[];
  readonly count: number;
  /// Of a wave of the desk: by which its requests are asked for.
  readonly wave: string | null;
}
export type Item = { readonly row: QueueRow } | { readonly fold: Fold };

/// So few are read one by one.
const kAskMin = 3;
const kBurstMin = 5;
const kBurstMs = 3_600_000;
const kBurstKey = "burst";

/// What makes two requests alike; null for one that stands alone: led by somebody, moved by somebody, or dangerous and
/// still to be asked.
function keyOf(row: QueueRow): string | null {
  if (row.wave !== null || row.owner !== null || !row.may_open || row.override !== null) return null;
  if (row.question !== null && !row.danger) return `ask ${row.clock?.kind ?? ""}`;
  const hour = Math.floor(Date.parse(row.received_at ?? "") / kBurstMs);
  return JSON.stringify([kBurstKey, hour, row.clock?.kind ?? null, row.dangers, row.situation]);
}

const burstOf = (row: QueueRow): "burst" | "danger" => (row.dangers.length > 0 ? "danger" : "burst");

/// How many requests a row stands for.
export const countOf = (row: QueueRow): number => row.wave?.count ?? 1;

export const foldKey = (row: QueueRow): string => keyOf(row) ?? row.case_id;

/// @param open  keys of folds that somebody has opened
export function folded(rows: readonly QueueRow[], open: ReadonlySet<string>): Item[] {
  const groups = new Map<string, QueueRow[]>();
  for (const row of rows) {
    const key = keyOf(row);
    if (key !== null) groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const items: Item[] = [];
  for (const row of rows) {
    const key = keyOf(row);
    const group = key === null ? [] : (groups.get(key) ?? []);
    const kind = row.question !== null && !row.danger ? "ask" : burstOf(row);
    const folds = key !== null && !open.has(key) && group.length >= (kind === "ask" ? kAskMin : kBurstMin);
    if (row.wave !== null) items.push({ fold: { kind: burstOf(row), rows: [row], count: row.wave.count, wave: row.wave.key } });
    else if (!folds) items.push({ row });
    else if (group[0] === row) items.push({ fold: { kind, rows: group, count: group.length, wave: null } });
  }
  return items;
}
