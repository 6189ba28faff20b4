// A reply and the waiting after it, in one act: what becomes of the box, the held reply and the draft.
import { asFailure } from "../../../api/failure.ts";
import type { CloseAnswer, WaitRequest } from "../../../api/types.ts";
import { bytes_of } from "../../../../../shared/protocol/plain.ts";
import { kReplyBytesMax } from "../../../../../shared/protocol/parts.ts";
import type { CaseFile } from "../case_file.svelte.ts";

/// @param call  asks the desk
/// @return false when it did not go: then the text is back in the box
export async function sendAndWait(store: CaseFile, call: (caseId: string, request: WaitRequest) => Promise<CloseAnswer>, request: Omit<WaitRequest, "text" | "confirm_safe_contact" | "confirm_due_cards">): Promise<boolean> {
  const { file, drafts } = store;
  if (file === null || store.busy !== null) return false;
  const caseId = file.case_id;
  const text = drafts.get(caseId, "reply");
  store.tooLong = bytes_of(text) > kReplyBytesMax;
  if (text.trim() === "" || store.tooLong) return false;
  drafts.hold(caseId, "reply");
  drafts.set(caseId, "reply", "");
  store.busy = "reply";
  store.actFailure = null;
  try {
    const answer = await call(caseId, { ...request, text, ...store.ticks.forDesk });
    if (answer.message_id !== null && answer.hold_until !== null)
      store.outgoing.held = { caseId, name: file.code_name, messageId: answer.message_id, text, untilMs: Date.parse(answer.hold_until), act: request.operation_id };
  } catch (error) {
    const failure = asFailure(error);
    drafts.release(caseId, "reply", false);
    if (drafts.get(caseId, "reply") === "") drafts.set(caseId, "reply", text);
    if (store.openId === caseId) store.actFailure = { act: "reply", failure };
    if (failure.code === "denied" || failure.code === "not-found") await store.reload();
    return false;
  } finally {
    store.busy = null;
  }
  drafts.release(caseId, "reply", true);
  store.onChange();
  if (store.openId !== caseId) return true;
  store.ticks.forget();
  store.then = null;
  await store.reload();
  return true;
}
