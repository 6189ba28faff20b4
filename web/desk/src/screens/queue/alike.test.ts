import { expect, test } from "vitest";
import type { QueueRow } from "../../api/types.ts";
import { foldKey, folded, type Item } from "./alike.ts";

let made = 0;
const row = (more: Partial<QueueRow> = {}): QueueRow => ({
  case_id: String((made += 1)).padStart(32, "0"), code_name: "Тихий клён", section: "today", band: "today", danger: false, override: null, clock: null, second: null, dangers: [],
  situation: [], stage: "new", silent_since: null, overdue_since: null, court: null, side: null, unread: 1, first_words: null, owner: null, mine: false, may_open: true, sentence: "", reason: "", question: null, waiting_since: null,
  answered_at: null, reply_due: null, third_person: false, received_at: "2026-11-28T10:00:00Z", language: "ru", wave: null, ...more,
});
const ask = (more: Partial<QueueRow> = {}): QueueRow => row({ question: "Когда?", situation: [String(made)], ...more });
const shape = (items: readonly Item[]): (number | string)[] => items.map((item) => ("row" in item ? "row" : item.fold.rows.length));

test("three that wait for the same question are one line, at the place of the most urgent", () => {
  const rows = [row({ situation: ["a"] }), ask(), row({ situation: ["b"] }), ask(), ask()];
  expect(shape(folded(rows, new Set()))).toEqual(["row", 3, "row"]);
  expect(shape(folded(rows.slice(0, 4), new Set())), "two are read one by one").toEqual(["row", "row", "row", "row"]);
});

test("nobody is lost and nobody goes down", () => {
  const rows = Array.from({ length: 40 }, (_, at) => (at % 3 === 0 ? ask() : at % 3 === 1 ? row({ situation: ["wave"] }) : row({ situation: [String(at)] })));
  const items = folded(rows, new Set());
  const all = items.flatMap((item) => ("row" in item ? [item.row] : item.fold.rows));
  expect(new Set(all.map((one) => one.case_id)).size).toBe(rows.length);
  let place = 0;
  for (const item of items) {
    for (const one of "row" in item ? [item.row] : item.fold.rows) expect(place, "its line stands no lower than it did").toBeLessThanOrEqual(rows.indexOf(one));
    place += 1;
  }
});

test("danger that waits for a question, a case that somebody leads or has moved, stand alone", () => {
  for (const more of [{ danger: true }, { owner: "larch" }, { override: "raised" as const }, { may_open: false }]) {
    const rows = [ask(more), ask(more), ask(more)];
    expect(shape(folded(rows, new Set()))).toEqual(["row", "row", "row"]);
  }
});

test("a wave of one hour folds, also of dangers; one that is opened does not", () => {
  const wave = Array.from({ length: 6 }, () => row({ danger: true, dangers: ["бьют"], situation: ["учебка"] }));
  expect(shape(folded(wave, new Set()))).toEqual([6]);
  expect(shape(folded(wave, new Set([foldKey(wave[0] as QueueRow)])))).toEqual(Array.from({ length: 6 }, () => "row"));
  expect(shape(folded(wave.map((one, at) => ({ ...one, received_at: `2026-11-28T1${at}:00:00Z` })), new Set()))).toEqual(Array.from({ length: 6 }, () => "row"));
});

test("a wave that the desk has folded is one line that counts all of them, and takes nobody in", () => {
  const wave = { key: "00000000000000ab", count: 600 };
  const lead = row({ wave });
  const others = Array.from({ length: 3 }, () => row());
  const items = folded([lead, ...others], new Set());
  expect(items[0]).toEqual({ fold: { kind: "burst", rows: [lead], count: 600, wave: wave.key } });
  expect(items.slice(1)).toEqual(others.map((one) => ({ row: one })));
  const [danger] = folded([row({ wave, dangers: ["ранен"] })], new Set());
  expect(danger, "which nobody can set aside unread").toMatchObject({ fold: { kind: "danger", count: 600 } });
});
