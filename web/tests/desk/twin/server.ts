// The desk's HTTP as openapi.json describes it, over an Office in memory, for developing and testing the pages alone.
// It sends the same policy headers as the desk and refuses to give an answer that the contract does not allow.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import type { ErrorCode, Fact, FactRequest, Language } from "../../../desk/src/api/types.ts";
import { staffOf } from "./staff.ts";
import { changedOf, iso, kCode, kPassphrase, kPeople, newId, type File, Office } from "./office.ts";
import { listOf } from "./list.ts";
import { readBody, refuse, Refusal, templateOf, type Call } from "./call.ts";
import { linkCases, putItem, seeCourt } from "./items.ts";
import { endCase } from "./ends.ts";
import { incidentCall } from "./incidents.ts";
import { TwinNumbers } from "./numbers.ts";
import { kPasted } from "./cases.ts";
import { packOf } from "./pack.ts";
import { TwinShelf } from "./shelf.ts";
import { library } from "./library.ts";
import { alikeOf, docketOf } from "./docket.ts";
import { found } from "./search.ts";
import { Contract, type Json } from "./schema.ts";
import { kDevice, kDoorCode, kOffered } from "./constants.ts";
import { servePage } from "./page.ts";

const kContract = new Contract(JSON.parse(readFileSync(fileURLToPath(new URL("../../../desk/openapi.json", import.meta.url)), "utf8")) as { [key: string]: Json });

export class Twin {
  readonly office: Office;
  readonly sessions = new Map<string, string>();
  readonly problems: string[] = [];
  readonly calls: string[] = [];
  idleLockS = 900;
  down = false;
  /// Titles of the overdue cards in a reply, where a test says so; the desk finds them by their words.
  dueIn: ((body: Call["body"]) => readonly string[]) | null = null;
  failNext: { path: RegExp; status: number; code: ErrorCode } | null = null;
  readonly here = new Map<string, { case_id: string; writing: boolean }>();
  private wrongAttempts = 0;
  private offers = 0;
  private readonly pasted = new Map<string, File>();
  private readonly operations = new Map<string, string>();
  /// When set, the desk does what it is asked and its answer to the next such call is lost on the way.
  loseAnswer: RegExp | null = null;
  readonly shelf: TwinShelf;
  readonly numbers: TwinNumbers;
  private readonly server: Server;

  constructor(office: Office) {
    this.office = office;
    this.shelf = new TwinShelf(office);
    this.numbers = new TwinNumbers(office);
    this.server = createServer((request, response) => void this.serve(request, response));
  }

  async listen(port = 0): Promise<string> {
    await new Promise<void>((done) => this.server.listen(port, "127.0.0.1", done));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((done) => this.server.close(() => done()));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://desk");
    if (this.down) return void request.socket.destroy();
    if (!url.pathname.startsWith("/api/")) return servePage(url.pathname, response);
    const path = url.pathname.slice(4);
    this.calls.push(`${request.method} ${path}`);
    let status = 200;
    let answer: object;
    try {
      answer = await this.answer(request, path, url.searchParams);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      status = error.status;
      answer = { error: error.code, ...(error.retryAfterS === null ? {} : { retry_after_s: error.retryAfterS }), ...(error.changed.length === 0 ? {} : { changed: error.changed }), ...(error.due.length === 0 ? {} : { due: error.due }) };
    }
    if (this.loseAnswer?.test(path) === true) {
      this.loseAnswer = null;
      return void request.socket.destroy();
    }
    const template = templateOf(path);
    const schema = kContract.answer(template, request.method ?? "GET", status);
    this.problems.push(...kContract.problems(JSON.parse(JSON.stringify(answer)) as Json, schema).map((one) => `${template}: ${one}`));
    response.writeHead(status, { "Content-Type": "application/json", "Cache-Control": "no-store" }).end(JSON.stringify(answer));
  }

  private refuseDue({ body }: Call): void {
    const due = typeof body["text"] === "string" ? (this.dueIn?.(body) ?? []) : [];
    if (due.length > 0) throw new Refusal(409, "conflict", null, [], due);
  }

  private async answer(request: IncomingMessage, path: string, query: URLSearchParams): Promise<object> {
    const body = await readBody(request);
    if (this.failNext?.path.test(path) === true) {
      const { status, code } = this.failNext;
      this.failNext = null;
      throw new Refusal(status, code);
    }
    const open = this.openCall(path, body);
    if (open !== null) return open;
    const token = String(request.headers["waymark-session"] ?? "");
    const alias = this.sessions.get(token) ?? refuse(401, "expired");
    return this.signedCall({ alias, language: (query.get("lang") ?? "en") as Language, query, body, parts: path.split("/").slice(1) }, token);
  }

