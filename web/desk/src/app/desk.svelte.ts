// The whole application without its looks: session, queue, open case, connection, and the pulse that keeps them fresh.
// main.ts builds one and hands it to App; nothing here is global.
import type { DeskApi } from "../api/desk_api.ts";
import type { Language, LostCase, Meta, QueueFilter, QueueView, SignInRequest } from "../api/types.ts";
import type { Text } from "../text/text.svelte.ts";
import { CaseFile } from "../screens/case/case_file.svelte.ts";
import { DeskClock } from "./clock.svelte.ts";
import { Connection } from "./connection.svelte.ts";
import { Drafts } from "../screens/case/drafts.svelte.ts";
import { BulkActs } from "../screens/queue/bulk.svelte.ts";
import { Shelf } from "../screens/library/shelf.svelte.ts";
import { QueueStore } from "../screens/queue/queue.svelte.ts";
import { Session, type EndReason } from "./session.svelte.ts";
import { Trail, type Entries } from "./trail.ts";
import { Triage } from "../screens/triage/triage.svelte.ts";

export type Screen = "now" | "docket" | "print" | "library" | "numbers" | "log" | "health" | "staff";

/// What was erased or taken away must leave every screen within two seconds.
const kPulseMs = 1_200;
/// A tab in the background asks less often; the browser would slow it down anyway. It asks at once when it is shown.
const kPulseHiddenMs = 5_000;
const kPulseMaxMs = 10_000;
/// Activity that reaches only this page (long typing) is told to the desk this often, so that it does not lock.
const kKeepAliveMs = 60_000;
/// Giving back can be undone this long with one press; the desk allows more (kGiveBackUndo of src/desk/casefile).
const kGaveBackMs = 30_000;
/// Nobody's hand has moved here for so long: then what a colleague has changed may be drawn under it.
const kStillMs = 1_500;
/// The lock announces itself this long before.
export const kIdleWarningMs = 60_000;

export class Desk {
  readonly api: DeskApi;
  readonly text: Text;
  readonly clock: DeskClock;
  readonly connection: Connection;
  readonly drafts = new Drafts();
  readonly session: Session;
  readonly queue: QueueStore;
  readonly file: CaseFile;
  readonly bulk: BulkActs;
  readonly shelf: Shelf;
  readonly triage: Triage;
  readonly trail: Trail;
  meta = $state.raw<Meta | null>(null);
  /// My cases that others took over or gave away, until I have said that I know.
  lostCases = $state.raw<readonly LostCase[]>([]);
  /// A case that I have just given back and can still take that back.
  gaveBack = $state.raw<{ caseId: string; name: string; untilMs: number } | null>(null);
  screen = $state<Screen>("now");
  idleLockAtMs = $state(Number.POSITIVE_INFINITY);
  private resume: { alias: string; caseId: string } | null = null;
  private lastTouchMs = 0;
  private lastKeepAliveMs = 0;
  private pulseFailures = 0;
  private lastCaseRow = "";
  private dismissed: string[] = [];
  private readonly localNow: () => number;

  constructor(api: DeskApi, text: Text, localNow: () => number, entries: Entries | null = null) {
    this.trail = new Trail(entries);
    this.api = api;
    this.text = text;
    this.localNow = localNow;
    this.clock = new DeskClock(localNow);
    this.connection = new Connection(localNow);
    this.session = new Session(api, (reason) => this.cleanUp(reason));
    this.queue = new QueueStore(api, this.session, this.clock);
    this.file = new CaseFile(api, this.session, this.clock, this.drafts);
    this.bulk = new BulkActs(api, this.session, localNow);
    this.shelf = new Shelf(api, this.session);
    this.shelf.onChange = () => this.file.library.forget();
    this.triage = new Triage(api, this.session, this.file, text, localNow);
    this.bulk.onChange = () => void this.refreshQueue();
    this.file.onChange = () => void this.refreshQueue();
    api.onReach = (reachable) => this.connection.report(reachable);
  }

