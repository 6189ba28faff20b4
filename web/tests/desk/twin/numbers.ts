// Figures, as the pages need them: a year of two metrics, one with a new definition, drafts, a second person, releases.
import { createHash, randomBytes } from "node:crypto";
import type { DraftFigures, DraftLine, FigureCell, FigureMonth, FiguresAtRelay, FiguresHow, FiguresRefusal, FiguresSection, Language, Numbers, ReleaseLine, SeriesChoice } from "../../../desk/src/api/types.ts";
import { Refusal, type Call } from "./call.ts";
import { iso, kPeople, type Office } from "./office.ts";
import { kReportStyle } from "./report_page.ts";

interface Draft {
  readonly id: string;
  readonly by: string;
  readonly at: number;
  readonly period: string;
  readonly how: FiguresHow;
  readonly title: string;
  readonly head: number;
  readonly counted: number;
  proposed: boolean;
}

const kCounts = [12, 61, 54, 90, 75, 103, 130, 184, 218, 175, 3, 240];
const kNames: Readonly<Record<Language, readonly [string, string]>> = { ru: ["Обращения", "Люди"], uk: ["Звернення", "Люди"], en: ["Requests", "Persons"] };
const kTitles: Readonly<Record<Language, string>> = { ru: "Ежемесячный отчёт", uk: "Щомісячний звіт", en: "Monthly report" };

export class TwinNumbers {
  private readonly office: Office;
  drafts: Draft[] = [];
  releases: ReleaseLine[] = [];
  /// As the relays told; null: all of them have the newest release.
  relays: FiguresAtRelay[] | null = null;
  series: SeriesChoice[] = [];
  /// What the last count asked to stand beside.
  private beside: readonly string[] = [];
  /// Goes up when rows are added: what was counted before is another release now.
  rows = 1_345;
  /// Sentences about days of another time zone; the first month of the second metric then has days of both.
  calendars: string[] = [];
  /// The next count is refused so.
  refuseNext: FiguresRefusal | null = null;
  readonly asked: Readonly<Record<string, unknown>>[] = [];
  /// The clock of a test that sees only analysts.
  firstLineIsHere = true;

  constructor(office: Office) {
    this.office = office;
  }

  call(call: Call): object {
    const [, place, id, act] = call.parts;
    const roles = kPeople[call.alias] ?? [];
    if (!roles.includes("first_line") && !roles.includes("analyst")) throw new Refusal(403, "denied");
    if (!this.firstLineIsHere) throw new Refusal(503, "unavailable");
    if (place === undefined) return this.home(call);
    if (place === "count") return this.count(call);
    if (place === "series") return id === undefined ? this.importSeries(call) : this.dropSeries(id);
    if (place === "releases") return { html: page(call.language) };
    const draft = this.drafts.find((one) => one.id === id && (one.proposed || one.by === call.alias));
    if (act === "approve") return this.approve(call, draft);
    if (draft === undefined) throw new Refusal(404, "not-found");
    if (act === "page") return { html: page(call.language) };
    if (act === "figures") return traced();
    if (act === "propose") draft.proposed = true;
    else if (act === "drop") this.drafts = this.drafts.filter((one) => one !== draft);
    else return this.shown(draft, call);
    return { counter: (this.office.counter += 1) };
  }

  private inCharge(alias: string): boolean {
    return kPeople[alias]?.some((role) => role === "lead" || role === "coordinator") === true;
  }

  private line(draft: Draft, alias: string): DraftLine {
    return { id: draft.id, title: draft.title, period: draft.period, how: draft.how, by: draft.by, mine: draft.by === alias, proposed: draft.proposed, at: iso(draft.at), figures: 29, hidden: 2 };
  }

  private home(call: Call): Numbers {
    const [requests, persons] = kNames[call.language];
    return {
      metrics: [
        { id: "requests", name: requests, definition: "A first message that came whole.", is_not: "a person", since: "2025-01", by: ["language", "answer.status"] },
        { id: "persons", name: persons, definition: "Somebody who wrote.", is_not: "a request", since: "2025-01", by: [] },
      ],
      plans: [{ id: "monthly", title: kTitles[call.language] }], sees_rows: kPeople[call.alias]?.includes("first_line") === true, may_approve: this.inCharge(call.alias),
      today: iso(this.office.now()).slice(0, 10), zone: "Europe/Moscow", series: this.series, drafts: this.drafts.filter((one) => one.proposed || one.by === call.alias).map((one) => this.line(one, call.alias)),
      releases: this.releases, releases_total: this.releases.length,
      relays: this.relays ?? [{ relay: "relay", serial: this.releases.length, place: this.releases.length === 0 ? "nothing" : "published" }],
    };
  }

  /// A file is not looked into here but for its first line: the desk's own tests do that.
  private importSeries(call: Call): object {
    const id = /^# id: ([a-z0-9-]+)\n/.exec(String(call.body["text"]))?.[1];
    if (id === undefined) return { id: null, refused: "Line 1, character 1: what is this?" };
    const [requests] = kNames[call.language];
    this.series = [...this.series.filter((one) => one.id !== id), { id, organisation: "Example hot line", name: "Calls", definition: "How often somebody called.", source: "https://example.org", beside: requests, first: "2025-01", last: "2025-12", installed: false }];
    return { id, refused: null };
  }

  private dropSeries(id: string): object {
    if (!this.series.some((one) => one.id === id)) throw new Refusal(404, "not-found");
    this.series = this.series.filter((one) => one.id !== id);
    return { counter: (this.office.counter += 1) };
  }

