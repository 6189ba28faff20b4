// What commands do: where one is, which window is open, what is announced. One for a session; components reach it by
// useSteering() and name a command, nothing is handed down to them.
import { dayAfter, kStageOf, tasksOf } from "../case/answering/waits.ts";
import { newOperationId } from "../case/outgoing.svelte.ts";
import { createContext, tick } from "svelte";
import type { Desk, Screen } from "../../app/desk.svelte.ts";
import type { Place } from "../../app/trail.ts";
import type { Junk, Language, LibraryKind, QueueFilter, QueueView, WaitRequest } from "../../api/types.ts";
import { commandOf, type CommandId, type Moment, type Target } from "../../commands/table.ts";
import { focusById, focusRow, focusTitle } from "../../parts/focus.ts";
import { gapsOf } from "../case/gaps.ts";
import type { Then } from "../case/answering/ready.ts";
import { newCard } from "../library/content.ts";
import { newId } from "../library/shelf.svelte.ts";
import type { Moved } from "../case/moved.ts";
import { spokenMoves } from "../case/moves.ts";
import { beginTriage, leaveTriage, triageActs } from "../triage/steer.ts";
import type { TextKey } from "../../text/text.svelte.ts";
import { workActs } from "./work_acts.ts";
import type { Form, Window } from "./window.ts";

export type { Form, Window };
const same = (a: Place, b: Place): boolean => a.screen === b.screen && a.view === b.view && a.caseId === b.caseId;

export class Steering {
  readonly desk: Desk;
  window = $state.raw<Window | null>(null);
  form = $state<Form>("wide");
  /// While the box is asked whether its text may go and wait.
  private asksWait = false;
  /// For screen readers.
  said = $state("");
  /// The same, for everybody to see, until the next act.
  told = $state("");

  constructor(desk: Desk) {
    this.desk = desk;
    desk.trail.start(this.here());
  }

  // ---- commands --------------------------------------------------------------------------------------------------

  /// Whether a command is possible now.
  can(id: CommandId, target: Target = {}): boolean {
    return commandOf(id).when(this.moment, target);
  }

  /// Does what a command is for; what is not possible now does nothing. @return whether it was possible
  run(id: CommandId, target: Target = {}): boolean {
    if (!this.can(id, target)) return false;
    this.kActs[id](target);
    return true;
  }

  private get moment(): Moment {
    const { queue, file, screen } = this.desk;
    return {
      screen, phone: this.form === "phone", rows: queue.rows.length > 0, selectedId: queue.selectedId, openId: file.openId, held: file.held !== null,
      draft: file.openId !== null && file.drafts.get(file.openId, file.writing).trim() !== "",
      newFilter: queue.filtered && !queue.isSaved, busy: this.desk.bulk.busy,
      fold: ({ caseId }) => (screen === "now" ? (queue.fold(caseId ?? queue.selectedId)?.kind ?? null) : null),
      gap: file.file?.may.reply === true && this.firstGap() !== null,
      answered: screen === "now" && file.file?.messages.some((message) => message.kind === "reply") === true,
      triage: this.inTriage ? (this.desk.triage.step === null ? "end" : "question") : null, several: this.desk.triage.step?.many === true && this.desk.triage.dating === null,
      silent: file.file !== null && file.file.silence !== null,
      answer: file.file?.may.reply === true && file.library.current !== null,
      may: (act, { caseId }) => this.may(act, caseId ?? file.openId ?? queue.selectedId),
    };
  }

