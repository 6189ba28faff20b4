// Where the card to look a request through is opened and left, and what its keys do.
import { tick } from "svelte";
import type { CommandId } from "../../commands/table.ts";
import { focusById } from "../../parts/focus.ts";
import type { Steering } from "../shell/steering.svelte.ts";
import { junk, outOfMandate } from "./acts.ts";

type TriageCommand = Extract<CommandId, `triage-${string}` | `junk-${string}` | "out-of-mandate">;

async function toTitle(): Promise<void> {
  await tick();
  focusById("triage-title");
}

export async function beginTriage(steering: Steering, caseId: string | null): Promise<void> {
  if (caseId === null) return;
  steering.desk.triage.begin(caseId);
  await steering.open(caseId);
  await toTitle();
}

/// One key of the card; the focus goes back to its heading, so that no button has the keys.
export async function triaged(steering: Steering, act: () => void): Promise<void> {
  steering.told = "";
  act();
  await toTitle();
  const { step } = steering.desk.triage;
  if (step !== null) void steering.announce(step.label);
}

export async function leaveTriage({ desk }: Steering): Promise<void> {
  desk.triage.leave();
  await tick();
  focusById("case-title");
}

export function triageActs(steering: Steering): Readonly<Record<TriageCommand, () => void>> {
  // Asked for with each key: this runs before the steering has its desk.
  const card = (act: "unknown" | "several" | "next" | "back") => () => void triaged(steering, () => steering.desk.triage[act]());
  return {
    "triage-unknown": card("unknown"),
    "triage-several": card("several"),
    "triage-next": card("next"),
    "triage-back": card("back"),
    "junk-provocation": () => void junk(steering, "provocation"),
    "junk-press": () => void junk(steering, "press"),
    "junk-test": () => void junk(steering, "test"),
    "junk-wrong-service": () => void junk(steering, "wrong_service"),
    "junk-abuse": () => void junk(steering, "abuse"),
    "junk-duplicate": () => void junk(steering, "duplicate"),
    "out-of-mandate": () => void outOfMandate(steering),
  };
}
