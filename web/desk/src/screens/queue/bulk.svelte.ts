// One act on several requests: take them, ask all of them the question that they wait for, each in the person's own
// language, or set a flood aside. One Undo takes all of it back. What cannot be done to one of them is counted and left as it was.
import type { DeskApi } from "../../api/desk_api.ts";
import { asFailure } from "../../api/failure.ts";
import type { QueueRow } from "../../api/types.ts";
import type { Session } from "../../app/session.svelte.ts";
import { newOperationId } from "../case/outgoing.svelte.ts";

export type BulkKind = "take" | "ask" | "aside";

/// So many at once at most: a person answers for each of them afterwards. Of what is set aside nobody is answered.
export const kBulkMax: Readonly<Record<BulkKind, number>> = { take: 50, ask: 50, aside: 500 };
/// Taking can be undone this long with one press; a reply leaves after its hold.
const kUndoMs = 30_000;

interface DoneToOne {
  readonly caseId: string;
  readonly took: boolean;
  readonly messageId: string | null;
  /// The act that set it aside.
  readonly asideId: string | null;
}

export interface Bulk {
  readonly kind: BulkKind;
  readonly total: number;
  readonly done: readonly DoneToOne[];
  /// Could not be: taken by somebody meanwhile, or not safe to write to.
  readonly left: number;
  readonly running: boolean;
  /// Until when it can be undone, by this browser's clock.
  readonly untilMs: number;
}

export class BulkActs {
  now = $state.raw<Bulk | null>(null);
  private stopped = false;
  private readonly api: DeskApi;
  private readonly session: Session;
  private readonly localNow: () => number;
  onChange: () => void = () => undefined;

  constructor(api: DeskApi, session: Session, localNow: () => number) {
    this.api = api;
    this.session = session;
    this.localNow = localNow;
  }

  get busy(): boolean {
    return this.now?.running === true;
  }

  async run(kind: BulkKind, rows: readonly QueueRow[]): Promise<void> {
    if (this.busy) return;
    this.stopped = false;
    const some = rows.slice(0, kBulkMax[kind]);
    this.now = { kind, total: some.length, done: [], left: 0, running: true, untilMs: Number.POSITIVE_INFINITY };
    for (const row of some) {
      if (this.stopped || this.now === null) break;
      const done = await this.one(kind, row);
      this.now = done === null ? { ...this.now, left: this.now.left + 1 } : { ...this.now, done: [...this.now.done, done] };
    }
    if (this.now !== null) this.now = { ...this.now, running: false, untilMs: this.localNow() + kUndoMs };
    this.onChange();
  }

  private async one(kind: BulkKind, row: QueueRow): Promise<DoneToOne | null> {
    const caseId = row.case_id;
    if (kind === "aside") return this.aside(row);
    try {
      if (!row.mine) await this.session.guard(() => this.api.take(caseId));
    } catch (error) {
      if (asFailure(error).endsSession) this.stopped = true;
      return null;
    }
    if (kind === "take") return { caseId, took: !row.mine, messageId: null, asideId: null };
    try {
      // Never with the tick for a phone that others see: whoever said so is asked one by one.
      const answer = await this.session.guard(() => this.api.reply(caseId, row.question ?? "", {}, newOperationId()));
      return { caseId, took: !row.mine, messageId: answer.message_id, asideId: null };
    } catch {
      if (!row.mine) await this.session.guard(() => this.api.giveBack(caseId, "")).catch(() => undefined);
      return null;
    }
  }

  /// Nobody opens it: one who has written again since the row was shown stays in the list.
  private async aside({ case_id: caseId, unread }: QueueRow): Promise<DoneToOne | null> {
    const asideId = newOperationId();
    try {
      await this.session.guard(() => this.api.setAside(caseId, { as: "provocation", operation_id: asideId, ...(unread === null ? {} : { unread }) }));
      return { caseId, took: false, messageId: null, asideId };
    } catch (error) {
      if (asFailure(error).endsSession) this.stopped = true;
      return null;
    }
  }

  /// Stops what still runs, then takes back what was done. @return how many could not be taken back
  async undo(): Promise<number> {
    const all = this.now;
    if (all === null) return 0;
    this.stopped = true;
    this.now = null;
    let failed = 0;
    for (const { caseId, took, messageId, asideId } of all.done) {
      try {
        if (asideId !== null) await this.session.guard(() => this.api.undoEnd(caseId, asideId));
        if (messageId !== null) await this.session.guard(() => this.api.undoReply(caseId, messageId));
        if (took) await this.session.guard(() => this.api.giveBack(caseId, ""));
      } catch {
        failed += 1;
      }
    }
    this.onChange();
    return failed;
  }

  /// Once a second.
  tick(): void {
    if (this.now !== null && this.now.untilMs <= this.localNow()) this.now = null;
  }

  wipe(): void {
    this.stopped = true;
    this.now = null;
  }
}