  private may(act: Parameters<Moment["may"]>[0], caseId: string | null): boolean {
    const { queue, file, session } = this.desk;
    if (caseId === null) return false;
    if (file.file?.case_id === caseId) {
      const { may } = file.file;
      const closed = file.file.stage === "closed";
      return {
        triage: may.fact && !closed && !this.inTriage, take: may.take, "give-back": may.give_back, raise: may.raise, lower: may.lower, fact: may.fact, write: true, end: may.end && !closed,
        reopen: may.end && closed && file.file.merged_into === null, "undo-end": file.file.undo_act !== null,
        merge: may.end && file.file.merged_into === null, unmerge: may.end && file.file.merged_into !== null, court: may.fact && file.file.placement.court !== null,
      }[act];
    }
    const row = queue.row(caseId);
    // Of a case that is not open the row knows who leads it; the desk itself has the last word.
    if (row === undefined || ["fact", "write", "reopen", "undo-end", "merge", "unmerge"].includes(act)) return false;
    if (act === "triage") return row.may_open && row.stage !== "closed";
    if (act === "end") return row.may_open && row.stage !== "closed";
    if (act === "court") return row.may_open && row.court !== null;
    if (act === "take") return !row.mine && (row.owner === null || session.is("lead"));
    if (act === "give-back") return row.mine;
    return row.mine || row.owner === null || session.is("lead");
  }

  private readonly kActs: Readonly<Record<CommandId, (target: Target) => void>> = {
    next: () => void this.move(1),
    previous: () => void this.move(-1),
    open: ({ caseId }) => void this.open(caseId ?? this.desk.queue.selectedId),
    back: () => void this.back(),
    unfold: ({ caseId }) => void this.unfold(caseId ?? this.desk.queue.selectedId),
    "ask-all": ({ caseId }) => void this.bulk("ask", caseId),
    "take-all": ({ caseId }) => void this.bulk("take", caseId),
    "aside-all": ({ caseId }) => void this.bulk("aside", caseId),
    filters: () => void this.showFilters(),
    "keep-view": () => this.desk.queue.keep(),
    menu: ({ caseId }) => this.showMenu(caseId ?? this.desk.queue.selectedId, null),
    take: (target) => void this.inCase(target, () => this.take()),
    "give-back": (target) => void this.inCase(target, () => this.show({ kind: "give-back" })),
    raise: (target) => void this.inCase(target, () => this.show({ kind: "raise" })),
    lower: (target) => void this.inCase(target, () => this.show({ kind: "lower" })),
    fact: ({ fact }) => this.show({ kind: "fact", fact: fact ?? null }),
    check: ({ fact }) => fact != null && this.show({ kind: "check", fact }),
    task: (target) => void this.inCase(target, () => this.show({ kind: "item", item: null, kinds: ["task", "call", "window"] })),
    record: (target) => void this.inCase(target, () => this.show({ kind: "item", item: null, kinds: ["matter", "consent", "person"] })),
    link: (target) => void this.inCase(target, () => this.show({ kind: "link" })),
    timeline: (target) => void this.inCase(target, () => this.show({ kind: "timeline" })),
    ask: () => this.insert(this.firstGap() ?? ""),
    triage: ({ caseId }) => void beginTriage(this, caseId ?? this.desk.file.openId ?? this.desk.queue.selectedId),
    ...triageActs(this),
    ...workActs(this),
    "contact-lost": (target) => void this.inCase(target, () => this.show({ kind: "end", side: "contact_lost" })),
    end: (target) => void this.inCase(target, () => this.show({ kind: "end" })),
    wait: (target) => void this.inCase(target, () => this.show({ kind: "wait" })),
    aside: (target) => void this.inCase(target, () => this.show({ kind: "aside" })),
    reopen: (target) => void this.inCase(target, () => this.tell(this.desk.file.reopen(), "end.reopened")),
    "undo-end": (target) => void this.inCase(target, () => this.tell(this.desk.file.undoEnd(), "end.undone")),
    merge: (target) => void this.inCase(target, () => this.show({ kind: "merge" })),
    unmerge: (target) => void this.inCase(target, () => this.tell(this.desk.file.unmerge(), "end.unmerged")),
    print: () => this.go("print"),
    reply: () => void this.write("reply"),
    note: () => void this.write("note"),
    ready: () => this.show({ kind: "ready", mode: "said" }),
    cards: () => this.show({ kind: "ready", mode: "cards" }),
    send: () => document.querySelector<HTMLFormElement>("form.composer")?.requestSubmit(),
    "send-wait": () => this.sendAndWait(),
    undo: () => void this.undo(),
    "make-card": () => void this.makeCard(),
    "new-card": () => void this.newItem("card"),
    "new-ready": () => void this.newItem("ready"),
    "count-figures": () => document.querySelector<HTMLFormElement>("form.figures")?.requestSubmit(),
    "go-now": () => void this.view(this.desk.queue.view),
    "go-mine": () => void this.view("mine"),
    "go-unowned": () => void this.view("unowned"),
    "go-waiting": () => void this.view("waiting"),
    "go-all": () => void this.view("all"),
    "go-closed": () => void this.view("closed"),
    "go-docket": () => this.go("docket"),
    "go-library": () => this.go("library"),
    "go-numbers": () => this.go("numbers"),
    "go-log": () => this.go("log"),
    "go-health": () => this.go("health"),
    "go-staff": () => this.go("staff"),
    paste: () => this.show({ kind: "paste" }),
    search: () => this.show({ kind: "search" }),
    palette: () => this.show({ kind: "palette" }),
    help: () => this.show({ kind: "help" }),
    more: () => this.show({ kind: "more" }),
    russian: () => void this.speak("ru"),
    ukrainian: () => void this.speak("uk"),
    english: () => void this.speak("en"),
    lock: () => this.desk.session.end("signed-out"),
    panic: () => this.desk.session.end("panic"),
  };

