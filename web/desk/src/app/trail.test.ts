import { describe, expect, test } from "vitest";
import { Trail, type Place } from "./trail.ts";

class FakeHistory {
  readonly states: unknown[] = [null];
  at = 0;
  pushState = (state: unknown): void => {
    this.states.splice(this.at + 1, Infinity, state);
    this.at += 1;
  };
  replaceState = (state: unknown): void => void (this.states[this.at] = state);
  back = (): void => void (this.at -= 1);
  forward = (): void => void (this.at += 1);
}

const list: Place = { screen: "now", view: "unowned", caseId: null };
const open = (caseId: string): Place => ({ ...list, caseId });

describe("the browser's Back", () => {
  test("one entry for each opened case, with nothing in it but numbers", () => {
    const history = new FakeHistory();
    const trail = new Trail(history);
    trail.start(list);
    trail.go(open("0123456789abcdef0123456789abcdef"));
    trail.go(open("0123456789abcdef0123456789abcdef"));
    expect(history.states).toHaveLength(2);
    for (const state of history.states) expect(Object.values(state as object).every((value) => typeof value === "number")).toBe(true);
    expect(trail.backTo(list), "closing is the same as Back").toBe(true);
    expect(trail.arrived(history.states[history.at])).toEqual(list);
  });

  test("entries of an earlier session lead nowhere", () => {
    const history = new FakeHistory();
    const trail = new Trail(history);
    trail.start(list);
    trail.go(open("a"));
    const old = history.states[1];
    trail.forget();
    expect(trail.arrived(old)).toBeNull();
    trail.start(list);
    expect(trail.arrived(old)).toBeNull();
    for (const state of [null, "x", {}, { run: 1 }]) expect(trail.arrived(state)).toBeNull();
  });

  test("where Back would lead elsewhere, closing goes on instead", () => {
    const history = new FakeHistory();
    const trail = new Trail(history);
    trail.start(list);
    trail.go(open("a"));
    trail.go(open("b"));
    expect(trail.backTo(list)).toBe(false);
    expect(history.at).toBe(3);
  });
});
