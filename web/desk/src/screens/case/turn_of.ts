// Whose turn it is in a case: who must write next. Pure.
import type { Case } from "../../api/types.ts";

/// "us": somebody waits for an answer of ours; "them": we have answered, or wait for a date; null when it is closed.
export function turnOf(file: Case): "us" | "them" | null {
  if (file.stage === "closed" || file.stage === "anonymised") return null;
  if (file.stage === "waiting_person" || file.stage === "waiting_third" || file.stage === "waiting_date") return "them";
  const last = file.messages.findLast(({ kind, state }) => kind === "message" || (kind === "reply" && state !== "undone" && state !== "refused"));
  return last?.kind === "reply" ? "them" : "us";
}
