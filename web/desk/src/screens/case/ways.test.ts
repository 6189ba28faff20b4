import { expect, test } from "vitest";
import type { Case, Item, Message } from "../../api/types.ts";
import { waysOf } from "./ways.ts";

const said = (kind: Message["kind"], day: number, state: Message["state"] = "received"): Message =>
  ({ id: `${day}`.padStart(32, "0"), kind, at: `2026-11-${String(day).padStart(2, "0")}T10:00:00Z`, state }) as unknown as Message;
const item = (more: Partial<Item>): Item => ({ id: "a".repeat(32), kind: "task", label: "x", text: null, owner: null, codes: {}, dates: {}, by: "larch", at: "2026-11-01T10:00:00Z", changed_by: null, ended_at: null, ended_by: null, ...more });
const file = (messages: Message[], items: Item[] = []): Case => ({ messages, items }) as unknown as Case;
const mayCall = item({ kind: "consent", codes: { purpose: "call", given: "chat" } });

test("only what was sent since the person wrote is a try, and two of them are wanted", () => {
  const tries = (...messages: Message[]): unknown => waysOf(file(messages)).map(({ times, tried }) => [times, tried]);
  expect(tries(said("reply", 1), said("message", 2))).toEqual([[0, false]]);
  expect(tries(said("message", 2), said("reply", 3))).toEqual([[1, false]]);
  expect(tries(said("message", 2), said("reply", 3), said("reply", 5))).toEqual([[2, true]]);
  expect(tries(said("message", 2), said("reply", 3), said("reply", 5, "undone"))).toEqual([[1, false]]);
  expect(tries(said("message", 2), said("note", 3), said("reply", 5))).toEqual([[1, false]]);
});

test("a call is a way only where somebody agreed to it, and tried once it was made", () => {
  const call = item({ kind: "call", ended_at: "2026-11-04T10:00:00Z" });
  const calls = (...items: Item[]): unknown => waysOf(file([said("message", 2)], items)).filter(({ kind }) => kind === "call").map(({ tried }) => tried);
  expect(calls(call)).toEqual([]);
  expect(calls(mayCall)).toEqual([false]);
  expect(calls(mayCall, call)).toEqual([true]);
  expect(calls(mayCall, { ...call, ended_at: "2026-11-01T10:00:00Z" })).toEqual([false]);
  expect(calls({ ...mayCall, dates: { withdrawn: { at: "2026-11-03T00:00:00Z", precision: "day" } } })).toEqual([]);
  expect(calls({ ...mayCall, ended_at: "2026-11-03T00:00:00Z" })).toEqual([]);
});

test("somebody who belongs to the case and has a mailbox of their own is a way", () => {
  const mother = item({ kind: "person", label: "Человек: мать", codes: { relation: "parent", case: "b".repeat(32) } });
  expect(waysOf(file([said("message", 2)], [mother])).at(-1)).toMatchObject({ kind: "other_case", tried: false, caseId: "b".repeat(32), label: "Человек: мать" });
});
