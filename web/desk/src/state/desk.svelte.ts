// The whole application without its looks: session, queue, open case, connection, and the pulse that keeps them fresh.
// main.ts builds one and hands it to App; nothing here is global.
import type { DeskApi } from "../api/desk_api.ts";
import type { Language, Meta, QueueView, SignInRequest } from "../api/types.ts";
import type { Text } from "../text/text.svelte.ts";
import { CaseFile } from "./case_file.svelte.ts";
import { DeskClock } from "./clock.svelte.ts";
import { Connection } from "./connection.svelte.ts";
import { Drafts } from "./drafts.svelte.ts";
import { QueueStore } from "./queue.svelte.ts";
import { Session, type EndReason } from "./session.svelte.ts";

export type Screen = "now" | "log" | "health" | "staff";

const kPulseMs = 2_500;
/// A tab in the background asks less often; the browser would slow it down anyway.
const kPulseHiddenMs = 15_000;
const kPulseMaxMs = 10_000;
/// Activity that reaches only this page (long typing) is told to the desk this often, so that it does not lock.
const kKeepAliveMs = 60_000;
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
  meta = $state.raw<Meta | null>(null);
  screen = $state<Screen>("now");
  idleLockAtMs = $state(Number.POSITIVE_INFINITY);
  private resume: { alias: string; caseId: string } | null = null;
  private lastTouchMs = 0;
  private lastKeepAliveMs = 0;
  private pulseFailures = 0;
  private lastCaseRow = "";
  private readonly localNow: () => number;

  constructor(api: DeskApi, text: Text, localNow: () => number) {
    this.api = api;
    this.text = text;
    this.localNow = localNow;
    this.clock = new DeskClock(localNow);
    this.connection = new Connection(localNow);
    this.session = new Session(api, (reason) => this.cleanUp(reason));
    this.queue = new QueueStore(api, this.session, this.clock);
    this.file = new CaseFile(api, this.session, this.clock, this.drafts);
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
    this.drafts.claim(person.alias);
    this.touch();
    if (this.meta === null) await this.loadMeta();
    this.screen = "now";
    const resume = this.resume?.alias === person.alias ? this.resume.caseId : null;
    this.resume = null;
    await Promise.all([this.queue.show(this.queue.view), resume === null ? undefined : this.openCase(resume)]);
  }

  async showQueue(view: QueueView): Promise<void> {
    this.screen = "now";
    await this.queue.show(view);
  }

  async openCase(caseId: string): Promise<void> {
    this.queue.selectedId = caseId;
    this.lastCaseRow = this.fingerprint(caseId);
    await this.file.open(caseId);
  }

  /// Somebody moved, typed or touched.
  touch(): void {
    const now = this.localNow();
    this.lastTouchMs = now;
    this.idleLockAtMs = now + (this.session.person?.idleLockMs ?? Number.POSITIVE_INFINITY);
    if (this.session.person === null || now - this.lastKeepAliveMs < kKeepAliveMs) return;
    this.lastKeepAliveMs = now;
    void this.session.guard(() => this.api.me()).catch(() => undefined);
  }

  /// Once a second: countdowns, the idle lock, the end of the lease.
  tick(): void {
    this.clock.tick();
    const person = this.session.person;
    if (person === null) return;
    if (this.localNow() >= this.lastTouchMs + person.idleLockMs) this.session.end("idle");
    else if (this.clock.nowMs >= person.leaseUntilMs) this.session.end("expired");
  }

  get idleLockInMs(): number {
    void this.clock.nowMs;
    return this.idleLockAtMs - this.localNow();
  }

  /// One beat. @return how long to wait until the next, ms
  async pulse(hidden: boolean): Promise<number> {
    if (this.session.person === null) return this.pulseSignedOut();
    try {
      const pulse = await this.session.guard(() => this.api.pulse());
      this.pulseFailures = 0;
      this.clock.adopt(pulse.now);
      if (pulse.counter !== this.queue.counter) await this.refreshQueue();
      await this.refreshSentReply();
      if (!hidden) this.file.markSeen();
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
    await this.queue.refresh();
    const openId = this.file.openId;
    if (openId === null) return;
    // A case is fetched again only when its own row has changed. One that left this view (taken from Unowned, say) has
    // no row here: then every change at the desk may be its own.
    const row = this.fingerprint(openId);
    if (row === this.lastCaseRow) return;
    this.lastCaseRow = row;
    if (this.file.busy === null) await this.file.reload();
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
    if (reason === "panic") this.drafts.wipe();
    this.file.close();
    this.queue.wipe();
    this.screen = "now";
    this.idleLockAtMs = Number.POSITIVE_INFINITY;
  }
}
