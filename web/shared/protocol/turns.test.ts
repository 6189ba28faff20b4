import { expect, test } from "vitest";
import { hand_clock, type HandClock } from "./hand_clock.ts";
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

/** Connections that fail or not, as told, one after the other. @return when each began */
async function connections(turns: Turns, clock: HandClock, whole: readonly boolean[], took = 0): Promise<number[]> {
  const began: number[] = [];
  for (const came of whole) {
    await turns.turn(() => turns.connection(async () => {
      began.push(clock.now());
      await clock.wait(took);
    }, () => came));
  }
  return began;
}
const most_in_a_minute = (began: readonly number[]): number => Math.max(...began.map((at) => began.filter((other) => other >= at && other < at + 60_000).length));

test("where nothing ever comes, four begin at once, and never more in any minute", async () => {
  const clock = hand_clock();
  const began = await connections(new Turns(clock), clock, Array<boolean>(12).fill(false));
  expect(began.slice(0, 4)).toEqual([0, 0, 0, 0]);
  expect(most_in_a_minute(began)).toBe(4);
  expect(began[11]).toBe(120_000);
});

test("the page's own connection is one of the four, and six after it resume", async () => {
  const clock = hand_clock();
  const began = await connections(new Turns(clock, 500), clock, Array<boolean>(10).fill(false));
  expect(began).toEqual([...Array<number>(9).fill(0), 60_000]);
});

test("what follows something whole resumes and waits for nobody; what fails seven times may not", async () => {
  const clock = hand_clock();
  const turns = new Turns(clock, 500);
  expect(await connections(turns, clock, Array<boolean>(50).fill(true))).toEqual(Array<number>(50).fill(0));
  const failing = (count: number): boolean[] => Array<boolean>(count).fill(false);
  // After the page the seventh and the eighth are the next of the minute that resume nothing, the fifteenth is the last.
  const began = await connections(turns, clock, [...failing(7), true, ...failing(6), true, ...failing(6), true]);
  expect(began).toEqual([...Array<number>(21).fill(0), 60_000]);
});

test("two that wait at once are still four a minute", async () => {
  const clock = hand_clock();
  const turns = new Turns(clock);
  const began = (await Promise.all([0, 1].map(() => connections(turns, clock, Array<boolean>(5).fill(false))))).flat();
  expect(most_in_a_minute(began)).toBe(4);
});

test("a clock that is set back holds nobody for hours", async () => {
  const clock = hand_clock(10_000_000_000);
  const turns = new Turns(clock);
  await connections(turns, clock, Array<boolean>(4).fill(false));
  expect(turns.held_ms()).toBe(60_000);
  clock.set(0);
  expect(turns.held_ms()).toBe(0);
});

test("a line that has been quick is given up sooner at first, one that is slow or unknown is not", async () => {
  const clock = hand_clock();
  const always = [8_000, 16_000];
  const turns = new Turns(clock);
  expect(turns.limits_ms(always)).toEqual(always);
  await connections(turns, clock, [true], 300);
  expect(turns.limits_ms(always)).toEqual([1_050, 1_050, 1_050, 2_100, 2_100, ...always]);
  await connections(turns, clock, [false, true], 1_500);
  expect(turns.limits_ms(always), "the slowest of the last counts").toEqual([2_850, 2_850, 2_850, 5_700, 5_700, ...always]);
  await connections(turns, clock, [true], 5_000);
  expect(turns.limits_ms(always)).toEqual(always);
  expect(turns.quick_ms(8_000)).toBe(8_000);
});
