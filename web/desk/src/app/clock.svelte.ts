// The desk's clock as this page sees it: the browser's own clock plus the difference that the last pulse showed.
// Countdowns and "in 31 h" are drawn from it, so a wrong clock on a phone does not move a deadline.

export class DeskClock {
  nowMs = $state(0);
  private offsetMs = 0;
  private readonly localNow: () => number;

  constructor(localNow: () => number) {
    this.localNow = localNow;
    this.nowMs = localNow();
  }

  /// Takes over the time that the desk just told.
  adopt(deskTime: string): void {
    const ms = Date.parse(deskTime);
    if (Number.isNaN(ms)) return;
    const offset = ms - this.localNow();
    // The desk tells whole seconds: below two of them the difference is rounding and the way, not drift.
    if (Math.abs(offset - this.offsetMs) > 2_000) this.offsetMs = offset;
    this.tick();
  }

  tick(): void {
    this.nowMs = this.localNow() + this.offsetMs;
  }
}
