// The queue as loaded so far: one view, its rows in the desk's order, and the counts of all views.
// The order is the desk's alone; nothing is sorted here.
import type { DeskApi } from "../../api/desk_api.ts";
import { asFailure, type Failure } from "../../api/failure.ts";
import { SvelteSet } from "svelte/reactivity";
import type { Facets, Present, QueueCounts, QueueFilter, QueueRow, QueueView, Section } from "../../api/types.ts";
import { countOf, folded, foldKey, type Fold, type Item } from "./alike.ts";
import { kBulkMax, type BulkKind } from "./bulk.svelte.ts";
import type { DeskClock } from "../../app/clock.svelte.ts";
import type { Session } from "../../app/session.svelte.ts";

/// Rows asked for at once; the desk allows 500.
export const kPageRows = 200;

export interface Band {
  readonly section: Section;
  /// Of requests; a fold has several.
  readonly count: number;
  readonly items: readonly Item[];
}

/// A view with its filter, kept for this session: in this memory alone, so that nothing of it lies on the device.
export interface SavedView {
  readonly view: QueueView;
  readonly filter: QueueFilter;
}

/// A load on its way; `again`: something has happened since it began.
interface Loading {
  readonly view: QueueView;
  readonly filter: QueueFilter;
  again: boolean;
  done: Promise<void>;
}

const kNoFacets: Facets = { languages: [], clocks: [], stages: [], self: 0, other: 0, us: 0, them: 0, yesterday: 0, late: { lead: 0, coordinator: 0, broken: 0 } };
const sameFilter = (a: QueueFilter, b: QueueFilter): boolean => JSON.stringify(Object.entries(a).toSorted()) === JSON.stringify(Object.entries(b).toSorted());

