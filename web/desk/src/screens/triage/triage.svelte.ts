// The triage card of one new request: nine questions, one key each. The screen goes on at once; what was answered is
// written in the order of the keys, and what could not be written says so and is tried again.
import type { DeskApi } from "../../api/desk_api.ts";
import { asFailure, type Failure } from "../../api/failure.ts";
import type { FactRequest, Pack } from "../../api/types.ts";
import type { Session } from "../../app/session.svelte.ts";
import type { Text } from "../../text/text.svelte.ts";
import type { CaseFile } from "../case/case_file.svelte.ts";
import { dayAt, factOf, isAnswered, kDayKeys, stepsOf, unknownOf, withoutQuestion, withQuestion, type Choice, type Step } from "./plan.ts";

export interface Unwritten {
  readonly fact: FactRequest;
  readonly failure: Failure;
}

export class Triage {
  caseId = $state<string | null>(null);
  keys = $state(0);
  pack = $state.raw<Pack | null>(null);
  packFailure = $state.raw<Failure | null>(null);
  /// A dated answer that waits for its date.
  dating = $state.raw<Choice | null>(null);
  /// The date is written by hand.
  byHand = $state(false);
  day = $state("");
  time = $state("");
  /// Several answers are chosen before one goes on.
  picking = $state(false);
  failed = $state.raw<readonly Unwritten[]>([]);
  /// Questions that went into the box.
  asked = $state.raw<readonly string[]>([]);
  /// Those that are done with here, whatever was answered; and those that one came back to.
  private passed = $state.raw<readonly string[]>([]);
  private reopened = $state.raw<string | null>(null);
  private beganMs = 0;
  private writing: Promise<void> = Promise.resolve();
  private waiting = 0;
  private readonly seen = new Set<string>();
  private readonly api: DeskApi;
  private readonly session: Session;
  private readonly file: CaseFile;
  private readonly text: Text;
  private readonly now: () => number;

  constructor(api: DeskApi, session: Session, file: CaseFile, text: Text, now: () => number) {
    this.api = api;
    this.session = session;
    this.file = file;
    this.text = text;
    this.now = now;
  }

  readonly steps: readonly Step[] = $derived.by(() => (this.pack === null || this.file.file === null || this.file.file.case_id !== this.caseId ? [] : stepsOf(this.pack, this.file.file.facts)));
  /// The question at hand; null when all are done with.
  readonly step: Step | null = $derived.by(() => {
    const again = this.steps.find((step) => idOf(step) === this.reopened);
    return again ?? this.steps.find((step) => !this.passed.includes(idOf(step)) && !isAnswered(step)) ?? null;
  });
  readonly done: number = $derived(this.steps.filter((step) => this.passed.includes(idOf(step)) || isAnswered(step)).length);

  get seconds(): number {
    return Math.round((this.now() - this.beganMs) / 1000);
  }

  begin(caseId: string): void {
    this.leave();
    this.caseId = caseId;
    this.seen.add(caseId);
    this.keys = 0;
    this.beganMs = this.now();
    this.failed = [];
    this.asked = [];
    this.passed = [];
    void this.loadPack();
  }

  async loadPack(): Promise<void> {
    try {
      this.packFailure = null;
      this.pack = await this.session.guard(() => this.api.pack());
    } catch (error) {
      this.packFailure = asFailure(error);
    }
  }

  leave(): void {
    this.caseId = null;
    this.reopened = null;
    this.stay();
  }

  forget(): void {
    this.leave();
    this.pack = null;
    this.failed = [];
    this.asked = [];
    this.passed = [];
    this.seen.clear();
  }

  // ---- keys ------------------------------------------------------------------------------------------------------

  /// The key 1 … 9 of what is on the screen.
  press(number: number): void {
    const { step, dating } = this;
    if (step === null) return;
    this.keys += 1;
    if (dating !== null) return this.pressDay(dating, number);
    const choice = step.choices[number - 1];
    if (choice === undefined) return;
    if (choice.date !== null) {
      this.dating = choice;
      return;
    }
    this.answer(step, choice.code);
  }

  private pressDay(dating: Choice, number: number): void {
    const away = kDayKeys[number - 1];
    if (away === undefined) this.byHand = true;
    else this.date(dayAt(this.text.dates.today(this.now()), away, dating.date), "");
  }

  /// The date that was chosen or written.
  date(day: string, time: string): void {
    const { step, dating } = this;
    if (step === null || dating === null || day === "") return;
    this.answer(step, dating.code, { day, time });
  }

