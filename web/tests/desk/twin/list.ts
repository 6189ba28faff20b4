// The twin's list: rows of a view in order, filters and their counts.
import { createHash } from "node:crypto";
import type { Language, QueueRow, QueueView } from "../../../desk/src/api/types.ts";
import { iso, type Office } from "./office.ts";

const kWaveMin = 20;

/// null for what stands alone; enough for the twin.
function waveKey(row: QueueRow): string | null {
  if (row.owner !== null || !row.may_open || row.override !== null || row.answered_at !== null) return null;
  const said = JSON.stringify([row.received_at?.slice(0, 13), row.section, row.clock?.kind ?? null, row.dangers, row.situation]);
  return createHash("sha256").update(said).digest("hex").slice(0, 16);
}

/// More than twenty that are alike as their first.
function withWaves(rows: readonly QueueRow[]): QueueRow[] {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(waveKey(row) ?? "", (counts.get(waveKey(row) ?? "") ?? 0) + 1);
  const seen = new Set<string>();
  return rows.flatMap((row) => {
    const key = waveKey(row);
    const count = key === null ? 0 : (counts.get(key) ?? 0);
    if (key === null || count <= kWaveMin) return [row];
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ ...row, wave: { key, count } }];
  });
}

/// One page of the queue, with what the filters would leave.
export function listOf(office: Office, alias: string, language: Language, query: URLSearchParams): object {
  const all = office.rows("all", language, alias);
  const view = (query.get("view") ?? "all") as QueueView;
  const whole = office.rows(view, language, alias);
  const told = whole.filter((row) => row.may_open);
  const turn = (row: QueueRow): string | null => (row.waiting_since !== null ? "us" : row.answered_at !== null ? "them" : null);
  const lateMs = { lead: 60, coordinator: 90, broken: 120 } as const;
  const waits = (row: QueueRow, which: keyof typeof lateMs): boolean => row.waiting_since !== null && office.now() - Date.parse(row.waiting_since) >= lateMs[which] * 60_000;
  const yesterday = (row: QueueRow): boolean => row.mine && row.answered_at !== null && iso(Date.parse(row.answered_at) + 86_400_000).slice(0, 10) === iso(office.now()).slice(0, 10);
  const asked = (name: string, test: (row: QueueRow, value: string) => boolean) => (row: QueueRow): boolean => query.get(name) === null || (row.may_open && test(row, query.get(name) ?? ""));
  const filters = [
    asked("writes", (row, value) => row.language === value), asked("who", (row, value) => row.third_person === (value === "other")), asked("turn", (row, value) => turn(row) === value),
    asked("stage", (row, value) => row.stage === value), asked("clock", (row, value) => row.clock?.kind === value), asked("yesterday", yesterday), asked("late", (row, value) => waits(row, value as keyof typeof lateMs)),
  ];
  const rows = whole.filter((row) => filters.every((passes) => passes(row)));
  const count = (test: (row: QueueRow) => boolean): number => told.filter(test).length;
  const kinds = [...new Set(told.flatMap((row) => (row.clock === null || ["promise", "silence"].includes(row.clock.kind) ? [] : [row.clock.kind])))];
  const oldest = rows.filter((row) => row.waiting_since !== null).toSorted((a, b) => (a.waiting_since ?? "").localeCompare(b.waiting_since ?? ""))[0];
  const shown = query.get("waves") === "folded" ? withWaves(rows) : rows.filter((row) => query.get("wave") === null || waveKey(row) === query.get("wave"));
  const offset = Number(query.get("offset") ?? 0);
  return {
    now: iso(office.now()), counter: office.counter, total: shown.length, rows: shown.slice(offset, offset + Number(query.get("limit") ?? 50)),
    oldest: oldest === undefined || rows.indexOf(oldest) < 9 ? null : { ...oldest, first_words: null },
    facets: {
      languages: (["ru", "uk", "en"] as const).map((language) => ({ language, count: count((row) => row.language === language) })).filter((one) => one.count > 0),
      clocks: kinds.map((kind) => ({ kind, label: told.find((row) => row.clock?.kind === kind)?.clock?.label ?? kind, count: count((row) => row.clock?.kind === kind) })),
      stages: [...new Set(told.flatMap((row) => row.stage ?? []))].map((stage) => ({ stage, count: count((row) => row.stage === stage) })),
      self: count((row) => row.third_person === false), other: count((row) => row.third_person === true), us: count((row) => turn(row) === "us"), them: count((row) => turn(row) === "them"), yesterday: count(yesterday),
      late: { lead: count((row) => waits(row, "lead")), coordinator: count((row) => waits(row, "coordinator")), broken: count((row) => waits(row, "broken")) },
    },
    counts: { mine: all.filter((row) => row.mine).length, owed: all.filter((row) => row.mine && row.waiting_since !== null).length, unowned: all.filter((row) => row.owner === null).length, waiting: all.filter((row) => office.fits(row, "waiting")).length, closed: office.rows("closed", language, alias).length, all: all.length },
  };
}
