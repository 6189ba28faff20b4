// The window that is open over a screen, and how much room there is.
import type { Fact, Item, ItemKind } from "../../api/types.ts";
import type { Mode, Then } from "../case/answering/ready.ts";

export type Window =
  | { kind: "help" | "more" | "raise" | "lower" | "paste" | "give-back" | "palette" | "search" | "wait" | "aside" | "merge" }
  /// The reply in the box goes with it; `then` is what a ready reply asks for.
  | { kind: "send-wait"; then: Then | null }
  | { kind: "end"; side?: "out_of_mandate" | "contact_lost" }
  | { kind: "fact"; fact: Fact | null }
  | { kind: "check"; fact: Fact }
  | { kind: "item"; item: Item | null; kinds: readonly [ItemKind, ...ItemKind[]] }
  | { kind: "timeline" | "link" }
  | { kind: "ready"; mode: Mode }
  /// At a point of the window, or at its row's own corner.
  | { kind: "menu"; caseId: string; at: { x: number; y: number } | null };

export type Form = "wide" | "middle" | "phone";
