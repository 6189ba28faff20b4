// The calls of the relay's public listener (docs/spec/relay.md). Nothing but these leaves the page. A call that gets no
// answer is `unreachable`; an answer that is not in the table is `strange`.
import { concat, equal, number_bytes, read_number, type Bytes } from "./bytes.ts";
import type { Day } from "./days.ts";
import { kFileBytes } from "./age.ts";
import { delete_token, kIdBytes, kPolledIds, kTokenBytes, type Place } from "./mailbox.ts";

export const kBlobsPerPoll = 2;
export const kPollAnswerBytes = 4 + kBlobsPerPoll * (kIdBytes + kFileBytes);
const kTimeoutMilliseconds = 90_000;

export type PutAnswer = "stored" | "wrong-size" | "malformed" | "wrong-day" | "full" | "expired" | "busy" | "unreachable" | "strange";
const kPutAnswers: readonly string[] = ["stored", "wrong-size", "malformed", "wrong-day", "full", "expired", "busy"];

export interface Polled {
  total: number;
  blobs: { place: Place; blob: Bytes }[];
}

export class RelayClient {
  readonly #base: string;
  readonly #fetch: typeof fetch;
  readonly #timeout_milliseconds: number;

  /** @param base "" in a page (its own origin), an address without a trailing slash elsewhere */
  constructor(base: string, fetcher: typeof fetch, timeout_milliseconds = kTimeoutMilliseconds) {
    this.#base = base;
    this.#fetch = fetcher;
    this.#timeout_milliseconds = timeout_milliseconds;
  }

  /** A piece of the chain of rosters; undefined if there was no answer, "" if the server has none so new. */
  rosters_from(serial: number): Promise<string | undefined> {
    return this.#get(`/v1/roster/chain/${serial}`);
  }

  day_keys(): Promise<string | undefined> {
    return this.#get("/v1/day-keys");
  }

  async put(day: Day, blob: Bytes): Promise<PutAnswer> {
    const answer = await this.#post(`/v1/put/${day}`, blob);
    if (!answer) return "unreachable";
    const word = (await answer.text().catch(() => "")).trim();
    if (answer.ok !== (word === "stored")) return "strange";
    if (kPutAnswers.includes(word)) return word as PutAnswer;
    // A proxy in front that finds no relay behind it.
    return answer.status >= 500 ? "unreachable" : "strange";
  }

  /** Undefined if there was no good answer. */
  async poll(places: readonly Place[], skip: number): Promise<Polled | undefined> {
    const answer = await this.#post("/v1/poll", concat(number_bytes(skip, 2), ...places.map((place) => place.id)));
    const bytes = answer?.ok ? new Uint8Array(await answer.arrayBuffer().catch(() => new ArrayBuffer(0))) : undefined;
    if (!bytes || bytes.length !== kPollAnswerBytes) return undefined;
    const returned = Math.min(read_number(bytes, 2, 2), kBlobsPerPoll);
    const blobs: Polled["blobs"] = [];
    for (let i = 0; i < returned; i += 1) {
      const at = 4 + i * (kIdBytes + kFileBytes);
      const place = places.find((candidate) => equal(candidate.id, bytes.subarray(at, at + kIdBytes)));
      if (place) blobs.push({ place, blob: bytes.slice(at + kIdBytes, at + kIdBytes + kFileBytes) });
    }
    return { total: read_number(bytes, 0, 2), blobs };
  }

  /**
   * True only after the relay says that the deletion is durable. Always of one size: entries that stand for nothing are
   * random, so the line does not tell one reply from all of them.
   */
  async delete(mailbox_secret: Uint8Array, places: readonly Place[]): Promise<boolean> {
    const entries = places.map((place) => concat(place.id, delete_token(mailbox_secret, place.week, place.slot)));
    const filler = crypto.getRandomValues(new Uint8Array((kPolledIds - entries.length) * (kIdBytes + kTokenBytes)));
    const body = concat(...entries, filler);
    const answer = await this.#post("/v1/delete", body);
    return answer?.ok === true && (await answer.text().catch(() => "")).trim() === "deleted";
  }

  async #get(path: string): Promise<string | undefined> {
    const answer = await this.#call(path, { method: "GET" });
    if (answer?.status === 404) return "";
    return answer?.ok ? await answer.text().catch(() => undefined) : undefined;
  }

  #post(path: string, body: Bytes): Promise<Response | undefined> {
    // No Content-Type: a page that was opened from a file then needs no question before each call (docs/spec/portable.md).
    return this.#call(path, { method: "POST", body });
  }

  async #call(path: string, request: RequestInit): Promise<Response | undefined> {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), this.#timeout_milliseconds);
    try {
      return await this.#fetch.call(undefined, this.#base + path, { ...request, signal: stop.signal, cache: "no-store", credentials: "omit", referrerPolicy: "no-referrer", redirect: "error" });
    } catch {
      return undefined;
    } finally {
      clearTimeout(timer);
    }
  }
}
