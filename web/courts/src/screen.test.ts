// The state of the screen over a program made of a few lines: places, decisions, undo, and what goes wrong.
import { beforeEach, describe, expect, test } from "vitest";
import { ReviewApi } from "./api.ts";
import { ReviewScreen } from "./screen.svelte.ts";

const kLetters: Readonly<Record<string, string>> = { undone: ".", same: "s", different: "d", unsure: "u" };
const kWords: Readonly<Record<string, string>> = { ".": "undone", s: "same", d: "different", u: "unsure" };

/// As src/courts/review answers.
class FakeProgram {
  verdicts = "....";
  key = "a1";
  steps: { at: number; before: string }[] = [];
  down = false;
  refuses: string | null = null;
  calls: string[] = [];

  fetch: typeof fetch = (input, init) => {
    const path = String(input);
    this.calls.push(`${init?.method ?? "GET"} ${path}`);
    if (this.down) return Promise.reject(new TypeError("no answer"));
    return Promise.resolve(this.answer(path, new Headers(init?.headers), typeof init?.body === "string" ? init.body : ""));
  };

  private answer(path: string, headers: Headers, body: string): Response {
    const json = (status: number, content: object): Response => new Response(JSON.stringify(content), { status });
    if (path === "/api/enter") return headers.get("waymark-auth") === this.key ? json(200, { session: "s1" }) : json(403, { error: "denied" });
    if (headers.get("waymark-session") !== "s1") return json(401, { error: "expired" });
    if (path.startsWith("/api/pairs/")) {
      const at = path.slice("/api/pairs/".length);
      return json(200, { left: `l${at}`, right: `r${at}`, probability: 0.5, bits: 0, start: 0, why: "", fields: [], evidence: [] });
    }
    if (path !== "/api/state" && this.refuses !== null) return json(507, { error: this.refuses });
    if (path === "/api/undo") {
      const step = this.steps.pop();
      if (step === undefined) return json(404, { error: "not-found" });
      this.put(step.at, step.before);
      return json(200, { place: step.at, now: kWords[step.before] });
    }
    if (path === "/api/decisions") {
      const { left, was, now } = JSON.parse(body) as { left: string; was: string; now: string };
      const at = Number(left.slice(1));
      if (kLetters[was] !== this.verdicts.charAt(at)) return json(409, { error: "conflict" });
      this.steps.push({ at, before: this.verdicts.charAt(at) });
      this.put(at, kLetters[now] ?? "?");
    }
    return json(200, { file: "review.csv", generation: 1, revision: 1, changed: false, verdicts: this.verdicts, undo_steps: this.steps.length, figures: true });
  }

  put(at: number, letter: string): void {
    this.verdicts = this.verdicts.slice(0, at) + letter + this.verdicts.slice(at + 1);
  }
}

class Memory {
  private readonly kept = new Map<string, string>();
  getItem = (key: string): string | null => this.kept.get(key) ?? null;
  setItem = (key: string, value: string): void => void this.kept.set(key, value);
  removeItem = (key: string): void => void this.kept.delete(key);
}

let program: FakeProgram;
let memory: Memory;
let hash: string;
const opened = async (): Promise<ReviewScreen> => {
  const screen = new ReviewScreen(new ReviewApi(program.fetch, memory), { read: () => hash, write: (to) => void (hash = to) });
  await screen.start();
  return screen;
};

beforeEach(() => {
  program = new FakeProgram();
  memory = new Memory();
  hash = "#key=a1";
});

describe("the way in", () => {
  test("the key leaves the address, and a reload needs none", async () => {
    await opened();
    expect(hash).toBe("#pair=1");
    program.key = "a2";
    hash = "#pair=3";
    const again = await opened();
    expect([again.closed, again.at, hash]).toEqual([null, 2, "#pair=3"]);
  });

  test("no key, a used key, a program that was started again", async () => {
    hash = "";
    expect((await opened()).closed).toBe("no-key");
    hash = "#key=bad";
    program.key = "b";
    expect((await opened()).closed).toBe("key-used");
    memory.setItem("waymark-review", "of another run");
    hash = "#pair=2";
    expect((await opened()).closed).toBe("expired");
    expect(memory.getItem("waymark-review")).toBeNull();
  });
});

describe("deciding", () => {
  test("goes to the next open pair, round the end, and ends when none is open", async () => {
    program.verdicts = ".s..";
    const screen = await opened();
    await screen.decide("same");
    expect(screen.at).toBe(2);
    await screen.next();
    await screen.decide("different");
    expect(screen.at).toBe(2);
    await screen.decide("unsure");
    expect([screen.at, screen.pair]).toEqual([4, null]);
    expect(screen.counts).toEqual({ same: 2, different: 1, unsure: 1, open: 0 });
    await screen.undo();
    expect([screen.at, screen.verdict, screen.done?.what]).toEqual([2, "undone", "undone"]);
  });

  test("the same answer twice is kept once; another answer replaces it", async () => {
    const screen = await opened();
    await screen.decide("same");
    await screen.previous();
    expect(screen.verdict).toBe("same");
    await screen.decide("different");
    expect(program.verdicts).toBe("d...");
  });

  test("a key that comes while one is under way does nothing", async () => {
    const screen = await opened();
    await Promise.all([screen.decide("same"), screen.decide("same"), screen.next()]);
    expect([program.verdicts, screen.at]).toEqual(["s...", 1]);
  });

  test("another screen was first: its decision is shown, ours is not kept", async () => {
    const screen = await opened();
    program.put(0, "d");
    await screen.decide("same");
    expect([screen.failure, screen.at, screen.verdict, program.verdicts]).toEqual(["conflict", 0, "different", "d..."]);
  });

  test("a full disk is said and moves nothing; the next try may work", async () => {
    const screen = await opened();
    program.refuses = "full";
    await screen.decide("same");
    expect([screen.failure, screen.at, screen.verdict]).toEqual(["full", 0, "undone"]);
    program.refuses = null;
    await screen.decide("same");
    expect([screen.failure, screen.at]).toEqual([null, 1]);
  });

  test("the program is away and comes back", async () => {
    const screen = await opened();
    program.down = true;
    await screen.decide("same");
    expect([screen.lost, screen.at]).toEqual([true, 0]);
    program.down = false;
    await screen.pulse();
    expect(screen.lost).toBe(false);
  });

  test("nothing to undo asks nothing", async () => {
    const screen = await opened();
    await screen.undo();
    expect(program.calls).not.toContain("POST /api/undo");
    expect(screen.failure).toBeNull();
  });
});
