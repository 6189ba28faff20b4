// Tasks, dates and records of a case, as far as the pages need them.
import type { Case, CourtDay, Item, ItemKind, Language, Moment } from "../../../desk/src/api/types.ts";
import { Refusal, type Call } from "./call.ts";
import { iso, newId, type File, type Office } from "./office.ts";

const kWords: Readonly<Record<ItemKind, Readonly<Record<Language, string>>>> = {
  task: { ru: "Задача", uk: "Завдання", en: "Task" }, call: { ru: "Звонок", uk: "Дзвінок", en: "Call" },
  window: { ru: "Время для связи", uk: "Час для зв’язку", en: "Contact window" }, matter: { ru: "Судебное дело", uk: "Судова справа", en: "Legal matter" },
  consent: { ru: "Согласие", uk: "Згода", en: "Consent" }, person: { ru: "Человек", uk: "Людина", en: "Person" },
};
const kDues: ReadonlySet<string> = new Set(["due", "closes", "hearing", "appeal", "reporting"]);

function labelOf(item: Item, language: Language): string {
  const words = item.codes["article"] ?? item.text ?? "";
  return words === "" ? kWords[item.kind][language] : `${kWords[item.kind][language]}: ${words}`;
}

export function itemsIn(file: File, language: Language): Item[] {
  return file.items.map((item) => ({ ...item, label: labelOf(item, language) }));
}

export function timelineOf(file: File, clocks: Case["clocks"], language: Language, nowMs: number): Moment[] {
  const line = (kind: string, label: string, at: string, precision: Moment["precision"] = "exact"): Moment => ({ kind, label, at, latest_safe: null, precision, past: Date.parse(at) < nowMs });
  const first = file.messages[0];
  const open = file.items.filter((item) => item.ended_at === null);
  const due = open.flatMap((item) => Object.entries(item.dates).flatMap(([name, { at, precision }]) => (kDues.has(name) ? [line(item.kind, labelOf(item, language), at, precision)] : [])));
  return [
    ...(first === undefined ? [] : [line("received", { ru: "Пришло первое письмо", uk: "Надійшов перший лист", en: "The first message came" }[language], iso(first.atMs))]),
    ...clocks.map((clock) => ({ ...line(clock.kind, clock.label, clock.moment ?? clock.latest_safe, clock.precision), latest_safe: clock.moment === null ? null : clock.latest_safe })),
    ...due, ...file.items.flatMap((item) => (item.ended_at === null ? [] : [line("done", labelOf(item, language), item.ended_at)])),
  ].toSorted((a, b) => a.at.localeCompare(b.at));
}

/// A case with much in it: long words, late and far dates, something done.
export function fullItems(nowMs: number): Item[] {
  const item = (kind: ItemKind, text: string | null, more: Partial<Item> = {}): Item => ({
    id: newId(), kind, label: "", text, owner: null, codes: {}, dates: {}, by: "larch", at: iso(nowMs), changed_by: null, ended_at: null, ended_by: null, ...more,
  });
  const date = (hours: number, precision: "day" | "hour" = "hour"): Item["dates"][string] => ({ at: iso(nowMs + hours * 3_600_000), precision });
  return [
    item("task", "позвонить в приёмное отделение и спросить, назначена ли военно-врачебная комиссия", { owner: "larch", dates: { due: date(-3) } }),
    item("task", "запросить выписку", { ended_at: iso(nowMs - 7_200_000), ended_by: "larch", dates: { due: date(-20, "day") } }),
    item("call", null, { owner: "aspen", dates: { due: date(5) } }), item("window", "телефон отдают по субботам", { dates: { opens: date(1), closes: date(2) } }),
    item("matter", "обвинение не предъявлено", { codes: { article: "337 часть 5", court: "Двадцать второй гарнизонный военный суд", stage: "investigation", sentence: "suspended_turned_real" }, dates: { opened: date(-900, "day"), hearing: date(90), appeal: date(400, "day"), reporting: date(700, "day") } }),
    item("consent", null, { codes: { purpose: "partner", given: "chat" }, dates: { given: date(-100, "day"), withdrawn: date(-2) } }),
    item("person", "пишет по выходным", { codes: { relation: "comrade", about: "no" } }),
  ];
}

export function linkCases(office: Office, call: Call, file: File): object {
  const other = office.files.find((one) => one.id === call.body["other"]);
  if (other === undefined) throw new Refusal(404, "not-found");
  const person = (of: File, relation: unknown): Item => ({
    id: newId(), kind: "person", label: "", text: null, owner: null, codes: { relation: String(relation), case: of.id }, dates: {}, by: call.alias, at: iso(office.now()), changed_by: null, ended_at: null, ended_by: null,
  });
  file.items.push(person(other, call.body["there"]));
  other.items.push(person(file, call.body["here"]));
  return {};
}

export function putItem(office: Office, call: Call, file: File, id: string | undefined, act: string | undefined): object {
  const found = file.items.find((one) => one.id === (id ?? call.body["item_id"]));
  if (id !== undefined) {
    if (found === undefined) throw new Refusal(404, "not-found");
    if ((found.ended_at !== null) === (act === "end")) throw new Refusal(409, "conflict");
    if (call.body["dropped"] === true) file.items = file.items.filter((one) => one !== found);
    found.ended_at = act === "end" ? iso(office.now()) : null;
    found.ended_by = act === "end" ? call.alias : null;
    return {};
  }
  const dates = Object.fromEntries(Object.entries((call.body["dates"] ?? {}) as Record<string, string>).map(([name, date]) => [
    name, { at: iso(Date.parse(`${date.includes("T") ? date : `${date}T09:00`}:00+03:00`)), precision: date.includes("T") ? ("hour" as const) : ("day" as const) },
  ]));
  if (found === undefined && dates["due"] !== undefined && Date.parse(dates["due"].at) < office.now()) throw new Refusal(400, "invalid");
  const said = { text: (call.body["text"] ?? null) as string | null, owner: (call.body["owner"] ?? null) as string | null, codes: (call.body["codes"] ?? {}) as Record<string, string>, dates };
  if (found !== undefined) Object.assign(found, said, { changed_by: call.alias });
  const item: Item = found ?? { id: newId(), kind: call.body["kind"] as ItemKind, label: "", ...said, by: call.alias, at: iso(office.now()), changed_by: null, ended_at: null, ended_by: null };
  if (found === undefined) file.items.push(item);
  return { message_id: item.id };
}

export function courtOf(file: File, alias: string): CourtDay | null {
  if (file.court === undefined) return null;
  const { seen, wanted } = file.court;
  const done = seen.length >= wanted && (wanted === 1 || file.owner === null || seen.includes(file.owner));
  return { ...file.court, mine: seen.includes(alias), done, late: false };
}

export function seeCourt(call: Call, file: File): object {
  const { court } = file;
  if (court === undefined || court.at !== call.body["at"]) throw new Refusal(409, "conflict");
  court.seen = [...court.seen.filter((one) => one !== call.alias), ...(call.body["seen"] === true ? [call.alias] : [])];
  return {};
}