  private openCall(path: string, body: Call["body"]): object | null {
    const now = this.office.now();
    if (path === "/meta") return { organisation: "Open Road", version: "0.1.0", languages: ["ru", "uk", "en"], zone: "Europe/Moscow", pack: "military-refusal@1" };
    if (path === "/sign-in") {
      if (this.wrongAttempts >= 3 && body["device"] !== kDevice && body["device"] !== kDoorCode) throw new Refusal(429, "rate-limited", 90);
      const alias = String(body["alias"]);
      if (!(alias in kPeople) || body["passphrase"] !== kPassphrase || body["code"] !== kCode) {
        this.wrongAttempts += 1;
        throw new Refusal(401, "bad-passphrase");
      }
      this.wrongAttempts = 0;
      const token = randomBytes(32).toString("base64url");
      this.sessions.set(token, alias);
      this.office.record(alias, "sign_in", null);
      return { token, alias, roles: kPeople[alias] ?? [], lease_until: iso(now + 8 * 3_600_000), idle_lock_s: this.idleLockS, device: body["device"] === kDevice ? null : kDevice };
    }
    if (path === "/new-passphrase") return { passphrase: this.nextWords() };
    if (path === "/accept-invitation") {
      if (body["invitation"] !== "fir-open-lake-72") throw new Refusal(404, "not-found");
      if ([...String(body["passphrase"])].length < 16) throw new Refusal(400, "invalid");
      const secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
      return { alias: "rowan", totp_uri: `otpauth://totp/Desk:rowan?secret=${secret}&issuer=Desk`, totp_secret: secret };
    }
    if (path === "/confirm-invitation") {
      if (body["code"] !== kCode) throw new Refusal(401, "bad-passphrase");
      return {};
    }
    return null;
  }

  private signedCall(call: Call, token: string): object {
    const { office } = this;
    const [area, id] = call.parts;
    switch (area) {
      case "sign-out":
        this.sessions.delete(token);
        return { counter: office.counter };
      case "lock":
        for (const [one, alias] of this.sessions) if (alias === call.alias) this.sessions.delete(one);
        office.record(call.alias, "lock", null);
        return { counter: office.counter };
      case "me":
        return { alias: call.alias, roles: kPeople[call.alias] ?? [], lease_until: iso(office.now() + 8 * 3_600_000), idle_lock_s: this.idleLockS };
      case "pulse":
        for (const file of office.files) office.letGo(file);
        return { counter: office.counter, now: iso(office.now()), case: this.standing(call), present: this.presence(call) };
      case "drafts":
        return { drafts: office.drafts.filter((draft) => draft.alias === call.alias && this.canOpen(draft.case_id, call.alias)).map(({ alias: _alias, ...draft }) => draft) };
      case "lost":
        return { lost: office.lost.filter((one) => one.alias === call.alias).map(({ alias: _alias, atMs, ...one }) => ({ ...one, at: iso(atMs), code_name: this.nameOf(one.case_id, call.language) })) };
      case "queue":
        return listOf(office, call.alias, call.language, call.query);
      case "library":
        if (id !== undefined) return this.shelf.call(call);
        return library(call.language, (call.query.get("to") ?? call.language) as Language, office.now());
      case "docket":
        if (id === "calendar") {
          if (!office.calendarFile) throw new Refusal(403, "denied");
          office.record(call.alias, "calendar", null);
          return { counter: office.counter };
        }
        return docketOf(office, call.alias, call.language, call.query);
      case "search":
        return found(office, call.alias, call.language, String(call.body["text"] ?? ""));
      case "paste": return this.paste(String(call.body["text"] ?? ""));
      case "case":
        return this.caseCall(call, this.find(id));
      case "incidents": return incidentCall(office, call);
      case "numbers": return this.numbers.call(call);
      case "log": {
        const before = Number(call.query.get("before") ?? office.logLines.length);
        const lines = office.logLines.filter((entry) => entry.line.sequence < before).slice(-100).reverse().map((entry) => office.line(entry, call.language));
        const last = lines.at(-1)?.sequence ?? 0;
        return { lines, verified: true, next_before: last > 0 ? last : null };
      }
      case "health":
        return {
          now: iso(office.now()), relay: { state: "ok", error: null, waiting: 0, clock_skew_s: 0 }, relays: office.relays, last_pull_at: iso(office.now() - 4_000),
          refused: [{ code: "authentication", count: 3 }, { code: "wrong-size", count: 1 }, { code: "replayed", count: 12 }],
          day_keys: { state: "ok", newest_day: iso(office.now() + 21 * 86_400_000).slice(0, 10), days_left: 21 }, roster: { state: "warn", days_left: 12 }, signing_keys: { state: "ok", days_left: 60 }, pack: { state: "bad", place: "pack.json:93: clock.leave", about: "No text in Russian." }, tokens: office.tokens, stale_cases: 0, unopened: 0, unopened_max: 20_000, redated: 0,
          replies_waiting: 0, log_verified: true,
        };
      case "account": return this.account(call, id);
      case "staff":
        if (id === "invite" || id === "remove") return this[id](call);
        if (id === "door-code") return this.doorCode(call);
        return staffOf(office, call.alias, call.language);
      case "pack": return packOf(call.language);
      default:
        throw new Refusal(404, "not-found");
    }
  }

