// The calls against a scripted line: silence, cuts, and answers that stop in the middle. No real time passes.
import { expect, test } from "vitest";
import { RelayClient } from "./relay_client.ts";
import { delete_replies, poll } from "./polling.ts";
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
  const bodies: Uint8Array[] = [];
  let open = 0;
  const fetcher = (async (address: string, { signal, body }: RequestInit) => {
    open += 1;
    if (body instanceof Uint8Array) bodies.push(body);
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
  return { relay, calls, bodies, limits, aborted, now: () => at };
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

const kWhole = Uint8Array.from({ length: 8_192 }, (_, i) => i >> 12);
const which = (bodies: readonly Uint8Array[]): (number | undefined)[] => bodies.map((body) => body[16]);

test("two halves of one size, each once where the line is good", async () => {
  const { relay, bodies } = scripted([ok("first"), ok("stored")]);
  expect(await relay.put(20_000, kWhole)).toBe("stored");
  expect(bodies.map((body) => body.length)).toEqual([4_113, 4_113]);
  expect(bodies.map((body) => [body[16], body[17], body.at(-1)])).toEqual([[0, 0, 0], [1, 1, 1]]);
});

test("where a half has no answer a short question follows, and only what is missing goes up", async () => {
  const came = scripted(["silent", ok("first"), "cut", ok("stored")]);
  expect(await came.relay.put(20_000, kWhole)).toBe("stored");
  expect(which(came.bodies), "the answers were lost, not the halves").toEqual([0, 2, 1, 2]);
  expect(came.bodies[1]?.length).toBe(17);
  const lost = scripted(["silent", ok("none"), ok("first"), "stops", ok("first"), ok("stored")]);
  expect(await lost.relay.put(20_000, kWhole)).toBe("stored");
  expect(which(lost.bodies)).toEqual([0, 2, 0, 1, 2, 1]);
});

test("where the question has no answer either, the call ends, the next one goes on, with more time after each fourth", async () => {
  const { relay, limits, bodies } = scripted([ok("first"), ...Array<Step>(12).fill("silent"), ok("stored")]);
  const answers = [];
  for (let i = 0; i < 7; i += 1) answers.push(await relay.put(20_000, kWhole));
  expect(answers).toEqual([...Array<string>(6).fill("unreachable"), "stored"]);
  expect(which(bodies)).toEqual([0, ...Array.from({ length: 12 }, (_, i) => 1 + (i % 2)), 1]);
  // The one that came was quick: the next ones are given up sooner, and for longer.
  expect(limits).toEqual([8_000, ...Array<number>(8).fill(600), ...Array<number>(5).fill(1_200)]);
});

test("a relay that forgets the first half is given it again, and is busy when it goes on forgetting", async () => {
  const gone = scripted([ok("first"), ok("second"), ok("stored")]);
  expect(await gone.relay.put(20_000, kWhole)).toBe("stored");
  expect(which(gone.bodies)).toEqual([0, 1, 0]);
  const liar = scripted(Array<Step>(20).fill(ok("none")));
  expect(await liar.relay.put(20_000, kWhole)).toBe("busy");
  expect(liar.calls.length).toBe(12);
});

test("a proxy that answers with its own page is neither stored nor an answer", async () => {
  const page = ok("<!doctype html>Please log in");
  expect(await scripted([page]).relay.put(20_000, new Uint8Array(8))).toBe("strange");
  expect(await poll(scripted([page]).relay, [], 0)).toBeUndefined();
  expect(await delete_replies(scripted([page]).relay, new Uint8Array(32), [])).toBe(false);
});

test("calls at once wait for each other, and tries again are three a minute", async () => {
  const { relay, calls, now } = scripted(["cut", "cut", "cut", "cut", ok("a"), ok("b")]);
  expect(await Promise.all([relay.day_keys(), relay.rosters_from(1)])).toEqual(["a", "b"]);
  expect(calls.length).toBe(6);
  expect(now(), "the fourth waited for a minute to pass").toBeGreaterThanOrEqual(60_000);
});
