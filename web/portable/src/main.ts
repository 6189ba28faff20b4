// Wires the portable page: one file, three languages, pinned keys (docs/spec/portable.md). Same screens as the pages of
// the relay; its own way to find the organisation, and the sealed text where there is no network.
import { countries } from "../../../src/envelope/grammar.json";
import { read_pins } from "../../shared/protocol/portable.ts";
import { RelayClient } from "../../shared/protocol/relay_client.ts";
import type { Language } from "../../shared/protocol/envelope.ts";
import { App } from "../../intake/src/app.ts";
import type { BackModule } from "../../intake/src/back.ts";
import { button, el, live } from "../../intake/src/dom.ts";
import { listen_for_leave } from "../../intake/src/leave.ts";
import { tell_places } from "../../intake/src/places.ts";
import { work_module } from "../../intake/src/work.ts";
import { unpack_words } from "../../intake/src/word_lists.ts";
import { erase, erased } from "../../intake/src/views/erase.ts";
import { more } from "../../intake/src/views/more.ts";
import { question } from "../../intake/src/views/question.ts";
import { come_back } from "../../intake/src/views/return.ts";
import { review } from "../../intake/src/views/review.ts";
import { sent } from "../../intake/src/views/sent.ts";
import { practice, words } from "../../intake/src/views/words.ts";
import { Portable, type PortableContent } from "./portable.ts";
import { inbox, replies } from "./views/ask.ts";
import { before } from "./views/before.ts";
import { other_ways, send } from "./views/send.ts";

/** The screens for coming back are in this file, with their texts. */
const kHere: BackModule = { back_views: { return: come_back, replies: () => [], inbox: () => [], more, erase, erased }, add_texts: () => undefined, tell_places };

const data = (id: string): string => document.getElementById(id)?.textContent ?? "";
/** Before the organisation was found there is nobody to ask. */
const nobody = new RelayClient("", () => Promise.reject(new Error("no server yet")));

/** What the screens of one language read. */
const whole = (content: PortableContent): PortableContent => ({ ...content, texts: { ...content.texts, ...content.portable } });

function app_for(content: PortableContent, all: readonly PortableContent[], portable: Portable, main: HTMLElement): App {
  const { pins } = portable;
  const other_words = Object.fromEntries(all.filter((other) => other !== content).map((other) => [other.language, () => Promise.resolve({ default: other.words })]));
  const app = new App({
    content: { ...whole(content), other_words, countries: () => Promise.resolve({ default: countries }), back: () => Promise.resolve(kHere), work: () => Promise.resolve(work_module) },
    words: unpack_words(content.language, content.words),
    relay: nobody,
    now: Date.now,
    main,
    views: { before: (own) => before(own, portable), question, review, words, practice, send: (own) => send(own, portable), sent, return: come_back, replies: (own) => replies(own, portable), inbox: (own) => inbox(own, portable), more, erase, erased },
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
  #portable: Portable | undefined;

  constructor(all: readonly PortableContent[], main: HTMLElement, leave: HTMLAnchorElement) {
    this.#all = all;
    this.#main = main;
    this.#leave = leave;
    listen_for_leave({ link: leave, forget: () => this.#app?.forget(), go: (url) => this.#leave_to(url), now: Date.now });
    addEventListener("beforeunload", (event) => (this.#app?.would_lose() ? event.preventDefault() : undefined));
    // A page that is left for another is emptied; if the browser brings it back from its memory, it starts anew.
    addEventListener("pagehide", () => {
      this.#app?.forget();
      main.replaceChildren();
    });
    addEventListener("pageshow", (event) => (event.persisted ? this.start() : undefined));
  }

  #leave_to(url: string): void {
    const go = (): void => location.replace(url);
    if (this.#app) this.#app.steps.unwind(go);
    else go();
  }

  start(): void {
    const wanted = navigator.languages.map((language) => language.slice(0, 2) as Language);
    const content = wanted.flatMap((language) => this.#all.filter((one) => one.language === language))[0] ?? this.#all[0];
    if (content) this.#begin(content);
  }

  #begin(content: PortableContent): void {
    this.#label(content);
    const pins = read_pins(data("pins"));
    if (!pins) return this.#main.replaceChildren(el("h1", {}, content.portable["broken.title"]), live("alert", el("p", {}, content.portable["broken.text"])));
    this.#portable = new Portable(pins, content, fetch);
    this.#app ??= app_for(content, this.#all, this.#portable, this.#main);
    this.#app.steps.restart();
    this.#app.go("before");
  }

  /** Another language: the same step, with all that was said. */
  #speak(content: PortableContent): void {
    this.#label(content);
    if (!this.#app) return this.#begin(content);
    this.#portable?.speak(content);
    this.#app.speak({ ...whole(content), other_words: {} });
  }

  #label(content: PortableContent): void {
    document.documentElement.lang = content.language;
    document.title = content.texts.title;
    this.#leave.textContent = content.texts.leave;
    this.#leave.href = content.leave;
    document.querySelector("nav")?.replaceChildren(...this.#all.map((other) => this.#language_button(other, other === content)));
    document.querySelector("nav")?.setAttribute("aria-label", content.texts.language);
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
