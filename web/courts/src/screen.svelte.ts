// What the screen shows and does: the place in the list, the pair there, decisions and taking them back.
// The program has the truth; after each answer the screen shows what it said. One action at a time: a key that comes
// while one is under way does nothing, so that nobody decides a pair unseen.
import { Failure, type Figure, type Pair, type ReviewApi, type State, type Verdict } from "./api.ts";

/// The address behind '#': the place survives a reload.
export interface Address {
  read(): string;
  write(hash: string): void;
}

export type View = "pairs" | "figures";
/// What stands in the way of the whole screen.
export type Closed = "no-key" | "key-used" | "expired";

const kLetters: Readonly<Record<string, Verdict>> = { s: "same", d: "different", u: "unsure" };

export class ReviewScreen {
  state = $state.raw<State | null>(null);
  pair = $state.raw<Pair | null>(null);
  /// The pair shown; as large as the number of pairs: the end of the list.
  at = $state(0);
  view = $state<View>("pairs");
  closed = $state<Closed | null>(null);
  lost = $state(false);
  /// The code of what went wrong last, until the next action.
  failure = $state<string | null>(null);
  /// What was done last, to be heard; the number tells two equal ones apart.
  done = $state.raw<{ what: Verdict; serial: number } | null>(null);
  busy = $state(false);

  total = $derived(this.state?.verdicts.length ?? 0);
  counts = $derived({ same: this.countOf("s"), different: this.countOf("d"), unsure: this.countOf("u"), open: this.countOf(".") });
  verdict = $derived(this.verdictAt(this.at));

  private readonly api: ReviewApi;
  private readonly address: Address;

  constructor(api: ReviewApi, address: Address) {
    this.api = api;
    this.address = address;
  }

  async start(): Promise<void> {
    const hash = this.address.read();
    const key = /^#key=([0-9a-f]+)$/u.exec(hash)?.[1];
    if (key !== undefined) {
      this.address.write("");
      if (!(await this.enter(key))) return;
    } else if (!this.api.hasSession) {
      this.closed = "no-key";
      return;
    }
    await this.act(async () => {
      this.state = await this.api.state();
      if (hash === "#figures" && this.state.figures) this.view = "figures";
      const place = Number(/^#pair=(\d+)$/u.exec(hash)?.[1] ?? 0) - 1;
      await this.show(place >= 0 && place <= this.total ? place : this.openFrom(0));
    });
  }

  next = (): Promise<void> => this.act(() => this.show(Math.min(this.at + 1, this.total)));
  previous = (): Promise<void> => this.act(() => this.show(Math.max(this.at - 1, 0)));
  nextOpen = (): Promise<void> => this.act(() => this.show(this.openFrom(this.at + 1)));

  decide = (now: Verdict): Promise<void> =>
    this.act(async () => {
      const { pair } = this;
      if (pair === null) return;
      this.state = await this.api.decide(pair, this.verdict, now);
      this.say(now);
      await this.show(this.openFrom(this.at + 1));
    });

  undo = (): Promise<void> =>
    this.act(async () => {
      if ((this.state?.undo_steps ?? 0) === 0) return;
      const { place } = await this.api.undo();
      this.state = await this.api.state();
      this.say("undone");
      if (place !== null) await this.show(place);
    });

  reload = (): Promise<void> =>
    this.act(async () => {
      this.state = await this.api.reload();
      await this.show(this.openFrom(0));
    });

  figures(): Promise<readonly Figure[]> {
    return this.api.figures();
  }

  figure(name: string): Promise<Blob> {
    return this.api.figure(name);
  }

  look(view: View): void {
    this.view = view;
    this.failure = null;
    this.remember();
  }

  /// Asks whether anything changed: another screen's decisions, the files, the program itself.
  async pulse(): Promise<void> {
    if (this.busy || this.closed !== null) return;
    try {
      const state = await this.api.state();
      this.lost = false;
      if (this.busy) return;
      const other = this.state !== null && state.generation !== this.state.generation;
      this.state = state;
      if (other) await this.act(() => this.show(this.openFrom(0)));
    } catch (error) {
      this.fail(error);
    }
  }

  /// Runs one action; what it could not do is said, and nothing else changes.
  private async act(action: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.failure = null;
    try {
      await action();
      this.lost = false;
    } catch (error) {
      this.fail(error);
      if (this.failure === "conflict") this.state = await this.api.state().catch(() => this.state);
    } finally {
      this.busy = false;
    }
  }

  private async enter(key: string): Promise<boolean> {
    try {
      await this.api.enter(key);
      return true;
    } catch (error) {
      const code = error instanceof Failure ? error.code : "unexpected";
      // The address of this very tab, opened again.
      if (code === "denied" && this.api.hasSession) return true;
      if (code === "unreachable") this.lost = true;
      this.closed = "key-used";
      return false;
    }
  }

  private async show(at: number): Promise<void> {
    this.pair = at < this.total ? await this.api.pair(at) : null;
    this.at = at;
    this.remember();
  }

  private remember(): void {
    this.address.write(this.view === "figures" ? "#figures" : `#pair=${this.at + 1}`);
  }

  private say(what: Verdict): void {
    this.done = { what, serial: (this.done?.serial ?? 0) + 1 };
  }

  private fail(error: unknown): void {
    const code = error instanceof Failure ? error.code : "unexpected";
    if (code === "expired") this.closed = "expired";
    else if (code === "unreachable") this.lost = true;
    else this.failure = code;
  }

  private verdictAt(at: number): Verdict {
    return kLetters[this.state?.verdicts.charAt(at) ?? ""] ?? "undone";
  }

  private countOf(letter: string): number {
    return (this.state?.verdicts.split(letter).length ?? 1) - 1;
  }

  /// The first open pair from a place on, then from the start; the end of the list when there is none.
  private openFrom(at: number): number {
    const verdicts = this.state?.verdicts ?? "";
    const after = verdicts.indexOf(".", at);
    const any = after >= 0 ? after : verdicts.indexOf(".");
    return any >= 0 ? any : verdicts.length;
  }
}
