// How a test waits for an outcome: it looks again and again, with a limit that only broken code needs. script/checks/sleeps.mjs
// refuses any other sleep in a test without a reason beside it.
const kPatienceMs = 120_000;
const kBetweenLooksMs = 50;
const kRestMs = 200;

const pause = (ms: number): Promise<void> => new Promise((resume) => setTimeout(resume, ms)); // sleep: between two looks

/** Looks until `look` gives something else than undefined and false. Throws after two minutes: "never: <what>". */
export async function until<T>(what: string | (() => string), look: () => T | undefined | false | Promise<T | undefined | false>, patience_ms = kPatienceMs): Promise<T> {
  const end = Date.now() + patience_ms;
  for (;;) {
    const seen = await look();
    if (seen !== undefined && seen !== false) return seen;
    if (Date.now() > end) throw new Error(`never: ${typeof what === "string" ? what : what()}`);
    await pause(kBetweenLooksMs);
  }
}

/** What `look` gives once it gives the same twice, a moment apart; undefined is never at rest. */
export async function at_rest<T>(what: string, look: () => T | Promise<T>, rest_ms = kRestMs): Promise<T> {
  let before: string | undefined;
  return (await until(`${what} at rest`, async () => {
    const now = await look();
    const same = now !== undefined && JSON.stringify(now) === before;
    before = JSON.stringify(now);
    if (same) return { now };
    await pause(rest_ms);
    return undefined;
  })).now;
}
