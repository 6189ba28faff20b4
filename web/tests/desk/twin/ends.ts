// What ends a case, as far as the pages need it.
import type { Item } from "../../../desk/src/api/types.ts";
import { iso, newId, type File, type Office } from "./office.ts";
import { Refusal, type Call } from "./call.ts";

type Fresh = Omit<File["messages"][number], "kind" | "state" | "holdUntilMs">;

export interface Ending {
  readonly act: string;
  readonly detail: string | undefined;
  readonly message: Fresh;
}

export function endCase(office: Office, call: Call, file: File, { act, detail, message }: Ending): object {
  const operation = String(call.body["operation_id"] ?? "");
  const before = { act: operation, by: call.alias, end: file.end };
  const closed = file.end.stage === "closed";
  if (act === "end") {
    if (file.before?.act !== operation) throw new Refusal(409, "conflict");
    file.end = file.before.end;
    file.items = file.items.filter((item) => file.before?.items?.includes(item.id) !== true);
    file.before = null;
    file.messages = file.messages.filter((one) => one.state !== "held");
    return {};
  }
  if (act === "outcome") {
    file.end = { ...file.end, outcomes: file.end.outcomes.filter((one) => one.id !== detail) };
    return {};
  }
  if (act === "reopen" || act === "unmerge") {
    if (!closed) throw new Refusal(409, "conflict");
    file.end = { ...file.end, stage: file.owner === null ? "new" : "active", side: "reopened", mergedInto: null };
    file.before = null;
    return {};
  }
  const unread = call.body["unread"] ?? file.messages.filter((one) => one.unread).length;
  if (closed || unread !== file.messages.filter((one) => one.unread).length) throw new Refusal(409, "conflict");
  file.before = before;
  if (act === "wait") {
    file.end = { ...file.end, stage: call.body["stage"] as "waiting_person", wakesAt: call.body["until"] === undefined ? null : `${String(call.body["until"]).slice(0, 10)}T06:00:00Z` };
    const set = tasksOf(office, call);
    file.items.push(...set);
    file.before = { ...before, items: set.map((item) => item.id) };
    return say(office, call, file, message);
  }
  for (const one of file.messages) one.unread = false;
  if (act === "merge") file.end = { ...file.end, stage: "closed", side: "duplicate", mergedInto: String(call.body["into"]) };
  if (act === "aside") file.end = { ...file.end, stage: "closed", side: call.body["as"] === "duplicate" ? "duplicate" : "quarantine", junk: call.body["as"] as "test" };
  if (act !== "close") return {};
  const outcomes = ((call.body["outcomes"] ?? []) as string[]).map((line) => line.split(" "));
  file.end = {
    ...file.end, stage: "closed", side: (call.body["side"] ?? null) as "contact_lost" | null,
    outcomes: [...file.end.outcomes, ...outcomes.map(([code = "", date = "", evidence = ""]) => ({ id: newId(), code, label: code, date, evidence: evidence as "inferred", by: call.alias, at: iso(office.now()) }))],
  };
  return say(office, call, file, message);
}

/// "YYYY-MM-DD mine text"
function tasksOf(office: Office, call: Call): Item[] {
  return ((call.body["tasks"] ?? []) as string[]).map((line) => {
    const [day = "", whose = "", ...words] = line.split(" ");
    return {
      id: newId(), kind: "task", label: "", text: words.join(" "), owner: whose === "mine" ? call.alias : null, codes: {}, dates: { due: { at: `${day}T06:00:00Z`, precision: "day" } },
      by: call.alias, at: iso(office.now()), changed_by: null, ended_at: null, ended_by: null,
    };
  });
}

/// The words that go in the same act.
function say(office: Office, call: Call, file: File, message: Fresh): object {
  const words = String(call.body["text"] ?? "");
  if (words === "") return { message_id: null, hold_until: null };
  if (file.owner !== call.alias) throw new Refusal(403, "denied");
  const holdUntilMs = office.now() + office.holdMs;
  file.messages.push({ ...message, text: words, kind: "reply", state: "held", holdUntilMs });
  return { message_id: message.id, hold_until: iso(holdUntilMs) };
}
