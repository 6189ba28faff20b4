import { expect, test } from "vitest";
import { misses_day, wait_of, type WaitForm } from "./wait_form.ts";

const form = (form: Partial<WaitForm>): WaitForm => ({ stage: "waiting_person", date: "", time: "", ...form });

test("only an answer is waited for without a day, and an hour needs one", () => {
  expect(misses_day(form({}))).toBe(false);
  expect(misses_day(form({ time: "10:00" }))).toBe(true);
  for (const stage of ["waiting_third", "waiting_date", "referred"] as const) {
    expect(misses_day(form({ stage })), stage).toBe(true);
    expect(misses_day(form({ stage, date: "2026-12-01" })), stage).toBe(false);
  }
});

test("a day goes as a day, an hour as an hour of it", () => {
  expect(wait_of(form({}))).toEqual({ stage: "waiting_person" });
  expect(wait_of(form({ date: "2026-12-01" }))).toEqual({ stage: "waiting_person", until: "2026-12-01" });
  expect(wait_of(form({ date: "2026-12-01", time: "10:00" }))).toEqual({ stage: "waiting_person", until: "2026-12-01T10:00" });
});
