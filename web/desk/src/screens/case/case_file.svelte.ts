// The one case that is open: its file as the desk gave it, the unsent texts, and what can be done with it.
// Every act keeps the text until the desk has answered that it is durable.
import type { DeskApi } from "../../api/desk_api.ts";
import { asFailure, type Failure } from "../../api/failure.ts";
import { SvelteSet } from "svelte/reactivity";
import type { Case, CloseRequest, Done, FactCheckRequest, FactRequest, ItemRequest, Junk, Message, Relation, Standing, WaitRequest } from "../../api/types.ts";
import type { DeskClock } from "../../app/clock.svelte.ts";
import { AnswerBox } from "./answering/box.svelte.ts";
import { sendAndWait } from "./answering/send_and_wait.ts";
import { LibraryStore } from "./answering/library.svelte.ts";
import { insertReady, promisedTime, type Then } from "./answering/ready.ts";
import type { Drafts, DraftKind } from "./drafts.svelte.ts";
import { FormVersions } from "./form_version.ts";
import { contactState, type Act, type ActFailure, type LostFile } from "./file_state.ts";
import { movedClocks, type Moved } from "./moved.ts";
import { heldNow, newOperationId, OutgoingTexts, type Outgoing } from "./outgoing.svelte.ts";
import { Ticks } from "./ticks.svelte.ts";
import type { Session } from "../../app/session.svelte.ts";
import { kReplyBytesMax, split_text } from "../../../../shared/protocol/parts.ts";

export type { Act, ActFailure, LostFile };

