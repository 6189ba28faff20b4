// Wires the portable page: one file, three languages, pinned keys (docs/spec/portable.md). Same screens as the pages of
// the relay; its own way to find the organisation, and the sealed text where there is no network.
import { read_pins, type Pins } from "../../shared/protocol/portable.ts";
import { RelayClient } from "../../shared/protocol/relay_client.ts";
import type { Language } from "../../shared/protocol/envelope.ts";
import { App } from "../../intake/src/app.ts";
import { button, el, live } from "../../intake/src/dom.ts";
import { listen_for_leave } from "../../intake/src/leave.ts";
import { unpack_words } from "../../intake/src/word_lists.ts";
import { erase, erased } from "../../intake/src/views/erase.ts";
import { inbox } from "../../intake/src/views/inbox.ts";
import { more } from "../../intake/src/views/more.ts";
import { question } from "../../intake/src/views/question.ts";
import { come_back } from "../../intake/src/views/return.ts";
import { review } from "../../intake/src/views/review.ts";
import { sent } from "../../intake/src/views/sent.ts";
import { practice, words } from "../../intake/src/views/words.ts";
import { Portable, type PortableContent } from "./portable.ts";
import { before } from "./views/before.ts";
import { other_ways, send } from "./views/send.ts";

const data = (id: string): string => document.getElementById(id)?.textContent ?? "";
/** Before the organisation was found there is nobody to ask. */
const nobody = new RelayClient("", () => Promise.reject(new Error("no server yet")));

function app_for(content: PortableContent, all: readonly PortableContent[], pins: Pins, main: HTMLElement): App {
  const portable = new Portable(pins, content, fetch);
  const other_words = Object.fromEntries(all.filter((other) => other !== content).map((other) => [other.language, () => Promise.resolve({ default: other.words })]));
  const app = new App({
    content: { ...content, texts: { ...content.texts, ...content.portable }, other_words },
    words: unpack_words(content.language, content.words),
    relay: nobody,
    now: Date.now,
    main,
    views: { before: (own) => before(own, portable), question, review, words, practice, send: (own) => send(own, portable), sent, return: come_back, inbox, more, erase, erased },
    assurance: "portable",
    prepare: async (own) => void (await portable.find(own)),
    other_ways: (own) => other_ways(own, portable),
  });
  app.roster = pins.roster;
  app.list_floor = pins.list_serial;
  return app;
}

class PortablePage {
  readonly #all: readonly PortableContent[];
  readonly #main: HTMLElement;
  readonly #leave: HTMLAnchorElement;
  #app: App | undefined;

  constructor(all: readonly PortableContent[], main: HTMLElement, leave: HTMLAnchorElement) {
    this.#all = all;
    this.#main = main;
    this.#leave = leave;
    listen_for_leave({ link: leave, forget: () => this.#app?.forget(), go: (url) => location.replace(url), now: Date.now });
    // A page that is left for another is emptied; if the browser brings it back from its memory, it starts anew.
    addEventListener("pagehide", () => {
      this.#app?.forget();
      main.replaceChildren();
    });
    addEventListener("pageshow", (event) => (event.persisted ? this.start() : undefined));
  }

  start(): void {
    const wanted = navigator.languages.map((language) => language.slice(0, 2) as Language);
    const content = wanted.flatMap((language) => this.#all.filter((one) => one.language === language))[0] ?? this.#all[0];
    if (content) this.#speak(content);
  }

  #speak(content: PortableContent): void {
    this.#app?.forget();
    document.documentElement.lang = content.language;
    document.title = content.texts.title;
    this.#leave.textContent = content.texts.leave;
    this.#leave.href = content.leave;
    document.querySelector("nav")?.replaceChildren(...this.#all.map((other) => this.#language_button(other, other === content)));
    document.querySelector("nav")?.setAttribute("aria-label", content.texts.language);
    const pins = read_pins(data("pins"));
    if (!pins) return this.#main.replaceChildren(el("h1", {}, content.portable["broken.title"]), live("alert", el("p", {}, content.portable["broken.text"])));
    this.#app = app_for(content, this.#all, pins, this.#main);
    this.#app.go("before");
  }

  #language_button(content: PortableContent, current: boolean): HTMLElement {
    const made = button(content.short_name, "plain", () => this.#speak(content));
    made.lang = content.language;
    made.title = content.name;
    made.className = "language";
    if (current) made.setAttribute("aria-current", "page");
    return made;
  }
}

const main = document.getElementById("main");
const leave = document.getElementById("leave");
if (main && leave instanceof HTMLAnchorElement) new PortablePage(JSON.parse(data("content")) as PortableContent[], main, leave).start();
