// A day in court is acknowledged by whoever looks at its case, and the same key takes that back.
import type { CourtDay } from "../../api/types.ts";
import type { Text } from "../../text/text.svelte.ts";
import type { CaseFile } from "./case_file.svelte.ts";
import { newOperationId } from "./outgoing.svelte.ts";

/// @return whether it is acknowledged now; null when nothing was done
export async function seeCourt(file: CaseFile): Promise<boolean | null> {
  const court = file.file?.placement.court;
  if (court == null) return null;
  const request = { at: court.at, seen: !court.mine, operation_id: newOperationId() };
  return (await file.act("item", (id, api) => api.seeCourt(id, request))) ? request.seen : null;
}

/// What is still to be done about it, or that it is done, with the day.
export function courtWords(text: Text, court: CourtDay): string {
  const when = text.dates.dayTime(Date.parse(court.at));
  if (court.done || court.mine) return text.say("court.seen", { when, seen: court.seen.length, wanted: court.wanted });
  return text.say(court.wanted === 2 ? "court.see_two" : "court.see", { when, seen: court.seen.length });
}