export class CaseFile {
  openId = $state<string | null>(null);
  file = $state.raw<Case | null>(null);
  lost = $state.raw<LostFile | null>(null);
  loading = $state(false);
  failure = $state.raw<Failure | null>(null);
  actFailure = $state.raw<ActFailure | null>(null);
  busy = $state<Act | null>(null);
  /// What somebody else did to the case before my last act, which was therefore not done.
  changed = $state.raw<readonly Message[]>([]);
  writing = $state<DraftKind>("reply");
  /// Which part is shown where there is room for one.
  tab = $state<"talk" | "facts" | "log">("talk");
  readonly ticks = new Ticks();
  /// Messages that were unread when they were shown; they stay "new" until the case is closed.
  readonly fresh = new SvelteSet<string>();
  /// What the ready reply in the box asks for once it is sent.
  then = $state.raw<Then | null>(null);
  /// The text in the box is more than one reply; it cannot go together with the waiting.
  tooLong = $state(false);
  readonly outgoing = new OutgoingTexts();
  readonly library: LibraryStore;
  readonly box = new AnswerBox();
  readonly forms = new FormVersions();
  private asked = 0;
  private marked: string | null = null;
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
    this.library = new LibraryStore(api);
  }

  /// The newest reply that can still be taken back, also one of a case that is closed by now.
  held = $derived.by(() => heldNow(this.file, this.outgoing.held, this.clock.nowMs));

  async open(caseId: string): Promise<void> {
    if (caseId !== this.openId || this.lost !== null) {
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
    this.lost = null;
    this.loading = false;
    this.failure = null;
    this.actFailure = null;
    this.changed = [];
    this.writing = "reply";
    this.tab = "talk";
    this.ticks.forget();
    this.then = null;
    this.tooLong = false;
    this.marked = null;
    this.fresh.clear();
  }

  /// Ends when the newest answer is there, also when another call asked for it meanwhile.
  reload(): Promise<void> {
    this.newest = this.load();
    return this.newest;
  }

  private async load(): Promise<void> {
    const caseId = this.openId;
    if (caseId === null || this.lost !== null) return;
    const asked = ++this.asked;
    this.loading = true;
    try {
      const file = await this.session.guard(() => this.api.openCase(caseId));
      if (asked !== this.asked) return await this.newest;
      if (this.file !== null && contactState(this.file) !== contactState(file)) this.ticks.forget();
      for (const message of file.messages) if (message.unread) this.fresh.add(message.id);
      this.file = file;
      this.failure = null;
      void this.library.want(file.language);
    } catch (error) {
      const failure = asFailure(error);
      if (asked !== this.asked) return;
      if (failure.code === "not-found" || failure.code === "denied") await this.loseAndAsk(caseId, failure.code);
      else this.failure = failure;
    } finally {
      if (asked === this.asked) this.loading = false;
    }
  }

  /// Puts a ready text where the caret was, in the place of what was selected; the time that it promises is selected then.
  insert(ready: string, zone: string, then: Then | null): void {
    const { file, box } = this;
    if (file === null) return;
    if (then !== null) this.then = then;
    this.writing = "reply";
    this.tab = "talk";
    const value = this.drafts.get(file.case_id, "reply");
    const at = Math.min(box.from, value.length);
    const inserted = insertReady(value, at, Math.min(Math.max(at, box.to), value.length), ready, promisedTime(this.clock.nowMs, file.language, zone));
    this.drafts.set(file.case_id, "reply", inserted.text);
    box.want(inserted.from, inserted.to);
  }

  // ---- gone, or another's ----------------------------------------------------------------------------------------

  private async loseAndAsk(caseId: string, code: "not-found" | "denied"): Promise<void> {
    this.lose(caseId, { standing: code === "not-found" ? "gone" : "taken", owner: null, since: null, changed: 0 });
    const pulse = await this.session.guard(() => this.api.pulse(caseId)).catch(() => null);
    if (pulse?.case != null) this.lose(caseId, pulse.case);
  }

  /// Empties the screen at once; the texts that were not sent are handed back to their author, and nothing else stays.
  lose(caseId: string, standing: Standing): void {
    if (this.openId !== caseId) return;
    const earlier = this.lost?.texts ?? [];
    const unsent = (["reply", "note"] as const).map((kind) => ({ kind, text: this.drafts.get(caseId, kind) }));
    const sent = this.outgoing.of(caseId).map(({ kind, text }) => ({ kind, text }));
    this.asked += 1;
    this.file = null;
    this.loading = false;
    this.failure = null;
    this.actFailure = null;
    this.ticks.forget();
    this.fresh.clear();
    this.lost = {
      caseId,
      standing: standing.standing === "open" ? "closed-to-me" : standing.standing,
      owner: standing.owner,
      sinceMs: standing.since === null ? null : Date.parse(standing.since),
      texts: [...earlier, ...unsent, ...sent].filter(({ text }) => text.trim() !== ""),
    };
    this.drafts.forget(caseId);
    this.outgoing.forget(caseId);
  }

  /// Hands an unsent text to whoever leads the case now. @return whether it lies there
  async leaveNote(text: string): Promise<boolean> {
    const lost = this.lost;
    if (lost === null) return false;
    const operationId = newOperationId();
    try {
      await this.session.guard(() => this.api.leaveNote(lost.caseId, text, operationId));
    } catch {
      return false;
    }
    if (this.lost?.caseId === lost.caseId) this.lost = { ...this.lost, texts: this.lost.texts.filter((one) => one.text !== text) };
    return true;
  }

  // ---- reading ---------------------------------------------------------------------------------------------------

  /// The newest message was really before somebody's eyes. Only the owner's reading counts: what somebody merely looked
  /// at stays "new" for the one who will answer.
  seen(messageId: string): void {
    const file = this.file;
    if (file === null || !file.mine || this.marked === messageId || !file.messages.some((message) => message.unread)) return;
    this.marked = messageId;
    void this.session.guard(() => this.api.markRead(file.case_id, messageId)).then(() => this.onChange(), () => {
      this.marked = null;
    });
  }

  // ---- acts ------------------------------------------------------------------------------------------------------

  take(): Promise<boolean> {
    return this.act("take", (id) => this.api.take(id));
  }

  giveBack(reason: string): Promise<boolean> {
    return this.act("give-back", (id) => this.api.giveBack(id, reason));
  }

  async undoGiveBack(caseId: string): Promise<boolean> {
    const undone = await this.session.guard(() => this.api.undoGiveBack(caseId)).then(() => true, () => false);
    this.onChange();
    if (this.openId === caseId) await this.reload();
    return undone;
  }

  /// The version that was seen: what came since is not overwritten.
  private get shown(): { seen?: number } {
    return this.forms.version(this.file);
  }

  /// @param to  by when it must be begun, "YYYY-MM-DDThh:mm" in the desk's zone; null: at once
  raise(reason: string, to: string | null = null): Promise<boolean> {
    const { shown } = this;
    return this.act("raise", (id) => this.api.raise(id, { reason, ...(to === null ? {} : { to }), ...shown }));
  }

  lower(reason: string): Promise<boolean> {
    const { shown } = this;
    return this.act("lower", (id) => this.api.lower(id, { reason, ...shown }));
  }

  /// @return what the fact moved; null when it was not written
  async setFact(fact: FactRequest): Promise<readonly Moved[] | null> {
    const before = this.file?.clocks ?? [];
    const { shown } = this;
    return (await this.act("fact", (id) => this.api.setFact(id, { ...fact, ...shown }))) ? movedClocks(before, this.file?.clocks ?? []) : null;
  }

  async checkFact(factId: string, check: FactCheckRequest): Promise<readonly Moved[] | null> {
    const before = this.file?.clocks ?? [];
    const { shown } = this;
    return (await this.act("check", (id) => this.api.checkFact(id, factId, { ...check, ...shown }))) ? movedClocks(before, this.file?.clocks ?? []) : null;
  }

  // ---- tasks, dates and records ----------------------------------------------------------------------------------

  putItem(request: ItemRequest): Promise<boolean> {
    return this.act("item", (id) => this.api.putItem(id, request));
  }

  endItem(itemId: string, dropped: boolean): Promise<boolean> {
    return this.act("item", (id) => this.api.endItem(id, itemId, dropped));
  }

  link(other: string, here: Relation, there: Relation): Promise<boolean> {
    const operationId = newOperationId();
    return this.act("link", (id) => this.api.link(id, other, here, there, operationId));
  }

  openItem(itemId: string): Promise<boolean> {
    return this.act("item", (id) => this.api.openItem(id, itemId));
  }

  // ---- the end of a case -----------------------------------------------------------------------------------------

  /// Outcomes, a last message and the stage in one act; only over what was seen. The same act when it is tried again.
  async closeCase(request: Omit<CloseRequest, "newest" | "confirm_safe_contact">): Promise<boolean> {
    const { shown } = this;
    const done = await this.act("end", (id) => this.api.closeCase(id, { ...request, ...shown, ...this.forms.newest(this.file), confirm_safe_contact: this.ticks.safeContact }));
    if (done) this.ticks.forget();
    return done;
  }

  waitFor(request: WaitRequest): Promise<boolean> {
    const { shown } = this;
    return this.act("end", (id) => this.api.waitFor(id, { ...request, ...shown }));
  }

  setAside(as: Junk): Promise<boolean> {
    const request = { as, operation_id: newOperationId(), ...this.shown };
    return this.act("end", (id) => this.api.setAside(id, request));
  }

  reopen(): Promise<boolean> {
    return this.act("end", (id) => this.api.reopen(id));
  }

  undoEnd(): Promise<boolean> {
    const last = this.file?.undo_act;
    return last == null ? Promise.resolve(false) : this.act("end", (id) => this.api.undoEnd(id, last));
  }

  dropOutcome(outcomeId: string): Promise<boolean> {
    return this.act("end", (id) => this.api.dropOutcome(id, outcomeId));
  }

  merge(into: string): Promise<boolean> {
    const request = { into, operation_id: newOperationId(), ...this.shown };
    return this.act("merge", (id) => this.api.merge(id, request));
  }

  unmerge(): Promise<boolean> {
    return this.act("merge", (id) => this.api.unmerge(id));
  }

  // ---- sending ---------------------------------------------------------------------------------------------------

  /// Empties the box at once; of a reply that is longer than one, the rest stays in it. @return "sent", "waiting" for the line, or "back": it stands in the box, or beside it
  async send(kind: DraftKind): Promise<"sent" | "waiting" | "back"> {
    const file = this.file;
    if (file === null || this.busy !== null) return "back";
    const typed = this.drafts.get(file.case_id, kind);
    if (typed.trim() === "") return "back";
    const { first: text, rest } = kind === "reply" ? split_text(typed, kReplyBytesMax) : { first: typed, rest: "" };
    const item: Outgoing = {
      caseId: file.case_id, kind, text, operationId: newOperationId(), ticks: this.ticks.forDesk,
      contact: contactState(file), state: "sending", why: null, ...(rest === "" ? {} : { whole: { typed, rest } }),
    };
    this.drafts.hold(file.case_id, kind);
    this.drafts.set(file.case_id, kind, rest);
    this.busy = kind;
    this.actFailure = null;
    try {
      return await this.attempt(item, file.code_name);
    } finally {
      this.busy = null;
    }
  }

  /// The reply in the box and the waiting after it, in one act. When it does not go, the text is back in the box.
  sendAndWait(request: Omit<WaitRequest, "text" | "confirm_safe_contact" | "confirm_due_cards">): Promise<boolean> {
    return sendAndWait(this, (id, whole) => this.session.guard(() => this.api.waitFor(id, whole)), request);
  }

  private async attempt(item: Outgoing, name: string): Promise<"sent" | "waiting" | "back"> {
    const { caseId, kind, text, ticks, operationId } = item;
    this.outgoing.put({ ...item, state: "sending" });
    try {
      if (kind === "note") await this.session.guard(() => this.api.addNote(caseId, text, operationId));
      else {
        const answer = await this.session.guard(() => this.api.reply(caseId, text, ticks, operationId));
        this.outgoing.held = { caseId, name, messageId: answer.message_id, text, untilMs: Date.parse(answer.hold_until) };
      }
    } catch (error) {
      return await this.failed(item, asFailure(error));
    }
    this.outgoing.drop(operationId);
    this.drafts.release(caseId, kind, true);
    // The tick was for this one reply; the next needs its own.
    if (kind === "reply" && this.openId === caseId) this.ticks.forget();
    this.onChange();
    if (this.openId === caseId) await this.reload();
    return "sent";
  }

  private async failed(item: Outgoing, failure: Failure): Promise<"waiting" | "back"> {
    if (failure.code === "unreachable") {
      this.outgoing.put({ ...item, state: "waiting" });
      return "waiting";
    }
    this.bringBack(item, failure);
    if (this.openId !== item.caseId) return "back";
    this.actFailure = { act: item.kind, failure };
    // Denied may mean that the case is another's by now: then nothing of it may stay on the screen.
    if (failure.code === "denied" || failure.code === "not-found") await this.reload();
    return "back";
  }

  /// Into the box if that is empty; otherwise beside it, so that two texts never become one.
  private bringBack(item: Outgoing, why: Outgoing["why"]): void {
    const { caseId, kind, text, whole } = item;
    this.drafts.release(caseId, kind, false);
    const box = this.drafts.get(caseId, kind);
    this.outgoing.drop(item.operationId);
    // Nobody has touched the rest: the two are one text again, in their order.
    if (whole !== undefined && box === whole.rest) this.drafts.set(caseId, kind, whole.typed);
    else if (box === "") this.drafts.set(caseId, kind, text);
    else if (box !== text) this.outgoing.put({ ...item, state: "back", why });
  }

  /// A text that stands beside the box goes into it; what stood there takes its place.
  intoBox(item: Outgoing): void {
    const box = this.drafts.get(item.caseId, item.kind);
    this.outgoing.drop(item.operationId);
    this.drafts.release(item.caseId, item.kind, false);
    this.drafts.set(item.caseId, item.kind, item.text);
    if (box !== "" && box !== item.text) this.outgoing.put({ ...item, text: box, operationId: newOperationId(), state: "back", why: null });
    if (this.openId === item.caseId) this.writing = item.kind;
  }

  /// The line is back: what waited goes, in its order. A reply only if the person has written nothing meanwhile.
  async sendWaiting(): Promise<void> {
    for (const item of this.outgoing.waiting) {
      try {
        const file = await this.session.guard(() => this.api.openCase(item.caseId));
        if (item.kind === "reply" && contactState(file) !== item.contact) this.bringBack(item, "changed");
        else await this.attempt(item, file.code_name);
      } catch (error) {
        const failure = asFailure(error);
        if (failure.code === "unreachable" || failure.endsSession) return;
        this.bringBack(item, failure);
      }
    }
  }

  /// Takes the held reply back; its text returns to the box, or beside what was written there since.
  async undo(): Promise<boolean> {
    const held = this.held;
    if (held === null || this.busy !== null) return false;
    const { caseId, messageId, text } = held;
    this.busy = "undo";
    try {
      await this.session.guard(() => (held.act === undefined ? this.api.undoReply(caseId, messageId) : this.api.undoEnd(caseId, held.act)));
    } catch (error) {
      if (this.openId === caseId) this.actFailure = { act: "undo", failure: asFailure(error) };
      return false;
    } finally {
      this.busy = null;
      if (this.outgoing.held?.messageId === messageId) this.outgoing.held = null;
    }
    this.bringBack({ caseId, kind: "reply", text, operationId: newOperationId(), ticks: new Ticks().forDesk, contact: "", state: "back", why: null }, "undone");
    if (this.openId === caseId) this.writing = "reply";
    this.onChange();
    if (this.openId === caseId) await this.reload();
    return true;
  }

  async act(act: Act, call: (caseId: string, api: DeskApi) => Promise<Pick<Done, "counter">>): Promise<boolean> {
    const caseId = this.openId;
    // Nothing is done to a case that is not on the screen yet: the key was meant for the one before.
    if (caseId === null || this.file?.case_id !== caseId || this.lost !== null || this.busy !== null) return false;
    this.busy = act;
    this.actFailure = null;
    this.changed = [];
    try {
      await this.session.guard(() => call(caseId, this.api));
    } catch (error) {
      const failure = asFailure(error);
      if (this.openId !== caseId) return false;
      this.actFailure = { act, failure };
      this.changed = failure.changed;
      // What changed is shown, and the next try is made on what is so now.
      if (failure.code === "denied" || failure.code === "not-found" || failure.changed.length > 0) await this.reload().then(() => this.forms.told(this.file));
      return false;
    } finally {
      this.busy = null;
    }
    this.onChange();
    if (this.openId === caseId) await this.reload();
    return true;
  }
}
