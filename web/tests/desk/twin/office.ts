// What the twin remembers: people, sessions, cases, log. Everything in memory, everything fictional.
import { courtOf, itemsIn, timelineOf } from "./items.ts";
import { readFileSync } from "node:fs";
import { randomBytes } from "node:crypto";
import type { Case, CourtDay, Fact, Health, Incident, Item, Language, LogLine, Message, QueueRow, QueueView, Role, Section } from "../../../desk/src/api/types.ts";
import type { Situation } from "./phrases.ts";
import { kSpecs, type Said, type Spec } from "./cases.ts";
import { packText } from "./pack.ts";
import { kClocks, kEvents, kFactLabels, kSafeContact, kSituations } from "./phrases.ts";

export const kPassphrase = "lantern orchard velvet anchor";
export const kCode = "123456";
export const kPeople: Readonly<Record<string, readonly Role[]>> = {
  larch: ["first_line", "lead", "coordinator"], birch: ["first_line"], aspen: ["lawyer"],
};

/// As the desk's first_words.cpp, roughly.
function beginning(text: string): string {
  const line = text.replace(/\s+/gu, " ").replace(/[\u0000-\u001f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]/gu, "").trim();
  return line.length <= 90 ? line : `${line.slice(0, 89).replace(/ [^ ]*$/u, "")}…`;
}

const kSections: readonly Section[] = ["danger", "unread", "past", "under_6h", "today", "under_48h", "week", "waiting"];
const kHourMs = 3_600_000;

export interface File {
  readonly id: string;
  spec: Spec;
  owner: string | null;
  section: Section;
  override: "raised" | "lowered" | null;
  messages: { id: string; atMs: number; kind: Message["kind"]; author: string | null; text: string; said: Said | null; state: Message["state"]; holdUntilMs: number | null; unread: boolean; reason?: string | null }[];
  items: Item[];
  /// A day in court that is to be acknowledged.
  court?: Pick<CourtDay, "at" | "step" | "wanted"> & { seen: string[] };
  facts: { fact: Omit<Fact, "label" | "value_label" | "said_at" | "group">; saidAtMs: number; key: string; situation: string }[];
  /// Since when it is another's.
  sinceMs: number | null;
  givenBack: { by: string; from: string } | null;
  end: End;
  /// As it was before the last act, and whose that was.
  before: { act: string; by: string; end: End; items?: readonly string[] } | null;
  /// Goes up with everything that is done to it; what it was is told to whoever saw less.
  version: number;
  changes: { version: number; key: string | null; entry: Message }[];
}

/// What stands at the end of a case.
export interface End {
  stage: Case["stage"] | null;
  side: Case["side"];
  junk: Case["junk"];
  wakesAt: string | null;
  outcomes: Case["outcomes"];
  mergedInto: string | null;
}
export const kNoEnd: End = { stage: null, side: null, junk: null, wakesAt: null, outcomes: [], mergedInto: null };

type Words = Readonly<Record<string, Record<Language, string>>>;
const kSilent: Record<Language, string> = { en: "Write once more by every way that was agreed.", ru: "Напишите ещё раз каждым способом, о котором договорились.", uk: "Напишіть ще раз кожним способом, про який домовилися." };

export const newId = (): string => randomBytes(16).toString("hex");
export const iso = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;

const kNames: Record<Language, Record<string, string>> = { ru: names("ru"), uk: names("uk"), en: names("en") };

function names(language: Language): Record<string, string> {
  return JSON.parse(readFileSync(new URL(`../../../shared/texts/code-names.${language}.json`, import.meta.url), "utf8")) as Record<string, string>;
}

const kGroupOf: Readonly<Record<keyof typeof kFactLabels, Fact["group"]>> = { danger: "danger", documents: "documents", status: "service", what_next: "dates", where: "place" };

/// A row with all that the person has told.
type Told = QueueRow & { stage: Case["stage"]; received_at: string };

/** Another number whenever anything of the case has changed. */
export function changedOf(file: File): number {
  let hash = 0;
  for (const letter of JSON.stringify(file)) hash = (Math.imul(hash, 31) + letter.charCodeAt(0)) >>> 0;
  return hash;
}

