// Acts of a day's work that stand on no screen of their own.
import type { CommandId, Target } from "../../commands/table.ts";
import { seeCourt } from "../case/court.ts";
import type { Steering } from "./steering.svelte.ts";

type WorkCommand = Extract<CommandId, "see-court">;

export function workActs(steering: Steering): Readonly<Record<WorkCommand, (target: Target) => void>> {
  return {
    "see-court": (target) => void steering.inCase(target, () => court(steering)),
  };
}

async function court(steering: Steering): Promise<void> {
  const seen = await seeCourt(steering.desk.file);
  if (seen !== null) void steering.announce(steering.desk.text.say(seen ? "court.told" : "court.untold"));
}
