import { expect, test } from "vitest";
import { incidentProblem, incidentRequest, kIncidentTextMax, type IncidentForm } from "./incidents.ts";

const form = (more: Partial<IncidentForm> = {}): IncidentForm => ({ kind: "raid", date: "2026-11-20", place: " Омск ", text: " Облава у метро ", ...more });

test.each([
  ["nothing missing", {}, null],
  ["no day", { date: "" }, "incident.problem.date"],
  ["a day that has not come", { date: "2026-11-22" }, "incident.problem.date"],
  ["no words", { text: "  " }, "incident.problem.text"],
  ["too many words", { text: "а".repeat(kIncidentTextMax + 1) }, "incident.problem.long"],
] as const)("%s", (_what, more, problem) => expect(incidentProblem(form(more), "2026-11-21")).toBe(problem));

test("spaces around do not go, and a place that is empty is none", () => {
  expect(incidentRequest(form(), "a")).toEqual({ kind: "raid", date: "2026-11-20", place: "Омск", text: "Облава у метро", operation_id: "a" });
  expect(incidentRequest(form({ place: " " }), "a")).not.toHaveProperty("place");
});
