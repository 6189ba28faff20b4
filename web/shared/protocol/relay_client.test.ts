// The calls against a scripted line: silence, cuts, and answers that stop in the middle. No real time passes.
import { expect, test } from "vitest";
import { RelayClient } from "./relay_client.ts";
import { Turns, type Clock } from "./turns.ts";

type Step = "silent" | "stops" | "cut" | { status: number; body: string };

/** A limit of time ends only when the line is silent; other waiting (before a retry) ends at once and is counted. */
function scripted(steps: Step[], limits_ms?: readonly number[]) {
  let at = 0;
  const limits: number[] = [];
  let late: (() => void) | undefined;
  const clock: Clock = {
    now: () => at,
    wait: (milliseconds, enough) => {
      if (!enough) {
        at += milliseconds;
        return Promise.resolve();
      }
      limits.push(milliseconds);
      return new Promise((resume) => {
        late = () => {
          at += milliseconds;
          resume();
        };
      });
    },
  };
  const aborted: boolean[] = [];
  const calls: string[] = [];
  let open = 0;
  const fetcher = (async (address: string, { signal }: RequestInit) => {
    open += 1;
    expect(open, "one connection at a time").toBe(1);
    const number = calls.push(address) - 1;
    signal?.addEventListener("abort", () => {
      open -= 1;
      aborted[number] = true;
    });
    const step = steps.shift() ?? "cut";
    if (step === "cut") throw new TypeError("cut");
    const never = (): Promise<never> => new Promise(() => queueMicrotask(() => late?.()));
    if (step === "silent") return never();
    if (step === "stops") return { status: 200, ok: true, arrayBuffer: never };
    return new Response(step.body, { status: step.status });
  }) as unknown as typeof fetch;
  const relay = new RelayClient("", fetcher, { turns: new Turns(clock), ...(limits_ms ? { limits_ms } : {}) });
  return { relay, calls, limits, aborted, now: () => at };
}

const ok = (body: string): Step => ({ status: 200, body });

test.each(["silent", "stops", "cut"] as const)("day keys: a line that is %s is ended and asked again", async (step) => {
  const { relay, calls, limits, aborted } = scripted([step, step, ok("keys")]);
  expect(await relay.day_keys()).toBe("keys");
  expect(calls).toEqual(["/v1/day-keys", "/v1/day-keys", "/v1/day-keys"]);
  expect(limits).toEqual([8_000, 16_000, 32_000]);
  expect(aborted.slice(0, 2), "its connection is closed").toEqual([true, true]);
});

test("three tries without an answer are no answer; a refusal is one and is not asked again", async () => {
  const dead = scripted(["silent", "cut", "stops", ok("too late")]);
  expect(await dead.relay.day_keys()).toBeUndefined();
  expect(dead.calls.length).toBe(3);
  const refused = scripted([{ status: 404, body: "not-found" }, ok("another")]);
  expect(await refused.relay.rosters_from(1)).toBe("");
  expect(refused.calls.length).toBe(1);
});

test("a put goes up once a call, is unreachable when it is late, and has more time the next time", async () => {
  const { relay, limits } = scripted(["silent", "stops", "silent", "silent", "silent", ok("stored"), ...Array<Step>(9).fill("silent")]);
  const blob = new Uint8Array(8);
  const answers = [];
  for (let i = 0; i < 15; i += 1) answers.push(await relay.put(20_000, blob));
  expect(answers).toEqual([...Array<string>(5).fill("unreachable"), "stored", ...Array<string>(9).fill("unreachable")]);
  // The one that came was quick: the next ones are given up sooner, and for longer.
  expect(limits).toEqual([16_000, 16_000, 16_000, 16_000, 32_000, 32_000, ...Array<number>(8).fill(4_000), 8_000]);
});

test("a proxy that answers with its own page is neither stored nor an answer", async () => {
  const page = ok("<!doctype html>Please log in");
  expect(await scripted([page]).relay.put(20_000, new Uint8Array(8))).toBe("strange");
  expect(await scripted([page]).relay.poll([], 0)).toBeUndefined();
  expect(await scripted([page]).relay.delete(new Uint8Array(32), [])).toBe(false);
});

test("calls at once wait for each other, and tries again are three a minute", async () => {
  const { relay, calls, now } = scripted(["cut", "cut", "cut", "cut", ok("a"), ok("b")]);
  expect(await Promise.all([relay.day_keys(), relay.rosters_from(1)])).toEqual(["a", "b"]);
  expect(calls.length).toBe(6);
  expect(now(), "the fourth waited for a minute to pass").toBeGreaterThanOrEqual(60_000);
});
