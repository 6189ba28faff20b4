// What is said about the open case besides its file: what was tried and failed, why nothing is shown any more, and what "it is
// safe to write now" was said about.
import type { Failure } from "../../api/failure.ts";
import type { Case, DraftKind } from "../../api/types.ts";

export type Act = "take" | "give-back" | "reply" | "note" | "undo" | "raise" | "lower" | "fact" | "check" | "item" | "link" | "end" | "merge";

export interface ActFailure {
  readonly act: Act;
  readonly failure: Failure;
}

/// Why nothing of a case is shown any more, with what was not sent yet.
export interface LostFile {
  readonly caseId: string;
  readonly standing: "taken" | "gone" | "closed-to-me";
  readonly owner: string | null;
  readonly sinceMs: number | null;
  readonly texts: readonly { readonly kind: DraftKind; readonly text: string }[];
}

/// What "it is safe to write now" was said about: everything the requester has written, and the rule of contact.
export function contactState(file: Case): string {
  const arrived = file.messages.filter((message) => message.kind === "message").map((message) => message.id);
  return JSON.stringify([file.case_id, file.safe_contact.rule, file.safe_contact.blocks, file.safe_contact.words, arrived]);
}