export class Office {
  counter = 1;
  /** Of the health view; a test may put others in. */
  relays: Health["relays"] = [{ name: "relay", state: "ok", answers: true, error: null, waiting: 0, last_pull_at: null, broken_words: 0, repeats: false, replaced: false, second: "none", not_copied: 0 }];
  tokens: Health["tokens"] = { state: "ok", why: "well", replies_left: 2_040 };
  startedMs: number;
  files: File[] = [];
  logLines: { line: Omit<LogLine, "text" | "code_name" | "at">; atMs: number }[] = [];
  holdMs = 10_000;
  incidents: Incident[] = [];
  drafts: { alias: string; case_id: string; kind: "reply" | "note"; text: string; version: number }[] = [];
  lost: { alias: string; case_id: string; by: string; atMs: number; given_back: boolean }[] = [];
  /// Cases that the requester erased, and when.
  readonly erased = new Map<string, number>();
  /// Whether the office allows a file for a calendar.
  calendarFile = false;
  /// Whether the desk looks for texts that are alike: in the twin many are the same, so only where a test asks for it.
  looksForAlike = false;
  /// Pairs of cases that are not the same.
  readonly apart = new Set<string>();
  readonly now: () => number;

  constructor(now: () => number, specs: readonly Spec[] = kSpecs) {
    this.now = now;
    this.startedMs = now();
    for (const spec of specs) this.arrive(spec);
  }

  arrive(spec: Spec): File {
    const now = this.now();
    const file: File = { id: newId(), spec, owner: spec.owner ?? null, section: spec.section, override: spec.override ?? null, messages: [], items: [], facts: [], sinceMs: null, givenBack: null, end: kNoEnd, before: null, version: 0, changes: [] };
    const requests = spec.said.filter((one) => one.by === "requester").length;
    let seen = 0;
    for (const said of spec.said) {
      const kind = said.by === "requester" ? "message" : said.by;
      if (kind === "message") seen += 1;
      file.messages.push({
        id: newId(), atMs: now - said.hoursAgo * kHourMs, kind, author: said.author ?? null, text: said.text, said,
        state: kind === "message" ? "received" : kind === "reply" ? "sent" : "done", holdUntilMs: null,
        unread: kind === "message" && seen > requests - spec.unread,
      });
    }
    spec.situation.forEach((situation, at) => {
      const key = situation === "passport_taken" || situation === "no_documents" || situation === "military_id_lost" ? "documents"
        : situation === "wound" || situation === "threats" ? "danger" : situation === "mobilised" || situation === "contract" || situation === "conscript" ? "status" : "where";
      file.facts.push({
        key, situation, saidAtMs: (file.messages[0]?.atMs ?? now) + at,
        fact: { id: newId(), key, value: situation, attributes: {}, date_label: null, precision: "exact", said_by: spec.third === true ? "third_party" : "requester", author: null, verification: at === 0 ? "verified" : at === 1 ? "unverified" : "pending", danger: key === "danger", superseded: false, check: null },
      });
    });
    if (spec.situation.includes("hospital")) {
      file.facts.push({ key: "where", situation: "home", saidAtMs: now - 60 * kHourMs, fact: { id: newId(), key: "where", value: "home", attributes: {}, date_label: null, precision: "exact", said_by: "requester", author: null, verification: "contradicted", danger: false, superseded: true, check: null } });
    }
    this.files.push(file);
    this.record("desk", "filed", file.id);
    this.counter += 1;
    return file;
  }

  record(who: string, what: keyof typeof kEvents, caseId: string | null, reason: string | null = null): void {
    this.logLines.push({ atMs: this.now(), line: { sequence: this.logLines.length, who, what, case_id: caseId, reason } });
  }

  /// The requester wants it gone.
  erase(caseId: string): void {
    this.files = this.files.filter((file) => file.id !== caseId);
    this.drafts = this.drafts.filter((draft) => draft.case_id !== caseId);
    this.erased.set(caseId, this.now());
    this.counter += 1;
  }