  private nextWords(): string {
    this.offers += 1;
    return kOffered[(this.offers - 1) % kOffered.length] ?? "";
  }

  private doorCode(call: Call): object {
    if (!kPeople[call.alias]?.includes("coordinator")) throw new Refusal(403, "denied");
    return { alias: String(call.body["alias"]), code: kDoorCode };
  }

  private remove(call: Call): object {
    if (!kPeople[call.alias]?.includes("coordinator")) throw new Refusal(403, "denied");
    return { alias: String(call.body["alias"]), cases: 2, cases_waiting: 1, knew_signing_keys: true, replaced_day_keys: true };
  }

  private account(call: Call, what: string | undefined): object {
    if (what === "second-factor" && call.body["passphrase"] !== undefined) {
      if (call.body["passphrase"] !== kPassphrase) throw new Refusal(401, "bad-passphrase");
      return { alias: call.alias, totp_uri: `otpauth://totp/Twin:${call.alias}?secret=JBSWY3DPEHPK3PXP`, totp_secret: "JBSWY3DPEHPK3PXP" };
    }
    if (what === "passphrase" && call.body["current"] !== kPassphrase) throw new Refusal(401, "bad-passphrase");
    return { counter: this.office.counter };
  }

  private invite(call: Call): object {
    if (!kPeople[call.alias]?.includes("coordinator")) throw new Refusal(403, "denied");
    if (String(call.body["alias"]) in kPeople) throw new Refusal(409, "conflict");
    this.office.record(call.alias, "invite", null);
    return { alias: String(call.body["alias"]), invitation: "fir-open-lake-72", expires_at: iso(this.office.now() + 3 * 86_400_000) };
  }

  private find(id: string | undefined): File {
    const file = this.office.files.find((one) => one.id === id);
    if (file === undefined) throw new Refusal(404, "not-found");
    return file;
  }

  /// Not the desk's opening: whatever looks like a sealed text is a new case, the same text again is known.
  private paste(text: string): object {
    const { office } = this;
    if (!text.includes("BEGIN AGE ENCRYPTED FILE")) throw new Refusal(404, "not-found");
    const known = this.pasted.get(text);
    const file = known ?? office.arrive({ ...kPasted, name: [9, 9 + this.pasted.size] });
    this.pasted.set(text, file);
    return { outcome: known === undefined ? "new-case" : "known", case_id: file.id, page_before: null, counter: office.counter };
  }

  private nameOf(caseId: string, language: Language): string {
    const file = this.office.files.find((one) => one.id === caseId);
    return file === undefined ? "?" : this.office.name(file, language);
  }

  private canOpen(caseId: string, alias: string): boolean {
    const file = this.office.files.find((one) => one.id === caseId);
    return file !== undefined && this.office.mayOpen(file, alias);
  }

  private standing(call: Call): object | null {
    const id = call.query.get("case");
    if (id === null) return null;
    const file = this.office.files.find((one) => one.id === id);
    const erasedMs = this.office.erased.get(id);
    if (file === undefined) return { standing: "gone", owner: null, since: erasedMs === undefined ? null : iso(erasedMs), changed: 0 };
    if (this.office.mayOpen(file, call.alias)) return { standing: "open", owner: null, since: null, changed: changedOf(file) };
    return { standing: "taken", owner: file.owner, since: file.sinceMs === null ? null : iso(file.sinceMs), changed: 0 };
  }

