import { expect, test } from "vitest";
import type { Item } from "../../../api/types.ts";
import { itemFormOf, itemProblem, itemRequest, type ItemForm } from "./item_form.ts";

const kZone = "Europe/Moscow";
const item = (more: Partial<Item>): Item => ({
  id: "a".repeat(32), kind: "task", label: "", text: "позвонить", owner: null, codes: {}, dates: {}, by: "larch", at: "2026-11-22T10:00:00Z", changed_by: null, ended_at: null, ended_by: null, ...more,
});
const form = (more: Partial<ItemForm>): ItemForm => ({ ...itemFormOf(null, "task", kZone), ...more });

test("what is opened and saved again is the same moment, on the organisation's clock", () => {
  const before = item({ dates: { due: { at: "2026-12-31T22:30:00Z", precision: "hour" } } });
  const opened = itemFormOf(before, "task", kZone);
  expect([opened.days["due"], opened.hours["due"]]).toEqual(["2027-01-01", "01:30"]);
  expect(itemRequest(opened, before, "b".repeat(32))).toEqual({ kind: "task", text: "позвонить", codes: {}, dates: { due: "2027-01-01T01:30" }, operation_id: "b".repeat(32), item_id: before.id });
});

test("a day without an hour stays a day", () => {
  const opened = itemFormOf(item({ dates: { due: { at: "2026-12-01T06:00:00Z", precision: "day" } } }), "task", kZone);
  expect(itemRequest(opened, null, "c").dates).toEqual({ due: "2026-12-01" });
});

test("nothing of another kind that was typed first goes with it", () => {
  const typed = form({ kind: "consent", text: "", codes: { article: "337", purpose: "lawyer" }, days: { due: "2026-12-01", given: "2026-11-20" }, owner: "larch" });
  expect(itemRequest(typed, null, "c")).toEqual({ kind: "consent", codes: { purpose: "lawyer" }, dates: { given: "2026-11-20" }, operation_id: "c" });
});

test("a window that no longer comes again says nothing of until when", () => {
  const typed = form({ kind: "window", text: "", days: { closes: "2026-12-01", until: "2026-12-09" }, hours: { closes: "19:00" } });
  expect(itemRequest(typed, null, "c")).toEqual({ kind: "window", codes: {}, dates: { closes: "2026-12-01T19:00" }, operation_id: "c" });
  expect(itemRequest({ ...typed, codes: { every: "day" } }, null, "c").dates).toEqual({ closes: "2026-12-01T19:00", until: "2026-12-09" });
});

test.each([
  ["a task without words", form({}), "item.problem.text"],
  ["a call without a day", form({ kind: "call" }), "item.problem.date"],
  ["an hour without a day", form({ text: "a", hours: { due: "10:00" } }), "item.problem.date"],
  ["a window without its hour", form({ kind: "window", days: { closes: "2026-12-01" } }), "item.problem.hour"],
  ["a window that ends before it begins", form({ kind: "window", days: { opens: "2026-12-01", closes: "2026-12-01" }, hours: { opens: "20:00", closes: "19:00" } }), "item.problem.order"],
  ["a matter without an article", form({ kind: "matter", codes: { court: "суд" } }), "item.problem.code"],
  ["a consent to nothing", form({ kind: "consent", days: { given: "2026-12-01" } }), "item.problem.code"],
  ["a task", form({ text: "позвонить" }), null],
  ["a window that comes again, nobody knows until when", form({ kind: "window", codes: { every: "day" }, days: { closes: "2026-12-01" }, hours: { closes: "19:00" } }), "item.problem.until"],
  ["a window that comes again for ever", form({ kind: "window", codes: { every: "day" }, days: { closes: "2026-12-01", until: "2027-12-01" }, hours: { closes: "19:00" } }), "item.problem.until"],
  ["a window that is open when it comes again", form({ kind: "window", codes: { every: "day" }, days: { opens: "2026-11-28", closes: "2026-12-01", until: "2026-12-02" }, hours: { opens: "10:00", closes: "19:00" } }), "item.problem.overlap"],
  ["a window that comes every week", form({ kind: "window", codes: { every: "week" }, days: { closes: "2026-12-01", until: "2027-06-01" }, hours: { closes: "19:00" } }), null],
  ["a window", form({ kind: "window", days: { closes: "2026-12-01" }, hours: { closes: "19:00" } }), null],
])("%s", (_what, typed, problem) => expect(itemProblem(typed)).toBe(problem));