export class QueueStore {
  view = $state<QueueView>("unowned");
  filter = $state.raw<QueueFilter>({});
  facets = $state.raw<Facets>(kNoFacets);
  saved = $state.raw<readonly SavedView[]>([]);
  /// On a phone the chips are shown when they are wanted.
  chipsShown = $state(false);
  rows = $state.raw<readonly QueueRow[]>([]);
  /// Whoever has waited longest, where the first rows do not show it.
  oldest = $state.raw<QueueRow | null>(null);
  /// Folds that somebody has opened.
  readonly unfolded = new SvelteSet<string>();
  /// Who else is where.
  present = $state.raw<readonly Present[]>([]);
  counts = $state.raw<QueueCounts>({ mine: 0, owed: 0, unowned: 0, waiting: 0, closed: 0, all: 0 });
  total = $state(0);
  state = $state<"empty" | "loading" | "ready" | "failed">("empty");
  failure = $state.raw<Failure | null>(null);
  selectedId = $state<string | null>(null);
  /// How many rows the last refresh brought that were not there before; read by the announcer.
  arrived = $state.raw<{ count: number; serial: number }>({ count: 0, serial: 0 });
  counter = 0;
  private asked = 0;
  private wanted = kPageRows;
  private loading: Loading | null = null;
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
    return [...bands].map(([section, rows]) => ({ section, count: rows.reduce((sum, row) => sum + countOf(row), 0), items: this.filter.wave === undefined ? folded(rows, this.unfolded) : rows.map((row) => ({ row })) }));
  });

  /// The lines of the list, as the keyboard walks them: a fold is one, by its first request.
  lines = $derived.by<readonly QueueRow[]>(() =>
    this.bands.flatMap(({ items }) => items.flatMap((item) => ("row" in item ? [item.row] : item.fold.rows.slice(0, 1)))));

  /// The fold whose first request this is.
  fold(caseId: string | null): Fold | null {
    for (const { items } of this.bands) for (const item of items) if ("fold" in item && item.fold.rows[0]?.case_id === caseId) return item.fold;
    return null;
  }

  /// What a fold stands for: its rows, or the first of a wave as the desk lists them.
  async rowsOf({ wave, rows }: Fold, kind: BulkKind): Promise<readonly QueueRow[]> {
    if (wave === null) return rows;
    const page = await this.session.guard(() => this.api.queue(this.view, kBulkMax[kind], 0, { ...this.filter, wave })).catch(() => null);
    return page?.rows ?? [];
  }

  /// Shows a fold's rows in its place. @return of a wave of the desk, the filter under which it has a list of its own
  unfold(caseId: string): QueueFilter | null {
    const wave = this.fold(caseId)?.wave ?? null;
    if (wave !== null) return { ...this.filter, wave };
    const row = this.row(caseId);
    if (row !== undefined) this.unfolded.add(foldKey(row));
    return null;
  }

  /// How many requests the view has, as far as it is known: a wave is one line of many.
  get requests(): number {
    return this.filtered ? Math.max(this.total, this.rows.reduce((sum, row) => sum + countOf(row), 0)) : this.counts[this.view];
  }

  get filtered(): boolean {
    return Object.keys(this.filter).length > 0;
  }

  /// Whether the view at hand is among those that were kept.
  get isSaved(): boolean {
    return this.saved.some((one) => one.view === this.view && sameFilter(one.filter, this.filter));
  }

  keep(): void {
    if (this.filtered && !this.isSaved) this.saved = [...this.saved, { view: this.view, filter: this.filter }];
  }

  unkeep(view: SavedView): void {
    this.saved = this.saved.filter((one) => one !== view);
  }

  async show(view: QueueView, filter: QueueFilter = view === this.view ? this.filter : {}): Promise<void> {
    if (view !== this.view || !sameFilter(filter, this.filter)) {
      this.view = view;
      this.filter = filter;
      this.rows = [];
      this.total = 0;
      this.wanted = kPageRows;
      this.selectedId = null;
      this.oldest = null;
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

  /// Loads again as many rows as are wanted; keeps the old ones when the desk does not answer. What is being loaded comes
  /// first: on a slow line refreshes that overtook each other would bring nothing at all. Done when a load that began
  /// after the call is.
  refresh(): Promise<void> {
    const { loading } = this;
    if (loading !== null && loading.view === this.view && sameFilter(loading.filter, this.filter)) {
      loading.again = true;
      return loading.done;
    }
    const next: Loading = { view: this.view, filter: this.filter, again: true, done: Promise.resolve() };
    this.loading = next;
    this.asked += 1;
    next.done = this.run(next);
    return next.done;
  }

  /// Also asked for while the list is loaded anew: then it comes with the next one.
  async loadMore(): Promise<void> {
    if (this.state !== "ready" || this.rows.length >= this.total) return;
    this.wanted = this.rows.length + kPageRows;
    await this.refresh();
  }

  private async run(loading: Loading): Promise<void> {
    while (loading.again && loading === this.loading) {
      loading.again = false;
      await this.load(loading);
    }
    if (loading === this.loading) this.loading = null;
  }

  private async load(loading: Loading): Promise<void> {
    const { view, filter } = loading;
    const wanted = Math.max(this.wanted, this.rows.length);
    try {
      // Between two pages the list can move by a row: each case stands once, where it was first.
      const rows = new Map<string, QueueRow>();
      for (let offset = 0; ; ) {
        const limit = Math.min(wanted - offset, 500);
        const page = await this.session.guard(() => this.api.queue(view, limit, offset, filter));
        if (loading !== this.loading) return;
        for (const row of page.rows) if (!rows.has(row.case_id)) rows.set(row.case_id, row);
        offset += page.rows.length;
        this.clock.adopt(page.now);
        this.counter = page.counter;
        this.counts = page.counts;
        this.facets = page.facets;
        this.oldest = page.oldest;
        this.total = page.total;
        if (offset >= wanted || page.rows.length < limit) break;
      }
      this.accept([...rows.values()]);
    } catch (error) {
      if (loading !== this.loading) return;
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
    const { lines } = this;
    if (lines.length === 0) return null;
    const at = lines.findIndex((row) => row.case_id === this.selectedId);
    const next = at < 0 ? 0 : Math.min(Math.max(at + step, 0), lines.length - 1);
    this.selectedId = lines[next]?.case_id ?? null;
    return this.selectedId;
  }

  wipe(): void {
    this.asked += 1;
    this.loading = null;
    this.wanted = kPageRows;
    this.rows = [];
    this.oldest = null;
    this.facets = kNoFacets;
    this.filter = {};
    this.saved = [];
    this.present = [];
    this.unfolded.clear();
    this.chipsShown = false;
    this.total = 0;
    this.counts = { mine: 0, owed: 0, unowned: 0, waiting: 0, closed: 0, all: 0 };
    this.state = "empty";
    this.selectedId = null;
    this.failure = null;
  }
}