  async start(language: Language): Promise<void> {
    this.api.setLanguage(language);
    await this.text.load(language);
    await this.loadMeta();
  }

  async loadMeta(): Promise<void> {
    try {
      this.meta = await this.api.meta();
      this.text.zone = this.meta.zone;
    } catch {
      this.connection.report(false);
    }
  }

  async speak(language: Language): Promise<void> {
    this.api.setLanguage(language);
    await this.text.load(language);
    if (this.session.person === null) return;
    await Promise.all([this.queue.refresh(), this.file.openId === null ? undefined : this.file.reload()]);
  }

  async signIn(request: SignInRequest): Promise<void> {
    const person = await this.session.signIn(request);
    if (this.drafts.owner !== person.alias) this.shelf.wipe();
    this.drafts.claim(person.alias);
    this.touch();
    if (this.meta === null) await this.loadMeta();
    this.screen = "now";
    const resume = this.resume?.alias === person.alias ? this.resume.caseId : null;
    this.resume = null;
    // Their author's alone: what an earlier session left at the desk.
    const kept = await this.session.guard(() => this.api.drafts()).catch(() => null);
    if (kept !== null) this.drafts.adopt(kept);
    void this.loadLost();
    await (resume === null ? this.queue.first() : Promise.all([this.queue.show(this.queue.view), this.openCase(resume)]));
  }

  async showQueue(view: QueueView, filter?: QueueFilter): Promise<void> {
    this.screen = "now";
    await this.queue.show(view, filter);
  }

  async openCase(caseId: string): Promise<void> {
    this.queue.selectedId = caseId;
    this.lastCaseRow = this.fingerprint(caseId);
    await this.file.open(caseId);
  }

  /// Somebody moved, typed or touched.
  touch(): void {
    const now = this.localNow();
    this.countIdlingFrom(now);
    if (this.session.person === null || now - this.lastKeepAliveMs < kKeepAliveMs) return;
    this.lastKeepAliveMs = now;
    void this.session.guard(() => this.api.me()).catch(() => undefined);
  }

  private countIdlingFrom(now: number): void {
    this.lastTouchMs = now;
    this.idleLockAtMs = now + (this.session.person?.idleLockMs ?? Number.POSITIVE_INFINITY);
  }

  /// Once a second: countdowns, the idle lock, the end of the lease.
  tick(): void {
    this.clock.tick();
    this.bulk.tick();
    const person = this.session.person;
    if (person === null) return;
    const now = this.localNow();
    // A clock that was set back keeps no screen open: idling counts from the moment at which that is seen.
    if (now < this.lastTouchMs) this.countIdlingFrom(now);
    if (now >= this.lastTouchMs + person.idleLockMs) this.session.end("idle");
    else if (this.clock.nowMs >= person.leaseUntilMs) this.session.end("expired");
    else if (!this.connection.lost) {
      void this.drafts.keep(this.api);
      void this.shelf.keep();
    }
    if (this.gaveBack !== null && this.gaveBack.untilMs <= this.localNow()) this.gaveBack = null;
  }

  /// Asked at sign-in, and when I have fewer cases than before by nobody's act of mine.
  async loadLost(): Promise<void> {
    const known = new Set(this.dismissed);
    const lost = await this.session.guard(() => this.api.lost()).catch(() => null);
    if (lost !== null) this.lostCases = lost.filter((one) => !known.has(`${one.case_id} ${one.at}`));
  }

  dismissLost(): void {
    this.dismissed.push(...this.lostCases.map((one) => `${one.case_id} ${one.at}`));
    this.lostCases = [];
  }

  async giveBack(reason: string): Promise<boolean> {
    const { file } = this.file;
    if (file === null || !(await this.file.giveBack(reason))) return false;
    this.gaveBack = { caseId: file.case_id, name: file.code_name, untilMs: this.localNow() + kGaveBackMs };
    return true;
  }

  async undoGiveBack(): Promise<boolean> {
    const gave = this.gaveBack;
    this.gaveBack = null;
    return gave !== null && (await this.file.undoGiveBack(gave.caseId));
  }

