// The library as it is worked on, as far as the pages need it: kept in memory, approved by another person, told to cases.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { LibraryFinding, LibraryItem, LibraryRow } from "../../../desk/src/api/types.ts";
import { Refusal, type Call } from "./call.ts";
import { iso, kPeople, type Office } from "./office.ts";

const kCards = fileURLToPath(new URL("../../../../packs/military-refusal/cards/", import.meta.url));

type Version = NonNullable<LibraryItem["current"]>;
interface Kept { kind: "card" | "ready"; id: string; edition: number; current: Version | null; pending: Version | null }
interface Content { id: string; jurisdiction?: string; confidence?: string; review_by?: string; example?: boolean; public?: boolean; version: number; sources?: object[]; name?: Record<string, string>; texts?: Record<string, { title?: string; short?: string; body?: string }> }

export class TwinShelf {
  readonly items: Kept[];
  /// Cases that were told a card: set by a test.
  readonly told: { card: string; caseId: string; version: number }[] = [];
  /// The relay has newer cards: set by a test.
  held = false;
  private readonly office: Office;

  constructor(office: Office) {
    this.office = office;
    this.items = readdirSync(kCards).map((name) => {
      const content = readFileSync(kCards + name, "utf8");
      const card = JSON.parse(content) as Content;
      return { kind: "card" as const, id: card.id, edition: 0, pending: null, current: { state: "in_force" as const, version: card.version, content, authors: [], reviewer: null, reason: null, at: null } };
    });
  }

  call(call: Call): object {
    const [, what, kind, id = "", act] = call.parts;
    if (what === "items") return { items: this.items.filter((one) => one.current !== null || one.pending !== null).map((one) => this.row(one, call)), held: this.held };
    if (what === "publish") {
      this.held = false;
      return { counter: this.office.counter };
    }
    if (what === "told") return act === undefined && kind !== undefined && id === "" ? this.tell(kind, call) : this.correct(String(kind), String(act), call);
    const found = this.items.find((one) => one.kind === kind && one.id === id);
    if (act === undefined) {
      if (found === undefined) throw new Refusal(404, "not-found");
      return this.whole(found, call);
    }
    if ((found?.edition ?? 0) !== call.body["edition"]) throw new Refusal(409, "conflict");
    if (act === "save") return this.save(found, kind as "card", id, call);
    if (found === undefined) throw new Refusal(404, "not-found");
    return this.step(found, String(call.body["step"]), call);
  }

  private save(found: Kept | undefined, kind: "card" | "ready", id: string, call: Call): object {
    const content = String(call.body["content"]);
    if ((JSON.parse(content) as Content).id !== id) throw new Refusal(400, "invalid");
    const item = found ?? { kind, id, edition: 0, current: null, pending: null };
    if (found === undefined) this.items.push(item);
    item.pending = { state: "draft", version: 0, content, authors: [...new Set([...(item.pending?.authors ?? []), call.alias])], reviewer: null, reason: null, at: iso(this.office.now()) };
    item.edition += 1;
    return { edition: item.edition };
  }

  private step(item: Kept, step: string, call: Call): object {
    const whole = this.whole(item, call);
    if (step === "withdraw") {
      if (!whole.may_withdraw) throw new Refusal(403, "denied");
      if (String(call.body["reason"] ?? "") === "") throw new Refusal(400, "invalid");
      item.current = { ...(item.current as Version), state: "withdrawn", version: (item.current?.version ?? 0) + 1, reviewer: call.alias, reason: String(call.body["reason"]) };
    } else {
      if (item.pending === null) throw new Refusal(400, "invalid");
      if (step !== "drop" && whole.findings.some((one) => one.refused)) throw new Refusal(400, "invalid");
      if (step === "approve" && !whole.may_approve) throw new Refusal(403, "denied");
      if (step === "review") item.pending = { ...item.pending, state: "review" };
      if (step === "approve") item.current = { ...item.pending, state: "in_force", version: (item.current?.version ?? 0) + 1, reviewer: call.alias };
      if (step === "approve" || step === "drop") item.pending = null;
    }
    item.edition += 1;
    return { edition: item.edition };
  }

