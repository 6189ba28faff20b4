// The same protocol from Node: word lists from the repository, and one call that sends a request the way the page does.
// Used by the fictional queue and by tests; the pages never load this file.
import { readFileSync } from "node:fs";
import { day_of } from "./days.ts";
import type { Content, Language } from "./envelope.ts";
import { keys_of, type RequesterKeys } from "./keys.ts";
import { fetch_roster } from "./organisation.ts";
import { RelayClient } from "./relay_client.ts";
import { Sender, type Message, type SendState } from "./sender.ts";
import type { Roster } from "./roster.ts";
import { kListSize, kRandomBytes, phrase_of, words_of, type Phrase, type WordList } from "./words.ts";

export function load_word_list(language: Language): WordList {
  const path = new URL(`../../../src/mailbox/words/${language}.txt`, import.meta.url);
  const words = readFileSync(path, "utf8").split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  if (words.length !== kListSize) throw new Error(`word list ${language}: ${words.length} words`);
  return { language, words };
}

interface Parts {
  relay: RelayClient;
  roster: Roster;
  keys: RequesterKeys;
  language: Language;
}

/** A requester who writes from Node: keys made from fresh words, messages sent through the relay's public calls. */
export class Requester {
  readonly words: string[];
  readonly #parts: Parts;

  private constructor(words: string[], parts: Parts) {
    this.words = words;
    this.#parts = parts;
  }

  static async create(relay_url: string, language: Language): Promise<Requester> {
    const relay = new RelayClient(relay_url.replace(/\/+$/, ""), fetch);
    const found = await fetch_roster(relay, day_of(Date.now()));
    if ("error" in found) throw new Error(`the roster of ${relay_url} cannot be used: ${found.error}`);
    const phrase: Phrase = phrase_of(language, crypto.getRandomValues(new Uint8Array(kRandomBytes)));
    const keys = await keys_of(phrase, found.roster.instance_id, { subtle: crypto.subtle });
    return new Requester(words_of(phrase, load_word_list(language)), { relay, roster: found.roster, keys, language });
  }

  /** @throws if the relay refuses, or does not answer for `patience_seconds` */
  async send(content: Content, patience_seconds = 30): Promise<void> {
    await this.#run({ kind: "message", language: this.#parts.language, assurance: "browser", content }, patience_seconds);
  }

  async erase(patience_seconds = 30): Promise<void> {
    await this.#run({ kind: "erase", language: this.#parts.language, assurance: "browser", content: undefined }, patience_seconds);
  }

  async #run(message: Message, patience_seconds: number): Promise<void> {
    let last: SendState = { kind: "sealing" };
    const sender = new Sender(message, { ...this.#parts, now: Date.now });
    const patience = setTimeout(() => sender.stop(), 1_000 * patience_seconds);
    const end = await sender.run((state) => (last = state));
    clearTimeout(patience);
    if (end.kind !== "stored") throw new Error(`not stored: ${JSON.stringify(last)}`);
  }
}

/** One request through the real path; returns the words that open its mailbox. */
export async function submit_request(relay_url: string, content: Content, language: Language): Promise<string[]> {
  const requester = await Requester.create(relay_url, language);
  await requester.send(content);
  return requester.words;
}
