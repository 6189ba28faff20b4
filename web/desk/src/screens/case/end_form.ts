// What stands in the window that closes a case, and what it says to the desk.
import type { CloseRequest, Evidence } from "../../api/types.ts";

export const kEvidence: readonly Evidence[] = ["self_reported", "document_seen", "third_party", "court_record", "inferred"];

export interface EndForm {
  side: "" | "out_of_mandate" | "contact_lost";
  outcomes: { code: string; date: string; evidence: Evidence }[];
  words: string;
}

export function newEndForm(): EndForm {
  return { side: "", outcomes: [], words: "" };
}

/// The desk takes so many at once.
export const kOutcomesAtOnce = 8;

/// @param today  YYYY-MM-DD in the desk's zone: the day that stands there first
export function toggleOutcome(form: EndForm, code: string, today: string): void {
  const at = form.outcomes.findIndex((one) => one.code === code);
  if (at >= 0) form.outcomes.splice(at, 1);
  else if (form.outcomes.length < kOutcomesAtOnce) form.outcomes.push({ code, date: today, evidence: "self_reported" });
}

/// Why it cannot be closed like this; null when it can.
export function problemOfEnd(form: EndForm, today: string): "end.problem.date" | "end.problem.ahead" | null {
  const noted = form.outcomes.filter((one) => one.code !== "");
  if (noted.some((one) => one.date === "")) return "end.problem.date";
  return noted.some((one) => one.date > today) ? "end.problem.ahead" : null;
}

export function closeRequest(form: EndForm, operationId: string): Omit<CloseRequest, "newest" | "confirm_safe_contact" | "confirm_due_cards"> {
  const outcomes = form.outcomes.filter((one) => one.code !== "").map((one) => `${one.code} ${one.date} ${one.evidence}`);
  const words = form.words.trim();
  return {
    operation_id: operationId, outcomes, ...(words === "" ? {} : { text: words }), ...(form.side === "" ? {} : { side: form.side }),
  };
}
