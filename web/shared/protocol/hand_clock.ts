// A clock for tests: whoever waits moves it.
import type { Clock } from "./turns.ts";

export interface HandClock extends Clock {
  set: (milliseconds: number) => void;
}

export function hand_clock(start = 0): HandClock {
  let at = start;
  return {
    now: () => at,
    // Two that wait at once wait until their own times, not one behind the other.
    wait: (milliseconds) => {
      const until = at + milliseconds;
      return Promise.resolve().then(() => void (at = Math.max(at, until)));
    },
    set: (milliseconds) => void (at = milliseconds),
  };
}