  /// Something was done to a case.
  /// @param key  the question, of a fact
  change(file: File, who: string, text: string, key: string | null = null): void {
    file.version += 1;
    const entry: Message = { id: newId(), kind: "event", at: iso(this.now()), day: null, author: who, assurance: null, language: null, text, state: "done", hold_until: null, not_read: [], unread: false, reason: null };
    file.changes.push({ version: file.version, key, entry });
  }

  /// Whether somebody can open a case: its owner, a lead, and everybody while nobody leads it.
  mayOpen(file: File, alias: string): boolean {
    return file.owner === null || file.owner === alias || kPeople[alias]?.includes("lead") === true;
  }

  own(file: File, by: string, to: string | null, givenBack: boolean): void {
    if (file.owner !== null && file.owner !== by) this.lost.unshift({ alias: file.owner, case_id: file.id, by, atMs: this.now(), given_back: givenBack });
    file.owner = to;
    file.sinceMs = this.now();
  }

  name(file: File, language: Language): string {
    const [quality, noun] = file.spec.name;
    const two = (n: number, width: number): string => String(n).padStart(width, "0");
    const table = kNames[language];
    return `${table[`code-name.quality.${two(quality, 2)}`]} ${table[`code-name.noun.${two(noun, 3)}`]}`;
  }

  /// As the real desk: of a case that the reader cannot open only who leads it and how long is left.
  row(file: File, language: Language, alias: string): QueueRow {
    const told = this.told(file, language, alias);
    if (told.may_open) return told;
    const leftH = (told.clock?.remaining_s ?? Number.POSITIVE_INFINITY) / 3600;
    const section = told.section !== "danger" && told.section !== "unread" ? told.section : leftH < 0 ? "past" : leftH < 6 ? "under_6h" : leftH < 24 ? "today" : leftH < 48 ? "under_48h" : leftH < 168 ? "week" : "waiting";
    return {
      ...told, section, band: section, danger: false, override: null, court: null,
      clock: told.clock === null ? null : { ...told.clock, kind: "term", label: { en: "deadline", ru: "срок", uk: "строк" }[language], moment: null, precision: "unknown" },
      dangers: [], question: null, answered_at: null, reply_due: null, third_person: null,
      situation: [], stage: null, silent_since: null, overdue_since: null, side: null, unread: null, first_words: null, waiting_since: null, received_at: null, language: null,
      reason: { en: `${file.owner} has this case.`, ru: `Ведёт ${file.owner}.`, uk: `Веде ${file.owner}.` }[language],
      sentence: {
        en: `${file.owner} has this case. What it says is shown to whoever has it.`,
        ru: `Ведёт ${file.owner}. Что в деле, видно тому, кто его ведёт.`,
        uk: `Веде ${file.owner}. Що у справі, видно тому, хто її веде.`,
      }[language],
    };
  }

