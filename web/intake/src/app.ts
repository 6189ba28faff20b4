// What all screens share: texts, what the person has said so far, keys, the relay; and going from screen to screen.
// All of it lives in this object in the memory of the tab. Nothing is written to the device and the address never changes.
import type { Bytes } from "../../shared/protocol/bytes.ts";
import type { Day } from "../../shared/protocol/days.ts";
import type { Language } from "../../shared/protocol/envelope.ts";
import type { RequesterKeys } from "../../shared/protocol/keys.ts";
import type { RelayClient } from "../../shared/protocol/relay_client.ts";
import type { Reply } from "../../shared/protocol/reply.ts";
import type { Roster } from "../../shared/protocol/roster.ts";
import type { Countries } from "../../shared/protocol/grammar.ts";
import { fresh_message_id, type Message, type Sender, type SendState } from "../../shared/protocol/sender.ts";
import type { Phrase, WordList } from "../../shared/protocol/words.ts";
import { date_text, fill, type Arguments, type Content, type TextKey } from "./content.ts";
import { third_person, type Chosen } from "./pack.ts";
import { Steps } from "./steps.ts";
import { unpack_words } from "./word_lists.ts";

export type Screen = "before" | "question" | "review" | "words" | "practice" | "send" | "sent" | "return" | "replies" | "inbox" | "more" | "erase" | "erased";
export type View = (app: App) => Node[];

export interface Draft {
  choices: Map<string, readonly Chosen[]>;
  text: string;
  contact_words: string;
  consent: boolean;
}

export interface Inbox {
  replies: Reply[];
  not_ours: number;
  notice: string;
}

export const kEmptyDraft = (): Draft => ({ choices: new Map(), text: "", contact_words: "", consent: false });

/** What is being sent, and where to go when it is stored or when the person turns back. */
export interface Outgoing {
  message: Message;
  message_id: Uint8Array;
  /** What of the text had no room: it stays in the tab and is offered as a further message. */
  rest: string;
  then: Screen;
  back: Screen;
}

/** What one visit knows; replaced as a whole when it is forgotten. */
export interface Visit {
  draft: Draft;
  question_id: string | undefined;
  /** Set while one answer is changed from the review. */
  from_review: boolean;
  phrase: Phrase | undefined;
  keys: Promise<RequesterKeys> | undefined;
  sender: Sender | undefined;
  /** A message is on its way or waits for the network. */
  sending: boolean;
  send_state: SendState | undefined;
  /** The screen that tells of it. */
  on_send: ((state: SendState) => void) | undefined;
  /** Dates far off that the person said are meant. */
  meant: Set<string>;
  /** Whether what was sent spoke of danger, or that it is not safe to write: how soon to look for the answer. */
  urgent: "danger" | "unsafe" | undefined;
  /** Words as they are being typed. */
  typed_words: string;
  outgoing: Outgoing | undefined;
  inbox: Inbox;
  more_text: string;
  /** The part of a long text that has not been sent yet. */
  rest: string;
  /** Out of replies that were read: with each of them one message passes a server that asks for work (work.ts). */
  tokens?: Bytes[];
}

function fresh_visit(): Visit {
  return {
    draft: kEmptyDraft(),
    question_id: undefined,
    from_review: false,
    phrase: undefined,
    keys: undefined,
    sender: undefined,
    sending: false,
    send_state: undefined,
    on_send: undefined,
    meant: new Set(),
    urgent: undefined,
    typed_words: "",
    outgoing: undefined,
    inbox: { replies: [], not_ours: 0, notice: "" },
    more_text: "",
    rest: "",
  };
}

export interface AppParts {
  content: Content;
  words: WordList;
  relay: RelayClient;
  now: () => number;
  main: HTMLElement;
  views: Readonly<Record<Screen, View>>;
  assurance?: Message["assurance"];
  prepare?: (app: App) => Promise<void>;
  other_ways?: (app: App) => HTMLElement[];
}

export class App {
  visit: Visit = fresh_visit();
  roster: Roster | undefined;
  /** 0…1 while keys are computed without WebCrypto. */
  key_progress = 0;
  keys_began = 0;
  content: Content;
  words: WordList;
  /** Every list that was loaded: the words of a visit may be of another language than the page. */
  readonly lists = new Map<Language, WordList>();
  /** Names of countries, once they were wanted. */
  countries: Countries = {};
  readonly steps = new Steps({ held: () => this.visit.sending });
  /** How this page seals: said in every message, shown to the people who read it. */
  readonly assurance: Message["assurance"];
  relay: RelayClient;
  /** Lowest serial of a day-key list that is taken; a page that has no pins knows none. */
  list_floor = 0;
  readonly now: () => number;
  /** Awaited before the relay is asked for replies; a page without a server of its own looks for one here. */
  readonly prepare: (app: App) => Promise<void>;
  /** Buttons for another way out while a message waits or is refused. */
  readonly other_ways: (app: App) => HTMLElement[];
  readonly #main: HTMLElement;
  readonly #views: Readonly<Record<Screen, View>>;

