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

/** With the connection that a minute begins with: four. */
export const kRetriesAMinute = 3;
const kMinuteMilliseconds = 60_000;

export class Turns {
  readonly clock: Clock;
  #last: Promise<unknown> = Promise.resolve();
  #retries: number[] = [];

  constructor(clock: Clock = kRealClock) {
    this.clock = clock;
  }

  /** Does the work when all that was asked for before has ended, well or not. */
  turn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(work, work);
    this.#last = mine.catch(() => undefined);
    return mine;
  }

  /** To be awaited before something is asked for again after no answer came; holds nobody else up. */
  async before_retry(): Promise<void> {
    const { now, wait } = this.clock;
    // A clock that was set back must not hold anybody for hours.
    const recent = (): number[] => this.#retries.filter((at) => Math.abs(now() - at) < kMinuteMilliseconds);
    for (let held = recent(); held.length >= kRetriesAMinute; held = recent()) await wait((held[0] ?? 0) + kMinuteMilliseconds - now());
    this.#retries = [...recent(), now()];
  }
}