  private count(call: Call): object {
    this.asked.push(call.body);
    const refused = this.refuseNext;
    this.refuseNext = null;
    if (refused !== null) return { draft: null, refused };
    this.drafts = this.drafts.filter((one) => one.proposed || one.by !== call.alias);
    this.beside = (call.body["beside"] as string[] | undefined) ?? [];
    const draft: Draft = {
      id: randomBytes(16).toString("hex"), by: call.alias, at: this.office.now(), period: String(call.body["period"]), how: call.body["how"] as FiguresHow, title: kTitles[call.language], head: this.releases.length,
      counted: this.rows, proposed: false,
    };
    this.drafts.push(draft);
    return { draft: draft.id, refused: null };
  }

  private approve(call: Call, draft: Draft | undefined): object {
    const no = (code: FiguresRefusal["code"], combination: string[] = []): object => ({ serial: null, refused: { code, figure: "", label: "", combination, leave_out: [] } });
    if (!this.inCharge(call.alias)) return no("role");
    if (draft === undefined) return no("done");
    if (draft.by === call.alias) return no("own");
    if (!draft.proposed) return no("not-proposed");
    if (draft.head !== this.releases.length) return no("overtaken");
    if (draft.counted !== this.rows) return no("changed-since", [String(draft.counted), String(this.rows)]);
    const serial = this.releases.length + 1;
    this.releases.unshift({ serial, day: iso(this.office.now()).slice(0, 10), period: draft.period, how: draft.how, figures: 29, hidden: 2, changes: 0, by: draft.by, approved_by: call.alias, hash: createHash("sha256").update(draft.id).digest("hex") });
    this.drafts = this.drafts.filter((one) => one !== draft);
    return { serial, refused: null };
  }

  private shown(draft: Draft, call: Call): DraftFigures {
    const sections = kNames[call.language].map((name, at) => section(at === 0 ? "requests" : "persons", name, at * 15, draft.how, call.language, this.calendars.length > 0, this.series.filter((one) => at === 0 && this.beside.includes(one.id))));
    return { draft: this.line(draft, call.alias), overtaken: draft.head !== this.releases.length, says: "Rounded to the nearest five.", calendars: this.calendars, sections };
  }
}

function cell(metric: string, number: number, label: string, counted: number, how: FiguresHow): FigureCell {
  const small = how !== "private" && counted < 8;
  const shown = small ? null : how === "rounded" ? Math.round(counted / 5) * 5 : how === "private" ? counted + 3 : how === "floor" ? 10 ** Math.floor(Math.log10(counted)) : counted;
  const why = small ? "small" : how === "rounded" ? "rounded" : how === "private" ? "noise" : how === "floor" ? "at-least" : "exact";
  return { number, figure: `${metric}@1 ${label}`, label, counted, rests_on: counted, shown, printed: shown === null ? "—" : String(shown), why, error: how === "rounded" ? 2 : how === "private" ? 6 : 0, again: false, errata: [] };
}

function section(metric: string, name: string, from: number, how: FiguresHow, language: Language, zones: boolean, series: readonly SeriesChoice[]): FiguresSection {
  const breaksAt = metric === "persons" ? 6 : -1;
  const months: FigureMonth[] = kCounts.map((counted, at) => {
    const month = `2025-${String(at + 1).padStart(2, "0")}`;
    const label = new Intl.DateTimeFormat(language, { month: "short", year: "numeric", timeZone: "UTC" }).format(Date.parse(`${month}-15T00:00:00Z`));
    const made = cell(metric, from + at, label, counted, how);
    return { month, breaks: at === breaksAt, two_zones: zones && at === 3, cell: at === 7 && metric === "requests" ? { ...made, errata: [{ day: "2025-10-02", kind: "correction", before: 179, reason: "Two letters were counted twice." }] } : made };
  });
  const total = cell(metric, from + 12, "2025", kCounts.reduce((sum, one) => sum + one, 0), how);
  const others = series.map((one) => ({ id: one.id, organisation: one.organisation, name: one.name, says: `${one.organisation}. ${one.definition} ${one.source}`, points: months.slice(2, 9).map(({ month, cell: { label } }, at) => ({ month, label, value: 100 + 30 * at, printed: String(100 + 30 * at), note: "" })) }));
  const tables = metric === "requests" ? [{ by: "language", cells: [cell(metric, from + 13, "ru", 1_300, how), cell(metric, from + 14, "uk", 45, how)] }] : [];
  return { metric, name, definition: "A first message that came whole.", is_not: "a person", unit: "count", total, against: null, cumulative: null, months, others, tables };
}

const traced = (): object => ({
  label: "Requests, 2025", total: 12, by: [{ by: "kind", values: [{ value: "request", rows: 12 }] }, { by: "language", values: [{ value: "ru", rows: 11 }, { value: "uk", rows: 1 }] }],
  rows: [{ kind: "request", day: "2025-12-03", code: null, evidence: null, language: "ru", case_id: null, code_name: null }],
});

const page = (language: Language): string =>
  `<!doctype html>\n<html lang="${language}">\n<head>\n<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">\n<title>${kTitles[language]}</title>\n<style>${kReportStyle}</style>\n</head>\n<body>\n<main>\n<h1>${kTitles[language]}</h1>\n<p class="strong">1345</p>\n</main>\n</body>\n</html>\n`;
