// Replies and notes between the box and the desk. Each carries an id, so that sending it again is harmless: what the
// line swallowed waits and goes by itself. A text that came back while something else was typed is kept apart from it.
import type { Failure } from "../../api/failure.ts";
import type { Case, DraftKind } from "../../api/types.ts";
import type { Ticks } from "./ticks.svelte.ts";

/// sending: asked; waiting: no line, goes when there is one; back: somebody must decide what becomes of it.
export type OutgoingState = "sending" | "waiting" | "back";

export interface Outgoing {
  readonly caseId: string;
  readonly kind: DraftKind;
  readonly text: string;
  /// Of a reply in parts: everything that was typed, and what of it stayed in the box.
  readonly whole?: { readonly typed: string; readonly rest: string };
  readonly operationId: string;
  /// What was ticked for this text.
  readonly ticks: Ticks["forDesk"];
  /// What the requester had written and how it was safe to answer when it was sent.
  readonly contact: string;
  readonly state: OutgoingState;
  /// Why it came back; `changed`: the person wrote meanwhile; `undone`: it was taken back.
  readonly why: Failure | "changed" | "undone" | null;
}

/// A reply that can still be taken back, whatever is open.
export interface Held {
  readonly caseId: string;
  readonly name: string;
  readonly messageId: string;
  readonly text: string;
  readonly untilMs: number;
  /// The act that it belongs to: undone with it.
  readonly act?: string;
}

/// The newest reply that can still be taken back: of the case at hand as it is shown, else the one that was sent last, also of a case that is closed by now.
export function heldNow(file: Case | null, sent: Held | null, nowMs: number): Held | null {
  const found = file?.messages.findLast((message) => message.state === "held" && message.hold_until !== null);
  const shown = file === null || found?.hold_until == null ? null : { caseId: file.case_id, name: file.code_name, messageId: found.id, text: found.text, untilMs: Date.parse(found.hold_until) };
  // What waits since then is taken back with it.
  const held = shown !== null && sent?.messageId === shown.messageId ? sent : (shown ?? (sent?.caseId === file?.case_id ? null : sent));
  return held === null || held.untilMs <= nowMs ? null : held;
}

export function newOperationId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export class OutgoingTexts {
  items = $state.raw<readonly Outgoing[]>([]);
  held = $state.raw<Held | null>(null);

  put(item: Outgoing): void {
    this.items = [...this.items.filter((one) => one.operationId !== item.operationId), item];
  }

  drop(operationId: string): void {
    this.items = this.items.filter((one) => one.operationId !== operationId);
  }

  of(caseId: string): readonly Outgoing[] {
    return this.items.filter((one) => one.caseId === caseId);
  }

  get waiting(): readonly Outgoing[] {
    return this.items.filter((one) => one.state === "waiting");
  }

  forget(caseId: string): void {
    this.items = this.items.filter((one) => one.caseId !== caseId);
    if (this.held?.caseId === caseId) this.held = null;
  }

  wipe(): void {
    this.items = [];
    this.held = null;
  }
}