  private told(file: File, language: Language, alias: string): Told {
    const { spec } = file;
    const now = this.now();
    const words = spec.clock === null ? null : kClocks[spec.clock];
    const latestMs = this.startedMs + spec.leftH * kHourMs;
    const unread = file.messages.filter((message) => message.unread);
    const nobody = { en: "Nobody owns it.", ru: "Никто не ведёт.", uk: "Ніхто не веде." }[language];
    const waitsMs = unread[0]?.atMs ?? null;
    const lastReply = file.messages.findLast((message) => message.kind === "reply" && message.state !== "undone");
    const zone = { en: "MSK", ru: "МСК", uk: "МСК" }[language];
    const hour = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/Moscow" }).format(latestMs);
    const day = new Intl.DateTimeFormat(language, { day: "numeric", month: "short", timeZone: "Europe/Moscow" }).format(latestMs + 18 * kHourMs);
    const by = { en: `Start by ${hour} ${zone} · ${day}, help takes 18 h`, ru: `Начать до ${hour} ${zone} · ${day}, на помощь 18 ч`, uk: `Почати до ${hour} ${zone} · ${day}, на допомогу 18 год` }[language];
    const dangerous = (one: Situation): boolean => one === "wound" || one === "threats" || one === "detained";
    const plain = { en: "No date is known; it waits in the order of arrival.", ru: "Дат не названо; ждёт в порядке поступления.", uk: "Дат не названо; чекає в порядку надходження." }[language];
    return {
      case_id: file.id, code_name: this.name(file, language), section: file.section,
      band: spec.clock === "ask" ? "ask" : file.section === "danger" ? "today" : file.section === "unread" ? "past" : file.section,
      danger: spec.section === "danger", override: file.override,
      clock: spec.clock === null || words === null ? null : {
        kind: spec.clock, label: words.label[language], latest_safe: iso(latestMs), remaining_s: Math.floor((latestMs - now) / 1000),
        moment: spec.clock === "ask" ? null : iso(latestMs + 18 * kHourMs), precision: spec.clock === "ask" ? "unknown" : "day",
      },
      second: null, court: courtOf(file, alias),
      dangers: spec.situation.filter(dangerous).map((one) => kSituations[one][language]), reason: words === null ? plain : by,
      question: spec.clock === "ask" ? { en: "Is there a danger right now?", ru: "Есть ли опасность прямо сейчас?", uk: "Чи є небезпека просто зараз?" }[spec.language] : null,
      answered_at: waitsMs === null && lastReply !== undefined ? iso(lastReply.atMs) : null, reply_due: waitsMs === null ? null : iso(waitsMs + kHourMs), third_person: spec.third === true,
      situation: spec.situation.filter((one) => !dangerous(one)).map((one) => kSituations[one][language]), stage: file.end.stage ?? (file.owner !== null ? (spec.stage ?? "active") : file.facts.some(({ fact }) => fact.author !== null) ? "triage" : "new"), silent_since: null, overdue_since: null, side: file.end.side,
      unread: unread.length, first_words: unread[0] === undefined ? null : beginning(unread[0].text), owner: file.owner, mine: file.owner === alias, may_open: this.mayOpen(file, alias),
      sentence: `${words === null ? plain : words.why[language]}${file.owner === null ? ` ${nobody}` : ""}`,
      waiting_since: unread[0] === undefined ? null : iso(unread[0].atMs), received_at: iso(file.messages[0]?.atMs ?? now), language: spec.language, wave: null,
    };
  }

  rows(view: QueueView, language: Language, alias: string): QueueRow[] {
    const rows = this.files.map((file) => this.row(file, language, alias)).filter((row) => this.fits(row, view));
    const leftOf = (row: QueueRow): number => row.clock?.remaining_s ?? Number.POSITIVE_INFINITY;
    return rows.sort((a, b) => kSections.indexOf(a.section) - kSections.indexOf(b.section) || leftOf(a) - leftOf(b) || (a.received_at ?? "").localeCompare(b.received_at ?? ""));
  }

  fits(row: QueueRow, view: QueueView): boolean {
    if ((row.stage === "closed") !== (view === "closed")) return false;
    if (view === "mine") return row.mine;
    if (view === "unowned") return row.owner === null;
    if (view === "waiting") return row.may_open && this.weWait(row.case_id);
    return true;
  }

  /// As the real desk: we have answered, and nothing that came since is without an answer.
  weWait(caseId: string): boolean {
    if (this.files.find((file) => file.id === caseId)?.end.wakesAt != null) return true;
    const messages = this.files.find((file) => file.id === caseId)?.messages ?? [];
    const last = messages.findLast((message) => message.kind === "message" || (message.kind === "reply" && message.state !== "undone"));
    return last?.kind === "reply" && !messages.some((message) => message.unread);
  }

  line(entry: { line: Omit<LogLine, "text" | "code_name" | "at">; atMs: number }, language: Language): LogLine {
    const file = this.files.find((one) => one.id === entry.line.case_id);
    return { ...entry.line, at: iso(entry.atMs), text: kEvents[entry.line.what as keyof typeof kEvents][language], code_name: file === undefined ? null : this.name(file, language) };
  }

