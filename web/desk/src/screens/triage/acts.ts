// How a look through a request ends: as junk, with kind words, with its questions on the way, or left in the list. Then
// the next new one opens by itself.
import type { Junk } from "../../api/types.ts";
import { focusTitle } from "../../parts/focus.ts";
import { newOperationId } from "../case/outgoing.svelte.ts";
import type { Steering } from "../shell/steering.svelte.ts";
import { beginTriage } from "./steer.ts";

/// The next new request opens by itself; where there is none, the list says so. Whoever has left the card meanwhile is
/// only told: nobody is drawn back into it.
/// @param from  the case whose card has just ended
async function nextTriage(steering: Steering, from: string | null, told: string): Promise<void> {
  const { triage, file } = steering.desk;
  const next = triage.caseId === from ? await triage.following() : null;
  if (triage.caseId !== from) return say(steering, told);
  if (next !== null) {
    await beginTriage(steering, next);
    return say(steering, told);
  }
  triage.leave();
  file.close();
  await focusTitle();
  say(steering, `${told} ${steering.desk.text.say("triage.no_more")}`);
}

function say(steering: Steering, told: string): void {
  steering.told = told;
  void steering.announce(told);
}

export async function junk(steering: Steering, as: Junk): Promise<void> {
  const { file, text, triage } = steering.desk;
  const { caseId } = triage;
  const name = file.file?.code_name ?? "";
  await triage.settle();
  if (await file.setAside(as)) await nextTriage(steering, caseId, text.say("triage.set_aside", { name, what: text.say(`aside.${as}`) }));
}

/// The kind words go, and the case is closed; where answering is not safe, a person looks first.
export async function outOfMandate(steering: Steering): Promise<void> {
  const { file, text, triage } = steering.desk;
  const { caseId } = triage;
  await triage.settle();
  const name = file.file?.code_name ?? "";
  if (file.file?.mine !== true && !(await file.take())) return;
  if (file.file?.safe_contact.blocks === true) return steering.show({ kind: "end", side: "out_of_mandate" });
  const words = file.file?.ready.out_of_mandate ?? "";
  if (await file.closeCase({ operation_id: newOperationId(), outcomes: [], text: words, side: "out_of_mandate" })) await nextTriage(steering, caseId, text.say("triage.out_of_mandate", { name }));
}

/// How the card ends: the questions go, one writes oneself, or the case stays nobody's.
export async function endTriage(steering: Steering, how: "send" | "write" | "leave"): Promise<void> {
  const { file, text, triage } = steering.desk;
  const { caseId } = triage;
  await triage.settle();
  if (triage.failed.length > 0) return;
  const told = text.say("triage.done", { name: file.file?.code_name ?? "", keys: triage.keys, seconds: triage.seconds });
  if (how === "leave") return nextTriage(steering, caseId, told);
  if (file.file?.mine !== true && !(await file.take())) return;
  if (how === "write" || file.file?.safe_contact.blocks === true) {
    triage.leave();
    return steering.write("reply");
  }
  if ((await file.send("reply")) !== "back") await nextTriage(steering, caseId, told);
}
