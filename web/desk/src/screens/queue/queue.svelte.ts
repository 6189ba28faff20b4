// The queue as loaded so far: one view, its rows in the desk's order, and the counts of all views.
// The order is the desk's alone; nothing is sorted here.
import type { DeskApi } from "../../api/desk_api.ts";
import { asFailure, type Failure } from "../../api/failure.ts";
import type { QueueCounts, QueueRow, QueueView, Section } from "../../api/types.ts";
import type { DeskClock } from "../../app/clock.svelte.ts";
import type { Session } from "../../app/session.svelte.ts";

/// Rows asked for at once; the desk allows 500.
export const kPageRows = 200;

export interface Band {
  readonly section: Section;
  readonly rows: readonly QueueRow[];
}

export class QueueStore {
  view = $state<QueueView>("unowned");
  rows = $state.raw<readonly QueueRow[]>([]);
  counts = $state.raw<QueueCounts>({ mine: 0, owed: 0, unowned: 0, waiting: 0, all: 0 });
  total = $state(0);
  state = $state<"empty" | "loading" | "ready" | "failed">("empty");
  failure = $state.raw<Failure | null>(null);
  selectedId = $state<string | null>(null);
  /// How many rows the last refresh brought that were not there before; read by the announcer.
  arrived = $state.raw<{ count: number; serial: number }>({ count: 0, serial: 0 });
  counter = 0;
  private asked = 0;
  private readonly api: DeskApi;
  private readonly session: Session;
  private readonly clock: DeskClock;

  constructor(api: DeskApi, session: Session, clock: DeskClock) {
    this.api = api;
    this.session = session;
    this.clock = clock;
  }

  /// Rows that belong under one heading, in the order in which the desk gave them.
  bands = $derived.by<readonly Band[]>(() => {
    const bands = new Map<Section, QueueRow[]>();
    for (const row of this.rows) {
      const band = bands.get(row.section);
      if (band === undefined) bands.set(row.section, [row]);
      else band.push(row);
    }
    return [...bands].map(([section, rows]) => ({ section, rows }));
  });

  async show(view: QueueView): Promise<void> {
    if (view !== this.view) {
      this.view = view;
      this.rows = [];
      this.total = 0;
      this.selectedId = null;
    }
    if (this.rows.length === 0) this.state = "loading";
    await this.refresh();
  }

  /// The view to begin with: mine while somebody waits there for an answer of mine, otherwise what nobody has taken.
  async first(): Promise<void> {
    const asked = this.asked;
    const page = await this.session.guard(() => this.api.queue("mine", 1, 0)).catch(() => null);
    if (asked === this.asked) await this.show(page !== null && page.counts.owed > 0 ? "mine" : "unowned");
  }

  /// Loads again as many rows as are shown; keeps the old ones when the desk does not answer.
  async refresh(): Promise<void> {
    await this.load(Math.max(this.rows.length, kPageRows));
  }

  async loadMore(): Promise<void> {
    if (this.state === "ready" && this.rows.length < this.total) await this.load(this.rows.length + kPageRows);
  }

  private async load(wanted: number): Promise<void> {
    const asked = ++this.asked;
    const view = this.view;
    try {
      // Between two pages the list can move by a row: each case stands once, where it was first.
      const rows = new Map<string, QueueRow>();
      for (let offset = 0; ; ) {
        const limit = Math.min(wanted - offset, 500);
        const page = await this.session.guard(() => this.api.queue(view, limit, offset));
        if (asked !== this.asked) return;
        for (const row of page.rows) if (!rows.has(row.case_id)) rows.set(row.case_id, row);
        offset += page.rows.length;
        this.clock.adopt(page.now);
        this.counter = page.counter;
        this.counts = page.counts;
        this.total = page.total;
        if (offset >= wanted || page.rows.length < limit) break;
      }
      this.accept([...rows.values()]);
    } catch (error) {
      if (asked !== this.asked) return;
      this.failure = asFailure(error);
      if (this.rows.length === 0) this.state = "failed";
    }
  }

  private accept(rows: readonly QueueRow[]): void {
    if (this.state === "ready") {
      const known = new Set(this.rows.map((row) => row.case_id));
      const count = rows.filter((row) => !known.has(row.case_id) && row.unread !== null && row.unread > 0).length;
      if (count > 0 && rows.length <= this.rows.length + count) {
        this.arrived = { count, serial: this.arrived.serial + 1 };
      }
    }
    this.rows = rows;
    this.state = "ready";
    this.failure = null;
  }

  row(caseId: string): QueueRow | undefined {
    return this.rows.find((row) => row.case_id === caseId);
  }

  /// Moves the selection by `step` rows and returns it; stays inside the list.
  move(step: 1 | -1): string | null {
    if (this.rows.length === 0) return null;
    const at = this.rows.findIndex((row) => row.case_id === this.selectedId);
    const next = at < 0 ? 0 : Math.min(Math.max(at + step, 0), this.rows.length - 1);
    this.selectedId = this.rows[next]?.case_id ?? null;
    return this.selectedId;
  }

  wipe(): void {
    this.asked += 1;
    this.rows = [];
    this.total = 0;
    this.counts = { mine: 0, owed: 0, unowned: 0, waiting: 0, all: 0 };
    this.state = "empty";
    this.selectedId = null;
    this.failure = null;
  }
}
