// How a look through a request ends: as junk, with kind words, with its questions on the way, or left in the list. Then
// the next new one opens by itself.
import type { Junk } from "../../api/types.ts";
import { focusTitle } from "../../parts/focus.ts";
import { newOperationId } from "../case/outgoing.svelte.ts";
import type { Steering } from "../shell/steering.svelte.ts";
import { beginTriage } from "./steer.ts";

/// The next new request opens by itself; where there is none, the list says so.
export async function nextTriage(steering: Steering, told: string): Promise<void> {
  const next = await steering.desk.triage.following();
  if (next === null) {
    steering.desk.triage.leave();
    steering.desk.file.close();
    await focusTitle();
  } else {
    await beginTriage(steering, next);
  }
  steering.told = next === null ? `${told} ${steering.desk.text.say("triage.no_more")}` : told;
  void steering.announce(steering.told);
}

export async function junk(steering: Steering, as: Junk): Promise<void> {
  const { file, text } = steering.desk;
  const name = file.file?.code_name ?? "";
  await steering.desk.triage.settle();
  if (await file.setAside(as)) await nextTriage(steering, text.say("triage.set_aside", { name, what: text.say(`aside.${as}`) }));
}

/// The kind words go, and the case is closed; where answering is not safe, a person looks first.
export async function outOfMandate(steering: Steering): Promise<void> {
  const { file, text } = steering.desk;
  await steering.desk.triage.settle();
  const name = file.file?.code_name ?? "";
  if (file.file?.mine !== true && !(await file.take())) return;
  if (file.file?.safe_contact.blocks === true) return steering.show({ kind: "end", side: "out_of_mandate" });
  const words = file.file?.ready.out_of_mandate ?? "";
  if (await file.closeCase({ operation_id: newOperationId(), outcomes: [], text: words, side: "out_of_mandate" })) await nextTriage(steering, text.say("triage.out_of_mandate", { name }));
}

/// How the card ends: the questions go, one writes oneself, or the case stays nobody's.
export async function endTriage(steering: Steering, how: "send" | "write" | "leave"): Promise<void> {
  const { file, text, triage } = steering.desk;
  await triage.settle();
  if (triage.failed.length > 0) return;
  const told = text.say("triage.done", { name: file.file?.code_name ?? "", keys: triage.keys, seconds: triage.seconds });
  if (how === "leave") return nextTriage(steering, told);
  if (file.file?.mine !== true && !(await file.take())) return;
  if (how === "write" || file.file?.safe_contact.blocks === true) {
    triage.leave();
    return steering.write("reply");
  }
  if ((await file.send("reply")) !== "back") await nextTriage(steering, told);
}