  // ---- the library -----------------------------------------------------------------------------------------------

  async openItem(kind: LibraryKind, id: string): Promise<void> {
    await this.desk.shelf.open(kind, id);
    await focusTitle();
  }

  async leaveItem(): Promise<void> {
    if (await this.desk.shelf.close()) await focusTitle();
  }

  private async newItem(kind: LibraryKind): Promise<void> {
    await this.desk.shelf.begin(kind, null, this.today);
    await focusTitle();
  }

  private get today(): string {
    return new Date(this.desk.clock.nowMs).toISOString().slice(0, 10);
  }

  /// From the last answer in the open case: its words alone, nothing of the person; somebody else has to approve it.
  private async makeCard(): Promise<void> {
    const file = this.desk.file.file;
    const reply = file?.messages.findLast((message) => message.kind === "reply");
    if (file === null || reply === undefined) return;
    const card = newCard(newId("card"), this.today);
    card.texts[file.language].body = reply.text;
    card.example = true;
    await this.desk.shelf.begin("card", card, this.today);
    this.go("library");
  }

  // ---- windows and words -----------------------------------------------------------------------------------------

  show(window: Window | null): void {
    this.window = window;
  }

  readonly close = (): void => {
    this.window = null;
  };

  showMenu(caseId: string | null, at: { x: number; y: number } | null): void {
    if (caseId === null) return;
    this.desk.queue.selectedId = caseId;
    this.show({ kind: "menu", caseId, at });
  }

  /// Emptied first, so that the same sentence is said again.
  async announce(words: string): Promise<void> {
    this.said = "";
    await tick();
    this.said = words;
  }

  saved(moved: readonly Moved[]): void {
    this.close();
    this.told = spokenMoves(this.desk.text, moved);
    void this.announce(this.told);
  }

  private async speak(language: Language): Promise<void> {
    this.close();
    await this.desk.speak(language);
  }

  // ---- where one is, and the browser's Back ----------------------------------------------------------------------

  here(): Place {
    const { screen, queue, file } = this.desk;
    return { screen, view: queue.view, caseId: screen === "now" ? file.openId : null };
  }

  go(screen: Screen): void {
    this.desk.screen = screen;
    this.close();
    this.desk.trail.go(this.here());
    void focusTitle();
  }

  async view(view: QueueView): Promise<void> {
    this.close();
    if (this.form === "phone") this.desk.file.close();
    await this.desk.showQueue(view);
    this.desk.trail.go(this.here());
    await focusTitle();
  }

