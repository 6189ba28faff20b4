// Contact lost: by which agreed ways somebody was looked for since they last wrote. Pure.
import type { Case } from "../../api/types.ts";

export type WayKind = "mailbox" | "call" | "other_case";

export interface Way {
  readonly kind: WayKind;
  /// How often it was tried since the person last wrote.
  readonly times: number;
  readonly tried: boolean;
  /// The case of somebody who belongs to this one and writes from a mailbox of their own.
  readonly caseId: string | null;
  readonly label: string;
}

/// One reply may be overlooked; two that nobody answers are silence.
const kRepliesWanted = 2;

export function waysOf(file: Case): readonly Way[] {
  const last = Math.max(0, ...file.messages.filter(({ kind }) => kind === "message").map(({ at }) => Date.parse(at)));
  const replies = file.messages.filter(({ kind, state, at }) => kind === "reply" && state !== "undone" && Date.parse(at) > last).length;
  const standing = file.items.filter((item) => item.ended_at === null);
  const mayCall = standing.some(({ kind, codes, dates }) => kind === "consent" && codes["purpose"] === "call" && dates["withdrawn"] === undefined);
  const calls = file.items.filter(({ kind, ended_at }) => kind === "call" && ended_at !== null && Date.parse(ended_at) > last).length;
  const way = (kind: WayKind, times: number, tried: boolean, label = "", caseId: string | null = null): Way => ({ kind, times, tried, label, caseId });
  return [
    way("mailbox", replies, replies >= kRepliesWanted),
    ...(mayCall ? [way("call", calls, calls > 0)] : []),
    // What was written there is in that case; only a person can say that it was asked.
    ...standing.flatMap(({ codes, label }) => (codes["case"] === undefined ? [] : [way("other_case", 0, false, label, codes["case"])])),
  ];
}