  constructor(parts: AppParts) {
    this.content = parts.content;
    this.words = parts.words;
    this.lists.set(parts.words.language, parts.words);
    this.relay = parts.relay;
    this.now = parts.now;
    this.assurance = parts.assurance ?? "browser";
    this.prepare = parts.prepare ?? (() => Promise.resolve());
    this.other_ways = parts.other_ways ?? (() => []);
    this.#main = parts.main;
    this.#views = parts.views;
  }

  t(key: TextKey, values: Arguments = {}): string {
    const text = this.content.texts[key];
    return fill(text, text.includes("{another}") ? { another: this.content.texts.another_way, ...values } : values);
  }

  /** A text of the pack; where writer and subject are two persons, the text for that if there is one. */
  pack_text(key: string): string {
    const texts = this.content.pack_texts;
    const other = third_person(this.content.pack, this.visit.draft.choices) ? texts[`${key}@other`] : undefined;
    return other ?? texts[key] ?? "";
  }

  date(day: Day): string {
    return date_text(day, this.content.language);
  }

  go(screen: Screen): void {
    const { question_id, from_review } = this.visit;
    const show = (): void => {
      if (screen === "question") Object.assign(this.visit, { question_id, from_review });
      this.show(this.#views[screen](this));
    };
    // A view may choose the question itself: the step is named by what is shown.
    show();
    this.steps.enter({ name: screen === "question" ? `question ${this.visit.question_id}` : screen === "replies" ? "inbox" : screen, show });
    // What was sent lies behind: Back must not come to a screen that would send again.
    if (screen === "sent" || screen === "erased") this.steps.settle();
  }

  /** Sends any message and goes on to `then` when it is stored. */
  send(message: Message, then: Screen, back: Screen, rest = ""): void {
    this.visit.outgoing = { message, message_id: fresh_message_id(), rest, then, back };
    this.visit.sender = undefined;
    this.go("send");
  }

  /** Without them a country is taken by its two letters, and what else was typed is asked about. */
  async load_countries(): Promise<Countries> {
    const found = await this.content.countries?.().catch(() => undefined);
    if (found) this.countries = found.default;
    return this.countries;
  }

  /** A page that is laid over the one that is shown; Back takes it away again. */
  lay_over(name: string, show: () => void): void {
    this.steps.enter({ name, show });
    show();
  }

  /** To the step before; where there is none, to `otherwise`. */
  back(otherwise: Screen): void {
    if (!this.steps.back()) this.go(otherwise);
  }

  /** Whether something that was typed, or that waits to be sent, would be lost with this page. */
  would_lose(): boolean {
    const { draft, more_text, rest, typed_words, sending } = this.visit;
    const { questions } = this.content.pack;
    const answered = Array.from(draft.choices).some(([id, chosen]) => chosen.some(({ code }) => code !== questions.find((question) => question.id === id)?.default));
    return sending || answered || draft.consent || [draft.text, draft.contact_words, more_text, rest, typed_words].some((text) => text.trim() !== "");
  }

  /** Goes on in another language: the same step, all that was said stays. */
  speak(content: Content): void {
    const before = this.content;
    const known = Object.fromEntries([[before.language, () => Promise.resolve({ default: before.words })]]);
    const { other_contents, countries } = before;
    this.content = { ...content, ...(other_contents ? { other_contents } : {}), ...(countries ? { countries } : {}), other_words: { ...before.other_words, ...content.other_words, ...known } };
    this.words = unpack_words(content.language, content.words);
    this.lists.set(content.language, this.words);
    document.documentElement.lang = content.language;
    document.title = content.texts.title;
    this.steps.again();
  }

  /** Replaces the screen and tells screen readers by moving the focus to its heading. */
  show(nodes: Node[]): void {
    this.#main.replaceChildren(...nodes);
    window.scrollTo(0, 0);
    const heading = this.#main.querySelector("h1");
    if (!heading) return;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }

  /** Whether this screen is still shown; for work that ends later. */
  showing(node: Node): boolean {
    return this.#main.contains(node);
  }

  /** Empties everything that was typed or computed. */
  forget(): void {
    this.visit.sender?.stop();
    void this.visit.keys?.then((keys) => {
      keys.reply_seed.fill(0);
      keys.mailbox_secret.fill(0);
    });
    this.visit.phrase?.indices.fill(0);
    this.visit = fresh_visit();
    for (const field of document.querySelectorAll("input, textarea")) (field as HTMLInputElement).value = "";
  }
}