  /// As the real desk: everybody else who is somewhere, in this memory only.
  private presence(call: Call): object[] {
    const doing = call.query.get("doing");
    const caseId = call.query.get("case");
    if (doing === null || caseId === null) this.here.delete(call.alias);
    else this.here.set(call.alias, { case_id: caseId, writing: doing === "writing" });
    return [...this.here].filter(([alias]) => alias !== call.alias).map(([alias, one]) => ({ ...one, alias }));
  }

  private draft(call: Call, file: File, drop: boolean): object {
    const { office } = this;
    const kind = call.body["kind"] as "reply" | "note";
    const mine = (one: Office["drafts"][number]): boolean => one.alias === call.alias && one.case_id === file.id && one.kind === kind;
    const found = office.drafts.find(mine);
    office.drafts = office.drafts.filter((one) => !mine(one) || !drop);
    if (drop) return { counter: office.counter };
    if (call.body["version"] !== (found?.version ?? 0)) throw new Refusal(409, "conflict");
    if (found !== undefined) Object.assign(found, { text: String(call.body["text"]), version: found.version + 1 });
    else office.drafts.push({ alias: call.alias, case_id: file.id, kind, text: String(call.body["text"]), version: 1 });
    return { version: (found?.version ?? 1) };
  }

  private caseCall(call: Call, file: File): object {
    const { office } = this;
    const [, , act, messageId, last] = call.parts;
    if (act === "leave-note") return this.leaveNote(call, file);
    if (!office.mayOpen(file, call.alias)) throw new Refusal(403, "denied");
    if (act === "draft") return this.draft(call, file, messageId === "drop");
    if (act === "alike") return office.looksForAlike ? alikeOf(office, call.alias, call.language, file.id) : { alike: [] };
    if (act === "apart") {
      office.apart.add([file.id, String(call.body["other"])].sort().join(" "));
      return { counter: office.counter };
    }
    if (act === "print") {
      office.record(call.alias, "print", file.id);
      return { counter: office.counter };
    }
    const key = act === "fact" ? String(call.body["key"] ?? file.facts.find(({ fact }) => fact.id === messageId)?.key ?? "") : null;
    if (act !== undefined) this.unlessChanged(call, file, key);
    if (act === "fact" && last === "check") {
      office.change(file, call.alias, `${call.alias}: check`, key);
      return this.check(call, file, messageId);
    }
    if (act === undefined) {
      office.record(call.alias, "open", file.id);
      return office.view(file, call.language, call.alias);
    }
    const extra = this.act(call, file, act, messageId, last);
    if (act !== "read") office.change(file, call.alias, `${call.alias}: ${key === null ? act : `${key} = ${String(call.body["value"])}`}`, key);
    office.counter += 1;
    return { ...extra, counter: office.counter };
  }

  private act(call: Call, file: File, act: string, messageId: string | undefined, last: string | undefined): object {
    const { office } = this;
    const text = String(call.body["text"] ?? "");
    const message = { id: newId(), atMs: office.now(), author: call.alias, text, said: null, unread: false };
    switch (act) {
      case "take":
        if (file.owner === call.alias) throw new Refusal(409, "conflict");
        office.own(file, call.alias, call.alias, false);
        office.record(call.alias, "take", file.id);
        return {};
      case "close": case "wait": case "aside": case "reopen": case "merge": case "unmerge": case "end": case "outcome":
        this.refuseDue(call);
        return endCase(office, call, file, { act, detail: messageId, message });
      case "give-back":
        return this.giveBack(call, file, messageId === "undo");
      case "read":
        if (call.body["newest"] !== file.messages.findLast((one) => one.kind === "message")?.id) throw new Refusal(409, "conflict");
        for (const one of file.messages) one.unread = false;
        return {};
      case "note":
        this.forget(call, file, "note");
        file.messages.push({ ...message, kind: "note", state: "done", holdUntilMs: null });
        office.record(call.alias, "note", file.id);
        return { message_id: message.id };
      case "reply": {
        if (messageId !== undefined) return this.undo(call, file, messageId);
        if (file.owner !== call.alias) throw new Refusal(403, "denied");
        if (file.spec.safe === "block" && call.body["confirm_safe_contact"] !== true) throw new Refusal(403, "denied");
        this.refuseDue(call);
        const operation = String(call.body["operation_id"]);
        const known = file.messages.find((one) => one.id === this.operations.get(operation));
        if (known !== undefined) return { message_id: known.id, hold_until: iso(known.holdUntilMs ?? known.atMs) };
        const holdUntilMs = office.now() + office.holdMs;
        this.operations.set(operation, message.id);
        this.forget(call, file, "reply");
        file.messages.push({ ...message, kind: "reply", state: "held", holdUntilMs });
        office.record(call.alias, "reply", file.id);
        return { message_id: message.id, hold_until: iso(holdUntilMs) };
      }
      case "raise":
      case "lower":
        file.override = act === "raise" ? "raised" : "lowered";
        file.section = act === "raise" ? "danger" : "waiting";
        office.record(call.alias, act, file.id, String(call.body["reason"]));
        return {};
      case "link": case "item": case "court":
        return act === "link" ? linkCases(office, call, file) : act === "court" ? seeCourt(call, file) : putItem(office, call, file, messageId, last);
      case "fact":
        this.fact(call, file, call.body as unknown as FactRequest);
        return {};
      default:
        throw new Refusal(404, "not-found");
    }
  }

