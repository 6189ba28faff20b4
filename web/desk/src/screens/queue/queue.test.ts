// Loads that overlap: nothing that was asked for is lost, and a slow line still brings the list.
import { expect, test } from "vitest";
import type { DeskApi } from "../../api/desk_api.ts";
import type { DeskClock } from "../../app/clock.svelte.ts";
import type { Session } from "../../app/session.svelte.ts";
import { kPageRows, QueueStore } from "./queue.svelte.ts";

interface Asked {
  readonly view: string;
  readonly limit: number;
  readonly answer: () => void;
}

/** A store over a list of `total` rows, whose desk answers when the test says so. */
function store(total: number): { queue: QueueStore; asked: Asked[]; answer: () => Promise<void> } {
  const asked: Asked[] = [];
  const page = (view: string, limit: number, offset: number): object => ({
    rows: Array.from({ length: Math.max(0, Math.min(limit, total - offset)) }, (_, at) => ({ case_id: `${view} ${offset + at}`, section: "today", unread: 0, band: "today" })),
    total, counts: { mine: 0, owed: 0, unowned: total, waiting: 0, closed: 0, all: total }, now: "2026-11-22T15:00:00Z", counter: 1, facets: {}, oldest: null,
  });
  const api = { queue: (view: string, limit: number, offset: number) => new Promise((resume) => asked.push({ view, limit, answer: () => resume(page(view, limit, offset)) })) };
  const session = { guard: (call: () => unknown) => call() };
  const clock = { adopt: () => undefined };
  const queue = new QueueStore(api as unknown as DeskApi, session as unknown as Session, clock as unknown as DeskClock);
  const answer = async (): Promise<void> => {
    asked.shift()?.answer();
    await new Promise((resume) => setTimeout(resume)); // sleep: lets what the answer set going run, no time passes
  };
  return { queue, asked, answer };
}

test("a refresh that comes while more is loaded does not take it away", async () => {
  const { queue, asked, answer } = store(1_000);
  void queue.show("unowned");
  await answer();
  expect(queue.rows.length).toBe(kPageRows);
  const more = queue.loadMore();
  const refreshed = queue.refresh();
  await answer();
  expect(queue.rows.length, "the first answer stands").toBe(2 * kPageRows);
  expect(asked.map((one) => one.limit), "and the refresh begins behind it, with as many").toEqual([2 * kPageRows]);
  await answer();
  await Promise.all([more, refreshed]);
  expect(asked).toEqual([]);
});

test("refreshes on a slow line are two at most, however many come", async () => {
  const { queue, asked, answer } = store(10);
  void queue.show("unowned");
  const all = Array.from({ length: 20 }, () => queue.refresh());
  expect(asked.length).toBe(1);
  await answer();
  expect(queue.state).toBe("ready");
  expect(asked.length).toBe(1);
  await answer();
  await Promise.all(all);
  expect(asked.length).toBe(0);
});

test("another view does not wait for the one before, whose answer is not shown", async () => {
  const { queue, asked, answer } = store(10);
  void queue.show("unowned");
  void queue.show("mine");
  expect(asked.map((one) => one.view)).toEqual(["unowned", "mine"]);
  await answer();
  expect(queue.rows.length).toBe(0);
  await answer();
  expect(queue.rows[0]?.case_id).toBe("mine 0");
});

test("what comes after everything was wiped is not shown", async () => {
  const { queue, answer } = store(10);
  void queue.show("unowned");
  queue.wipe();
  await answer();
  expect(queue.rows.length).toBe(0);
  expect(queue.state).toBe("empty");
});
