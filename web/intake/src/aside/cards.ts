// Page 5: the cards: the organisation's signed set, or the files of the build while there never was one. Fetched fresh each time the page is opened, so that a withdrawn card is gone; searched without a trace.
// What has come can be read while the rest is on its way.
import type { App } from "../app.ts";
import { button, el, kForgetful, labelled, live } from "../dom.ts";
import { card_view, read_card_file, words_of_card, type CardFile, type ShownCard } from "./card.ts";
import { say } from "./content.ts";
import { fetch_piece, newest_set, pieces_in, type Newest } from "./signed.ts";
import { matches } from "./search.ts";

/** The cards come in files that each pass a line which falls silent after 25 packets; the crisis card is in the first. */
const address_of = (language: string, file: number): string => `/${language}/cards${file === 0 ? "" : `-${file + 1}`}.json`;

async function fetched(app: App, file: number): Promise<CardFile | undefined> {
  const text = await app.relay.get(address_of(app.content.language, file));
  try {
    return read_card_file(JSON.parse(text ?? ""));
  } catch {
    return undefined;
  }
}

/** An office publishes once in a while: a relay that has a newer set each time is no relay. */
const kSetsOfOneVisit = 3;

/** What is here so far, and the search over it. */
class Shelf {
  readonly element = el("div");
  readonly #cards = el("div", { class: "cards" });
  readonly #field = el("input", { type: "text", enterkeyhint: "search", ...kForgetful });
  readonly #found = live("status");
  readonly #views = new Map<ShownCard, HTMLElement>();

  constructor() {
    this.#field.addEventListener("input", () => this.#search());
  }

  add(card: ShownCard, view: HTMLElement): void {
    if (!this.element.hasChildNodes()) this.element.append(el("div", {}, labelled(say("cards.search"), this.#field, say("cards.search_hint")), this.#found), this.#cards);
    if ([...this.#views.keys()].some(({ id }) => id === card.id)) return;
    this.#views.set(card, view);
    this.#cards.append(view);
    if (this.#field.value !== "") this.#search();
  }

  is_empty(): boolean {
    return this.#views.size === 0;
  }

  clear(): void {
    this.#views.clear();
    this.#cards.replaceChildren();
  }

  #search(): void {
    let count = 0;
    for (const [card, view] of this.#views) {
      view.hidden = !matches(words_of_card(card), this.#field.value);
      if (!view.hidden) count += 1;
    }
    this.#found.replaceChildren(...(this.#field.value.trim() === "" ? [] : [el("p", {}, count === 0 ? say("cards.none") : say("cards.found", { n: count }))]));
  }
}

/** Fetches file after file; after one that did not come a button goes on with it. */
class Loading {
  readonly said = el("div");
  readonly #app: App;
  readonly #shelf: Shelf;
  readonly #crisis: boolean;
  #next = 0;
  #files = 1;
  /** Asked for when the page is opened, and again when a newer one has come meanwhile. */
  #set: Newest = undefined;
  #begun = 0;

  constructor(app: App, shelf: Shelf, crisis: boolean) {
    this.#app = app;
    this.#shelf = shelf;
    this.#crisis = crisis;
  }

  async go(): Promise<void> {
    this.#say(say("cards.loading"));
    if (this.#set === undefined && !(await this.#begin())) return;
    for (; this.#next < this.#files; this.#next += 1) {
      if (this.#next > 0) this.#say(say("cards.more", { n: this.#next, all: this.#files }));
      const file = await this.#file();
      if (!this.#app.showing(this.said)) return;
      if (file === "") return this.#again();
      if (!file) return this.#stopped();
      this.#files = file.files;
      this.#show(file.cards);
    }
    this.#say(this.#shelf.is_empty() ? say("cards.empty") : "");
  }

  /** Which cards there are. @return whether to go on */
  async #begin(): Promise<boolean> {
    const set = await newest_set(this.#app);
    if (!this.#app.showing(this.said)) return false;
    if (set === undefined) {
      this.#stopped();
      return false;
    }
    this.#set = set;
    this.#files = set === "built" ? 1 : pieces_in(set, this.#app.content.language);
    return true;
  }

  async #file(): Promise<CardFile | "" | undefined> {
    const set = this.#set;
    if (set === undefined || set === "built") return fetched(this.#app, this.#next);
    const cards = await fetch_piece(this.#app, set, this.#next);
    return cards === undefined || cards === "" ? cards : { cards, files: this.#files };
  }

  /** A newer set has come: what is here may be withdrawn in it. */
  #again(): void {
    this.#shelf.clear();
    this.#set = undefined;
    this.#next = 0;
    this.#begun += 1;
    if (this.#begun > kSetsOfOneVisit) return this.#stopped();
    void this.go();
  }

  /** Whoever has pressed the button that goes keeps a place on the page. */
  #say(sentence: string): void {
    const pressed = this.said.contains(document.activeElement);
    const said = el("p", { role: "status", tabindex: "-1" }, sentence);
    this.said.replaceChildren(said);
    if (pressed) said.focus();
  }

  #show(cards: readonly ShownCard[]): void {
    const today = new Date(this.#app.now()).toISOString().slice(0, 10);
    for (const card of cards) this.#shelf.add(card, card_view(card, this.#app.content.language, today, this.#crisis && card.crisis));
  }

  #stopped(): void {
    const again = button(say("cards.again"), "plain", () => void this.go());
    this.said.replaceChildren(live("alert", el("p", {}, say(this.#next === 0 ? "cards.failed" : "cards.cut"))), again);
  }
}

export function cards_page(app: App, crisis: boolean, back: () => void): Node[] {
  const shelf = new Shelf();
  const loading = new Loading(app, shelf, crisis);
  setTimeout(() => void loading.go(), 0);
  return [el("h1", {}, say("cards.title")), el("p", {}, say("cards.lead")), shelf.element, loading.said, el("div", { class: "actions" }, button(app.t("back"), "plain", back))];
}