  get idleLockInMs(): number {
    void this.clock.nowMs;
    return this.idleLockAtMs - this.localNow();
  }

  /// One beat. @return how long to wait until the next, ms
  async pulse(hidden: boolean): Promise<number> {
    if (this.session.person === null) return this.pulseSignedOut();
    try {
      const openId = this.file.lost === null ? this.file.openId : null;
      const doing = hidden ? null : openId !== null && this.drafts.has(openId) ? "writing" : "reading";
      const pulse = await this.session.guard(() => this.api.pulse(openId, doing));
      this.queue.present = pulse.present;
      this.pulseFailures = 0;
      this.clock.adopt(pulse.now);
      if (openId !== null && pulse.case !== null && pulse.case.standing !== "open") this.file.lose(openId, pulse.case);
      await this.file.sendWaiting();
      if (openId !== null && pulse.case?.standing === "open") await this.follow(pulse.case.changed);
      if (pulse.counter !== this.queue.counter) await this.refreshQueue();
      await this.refreshSentReply();
    } catch {
      this.pulseFailures += 1;
    }
    if (this.pulseFailures > 0) return Math.min(kPulseMs * this.pulseFailures, kPulseMaxMs);
    return hidden ? kPulseHiddenMs : kPulseMs;
  }

  private async pulseSignedOut(): Promise<number> {
    if (this.connection.lost || this.meta === null) await this.loadMeta();
    return kPulseMs;
  }

  private async refreshQueue(): Promise<void> {
    const mine = this.queue.counts.mine;
    await this.queue.refresh();
    if (this.queue.counts.mine < mine) void this.loadLost();
    const openId = this.file.openId;
    if (openId === null) return;
    // A case is fetched again only when its own row has changed. One that left this view (taken from Unowned, say) has
    // no row here: then every change at the desk may be its own.
    const row = this.fingerprint(openId);
    if (row === this.lastCaseRow) return;
    this.lastCaseRow = row;
    if (this.file.busy === null) await this.file.reload();
  }

  /// What somebody else has changed in the open case, also where its row says the same as before. Not between two keys of
  /// a chord, and not under a finger.
  private async follow(changed: number): Promise<void> {
    const { file, busy } = this.file;
    if (file === null || file.changed === changed || busy !== null || this.localNow() - this.lastTouchMs < kStillMs) return;
    await this.file.reload();
  }

  private fingerprint(caseId: string): string {
    const row = this.queue.row(caseId);
    if (row === undefined) return `not in this view, counter ${this.queue.counter}`;
    return JSON.stringify([row.unread, row.owner, row.stage, row.waiting_since, row.override, row.situation]);
  }

  /// A reply whose hold has just ended: fetch its new state once.
  private async refreshSentReply(): Promise<void> {
    const ended = this.file.file?.messages.some(
      (message) => message.state === "held" && message.hold_until !== null && Date.parse(message.hold_until) < this.clock.nowMs,
    );
    if (ended === true && this.file.busy === null) await this.file.reload();
  }

  private cleanUp(reason: EndReason): void {
    const alias = this.drafts.owner;
    const caseId = this.file.openId;
    this.resume = reason !== "panic" && alias !== null && caseId !== null ? { alias, caseId } : null;
    // What waits for the line, or came back from it, is a draft again.
    for (const item of this.file.outgoing.items) if (this.drafts.get(item.caseId, item.kind) === "") this.drafts.set(item.caseId, item.kind, item.text);
    if (reason === "panic") this.drafts.wipe();
    // What was typed in the last second, or without a line, is its author's at the next sign-in.
    if (reason === "panic" || !this.shelf.dirty) this.shelf.wipe();
    this.file.outgoing.wipe();
    this.file.close();
    this.triage.forget();
    this.file.library.forget();
    this.trail.forget();
    this.lostCases = [];
    this.dismissed = [];
    this.gaveBack = null;
    this.bulk.wipe();
    this.queue.wipe();
    this.screen = "now";
    this.idleLockAtMs = Number.POSITIVE_INFINITY;
  }
}
