import { expect, test } from "vitest";
import { packOf } from "../../../../tests/desk/twin/pack.ts";
import type { Case, Fact } from "../../api/types.ts";
import { dayAt, factOf, isAnswered, stepsOf, unknownOf, withoutQuestion, withQuestion } from "./plan.ts";

const pack = packOf("ru");
const file = { third_person: false } as Case;
let made = 0;
const fact = (key: string, value: string, more: Partial<Fact> = {}): Fact => ({
  id: String((made += 1)), key, group: "other", label: key, value, value_label: value, attributes: {}, date_label: null, precision: "exact", said_by: "requester", author: null,
  said_at: "2026-11-28T10:00:00Z", verification: "unverified", danger: false, superseded: false, check: null, ...more,
});
const step = (key: string, facts: readonly Fact[] = []) => {
  const found = stepsOf(pack, facts).find((one) => one.key === key);
  if (found === undefined) throw new Error(`no step ${key}`);
  return found;
};

test("nine questions, each with at most nine keys", () => {
  const steps = stepsOf(pack, []);
  expect(steps.map((one) => one.key)).toEqual(["army", "who", "where", "danger", "left", "what_next", "documents", "device", "need"]);
  expect(steps.filter((one) => one.choices.length < 2 || one.choices.length > 9)).toEqual([]);
  expect(steps.flatMap((one) => one.choices).filter((one) => one.code === "unknown"), "that is the key 0").toEqual([]);
});

test("a question is asked only while its branch holds", () => {
  expect(stepsOf(pack, [fact("status", "civilian_no_summons")]).some((one) => one.key === "left")).toBe(false);
  expect(stepsOf(pack, [fact("status", "civilian_no_summons", { superseded: true })]).some((one) => one.key === "left")).toBe(true);
});

test("what the person told is answered; their “do not know” is not, ours is", () => {
  expect(isAnswered(step("army", [fact("army", "russia")]))).toBe(true);
  expect(isAnswered(step("army", [fact("army", "unknown")]))).toBe(false);
  expect(isAnswered(step("army", [fact("army", "unknown", { author: "larch" })]))).toBe(true);
  expect(isAnswered(step("documents", [fact("documents", "military_id", { attributes: { state: "have" } })])), "another row").toBe(false);
});

test("one key is one fact, said by whoever wrote the letter and not checked", () => {
  expect(factOf(file, step("army"), "russia")).toEqual({ key: "army", value: "russia", said_by: "requester" });
  expect(factOf({ third_person: true } as Case, step("army"), "russia").said_by).toBe("third_party");
  expect(factOf(file, step("documents"), "lost")).toEqual({ key: "documents", value: "internal_passport", attributes: { state: "lost" }, precision: "exact", said_by: "requester" });
  expect(factOf(file, step("what_next"), "leave_ends", { day: "2026-11-30", time: "" })).toEqual({ key: "what_next", value: "leave_ends", attributes: { date: "2026-11-30" }, precision: "day", said_by: "requester" });
  expect(factOf(file, step("what_next"), "court_date", { day: "2026-11-30", time: "10:00" })).toMatchObject({ attributes: { date: "2026-11-30T10:00" }, precision: "hour" });
  expect(factOf(file, step("what_next"), "leave_ends", "unknown")).toEqual({ key: "what_next", value: "leave_ends", precision: "unknown", said_by: "requester" });
});

test("unknown is a fact too", () => {
  expect(unknownOf(file, step("army"))).toEqual({ key: "army", value: "unknown", said_by: "requester" });
  expect(unknownOf(file, step("documents"))).toMatchObject({ value: "internal_passport", attributes: { state: "unknown" } });
});

test("days by key, over the end of a month and of summer time", () => {
  expect(dayAt("2026-11-28", 0, "future")).toBe("2026-11-28");
  expect(dayAt("2026-11-28", 3, "future")).toBe("2026-12-01");
  expect(dayAt("2026-03-02", 2, "past")).toBe("2026-02-28");
  expect(dayAt("2026-10-25", 1, "future")).toBe("2026-10-26");
});

test("a ready question stands in the box once, beside what was typed, and goes out again", () => {
  const both = withQuestion("Здравствуйте.", "Где вы?");
  expect(both).toBe("Здравствуйте.\nГде вы?");
  expect(withQuestion(both, "Где вы?")).toBe(both);
  expect(withoutQuestion(both, "Где вы?")).toBe("Здравствуйте.");
  expect(withQuestion("", "Где вы?")).toBe("Где вы?");
});
