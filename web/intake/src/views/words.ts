// Page 3: the eight words, hidden until asked for, and the practice that they stayed with the person. Nothing is sent here.
import { keys_of } from "../../../shared/protocol/keys.ts";
import { kRandomBytes, kWordCount, phrase_of, words_of } from "../../../shared/protocol/words.ts";
import type { App } from "../app.ts";
import { button, el, live } from "../dom.ts";
import { prepare_request } from "../request.ts";
import { nothing_asked } from "./question.ts";

const kPracticePicks = 3;
const kDecoys = 8;

/** Makes words once a visit and begins the slow derivation at once, so that sending does not wait for it. */
export function ensure_words(app: App): string[] {
  const { roster, visit } = app;
  if (!visit.phrase && roster) {
    visit.phrase = phrase_of(app.content.language, crypto.getRandomValues(new Uint8Array(kRandomBytes)));
    start_keys(app);
  }
  const list = visit.phrase && app.lists.get(visit.phrase.language);
  return visit.phrase && list ? words_of(visit.phrase, list) : [];
}

export function start_keys(app: App): void {
  const { roster, visit } = app;
  if (!roster || !visit.phrase) return;
  app.key_progress = 0;
  app.keys_began = app.now();
  visit.keys = keys_of(visit.phrase, roster.instance_id, { subtle: globalThis.crypto.subtle as SubtleCrypto | undefined, on_progress: (done) => (app.key_progress = done) });
}

/** Shows how far the slow derivation is and, where it takes minutes, how many are left. @return ends it */
export function watch_keys(app: App, bar: HTMLProgressElement, said: HTMLElement): () => void {
  const tick = setInterval(() => {
    const done = app.key_progress;
    if (done <= 0) return;
    bar.value = done;
    const minutes = Math.ceil(((app.now() - app.keys_began) * (1 / done - 1)) / 60_000);
    const text = app.t("send.keys_slow", { n: minutes });
    // Said again only when it changes: it is read aloud.
    if (done > 0.01 && minutes > 1 && said.textContent !== text) said.textContent = text;
  }, 100);
  return () => {
    clearInterval(tick);
    bar.removeAttribute("value");
  };
}

/** The words in their order, behind a button. */
export function hidden_words(app: App, words: readonly string[]): HTMLElement {
  const slot = el("div", { class: "words" });
  const toggle = button("", "plain", () => show(!shown));
  let shown = false;
  const show = (on: boolean): void => {
    shown = on;
    toggle.textContent = app.t(on ? "words.hide" : "words.show");
    toggle.setAttribute("aria-expanded", String(on));
    slot.replaceChildren(on ? el("ol", { translate: "no" }, ...words.map((word) => el("li", {}, word))) : el("p", { class: "hint" }, app.t("words.hidden")));
  };
  show(false);
  return el("div", {}, slot, toggle);
}

export function words(app: App): Node[] {
  const own = ensure_words(app);
  const other = button(app.t("words.new"), "plain", () => {
    app.visit.phrase = undefined;
    app.go("words");
  });
  return [
    el("h1", {}, app.t("words.title")),
    el("p", {}, app.t("words.lead")),
    el("p", {}, app.t("words.how")),
    hidden_words(app, own),
    el("div", { class: "actions" }, button(app.t("words.practice"), "main", () => app.go("practice")), other, button(app.t("back"), "plain", () => app.back("review"))),
  ];
}

function random_below(limit: number): number {
  return (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) % limit;
}

/** `count` different numbers below `limit`, in random order. */
export function draw(count: number, limit: number): number[] {
  const drawn: number[] = [];
  while (drawn.length < count) {
    const next = random_below(limit);
    if (!drawn.includes(next)) drawn.push(next);
  }
  return drawn;
}

function grid_words(app: App, own: readonly string[]): string[] {
  const all = Array.from(new Set(own));
  while (all.length < kWordCount + kDecoys) {
    const { words: others } = app.lists.get(app.visit.phrase?.language ?? app.content.language) ?? app.words;
    const word = others[random_below(others.length)];
    if (word !== undefined && !all.includes(word)) all.push(word);
  }
  return draw(all.length, all.length).map((i) => all[i] ?? "");
}

export function practice(app: App): Node[] {
  const own = ensure_words(app);
  const asked = draw(kPracticePicks, kWordCount).sort((a, b) => a - b);
  const order = live("status");
  const grid = el("div", { class: "grid", translate: "no" });
  const actions = el("div", { class: "actions" });
  const again = button(app.t("practice.again"), "plain", () => app.go("words"));
  const ask = (): void => {
    order.replaceChildren(el("p", { class: "order" }, app.t("practice.pick", { n: (asked[0] ?? 0) + 1 })));
  };
  const done = (): void => {
    order.replaceChildren(el("p", { class: "order" }, app.t("practice.done")));
    grid.replaceChildren();
    const send = button(app.t("send.button"), "main", () => {
      if (!nothing_asked(app)) prepare_request(app);
      app.go("send");
    });
    actions.replaceChildren(send, again);
    send.focus();
  };
  const picked = (word: string): void => {
    const wanted = asked[0] ?? 0;
    if (word !== own[wanted]) {
      order.replaceChildren(el("p", { class: "order wrong" }, app.t("practice.wrong", { n: wanted + 1 })));
      return;
    }
    asked.shift();
    if (asked.length === 0) done();
    else ask();
  };
  grid.append(...grid_words(app, own).map((word) => button(word, "word", () => picked(word))));
  actions.append(again);
  ask();
  return [el("h1", {}, app.t("practice.title")), order, grid, actions];
}