  /// As the desk: what somebody else has done since a version is not overwritten; of a fact only its own question counts.
  private unlessChanged(call: Call, file: File, key: string | null): void {
    const seen = call.body["seen"];
    if (typeof seen !== "number") return;
    const since = file.changes.filter((one) => one.version > seen);
    if (since.some((one) => key === null || one.key === key)) throw new Refusal(409, "conflict", null, since.map(({ entry }) => entry));
  }

  private undo(call: Call, file: File, messageId: string): object {
    this.office.letGo(file);
    const held = file.messages.find((one) => one.id === messageId);
    if (held === undefined || held.state !== "held") throw new Refusal(409, "conflict");
    held.state = "undone";
    held.holdUntilMs = null;
    this.office.record(call.alias, "undo", file.id);
    return {};
  }

  private forget(call: Call, file: File, kind: "reply" | "note"): void {
    this.office.drafts = this.office.drafts.filter((one) => one.alias !== call.alias || one.case_id !== file.id || one.kind !== kind);
  }

  private event(file: File, author: string, text: string, reason: string | null): void {
    file.messages.push({ id: newId(), atMs: this.office.now(), kind: "event", author, text, said: null, state: "done", holdUntilMs: null, unread: false, reason });
  }

  private giveBack(call: Call, file: File, undo: boolean): object {
    const { office } = this;
    if (undo) {
      if (file.givenBack?.by !== call.alias || file.owner !== null) throw new Refusal(409, "conflict");
      file.owner = file.givenBack.from;
      file.givenBack = null;
      return {};
    }
    const reason = String(call.body["reason"] ?? "");
    if (file.owner !== call.alias && reason === "") throw new Refusal(400, "invalid");
    file.givenBack = { by: call.alias, from: file.owner ?? call.alias };
    this.event(file, call.alias, `${call.alias} → first line`, reason === "" ? null : reason);
    office.own(file, call.alias, null, true);
    office.record(call.alias, "give_back", file.id);
    return {};
  }

  private leaveNote(call: Call, file: File): object {
    file.messages.push({ id: newId(), atMs: this.office.now(), author: call.alias, text: String(call.body["text"]), said: null, unread: false, kind: "note", state: "done", holdUntilMs: null });
    this.office.counter += 1;
    return { counter: this.office.counter };
  }

  private check(call: Call, file: File, id: string | undefined): object {
    const found = file.facts.find(({ fact }) => fact.id === id);
    if (found === undefined) throw new Refusal(400, "invalid");
    const note = String(call.body["note"] ?? "");
    found.fact.verification = call.body["verification"] as Fact["verification"];
    found.fact.check = { by: call.alias, at: iso(this.office.now()), note: note === "" ? null : note };
    this.office.counter += 1;
    return { counter: this.office.counter };
  }

  private fact(call: Call, file: File, request: FactRequest): void {
    const date = request.attributes?.["date"];
    const byTheHour = request.precision === "hour" || request.precision === "exact";
    if (date !== undefined && request.precision !== undefined && (request.precision === "unknown" || byTheHour !== date.includes("T"))) throw new Refusal(400, "invalid");
    for (const one of file.facts) if (one.fact.id === request.supersedes) one.fact.superseded = true;
    const situation = request.value as File["facts"][number]["situation"];
    file.facts.push({
      key: request.key as File["facts"][number]["key"], situation, saidAtMs: this.office.now(),
      fact: { id: newId(), key: request.key, value: request.value, attributes: { ...request.attributes }, date_label: null, precision: request.precision ?? "exact", said_by: request.said_by ?? "staff", author: call.alias, verification: "unverified", danger: false, superseded: false, check: null },
    });
    this.office.record(call.alias, "fact", file.id);
  }
}
