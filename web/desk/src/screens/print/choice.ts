// What of a case is printed, and what is left out. Pure.
import type { Case, Fact, Message } from "../../api/types.ts";

export const kParts = ["conversation", "notes", "facts", "said_by", "clocks", "documents", "staff"] as const;
export type Part = (typeof kParts)[number];
export type Choice = Readonly<Record<Part, boolean>>;

/// For a court: what was stated and when it ends. Internal notes and who works here stay here unless somebody wants them.
export const kUsual: Choice = { conversation: true, notes: false, facts: true, said_by: true, clocks: true, documents: true, staff: false };

/// The key of the pack under which documents are told.
const kDocuments = "documents";

export interface Sheet {
  readonly messages: readonly Message[];
  readonly facts: readonly Fact[];
  readonly documents: readonly Fact[];
}

/// Replies that were taken back or have not gone, and what happened inside the office, are never printed.
export function sheetOf(file: Case, choice: Choice): Sheet {
  const holds = (fact: Fact): boolean => !fact.superseded;
  return {
    messages: file.messages.filter((one) => (one.kind === "message" && choice.conversation) || (one.kind === "reply" && choice.conversation && (one.state === "sent" || one.state === "queued")) || (one.kind === "note" && choice.notes)),
    facts: choice.facts ? file.facts.filter((fact) => holds(fact) && fact.key !== kDocuments) : [],
    documents: choice.documents ? file.facts.filter((fact) => holds(fact) && fact.key === kDocuments) : [],
  };
}
