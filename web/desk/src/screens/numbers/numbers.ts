// Figures: what is asked, the months that can be chosen, and what the desk is told. Pure, but for the calls at the end.
import type { DeskApi } from "../../api/desk_api.ts";
import type { ApproveAnswer, CountAnswer, CountRequest, Done, DraftFigures, FigureRows, FiguresHow, FiguresPage, Numbers, SeriesAnswer } from "../../api/types.ts";
import type { Language } from "../../api/types.ts";

export const kHows: readonly FiguresHow[] = ["rounded", "plain", "private", "floor"];
export const kCompared = ["none", "before", "year"] as const;
export type Compared = (typeof kCompared)[number];
/// Months back that the lists offer.
export const kMonthsOffered = 36;
/// Changes of printed figures in one release. @source web/desk/openapi.json
export const kChangesMax = 8;
/// Of a file with a series of somebody else. @source src/figures/series.h
export const kSeriesBytesMax = 32_768;
/// That stand beside one metric. @source the same
export const kBesideMax = 3;

export interface CountForm {
  /// A template, or "" for metrics of one's own choice.
  plan: string;
  metrics: string[];
  from: string;
  to: string;
  compared: Compared;
  /// A number from this month on as well; "": none.
  since: string;
  how: FiguresHow;
  /// Series of others, by id.
  beside: string[];
  /// Months of which the report says that they will be revised.
  announced: string[];
}

const numberOf = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
const monthOf = (number: number): string => `${String(Math.floor(number / 12)).padStart(4, "0")}-${String((number % 12) + 1).padStart(2, "0")}`;
/// "2026-01" and -1 is "2025-12".
export const shifted = (month: string, by: number): string => monthOf(numberOf(month) + by);
/// "2026-10" and "2026-10..2026-12" as a person says it.
export const periodName = (period: string, dates: { month(time: number): string }): string =>
  period.split("..").map((one) => dates.month(Date.parse(`${one}-15T12:00:00Z`))).join(" — ");
export const periodOf = (from: string, to: string): string => (from === to ? from : `${from}..${to}`);
/// The newest first; the month that is not over is among them.
export const monthsOffered = (today: string): string[] => Array.from({ length: kMonthsOffered }, (_none, back) => shifted(today.slice(0, 7), -back));

/// The month's report: the last whole month against the one before, as most reports are.
export function emptyForm(numbers: Pick<Numbers, "plans" | "today">): CountForm {
  const month = shifted(numbers.today.slice(0, 7), -1);
  return { plan: numbers.plans[0]?.id ?? "", metrics: [], from: month, to: month, compared: "before", since: "", how: "rounded", beside: [], announced: [] };
}

export type FormProblem = "figures.problem.order" | "figures.problem.future" | "figures.problem.metrics" | "figures.problem.since";

/// @return why it cannot be counted; null when it can
export function formProblem(form: CountForm, today: string): FormProblem | null {
  if (form.from > form.to) return "figures.problem.order";
  if (form.to > today.slice(0, 7)) return "figures.problem.future";
  if (form.plan === "" && form.metrics.length === 0) return "figures.problem.metrics";
  return form.since !== "" && form.since >= form.from ? "figures.problem.since" : null;
}

export function againstOf(form: Pick<CountForm, "from" | "to" | "compared">): string | null {
  if (form.compared === "none") return null;
  const by = form.compared === "year" ? 12 : numberOf(form.to) - numberOf(form.from) + 1;
  return periodOf(shifted(form.from, -by), shifted(form.to, -by));
}

export interface Changes {
  readonly corrections: Readonly<Record<string, string>>;
  readonly revisions: Readonly<Record<string, string>>;
}
export const kNoChanges: Changes = { corrections: {}, revisions: {} };

export function requestOf(form: CountForm, changes: Changes = kNoChanges): CountRequest {
  const against = againstOf(form);
  // Ticked for other months than those that the form shows by now.
  const announced = announceable(form.to).filter((month) => form.announced.includes(month));
  return {
    ...(form.plan === "" ? { metrics: form.metrics } : { plan: form.plan }),
    period: periodOf(form.from, form.to), how: form.how,
    ...(against === null ? {} : { against }), ...(form.since === "" ? {} : { since: form.since }),
    ...(form.beside.length === 0 ? {} : { beside: [...form.beside] }), ...(announced.length === 0 ? {} : { announced }),
    ...(Object.keys(changes.corrections).length === 0 ? {} : { corrections: { ...changes.corrections } }),
    ...(Object.keys(changes.revisions).length === 0 ? {} : { revisions: { ...changes.revisions } }),
  };
}

/// The last month of a report and the two before it: later rows still come for these.
export const announceable = (to: string): string[] => [0, -1, -2].map((back) => shifted(to, back));

/// Ticks one of several.
export const toggled = (all: readonly string[], one: string): string[] => (all.includes(one) ? all.filter((other) => other !== one) : [...all, one]);

/// Ticks a metric or one of its tables; a table without its metric is none.
export function ticked(metrics: readonly string[], word: string): string[] {
  if (!metrics.includes(word)) return word.includes(":") && !metrics.includes(word.split(":")[0] ?? "") ? [...metrics, word.split(":")[0] ?? "", word] : [...metrics, word];
  return metrics.filter((one) => one !== word && !one.startsWith(`${word}:`));
}

const lang = (language: Language): string => `?lang=${language}`;
export const loadNumbers = (api: DeskApi, language: Language): Promise<Numbers> => api.get<Numbers>(`/numbers${lang(language)}`);
export const countFigures = (api: DeskApi, request: CountRequest, language: Language): Promise<CountAnswer> => api.post<CountAnswer>(`/numbers/count${lang(language)}`, request);
export const importSeries = (api: DeskApi, text: string, language: Language): Promise<SeriesAnswer> => api.post<SeriesAnswer>(`/numbers/series${lang(language)}`, { text });
export const dropSeries = (api: DeskApi, id: string): Promise<Done> => api.post<Done>(`/numbers/series/${id}/drop`);
export const loadDraft = (api: DeskApi, id: string, language: Language): Promise<DraftFigures> => api.get<DraftFigures>(`/numbers/drafts/${id}${lang(language)}`);
export const loadPage = (api: DeskApi, id: string, language: Language): Promise<FiguresPage> => api.get<FiguresPage>(`/numbers/drafts/${id}/page${lang(language)}`);
export const loadReleasePage = (api: DeskApi, serial: number, language: Language): Promise<FiguresPage> => api.get<FiguresPage>(`/numbers/releases/${serial}/page${lang(language)}`);
export const traceFigure = (api: DeskApi, id: string, number: number, language: Language): Promise<FigureRows> => api.get<FigureRows>(`/numbers/drafts/${id}/figures/${number}${lang(language)}`);
export const proposeFigures = (api: DeskApi, id: string): Promise<Done> => api.post<Done>(`/numbers/drafts/${id}/propose`);
export const dropFigures = (api: DeskApi, id: string): Promise<Done> => api.post<Done>(`/numbers/drafts/${id}/drop`);
export const approveFigures = (api: DeskApi, id: string, language: Language): Promise<ApproveAnswer> => api.post<ApproveAnswer>(`/numbers/drafts/${id}/approve${lang(language)}`);