  async open(caseId: string | null): Promise<void> {
    if (caseId === null) return;
    this.close();
    this.desk.screen = "now";
    this.told = "";
    if (this.desk.triage.caseId !== caseId) this.desk.triage.leave();
    const opening = this.desk.openCase(caseId);
    this.desk.trail.go(this.here());
    await opening;
    await tick();
    focusById("case-title");
  }

  async back(): Promise<void> {
    if (this.inTriage) return leaveTriage(this);
    if (this.desk.file.openId === null) return;
    if (this.desk.trail.backTo({ ...this.here(), caseId: null })) return;
    this.desk.file.close();
    await tick();
    focusRow(this.desk.queue.selectedId);
  }

  /// The browser went to an entry of its history. A window is what is nearest: Back closes that alone.
  async popped(state: unknown): Promise<void> {
    const { desk } = this;
    const top = [...document.querySelectorAll<HTMLDialogElement>("dialog[open]")].at(-1);
    const place = desk.trail.arrived(state);
    if (top !== undefined) {
      top.close();
      desk.trail.stay();
      return;
    }
    if (place === null || same(place, this.here())) return;
    desk.screen = place.screen;
    if (place.caseId === null) desk.file.close();
    if (place.screen === "now" && place.view !== desk.queue.view) await desk.showQueue(place.view);
    if (place.caseId !== null && place.caseId !== desk.file.openId) await desk.openCase(place.caseId);
    await tick();
    if (place.caseId !== null) focusById("case-title");
    else if (place.screen === "now") focusRow(desk.queue.selectedId);
    else await focusTitle();
  }

  /// Shows of the view at hand, or of another, what passes the filter.
  async filter(filter: QueueFilter, view: QueueView = this.desk.queue.view): Promise<void> {
    await this.desk.queue.show(view, filter);
    this.desk.trail.go(this.here());
    void this.announce(this.desk.text.say("filter.shown", { count: this.desk.queue.requests }));
  }

  private async showFilters(): Promise<void> {
    this.close();
    this.desk.queue.chipsShown = !this.desk.queue.chipsShown;
    await tick();
    document.querySelector<HTMLElement>(".chips button")?.focus();
  }

  private async unfold(caseId: string | null): Promise<void> {
    if (caseId === null) return;
    const ownList = this.desk.queue.unfold(caseId);
    if (ownList !== null) return this.filter(ownList);
    this.desk.queue.selectedId = caseId;
    await tick();
    focusRow(caseId);
  }

  private async bulk(kind: "ask" | "take" | "aside", caseId: string | undefined): Promise<void> {
    const fold = this.desk.queue.fold(caseId ?? this.desk.queue.selectedId);
    if (fold !== null) await this.desk.bulk.run(kind, await this.desk.queue.rowsOf(fold, kind));
  }

  async undoBulk(): Promise<void> {
    const failed = await this.desk.bulk.undo();
    void this.announce(this.desk.text.say(failed === 0 ? "toast.undone" : "toast.undo_failed"));
  }

  private async move(step: 1 | -1): Promise<void> {
    this.desk.queue.move(step);
    await tick();
    focusRow(this.desk.queue.selectedId);
  }

  // ---- acts ------------------------------------------------------------------------------------------------------

  /// Opens the case that is meant, unless it is open, and goes on there.
  async inCase({ caseId }: Target, act: () => unknown): Promise<void> {
    const id = caseId ?? this.desk.file.openId ?? this.desk.queue.selectedId;
    if (id === null) return;
    if (id !== this.desk.file.openId || this.desk.screen !== "now") await this.open(id);
    this.close();
    if (this.desk.file.file?.case_id !== id) return;
    this.told = "";
    await act();
  }

  private async take(): Promise<void> {
    if (await this.desk.file.take()) void this.announce(this.desk.text.say("case.taken"));
  }

