import { expect, test } from "vitest";
import { hand_clock } from "./hand_clock.ts";
import { Turns } from "./turns.ts";

test("one after the other, in the order of asking, also behind one that fails", async () => {
  const turns = new Turns();
  const seen: string[] = [];
  let open = 0;
  const work = (name: string, fails: boolean) => async (): Promise<string> => {
    open += 1;
    expect(open).toBe(1);
    await Promise.resolve();
    seen.push(name);
    open -= 1;
    if (fails) throw new Error(name);
    return name;
  };
  const all = await Promise.allSettled([turns.turn(work("a", false)), turns.turn(work("b", true)), turns.turn(work("c", false))]);
  expect(seen).toEqual(["a", "b", "c"]);
  expect(all.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
});

test("three retries at once, and never more than three in any minute", async () => {
  const clock = hand_clock();
  const turns = new Turns(clock);
  const began: number[] = [];
  for (let i = 0; i < 9; i += 1) {
    await turns.before_retry();
    began.push(clock.now());
  }
  expect(began.slice(0, 3)).toEqual([0, 0, 0]);
  for (const at of began) expect(began.filter((other) => other >= at && other < at + 60_000).length).toBeLessThanOrEqual(3);
  expect(began[8]).toBe(120_000);
});

test("two that wait at once are still three a minute", async () => {
  const clock = hand_clock();
  const turns = new Turns(clock);
  const began: number[] = [];
  const one = async (): Promise<void> => {
    for (let i = 0; i < 4; i += 1) {
      await turns.before_retry();
      began.push(clock.now());
    }
  };
  await Promise.all([one(), one()]);
  for (const at of began) expect(began.filter((other) => other >= at && other < at + 60_000).length).toBeLessThanOrEqual(3);
});

test("a clock that is set back holds nobody for hours", async () => {
  const clock = hand_clock(10_000_000_000);
  const turns = new Turns(clock);
  for (let i = 0; i < 3; i += 1) await turns.before_retry();
  clock.set(0);
  await turns.before_retry();
  expect(clock.now()).toBe(0);
});
