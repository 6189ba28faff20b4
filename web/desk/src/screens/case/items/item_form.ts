// What each kind of item has to say, and how the window for it becomes what the desk takes. Pure.
import type { Item, ItemKind, ItemRequest } from "../../../api/types.ts";

interface CodeField {
  readonly name: "article" | "court" | "stage" | "sentence" | "purpose" | "given" | "relation" | "about" | "every";
  /// None: free words.
  readonly values: readonly string[];
}
export interface KindFields {
  readonly text: "needed" | "may";
  readonly owner: boolean;
  readonly codes: readonly CodeField[];
  readonly dates: readonly string[];
  /// Of the dates, the one without which it says nothing.
  readonly needs: string | null;
}

// @source src/desk/casefile/item.cpp
export const kKindFields: Readonly<Record<ItemKind, KindFields>> = {
  task: { text: "needed", owner: true, codes: [], dates: ["due"], needs: null },
  call: { text: "may", owner: true, codes: [], dates: ["due"], needs: "due" },
  window: { text: "may", owner: false, codes: [{ name: "every", values: ["day", "week"] }], dates: ["opens", "closes", "until"], needs: "closes" },
  matter: {
    text: "may", owner: false, needs: null, dates: ["opened", "hearing", "sentenced", "appeal", "reporting", "changed"],
    codes: [
      { name: "article", values: [] }, { name: "court", values: [] },
      { name: "stage", values: ["check", "investigation", "prosecutor", "court", "appeal", "in_force", "sent_back", "stopped", "closed"] },
      { name: "sentence", values: ["none", "real", "suspended", "suspended_turned_real", "fine"] },
    ],
  },
  consent: {
    text: "may", owner: false, needs: "given", dates: ["given", "withdrawn"],
    codes: [{ name: "purpose", values: ["help", "lawyer", "partner", "call", "statistics", "story"] }, { name: "given", values: ["writing", "chat", "voice", "document"] }],
  },
  person: { text: "may", owner: false, needs: null, dates: [], codes: [{ name: "relation", values: ["self", "partner", "parent", "child", "relative", "friend", "comrade", "helper"] }, { name: "about", values: ["yes", "no"] }] },
};

/// Done at some hour, as a task is; the others are records that stay.
export const isDuty = (kind: ItemKind): boolean => kind === "task" || kind === "call" || kind === "window";
const kNeeded: Readonly<Record<ItemKind, readonly string[]>> = { task: [], call: [], window: [], matter: ["article"], consent: ["purpose"], person: ["relation"] };

export interface ItemForm {
  kind: ItemKind;
  text: string;
  owner: string;
  codes: Record<string, string>;
  /// Day and hour apart; the hour may be empty.
  days: Record<string, string>;
  hours: Record<string, string>;
}

/// @param zone  the organisation's, in which moments are written
export function itemFormOf(item: Item | null, kind: ItemKind, zone: string): ItemForm {
  const form: ItemForm = { kind: item?.kind ?? kind, text: item?.text ?? "", owner: item?.owner ?? "", codes: { ...item?.codes }, days: {}, hours: {} };
  const wall = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  for (const [name, { at, precision }] of Object.entries(item?.dates ?? {})) {
    const [day = "", hour = ""] = wall.format(Date.parse(at)).split(" ");
    form.days[name] = day;
    form.hours[name] = precision === "day" ? "" : hour;
  }
  return form;
}

export type ItemProblem = "item.problem.text" | "item.problem.code" | "item.problem.date" | "item.problem.hour" | "item.problem.order" | "item.problem.until" | "item.problem.overlap";

/// A window comes at most so often. @source src/desk/queue/due.h
const kWindowTimesMax = 31;
const kDayMs = 86_400_000;

/// "until" is asked for only where a window comes again.
export const datesOf = (form: ItemForm): readonly string[] => kKindFields[form.kind].dates.filter((name) => name !== "until" || form.codes["every"] !== undefined);

function repeatProblem(form: ItemForm): ItemProblem | null {
  const every = form.codes["every"];
  if (every === undefined) return null;
  const at = (name: string): number => Date.parse(`${form.days[name] ?? ""}T00:00:00Z`);
  const times = Math.floor((at("until") - at("closes")) / (every === "week" ? 7 * kDayMs : kDayMs)) + 1;
  if (Number.isNaN(times) || times < 1 || times > kWindowTimesMax) return "item.problem.until";
  return at("closes") - at("opens") > kDayMs ? "item.problem.overlap" : null;
}

/// Why it cannot be written down yet; null when it can.
export function itemProblem(form: ItemForm): ItemProblem | null {
  const fields = kKindFields[form.kind];
  const day = (name: string): string => form.days[name] ?? "";
  const hour = (name: string): string => form.hours[name] ?? "";
  if (fields.text === "needed" && form.text.trim() === "") return "item.problem.text";
  if (kNeeded[form.kind].some((name) => (form.codes[name] ?? "").trim() === "")) return "item.problem.code";
  const dates = datesOf(form);
  if (dates.some((name) => hour(name) !== "" && day(name) === "") || (fields.needs !== null && day(fields.needs) === "")) return "item.problem.date";
  if (form.kind !== "window") return null;
  if (hour("closes") === "" || (day("opens") !== "" && hour("opens") === "")) return "item.problem.hour";
  if (day("opens") !== "" && `${day("opens")}T${hour("opens")}` >= `${day("closes")}T${hour("closes")}`) return "item.problem.order";
  return repeatProblem(form);
}

/// Only what the kind has: nothing of another kind that was typed first goes with it.
export function itemRequest(form: ItemForm, before: Item | null, operationId: string): ItemRequest {
  const fields = kKindFields[form.kind];
  const codes: Record<string, string> = {};
  for (const { name } of fields.codes) if ((form.codes[name] ?? "").trim() !== "") codes[name] = (form.codes[name] ?? "").trim();
  if (before?.codes["case"] !== undefined) codes["case"] = before.codes["case"];
  const dates: Record<string, string> = {};
  for (const name of datesOf(form)) {
    const day = form.days[name] ?? "";
    const hour = name === "until" ? "" : (form.hours[name] ?? "");
    if (day !== "") dates[name] = hour === "" ? day : `${day}T${hour}`;
  }
  const text = form.text.trim();
  return {
    kind: form.kind, codes, dates, operation_id: operationId,
    ...(text === "" ? {} : { text }), ...(fields.owner && form.owner !== "" ? { owner: form.owner } : {}), ...(before === null ? {} : { item_id: before.id }),
  };
}