  ended(words: TextKey): void {
    this.close();
    this.told = this.desk.text.say(words);
    void this.announce(this.told);
  }

  async aside(as: Junk): Promise<void> {
    if (await this.desk.file.setAside(as)) this.ended("end.set_aside");
  }

  /// Says what was done, when it was. @return whether it was
  async tell(done: Promise<boolean>, words: TextKey): Promise<boolean> {
    if (!(await done)) return false;
    void this.announce(this.desk.text.say(words));
    return true;
  }

  async giveBack(reason: string): Promise<void> {
    this.close();
    if (await this.desk.giveBack(reason)) void this.announce(this.desk.text.say("case.given_back"));
  }

  async undoGiveBack(): Promise<void> {
    void this.announce(this.desk.text.say((await this.desk.undoGiveBack()) ? "toast.undone" : "toast.undo_failed"));
  }

  /// The window stays, with what was typed, until the desk has it.
  async shift(act: "raise" | "lower", reason: string, to: string | null): Promise<void> {
    const { file, text } = this.desk;
    if (!(await (act === "raise" ? file.raise(reason, to) : file.lower(reason)))) return;
    this.close();
    void this.announce(text.say(act === "raise" ? "case.raised" : "case.lowered"));
  }

  /// What stands in the box goes; it has looked already whether that may be.
  async sendBox(): Promise<void> {
    const { file, text } = this.desk;
    const kind = file.writing;
    const { then } = file;
    if (kind === "reply" && this.asksWait) return this.show({ kind: "send-wait", then });
    if (kind === "reply" && then !== null) {
      const until = dayAfter(this.desk.clock.nowMs, then.wait.days, text.zone);
      await this.sentAndWaits({ stage: kStageOf[then.wait.for], until, ...tasksOf(then.tasks, this.desk.clock.nowMs, text.zone) }, newOperationId());
      return;
    }
    const outcome = await file.send(kind);
    if (outcome === "sent") void this.announce(text.say(kind === "reply" ? "reply.held_announce" : "reply.note_added"));
    if (outcome === "waiting") void this.announce(text.say(kind === "reply" ? "unsent.waiting" : "unsent.waiting_note"));
  }

  /// Asks what is waited for, and then sends and waits in one act; after the box has looked whether that may go.
  private sendAndWait(): void {
    if (this.desk.file.writing !== "reply") return;
    this.asksWait = true;
    document.querySelector<HTMLFormElement>("form.composer")?.requestSubmit();
    this.asksWait = false;
  }

  async sentAndWaits(request: Omit<WaitRequest, "text" | "operation_id" | "confirm_safe_contact" | "confirm_due_cards">, act: string): Promise<boolean> {
    if (!(await this.desk.file.sendAndWait({ ...request, operation_id: act }))) return false;
    this.close();
    this.told = this.desk.text.say("send_wait.done");
    void this.announce(this.told);
    return true;
  }

  private async undo(): Promise<void> {
    if (!(await this.desk.file.undo())) return;
    await this.announce(this.desk.text.say("reply.undone_announce"));
    focusById("composer-box");
  }

  /// The question for what we do not know and need most; null when there is none.
  private firstGap(): string | null {
    const { file, library } = this.desk.file;
    return file === null ? null : (gapsOf(file, library.current)[0]?.text ?? null);
  }

  /// A ready text goes into the box.
  insert(ready: string, then: Then | null = null): void {
    this.close();
    this.desk.file.insert(ready, this.desk.text.zone, then);
  }

  // ---- the triage card -------------------------------------------------------------------------------------------

  get inTriage(): boolean {
    return this.desk.screen === "now" && this.desk.triage.caseId !== null && this.desk.triage.caseId === this.desk.file.openId;
  }

  async write(kind: "reply" | "note"): Promise<void> {
    this.close();
    this.desk.file.writing = kind;
    this.desk.file.tab = "talk";
    await tick();
    focusById("composer-box");
  }
}

export const [useSteering, provideSteering] = createContext<Steering>();
