// What a volunteer writes into the window of a fact, and what goes to the desk: nothing is cut off and nothing is
// thrown away. Pure.
import type { Fact, FactRequest } from "../../api/types.ts";

export type Sharpness = Exclude<Fact["precision"], "exact" | "hour" | "unknown">;

export interface FactForm {
  key: string;
  value: string;
  state: string;
  country: string;
  /// YYYY-MM-DD, or empty when it is not known.
  date: string;
  /// hh:mm, or empty when the hour is not known.
  time: string;
  /// Of a date without an hour.
  sharpness: Sharpness;
  saidBy: Fact["said_by"];
}

export const kSharpness: readonly Sharpness[] = ["day", "about", "month"];
export const kSpeakers: readonly Fact["said_by"][] = ["requester", "subject", "third_party", "staff"];

export function formOf(fact: Fact | null): FactForm {
  const date = fact?.attributes["date"] ?? "";
  const sharpness = kSharpness.find((one) => one === fact?.precision) ?? "day";
  return {
    key: fact?.key ?? "", value: fact?.value ?? "", state: fact?.attributes["state"] ?? "", country: fact?.attributes["country"] ?? "",
    date: date.slice(0, 10), time: date.slice(11, 16), sharpness, saidBy: fact?.said_by ?? "requester",
  };
}

/// Why the form cannot be written down yet; null when it can.
export function problemOf(form: FactForm): "facts.problem.choose" | "facts.problem.time_alone" | null {
  if (form.key === "" || form.value === "") return "facts.problem.choose";
  return form.time !== "" && form.date === "" ? "facts.problem.time_alone" : null;
}

/// A date is as sharp as it is written: with an hour "hour" (what was exact stays so), without one what was chosen.
export function requestOf(form: FactForm, before: Fact | null): FactRequest {
  const attributes: Record<string, string> = { ...before?.attributes };
  const date = form.date === "" || form.time === "" ? form.date : `${form.date}T${form.time}`;
  for (const [name, given] of [["date", date], ["state", form.state], ["country", form.country]] as const) {
    if (given === "") delete attributes[name];
    else attributes[name] = given;
  }
  const sharp = before?.precision === "exact" && before.attributes["date"] === date ? "exact" : "hour";
  const precision = form.date === "" ? "unknown" : form.time === "" ? form.sharpness : sharp;
  const request: FactRequest = { key: form.key, value: form.value, attributes, precision, said_by: form.saidBy };
  return before === null ? request : { ...request, supersedes: before.id };
}
