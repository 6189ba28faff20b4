// The one case that is open: its file as the desk gave it, the unsent texts, and what can be done with it.
// Every act keeps the text until the desk has answered that it is durable.
import type { DeskApi } from "../api/desk_api.ts";
import { asFailure, type Failure } from "../api/failure.ts";
import type { Case, Done, FactRequest, Message } from "../api/types.ts";
import type { DeskClock } from "./clock.svelte.ts";
import type { Drafts, DraftKind } from "./drafts.svelte.ts";
import type { Session } from "./session.svelte.ts";

export type Act = "take" | "give-back" | "reply" | "note" | "undo" | "raise" | "lower" | "fact";

export interface ActFailure {
  readonly act: Act;
  readonly failure: Failure;
}

/// What "it is safe to write now" was said about: everything the requester has written, and the rule of contact.
function contactState(file: Case): string {
  const arrived = file.messages.filter((message) => message.kind === "message").map((message) => message.id);
  return JSON.stringify([file.case_id, file.safe_contact.rule, file.safe_contact.blocks, file.safe_contact.words, arrived]);
}

export class CaseFile {
  openId = $state<string | null>(null);
  file = $state.raw<Case | null>(null);
  loading = $state(false);
  failure = $state.raw<Failure | null>(null);
  actFailure = $state.raw<ActFailure | null>(null);
  busy = $state<Act | null>(null);
  writing = $state<DraftKind>("reply");
  safeContactConfirmed = $state(false);
  private asked = 0;
  private newest: Promise<void> = Promise.resolve();
  private readonly api: DeskApi;
  private readonly session: Session;
  private readonly clock: DeskClock;
  readonly drafts: Drafts;
  /// Told after each act that changed something, so that the queue follows at once.
  onChange: () => void = () => undefined;

  constructor(api: DeskApi, session: Session, clock: DeskClock, drafts: Drafts) {
    this.api = api;
    this.session = session;
    this.clock = clock;
    this.drafts = drafts;
  }

  /// The newest reply that can still be taken back.
  held = $derived.by<Message | null>(() => {
    const messages = this.file?.messages ?? [];
    const found = messages.findLast((message) => message.state === "held" && message.hold_until !== null);
    if (found?.hold_until == null || Date.parse(found.hold_until) <= this.clock.nowMs) return null;
    return found;
  });

  async open(caseId: string): Promise<void> {
    if (caseId !== this.openId) {
      this.close();
      this.openId = caseId;
    }
    await this.reload();
  }

  close(): void {
    this.asked += 1;
    this.newest = Promise.resolve();
    this.openId = null;
    this.file = null;
    this.loading = false;
    this.failure = null;
    this.actFailure = null;
    this.writing = "reply";
    this.safeContactConfirmed = false;
  }

  /// Ends when the newest answer is there, also when another call asked for it meanwhile.
  reload(): Promise<void> {
    this.newest = this.load();
    return this.newest;
  }

  private async load(): Promise<void> {
    const caseId = this.openId;
    if (caseId === null) return;
    const asked = ++this.asked;
    this.loading = true;
    try {
      const file = await this.session.guard(() => this.api.openCase(caseId));
      if (asked !== this.asked) return await this.newest;
      if (this.file !== null && contactState(this.file) !== contactState(file)) this.safeContactConfirmed = false;
      this.file = file;
      this.failure = null;
      if (globalThis.document?.visibilityState !== "hidden") this.markSeen();
    } catch (error) {
      if (asked === this.asked) this.failure = asFailure(error);
    } finally {
      if (asked === this.asked) this.loading = false;
    }
  }

  /// What is open on a screen that somebody can see counts as read; what a tab in the background loaded does not.
  markSeen(): void {
    const file = this.file;
    if (file !== null && file.mine && file.messages.some((message) => message.unread)) this.markRead(file.case_id);
  }

  /// Only the owner's reading counts: what somebody merely looked at stays "new" for the one who will answer.
  private markRead(caseId: string): void {
    void this.session.guard(() => this.api.markRead(caseId)).then(() => this.onChange(), () => undefined);
  }

  take(): Promise<boolean> {
    return this.act("take", (id) => this.api.take(id));
  }

  giveBack(): Promise<boolean> {
    return this.act("give-back", (id) => this.api.giveBack(id));
  }

  raise(reason: string): Promise<boolean> {
    return this.act("raise", (id) => this.api.raise(id, reason));
  }

  lower(reason: string): Promise<boolean> {
    return this.act("lower", (id) => this.api.lower(id, reason));
  }

  setFact(fact: FactRequest): Promise<boolean> {
    return this.act("fact", (id) => this.api.setFact(id, fact));
  }

  async send(kind: DraftKind): Promise<boolean> {
    const caseId = this.openId;
    if (caseId === null) return false;
    const text = this.drafts.get(caseId, kind);
    if (text.trim() === "") return false;
    const confirmed = this.safeContactConfirmed;
    const sent = await this.act(kind, (id) =>
      kind === "reply" ? this.api.reply(id, text, confirmed) : this.api.addNote(id, text),
    );
    // The tick was for this one reply; the next needs its own.
    if (sent && kind === "reply" && this.openId === caseId) this.safeContactConfirmed = false;
    // What was typed while the desk answered is a new draft and stays.
    if (sent && this.drafts.get(caseId, kind) === text) this.drafts.set(caseId, kind, "");
    return sent;
  }

  /// Takes the held reply back; its text returns to the box, before whatever was written there since.
  async undo(): Promise<boolean> {
    const held = this.held;
    const caseId = this.openId;
    if (held === null || caseId === null) return false;
    const undone = await this.act("undo", (id) => this.api.undoReply(id, held.id));
    if (!undone) return false;
    const since = this.drafts.get(caseId, "reply");
    this.drafts.set(caseId, "reply", since === "" ? held.text : `${held.text}\n\n${since}`);
    if (this.openId === caseId) this.writing = "reply";
    return true;
  }

  private async act(act: Act, call: (caseId: string) => Promise<Pick<Done, "counter">>): Promise<boolean> {
    const caseId = this.openId;
    if (caseId === null || this.busy !== null) return false;
    this.busy = act;
    this.actFailure = null;
    try {
      await this.session.guard(() => call(caseId));
    } catch (error) {
      if (this.openId === caseId) this.actFailure = { act, failure: asFailure(error) };
      return false;
    } finally {
      this.busy = null;
    }
    this.onChange();
    if (this.openId === caseId) await this.reload();
    return true;
  }
}
