// Until when somebody waits after a reply: days are counted from today on the organisation's clock.
import type { ReadyTask, ReadyWait, WaitRequest } from "../../../api/types.ts";

const kDayMs = 86_400_000;

export const kStageOf: Readonly<Record<ReadyWait["for"], WaitRequest["stage"]>> = { person: "waiting_person", third: "waiting_third", date: "waiting_date" };

/// "2026-12-01": `days` days after the day on which `nowMs` is in `zone`.
export function dayAfter(nowMs: number, days: number, zone: string): string {
  const today = new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" }).format(nowMs);
  return new Date(Date.parse(`${today}T12:00:00Z`) + days * kDayMs).toISOString().slice(0, 10);
}

/// As the desk takes them; nothing where there are none.
export function tasksOf(tasks: readonly ReadyTask[], nowMs: number, zone: string): Pick<WaitRequest, "tasks"> {
  if (tasks.length === 0) return {};
  return { tasks: tasks.map((task) => `${dayAfter(nowMs, task.days, zone)} ${task.for === "sender" ? "mine" : "nobody"} ${task.text}`) };
}
