import { expect, test } from "vitest";
import { Latest } from "./latest.ts";

/// A question whose answer is given by hand.
function question<T>(): { ask: () => Promise<T>; answer: (value: T) => void; fail: () => void; asked: () => number } {
  let answer: (value: T) => void = () => undefined;
  let fail: () => void = () => undefined;
  let asked = 0;
  const promise = new Promise<T>((resolve, reject) => ((answer = resolve), (fail = () => reject(new Error("lost")))));
  return { ask: () => ((asked += 1), promise), answer: (value) => answer(value), fail: () => fail(), asked: () => asked };
}

test("one at a time, the newest next, those in between never", async () => {
  const latest = new Latest();
  const [first, second, third] = [question<string>(), question<string>(), question<string>()];
  const seen: string[] = [];
  const all = [first, second, third].map(({ ask }) => latest.of(ask, (answer) => seen.push(answer), () => seen.push("failed")));
  expect([first.asked(), second.asked(), third.asked()]).toEqual([1, 0, 0]);
  first.answer("one");
  third.answer("three");
  await Promise.all(all);
  expect([second.asked(), third.asked()]).toEqual([0, 1]);
  expect(seen).toEqual(["three"]);
});

test("what was dropped is not shown, and a failure is", async () => {
  const latest = new Latest();
  const [dropped, lost] = [question<string>(), question<string>()];
  const seen: string[] = [];
  const one = latest.of(dropped.ask, (answer) => seen.push(answer), () => seen.push("failed"));
  latest.drop();
  dropped.answer("late");
  await one;
  expect(seen).toEqual([]);
  const two = latest.of(lost.ask, (answer) => seen.push(answer), () => seen.push("failed"));
  lost.fail();
  await two;
  expect(seen).toEqual(["failed"]);
});
