// The calls of the relay's public listener (docs/spec/relay.md). Nothing but these leaves the page. A call that gets no
// answer is `unreachable`; an answer that is not in the table is `strange`.
import { concat, number_bytes, type Bytes } from "./bytes.ts";
import type { Day } from "./days.ts";
import { kFileBytes } from "./age.ts";
import { sha256 } from "./hash.ts";
import { kIdBytes } from "./mailbox.ts";
import { Turns } from "./turns.ts";

/** For one answer to the last of its bytes, and as often as it is asked for: a line that falls silent says nothing. */
const kLimitsMs: readonly number[] = [8_000, 16_000, 32_000];
/** A line that is only slow gets more time for a half after each fourth one that was late. */
const kPutLimitMs = 8_000;
const kLongestPutLimitMs = 64_000;
/** So many late ones until the limit doubles. What is late on a quick line was cut, and more time would not bring it. */
const kSlowPuts = 4;
const kQuickPuts = 8;
const kHalfBytes = kFileBytes / 2;
const kHalfAsk = 2;
/** Halves that go up in one call before the sender is told to wait. */
const kHalvesAtOnce = 12;
/** Begins what a relay says that asks for work. */
const kDemand = "work ";

export type PutAnswer = "stored" | "wrong-size" | "malformed" | "wrong-day" | "full" | "expired" | "busy" | "unreachable" | "strange";
/** Which half is there. */
type HalfAnswer = "none" | "first" | "second";
const kHalfAnswers: readonly string[] = ["none", "first", "second"] satisfies HalfAnswer[];
const kPutAnswers: readonly string[] = [...kHalfAnswers, "stored", "wrong-size", "malformed", "wrong-day", "full", "expired", "busy"];

/** What passes while a relay asks for work (docs/spec/work.md); kept by the sender, so that a lost line goes on with the same. */
export interface Passes {
  pass?: Bytes | undefined;
  /** @param demand what the relay said; @return undefined when there is none to be had: it is waited as for a full relay */
  next: (demand: string, row: Bytes) => Promise<Bytes | undefined>;
}

export interface Answer {
  status: number;
  bytes: Bytes;
}

export const is_good = (answer: Answer | undefined): answer is Answer => answer !== undefined && answer.status >= 200 && answer.status < 300;
export const text_of = ({ bytes }: Answer): string => new TextDecoder().decode(bytes);

export interface ClientParts {
  /** Shared by all that one page asks for. */
  turns?: Turns;
  /** One for each try of what may be asked again. */
  limits_ms?: readonly number[];
}

export class RelayClient {
  readonly #base: string;
  readonly #fetch: typeof fetch;
  readonly #turns: Turns;
  readonly #limits_ms: readonly number[];
  #late_puts = 0;
  /** Which half goes next; the relay takes them in any order. */
  #half = 0;

  /** @param base "" in a page (its own origin), an address without a trailing slash elsewhere */
  constructor(base: string, fetcher: typeof fetch, { turns = new Turns(), limits_ms = kLimitsMs }: ClientParts = {}) {
    this.#base = base;
    this.#fetch = fetcher;
    this.#turns = turns;
    this.#limits_ms = limits_ms;
  }

  /** A piece of the chain of rosters; undefined if there was no answer, "" if the server has none so new. */
  rosters_from(serial: number): Promise<string | undefined> {
    return this.get(`/v1/roster/chain/${serial}`);
  }

  day_keys(): Promise<string | undefined> {
    return this.get("/v1/day-keys");
  }

  /**
   * In two halves, each on a connection of its own, until the relay has both (docs/spec/relay.md "Halves"). Where no answer comes to one, a short
   * question is asked what is there: it passes where the answer to a half was cut. Ends when that is not answered either, because the caller
   * says that it waits; the next call goes on.
   */
  async put(day: Day, blob: Bytes, passes?: Passes): Promise<PutAnswer> {
    const id = sha256(number_bytes(day, 4), blob).subarray(0, kIdBytes);
    for (let tries = 0; tries < kHalvesAtOnce; tries += 1) {
      const part = blob.subarray(this.#half * kHalfBytes, (this.#half + 1) * kHalfBytes);
      let word = await this.#put(day, concat(id, number_bytes(this.#half, 1), part, passes?.pass ?? new Uint8Array()));
      if (word === "unreachable") word = await this.#put(day, concat(id, number_bytes(kHalfAsk, 1)));
      if (word.startsWith(kDemand)) {
        if (passes) passes.pass = await passes.next(word, id);
        if (!passes?.pass) return "full";
        continue;
      }
      if (!kHalfAnswers.includes(word)) return word as PutAnswer;
      this.#half = word === "first" ? 1 : 0;
    }
    return "busy"; // others need the place of one before the other comes
  }

  async #put(day: Day, body: Bytes): Promise<string> {
    const quick = this.#turns.quick_ms(kPutLimitMs);
    const answer = await this.#call(`/v1/put/${day}`, body, Math.min(quick * 2 ** Math.floor(this.#late_puts / (quick < kPutLimitMs ? kQuickPuts : kSlowPuts)), kLongestPutLimitMs));
    this.#late_puts = answer ? 0 : this.#late_puts + 1;
    if (!answer) return "unreachable";
    const word = text_of(answer).trim();
    if (is_good(answer) !== (word === "stored" || kHalfAnswers.includes(word))) return "strange";
    if (kPutAnswers.includes(word) || word.startsWith(kDemand)) return word;
    // A proxy in front that finds no relay behind it.
    return answer.status >= 500 ? "unreachable" : "strange";
  }

  /** What lies at a path, asked for as often as the limits say; undefined if there was no good answer, "" if nothing lies there. */
  async get(path: string): Promise<string | undefined> {
    const answer = await this.ask(path);
    if (answer?.status === 404) return "";
    return is_good(answer) ? text_of(answer) : undefined;
  }

  /** Milliseconds until the line may be asked again (turns.ts). */
  held_ms(): number {
    return this.#turns.held_ms();
  }

  /** What may be asked as often as one likes: asked again, each time on a fresh connection, when no whole answer came. */
  async ask(path: string, body?: Bytes): Promise<Answer | undefined> {
    for (const limit_ms of this.#turns.limits_ms(this.#limits_ms)) {
      const answer = await this.#call(path, body, limit_ms);
      if (answer) return answer;
    }
    return undefined;
  }

  /** One try. Ended in the middle, its connection is closed: what comes next has another. */
  #call(path: string, body: Bytes | undefined, limit_ms: number): Promise<Answer | undefined> {
    return this.#turns.turn(() => this.#turns.connection(() => this.#limited(path, body, limit_ms), (answer) => answer !== undefined));
  }

  async #limited(path: string, body: Bytes | undefined, limit_ms: number): Promise<Answer | undefined> {
    const stop = new AbortController();
    const done = new AbortController();
    const late = this.#turns.clock.wait(limit_ms, done.signal).then(() => undefined);
    try {
      return await Promise.race([this.#whole(path, body, stop.signal), late]);
    } catch {
      return undefined;
    } finally {
      done.abort();
      stop.abort();
    }
  }

  // No Content-Type: a page that was opened from a file then needs no question before each call (docs/spec/portable.md).
  async #whole(path: string, body: Bytes | undefined, signal: AbortSignal): Promise<Answer> {
    const answer = await this.#fetch.call(undefined, this.#base + path, { method: body ? "POST" : "GET", body: body ?? null, signal, cache: "no-store", credentials: "omit", referrerPolicy: "no-referrer", redirect: "error" });
    return { status: answer.status, bytes: new Uint8Array(await answer.arrayBuffer()) };
  }
}
