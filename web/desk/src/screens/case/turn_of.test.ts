import { expect, test } from "vitest";
import type { Case, Message } from "../../api/types.ts";
import { turnOf } from "./turn_of.ts";

const file = (stage: Case["stage"], ...kinds: readonly [Message["kind"], Message["state"]][]): Case =>
  ({ stage, messages: kinds.map(([kind, state]) => ({ kind, state })) }) as unknown as Case;

test.each<[string, Case, "us" | "them" | null]>([
  ["a request that came", file("new", ["message", "received"]), "us"],
  ["we have answered", file("active", ["message", "received"], ["reply", "sent"], ["note", "done"]), "them"],
  ["they wrote again", file("active", ["reply", "sent"], ["message", "received"]), "us"],
  ["our answer was taken back", file("active", ["message", "received"], ["reply", "undone"]), "us"],
  ["our answer never went", file("active", ["message", "received"], ["reply", "refused"]), "us"],
  ["we wait for others", file("waiting_third", ["message", "received"]), "them"],
  ["it is over", file("closed", ["message", "received"]), null],
])("%s", (_what, one, turn) => expect(turnOf(one)).toBe(turn));