  private row(item: Kept, call: Call): LibraryRow {
    const shown = (item.pending ?? item.current) as Version;
    const content = JSON.parse(shown.content) as Content;
    const name = content.texts?.[call.language]?.title ?? content.name?.[call.language] ?? "";
    const roles = kPeople[call.alias] ?? [];
    const shownToAll = item.kind === "card" && item.current?.state === "in_force" && (JSON.parse(item.current.content) as Content).public !== false;
    return {
      publicity: item.kind === "ready" ? null : shownToAll ? (item.edition === 0 ? "public" : "waits_relay") : item.current?.state === "withdrawn" ? "leaves_relay" : "no",
      public_since: shownToAll && item.edition === 0 ? "2026-11-20T10:00:00Z" : null,
      kind: item.kind, id: item.id, name: name === "" ? item.id : name, state: shown.state, in_force: item.current?.state === "in_force", version: item.current?.version ?? 0, edition: item.edition,
      jurisdiction: content.jurisdiction ?? null, confidence: content.confidence ?? null, review_by: content.review_by ?? null,
      past_review: item.current?.state === "in_force" && content.review_by !== undefined && Date.parse(content.review_by) < this.office.now(), example: content.example === true,
      authors: [...(item.pending?.authors ?? [])], uses: this.told.filter((one) => one.card === item.id).length,
      may_approve: item.pending?.state === "review" && !item.pending.authors.includes(call.alias) && roles.includes("lawyer"),
    };
  }

  private whole(item: Kept, call: Call): LibraryItem {
    const shown = (item.pending ?? item.current) as Version;
    const content = JSON.parse(shown.content) as Content;
    const findings: LibraryFinding[] = [];
    if (item.kind === "card" && (content.sources ?? []).length === 0) findings.push({ rule: "no-source", place: "sources", refused: true });
    for (const language of ["ru", "uk", "en"]) if (item.kind === "card" && (content.texts?.[language]?.title ?? "") === "") findings.push({ rule: "missing-text", place: `${language}.title`, refused: true });
    const roles = kPeople[call.alias] ?? [];
    return {
      ...this.row(item, call), current: item.current, pending: item.pending, findings, may_write: true,
      may_withdraw: item.current?.state === "in_force" && (roles.includes("lead") || roles.includes("lawyer")),
    };
  }

  private tell(card: string, call: Call): object {
    const newest = this.items.find((one) => one.id === card)?.current?.version ?? 0;
    return {
      cases: this.told.filter((one) => one.card === card).flatMap(({ caseId, version }) => {
        const file = this.office.files.find((one) => one.id === caseId);
        if (file === undefined || version >= newest) return [];
        const open = this.office.mayOpen(file, call.alias);
        return [{ case_id: caseId, code_name: this.office.name(file, call.language), owner: file.owner, mine: file.owner === call.alias, may_open: open, version, done: false, sentence: open ? "…" : null, language: open ? file.spec.language : null }];
      }),
    };
  }

  private correct(card: string, caseId: string, call: Call): object {
    const item = this.items.find((one) => one.id === card);
    const file = this.office.files.find((one) => one.id === caseId);
    if (item?.current == null || file === undefined) throw new Refusal(404, "not-found");
    const content = JSON.parse(item.current.content) as Content;
    const text = `Раньше мы писали вам об этом: «${content.texts?.[file.spec.language]?.title ?? ""}».`;
    const drafted = file.owner === null || file.owner === call.alias;
    if (this.office.drafts.some((one) => one.alias === call.alias && one.case_id === caseId && one.kind === "reply")) throw new Refusal(409, "conflict");
    if (drafted) this.office.drafts.push({ alias: call.alias, case_id: caseId, kind: "reply", text, version: 1 });
    return { counter: this.office.counter, drafted, text };
  }
}
