// The browser's Back: one entry for each view and each opened case, all with the same address and nothing in them but a
// number. What the numbers mean is in this memory only and gone with the session.
import type { QueueView } from "../api/types.ts";

export interface Place {
  readonly screen: "now" | "docket" | "print" | "library" | "numbers" | "log" | "health" | "staff";
  readonly view: QueueView;
  readonly caseId: string | null;
}

/// What of window.history is used, so that a test can hand in its own.
export type Entries = Pick<History, "pushState" | "replaceState" | "back" | "forward">;

const same = (a: Place | undefined, b: Place): boolean => a?.screen === b.screen && a.view === b.view && a.caseId === b.caseId;

export class Trail {
  private places: Place[] = [];
  private at = 0;
  /// Tells entries of this session from those of one before.
  private run = 0;
  private readonly entries: Entries | null;

  constructor(entries: Entries | null) {
    this.entries = entries;
  }

  start(place: Place): void {
    this.run = Math.floor(Math.random() * 0x7fffffff);
    this.places = [place];
    this.at = 0;
    this.entries?.replaceState({ run: this.run, at: 0 }, "");
  }

  go(place: Place): void {
    if (this.places.length === 0 || same(this.places[this.at], place)) return;
    this.places = [...this.places.slice(0, this.at + 1), place];
    this.at += 1;
    this.entries?.pushState({ run: this.run, at: this.at }, "");
  }

  /// Goes to `place` the way that Back would if it leads there. @return whether the browser will say so by itself
  backTo(place: Place): boolean {
    if (this.entries !== null && this.at > 0 && same(this.places[this.at - 1], place)) {
      this.entries.back();
      return true;
    }
    this.go(place);
    return false;
  }

  /// The browser went to an entry. @return where that is; null for an entry of another session
  arrived(state: unknown): Place | null {
    if (typeof state !== "object" || state === null || !("run" in state) || !("at" in state)) return null;
    const place = state.run === this.run && typeof state.at === "number" ? this.places[state.at] : undefined;
    if (place === undefined) return null;
    this.at = state.at as number;
    return place;
  }

  /// Undoes a Back that only closed a window.
  stay(): void {
    this.entries?.forward();
  }

  forget(): void {
    this.places = [];
    this.at = 0;
    this.run = 0;
  }
}
