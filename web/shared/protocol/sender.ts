// Sends one message exactly once, however often the connection breaks. The message id never changes; the sealed bytes
// change only when the relay says that their day is over. "Stored" is said only after the relay has said it.
import { plaintext_of, type Content, type Frame, type Language } from "./envelope.ts";
import { seal } from "./age.ts";
import type { Bytes } from "./bytes.ts";
import { day_of, type Day } from "./days.ts";
import type { DayKey } from "./day_keys.ts";
import { keys_to_seal } from "./freshness.ts";
import type { RequesterKeys } from "./keys.ts";
import { fetch_day_keys } from "./organisation.ts";
import type { Passes, RelayClient } from "./relay_client.ts";
import type { Roster } from "./roster.ts";

export type SendState =
  | { kind: "sealing" }
  | { kind: "sending" }
  /** The relay asks for work; `text` says so to the person. */
  | { kind: "working"; text: string }
  | { kind: "waiting"; why: "unreachable" | "busy" | "full"; seconds: number }
  | { kind: "stored" }
  | Refused;

/**
 * `stale`, `ahead`: the server's list of keys is too old for this device's date, or from its future. `clock`: server and device
 * do not agree what day it is. `issued` is the day of the list, to be shown beside the device's.
 */
export interface Refused {
  kind: "refused";
  why: "expired" | "not-sealed" | "strange" | "stale" | "ahead" | "clock";
  issued?: Day;
}

/** Eight times 1, then 2, 4, 8…, or as long as the line must be left alone: behind a filter that counts, each try is a new draw. */
const kFirstWaitSeconds = 1;
const kShortWaits = 8;
const kLongestWaitSeconds = 120;
const kFullWaitSeconds = 600;

export interface Message {
  kind: Frame["kind"];
  language: Language;
  assurance: Frame["assurance"];
  content: Content | undefined;
}

export interface SenderParts {
  relay: RelayClient;
  roster: Roster;
  keys: RequesterKeys;
  /** Milliseconds since 1970; passed in for tests. */
  now: () => number;
  /** 16 bytes, the same for every try to send one message, also by another way; random if not given. */
  message_id?: Uint8Array;
  /** Lowest serial of a day-key list that is taken. */
  list_floor?: number;
  /** Brings a pass where the relay asks for one; without it, a relay that does is waited for as for one that is full. */
  pass?: PassMaker;
}

export interface Asked {
  demand: string;
  row: Bytes;
  say: (text: string) => void;
  stopped: () => boolean;
}
export type PassMaker = (asked: Asked) => Promise<Bytes | undefined>;

export function fresh_message_id(): Bytes {
  return crypto.getRandomValues(new Uint8Array(16));
}

/** One envelope, sealed to the key of one day. */
export function seal_message(message: Message, key: DayKey, from: { instance_id: Uint8Array; message_id: Uint8Array; keys: RequesterKeys }): Bytes {
  const { kind, language, assurance, content } = message;
  const { reply_public_key, mailbox_secret } = from.keys;
  const frame = { kind, language, assurance, instance_id: from.instance_id, message_id: from.message_id, reply_public_key, mailbox_secret };
  return seal(plaintext_of(frame, key.day, content), key.public_key);
}

export interface Sealed {
  day: Day;
  blob: Bytes;
}

export class Sender {
  readonly #parts: SenderParts;
  readonly #message: Message;
  readonly #message_id: Uint8Array;
  /** What is on its way; nothing before there were keys to seal to. */
  sealed: Sealed | undefined;
  readonly #passes: Passes = { next: (demand, row) => this.#parts.pass?.({ demand, row, say: (text) => void this.#say({ kind: "working", text }), stopped: () => this.#stopped }) ?? Promise.resolve(undefined) };
  #waits = 0;
  #wake: (() => void) | undefined;
  #stopped = false;
  #on_state: (state: SendState) => void = () => undefined;

  constructor(message: Message, parts: SenderParts) {
    this.#message = message;
    this.#parts = parts;
    this.#message_id = parts.message_id ?? fresh_message_id();
  }

  /** Runs until the relay has stored the message, or refused it for now, or stop(). After a refusal it may be run again. */
  async run(on_state: (state: SendState) => void): Promise<SendState> {
    this.#on_state = on_state;
    const wrong_days = new Set<Day>();
    while (!this.#stopped) {
      const sealed = await this.#seal_once(wrong_days);
      if (sealed === "unreachable") {
        await this.#wait(sealed);
        continue;
      }
      if ("why" in sealed) return this.#say(sealed);
      this.#say({ kind: "sending" });
      const answer = await this.#parts.relay.put(sealed.day, sealed.blob, this.#passes);
      if (answer === "stored") return this.#say({ kind: "stored" });
      if (answer === "expired") return this.#say({ kind: "refused", why: "expired" });
      if (answer === "wrong-day") {
        wrong_days.add(sealed.day);
        this.sealed = undefined;
      } else if (answer === "unreachable" || answer === "busy" || answer === "full") await this.#wait(answer);
      else return this.#say({ kind: "refused", why: "strange" });
    }
    return { kind: "refused", why: "not-sealed" };
  }

  /** Tries again at once instead of waiting. */
  try_now(): void {
    this.#wake?.();
  }

  stop(): void {
    this.#stopped = true;
    this.#wake?.();
  }

  /** @param wrong_days days that the server did not take any more, or not yet: a clock near midnight has another try */
  async #seal_once(wrong_days: ReadonlySet<Day>): Promise<Sealed | Refused | "unreachable"> {
    if (this.sealed) return this.sealed;
    this.#say({ kind: "sealing" });
    const { relay, roster, keys, now } = this.#parts;
    const found = await fetch_day_keys(relay, roster, this.#parts.list_floor);
    if ("error" in found) return found.error === "unreachable" ? found.error : { kind: "refused", why: "not-sealed" };
    const { issued } = found.list;
    const fresh = keys_to_seal(found.list, day_of(now()));
    if ("error" in fresh) return { kind: "refused", why: fresh.error, issued };
    const key = fresh.keys.find(({ day }) => !wrong_days.has(day));
    if (!key) return { kind: "refused", why: "clock", issued };
    this.sealed = { day: key.day, blob: seal_message(this.#message, key, { instance_id: roster.instance_id, message_id: this.#message_id, keys }) };
    return this.sealed;
  }

  async #wait(why: "unreachable" | "busy" | "full"): Promise<void> {
    if (this.#stopped) return;
    const seconds = why === "full" ? kFullWaitSeconds : Math.max(Math.min(kFirstWaitSeconds * 2 ** Math.max(0, this.#waits - kShortWaits + 1), kLongestWaitSeconds), Math.ceil(this.#parts.relay.held_ms() / 1_000));
    this.#waits += 1;
    this.#say({ kind: "waiting", why, seconds });
    await new Promise<void>((resume) => {
      const timer = setTimeout(resume, 1_000 * seconds);
      this.#wake = () => {
        clearTimeout(timer);
        resume();
      };
    });
    this.#wake = undefined;
  }

  #say(state: SendState): SendState {
    this.#on_state(state);
    return state;
  }
}