  view(file: File, language: Language, alias: string): Case {
    const row = this.told(file, language, alias);
    const { spec } = file;
    const rule = spec.safe ?? "free";
    this.letGo(file);
    return {
      side: file.end.side, junk: file.end.junk, wakes_at: file.end.wakesAt, outcomes: file.end.outcomes, merged_into: file.end.mergedInto,
      merged: this.files.filter((one) => one.end.mergedInto === file.id).map((one) => one.id),
      undo_act: file.before !== null && file.before.by === alias && file.end.mergedInto === null ? file.before.act : null,
      ready: { out_of_mandate: "Здравствуйте! С этим помочь не сможем.", contact_lost: "Здравствуйте! Мы писали вам и не получили ответа." },
      version: file.version, changed: changedOf(file), silence: spec.silent === true ? { since: iso(this.now() - kHourMs), text: kSilent[language] } : null,
      case_id: file.id, code_name: row.code_name, stage: row.stage, owner: file.owner, mine: row.mine, compartment: "first_line", access: ["first_line"], replies_left: 12, language: spec.language,
      received_at: row.received_at, situation: row.situation, clocks: this.clocks(file, row, language), items: itemsIn(file, language), timeline: timelineOf(file, this.clocks(file, row, language), language, this.now()), third_person: spec.third === true,
      placement: { section: row.section, band: row.band, danger: row.danger, override: row.override, clock: row.clock, second: row.second, court: row.court, sentence: row.sentence, reason: row.reason },
      safe_contact: {
        rule, text: rule === "free" ? "" : kSafeContact[rule][language], blocks: rule === "block",
        words: rule === "block" ? "После 21:00 не писать, телефон у командира." : null,
      },
      messages: file.messages.map((message) => ({
        id: message.id, kind: message.kind, at: iso(message.atMs), day: message.kind === "message" ? iso(message.atMs).slice(0, 10) : null,
        author: message.author, assurance: message.said?.assurance ?? (message.kind === "message" ? "browser" : null),
        language: message.kind === "message" ? spec.language : null, text: message.text, state: message.state,
        hold_until: message.holdUntilMs === null ? null : iso(message.holdUntilMs), not_read: [], unread: message.unread, reason: message.reason ?? null,
      })),
      facts: file.facts.map(({ fact, key, situation, saidAtMs }) => ({ ...fact, group: kGroupOf[key as keyof typeof kGroupOf] ?? "other", label: (kFactLabels as Words)[key]?.[language] ?? packText(language, `short.${key}`), value_label: (kSituations as Words)[situation]?.[language] ?? packText(language, `answer.${key}.${situation}`), date_label: fact.attributes["date"]?.replace("T", ", ") ?? null, said_at: iso(saidAtMs) })),
      log: this.logLines.filter((entry) => entry.line.case_id === file.id).map((entry) => this.line(entry, language)).reverse(),
      may: { take: !row.mine, give_back: row.mine || (file.owner !== null && kPeople[alias]?.includes("lead") === true), reply: row.mine, note: true, raise: file.override !== "raised", lower: file.override !== "lowered", fact: true, end: true },
    };
  }

  /// The clock of the row, and one for each dated fact that weighs: enough to see something move.
  private clocks(file: File, row: QueueRow, language: Language): Case["clocks"] {
    const dated = file.facts.filter(({ fact }) => fact.attributes["date"] !== undefined && !fact.superseded && fact.verification !== "contradicted");
    const clocks = dated.map(({ fact }) => {
      const date = fact.attributes["date"] ?? "";
      const momentMs = Date.parse(`${date.includes("T") ? date : `${date}T00:00`}:00+03:00`);
      return { kind: "court_date" as const, label: kClocks.court_date.label[language], latest_safe: iso(momentMs - 48 * kHourMs), remaining_s: Math.floor((momentMs - this.now()) / 1000), moment: iso(momentMs), precision: fact.precision };
    });
    return [...(row.clock === null ? [] : [row.clock]), ...clocks];
  }

  /// What the sync of the real desk does when a hold ends.
  letGo(file: File): void {
    for (const message of file.messages) {
      if (message.state === "held" && message.holdUntilMs !== null && message.holdUntilMs <= this.now()) {
        message.state = "sent";
        message.holdUntilMs = null;
        this.counter += 1;
      }
    }
  }
}
