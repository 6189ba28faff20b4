// Whether the desk answers. One failed call is a hiccup, two in a row are a lost connection: shown, and tried again.

export class Connection {
  lostSinceMs = $state<number | null>(null);
  private failures = 0;
  private readonly now: () => number;

  constructor(now: () => number) {
    this.now = now;
  }

  report(reachable: boolean): void {
    this.failures = reachable ? 0 : this.failures + 1;
    if (reachable) this.lostSinceMs = null;
    else if (this.failures >= 2) this.lostSinceMs ??= this.now();
  }

  get lost(): boolean {
    return this.lostSinceMs !== null;
  }
}
