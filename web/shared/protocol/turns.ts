// One connection at a time, and retries that leave the line alone. Some lines fall silent after 25 packets of one connection
// and drop what opens many connections in a short time (docs/spec/lines.md), so everything a page asks for goes through one of these.

export interface Clock {
  now: () => number;
  /** @param enough ends the waiting early */
  wait: (milliseconds: number, enough?: AbortSignal) => Promise<void>;
}

export const kRealClock: Clock = {
  now: Date.now,
  wait: (milliseconds, enough) =>
    new Promise((resume) => {
      const timer = setTimeout(resume, milliseconds);
      enough?.addEventListener("abort", () => {
        clearTimeout(timer);
        resume();
      });
    }),
};

/** Connections in any minute that can resume no TLS session. */
export const kFreshAMinute = 4;
const kMinuteMilliseconds = 60_000;
/**
 * So many in a row are taken to resume after something came whole. A connection that falls silent after 15 packets has brought a new
 * ticket by then for the one that it has used (docs/measurements.md); what breaks earlier has not, and two are all that browsers keep.
 */
const kResumedInARow = 6;
/** On a line that has been quick silence is taken for one sooner: after half as much again as the slowest of the last answers took, and something for one packet that is sent again. */
const kAgainMilliseconds = 600;
const kTimesSlowest = 1.5;
const kTimesKept = 4;

export class Turns {
  readonly clock: Clock;
  #last: Promise<unknown> = Promise.resolve();
  #fresh: number[] = [];
  #tickets = 0;
  #took: number[] = [];

  /** @param page_took milliseconds in which the page itself came over this line, on a connection that resumed nothing */
  constructor(clock: Clock = kRealClock, page_took?: number) {
    this.clock = clock;
    if (page_took === undefined) return;
    this.#fresh = [clock.now()];
    this.#came(page_took);
  }

  /** Does the work when all that was asked for before has ended, well or not. */
  turn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(work, work);
    this.#last = mine.catch(() => undefined);
    return mine;
  }

  /** One connection; only within a turn. Waits for the minute to pass in which the fourth began that may have resumed nothing. @param whole whether all came */
  async connection<T>(work: () => Promise<T>, whole: (outcome: T) => boolean): Promise<T> {
    const { now, wait } = this.clock;
    for (let held = this.held_ms(); held > 0; held = this.held_ms()) await wait(held);
    if (this.#tickets > 0) this.#tickets -= 1;
    else this.#fresh = [...this.#recent(), now()];
    const began = now();
    const outcome = await work();
    if (whole(outcome)) this.#came(Math.max(0, now() - began));
    return outcome;
  }

  /** Milliseconds until a connection may begin. */
  held_ms(): number {
    const recent = this.#recent();
    return this.#tickets > 0 || recent.length < kFreshAMinute ? 0 : (recent[0] ?? 0) + kMinuteMilliseconds - this.clock.now();
  }

  /** For how long one answer is waited for, if it is quicker than `most_ms`. */
  quick_ms(most_ms: number): number {
    return this.#took.length === 0 ? most_ms : Math.min(most_ms, kAgainMilliseconds + kTimesSlowest * Math.max(...this.#took));
  }

  /** One limit for each try: those that are always given, and before them shorter ones on a line that has been quick. */
  limits_ms(always: readonly number[]): readonly number[] {
    const quick = this.quick_ms(Infinity);
    return [...[quick, quick, quick, 2 * quick, 2 * quick].filter((limit) => limit < (always[0] ?? 0)), ...always];
  }

  // A clock that was set back must not hold anybody for hours.
  #recent(): number[] {
    return this.#fresh.filter((at) => Math.abs(this.clock.now() - at) < kMinuteMilliseconds);
  }

  #came(took: number): void {
    this.#tickets = kResumedInARow;
    this.#took = [...this.#took, took].slice(-kTimesKept);
  }
}
