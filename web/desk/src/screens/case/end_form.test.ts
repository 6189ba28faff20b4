import { expect, test } from "vitest";
import { closeRequest, kOutcomesAtOnce, newEndForm, problemOfEnd, toggleOutcome } from "./end_form.ts";

test("an empty outcome is not sent, nor are empty words", () => {
  const form = newEndForm();
  expect(closeRequest(form, "a")).toEqual({ operation_id: "a", outcomes: [] });
  form.words = "  ";
  expect(closeRequest(form, "a")).toEqual({ operation_id: "a", outcomes: [] });
});

test("several outcomes, a last message and a side go as one request", () => {
  const form = newEndForm();
  form.outcomes = [
    { code: "consulted", date: "2026-11-20", evidence: "self_reported" },
    { code: "documents_returned", date: "2026-11-28", evidence: "document_seen" },
    { code: "", date: "2026-11-28", evidence: "inferred" },
  ];
  form.side = "contact_lost";
  form.words = "Всего доброго. ";
  expect(problemOfEnd(form, "2026-11-28")).toBeNull();
  expect(closeRequest(form, "a")).toEqual({
    operation_id: "a", outcomes: ["consulted 2026-11-20 self_reported", "documents_returned 2026-11-28 document_seen"],
    text: "Всего доброго.", side: "contact_lost",
  });
});

test("a day that is missing or has not come is said before anything is sent", () => {
  const form = newEndForm();
  form.outcomes = [{ code: "consulted", date: "", evidence: "self_reported" }];
  expect(problemOfEnd(form, "2026-11-28")).toBe("end.problem.date");
  form.outcomes = [{ code: "consulted", date: "2026-11-29", evidence: "self_reported" }];
  expect(problemOfEnd(form, "2026-11-28")).toBe("end.problem.ahead");
  form.outcomes = [{ code: "", date: "", evidence: "self_reported" }];
  expect(problemOfEnd(form, "2026-11-28")).toBeNull();
});

test("an outcome is chosen once, is taken out by the same press, and there are not more than the desk takes", () => {
  const form = newEndForm();
  toggleOutcome(form, "housing", "2026-11-28");
  toggleOutcome(form, "money", "2026-11-28");
  toggleOutcome(form, "housing", "2026-11-28");
  expect(form.outcomes.map((one) => one.code)).toEqual(["money"]);
  for (let at = 0; at < 12; at += 1) toggleOutcome(form, `code${at}`, "2026-11-28");
  expect(form.outcomes).toHaveLength(kOutcomesAtOnce);
});