  private answer(step: Step, code: string, date: { day: string; time: string } | "unknown" | null = null): void {
    const { file } = this.file;
    if (file === null) return;
    this.unask(step);
    this.write(factOf(file, step, code, date), step);
    this.dating = null;
    this.byHand = false;
    this.day = "";
    this.time = "";
    if (!this.picking) this.pass(step);
  }

  /// We do not know: the ready question goes into the box, in the person's language. Of a date alone: the date is asked.
  unknown(): void {
    const { step, dating } = this;
    const { file } = this.file;
    if (step === null || file === null) return;
    this.keys += 1;
    if (dating === null) this.write(unknownOf(file, step), step);
    else this.answer(step, dating.code, "unknown");
    this.ask(step);
    if (!this.picking || dating === null) this.pass(step);
  }

  private questionOf(step: Step): string | null {
    const ready = this.file.library.current?.questions.find((one) => one.key === step.key);
    if (ready === undefined) return null;
    return this.file.file?.third_person === true ? (ready.text_other ?? ready.text) : ready.text;
  }

  private ask(step: Step): void {
    const question = this.questionOf(step);
    if (question === null || this.caseId === null) return;
    this.file.drafts.set(this.caseId, "reply", withQuestion(this.file.drafts.get(this.caseId, "reply"), question));
    this.asked = [...this.asked.filter((one) => one !== idOf(step)), idOf(step)];
  }

  private unask(step: Step): void {
    const question = this.questionOf(step);
    if (!this.asked.includes(idOf(step)) || question === null || this.caseId === null) return;
    this.file.drafts.set(this.caseId, "reply", withoutQuestion(this.file.drafts.get(this.caseId, "reply"), question));
    this.asked = this.asked.filter((one) => one !== idOf(step));
  }

  several(): void {
    this.keys += 1;
    this.picking = !this.picking;
    // What is written meanwhile does not open the next question.
    this.reopened = this.picking && this.step !== null ? idOf(this.step) : null;
  }

  /// To the next question, answered or not.
  next(): void {
    this.keys += 1;
    const { step } = this;
    if (step === null) return;
    if (this.byHand && this.day !== "") this.date(this.day, this.time);
    this.pass(step);
  }

  /// From a date to its question, from a question to the one before.
  back(): void {
    this.keys += 1;
    if (this.byHand || this.dating !== null) return this.byHand ? void (this.byHand = false) : void (this.dating = null);
    const { steps, step } = this;
    const at = step === null ? steps.length : steps.indexOf(step);
    const before = steps[at - 1];
    if (before === undefined) return;
    this.passed = this.passed.filter((one) => one !== idOf(before));
    this.reopened = idOf(before);
  }

  private pass(step: Step): void {
    this.passed = [...this.passed, idOf(step)];
    this.reopened = null;
    this.stay();
  }

  private stay(): void {
    this.dating = null;
    this.byHand = false;
    this.picking = false;
    this.day = "";
    this.time = "";
  }

  // ---- writing ---------------------------------------------------------------------------------------------------

  private write(fact: FactRequest, step: Step): void {
    const caseId = this.caseId;
    if (caseId === null) return;
    // Of one answer only: what one of us wrote down before is corrected and not left beside it.
    const mine = this.picking ? undefined : step.told.find((one) => one.author !== null && one.value !== fact.value);
    this.waiting += 1;
    this.writing = this.writing.then(() => this.send(caseId, mine === undefined || step.row !== null ? fact : { ...fact, supersedes: mine.id }));
  }

  private async send(caseId: string, fact: FactRequest): Promise<void> {
    try {
      await this.session.guard(() => this.api.setFact(caseId, fact));
    } catch (error) {
      this.failed = [...this.failed, { fact, failure: asFailure(error) }];
    }
    this.waiting -= 1;
    if (this.waiting === 0 && this.file.openId === caseId) {
      await this.file.reload();
      this.file.onChange();
    }
  }

  /// Ends when everything is written, or is known not to be.
  async settle(): Promise<void> {
    await this.writing;
  }

  async retry(): Promise<void> {
    const { caseId, failed } = this;
    if (caseId === null) return;
    this.failed = [];
    this.waiting += failed.length;
    for (const { fact } of failed) await this.send(caseId, fact);
  }

  /// The next request that nobody has looked through: the first in the order of the list.
  async following(): Promise<string | null> {
    const page = await this.session.guard(() => this.api.queue("unowned", 100, 0, { stage: "new" })).catch(() => null);
    return page?.rows.find((row) => row.may_open && !this.seen.has(row.case_id))?.case_id ?? null;
  }
}

export const idOf = (step: Step): string => `${step.key} ${step.row ?? ""}`;
