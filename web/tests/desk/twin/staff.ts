// The staff and how the office stands, as the desk tells it to whoever has oversight.
import type { Language, QueueRow, Staff, StaffMember } from "../../../desk/src/api/types.ts";
import { iso, kPeople, type Office } from "./office.ts";

const kHourMs = 3_600_000;

/// @param alias  of whoever asks
export function staffOf(office: Office, alias: string, language: Language): Staff {
  const overseen = (kPeople[alias] ?? []).some((role) => role === "coordinator" || role === "lead" || role === "security");
  const now = office.now();
  const rows = office.rows("all", language, alias);
  const since = (time: string | null, ms: number): boolean => time !== null && now - Date.parse(time) < ms;
  const late = (row: QueueRow, ms: number): boolean => row.waiting_since !== null && now - Date.parse(row.waiting_since) >= ms;
  const dueAt = (row: QueueRow): number => (row.clock === null ? Number.POSITIVE_INFINITY : Date.parse(row.clock.latest_safe));
  const member = (name: string, roles: StaffMember["roles"], state: StaffMember["state"]): StaffMember => {
    if (!overseen) return { alias: name, roles, state, signed_in: null, cases: null, owed: null, soon: null, nearest_at: null, answered_at: null };
    const own = rows.filter((row) => row.owner === name);
    const nearest = Math.min(...own.map(dueAt));
    return {
      alias: name, roles, state, signed_in: state === "active", cases: office.files.filter((file) => file.owner === name).length,
      owed: own.filter((row) => row.waiting_since !== null).length, soon: own.filter((row) => dueAt(row) < now + 24 * kHourMs).length,
      nearest_at: Number.isFinite(nearest) ? iso(nearest) : null, answered_at: own.flatMap((row) => row.answered_at ?? []).toSorted().at(-1) ?? null,
    };
  };
  const nobodys = rows.filter((row) => row.owner === null);
  return {
    staff: [...Object.entries(kPeople).map(([name, roles]) => member(name, [...roles], "active")), member("rowan", ["first_line"], "invited")],
    watch: overseen ? {
      unowned_late: nobodys.filter((row) => late(row, kHourMs)).length, unowned_soon: nobodys.filter((row) => dueAt(row) < now + 6 * kHourMs).length,
      broken: rows.filter((row) => late(row, 2 * kHourMs)).length,
      came_hour: rows.filter((row) => since(row.received_at, kHourMs)).length, came_day: rows.filter((row) => since(row.received_at, 24 * kHourMs)).length,
      answered_hour: rows.filter((row) => since(row.answered_at, kHourMs)).length, answered_day: rows.filter((row) => since(row.answered_at, 24 * kHourMs)).length,
    } : null,
  };
}
