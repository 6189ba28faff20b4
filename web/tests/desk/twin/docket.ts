// The twin's docket and its cases that are alike, enough to look at. The real ones are src/desk/queue and src/desk/search.
import type { AlikeAnswer, Docket, DocketEntry, Language } from "../../../desk/src/api/types.ts";
import { iso, type Office } from "./office.ts";

const kDayMs = 86_400_000;
const dayOf = (ms: number): string => new Intl.DateTimeFormat("sv-SE", { year: "numeric", month: "2-digit", day: "2-digit", timeZone: "Europe/Moscow" }).format(ms);

function entriesOf(office: Office, alias: string, language: Language): DocketEntry[] {
  return office.rows("all", language, alias).filter((row) => row.may_open && row.clock !== null).map((row, at) => {
    const { kind = "", label = "", latest_safe = "", moment = null } = row.clock ?? {};
    const own = kind === "promise" || kind === "silence";
    return {
      case_id: row.case_id, code_name: row.code_name, owner: row.owner, mine: row.mine, doer: null, court: row.court, kind, label, begin_by: latest_safe, date: own ? latest_safe : moment, date_label: null,
      zone: own ? null : { name: at % 3 === 0 ? "Asia/Yekaterinburg" : "Europe/Moscow", told: at % 2 === 0 },
    };
  });
}

export function docketOf(office: Office, alias: string, language: Language, query: URLSearchParams): Docket {
  const from = query.get("from") ?? dayOf(office.now());
  const until = iso(Date.parse(`${from}T12:00:00Z`) + Number(query.get("days") ?? 42) * kDayMs).slice(0, 10);
  const at = (entry: DocketEntry): number => Date.parse(query.get("by") === "date" ? (entry.date ?? entry.begin_by) : entry.begin_by);
  const inWindow = entriesOf(office, alias, language).filter((entry) => dayOf(at(entry)) >= from && dayOf(at(entry)) < until && (query.get("mine") !== "yes" || entry.mine));
  const kinds = [...new Set(inWindow.map((entry) => entry.kind))].map((kind) => ({ kind, label: inWindow.find((one) => one.kind === kind)?.label ?? kind, count: inWindow.filter((one) => one.kind === kind).length }));
  const entries = inWindow.filter((entry) => (query.get("kind") ?? entry.kind) === entry.kind).sort((a, b) => at(a) - at(b));
  const days = [...new Set(entries.map((entry) => dayOf(at(entry))))].map((day) => ({ day, count: entries.filter((entry) => dayOf(at(entry)) === day).length }));
  return { now: iso(office.now()), counter: office.counter, entries, total: entries.length, kinds, days, past: entries.filter((entry) => Date.parse(entry.begin_by) < office.now()).length, calendar: office.calendarFile };
}

/// Those that begin with the same text; a person may have said that they are others.
export function alikeOf(office: Office, alias: string, language: Language, caseId: string): AlikeAnswer {
  const text = (id: string): string => office.files.find((file) => file.id === id)?.messages[0]?.text ?? "";
  const alike = office.rows("all", language, alias).filter((row) => row.may_open && row.case_id !== caseId && text(row.case_id) === text(caseId) && !office.apart.has([row.case_id, caseId].sort().join(" ")));
  return { alike: alike.slice(0, 5).map((row) => ({ case_id: row.case_id, code_name: row.code_name, owner: row.owner, stage: row.stage ?? "new", received_at: row.received_at ?? iso(office.now()), percent: 93 })) };
}
