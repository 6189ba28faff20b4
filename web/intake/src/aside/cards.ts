// Page 5: the cards. Fetched fresh each time the page is opened, so that a withdrawn card is gone; searched without a trace.
import type { App } from "../app.ts";
import { button, el, kForgetful, labelled, live } from "../dom.ts";
import { card_view, read_cards, words_of_card, type ShownCard } from "./card.ts";
import { say } from "./content.ts";
import { matches } from "./search.ts";

async function fetched(language: string): Promise<ShownCard[] | undefined> {
  try {
    const answer = await fetch(`/${language}/cards.json`, { cache: "no-store", credentials: "omit", referrerPolicy: "no-referrer" });
    return answer.ok ? read_cards(await answer.json()) : undefined;
  } catch {
    return undefined;
  }
}

function search_of(views: ReadonlyMap<ShownCard, HTMLElement>): HTMLElement {
  const field = el("input", { type: "text", enterkeyhint: "search", ...kForgetful });
  const found = live("status");
  field.addEventListener("input", () => {
    let count = 0;
    for (const [card, view] of views) {
      view.hidden = !matches(words_of_card(card), field.value);
      if (!view.hidden) count += 1;
    }
    found.replaceChildren(...(field.value.trim() === "" ? [] : [el("p", {}, count === 0 ? say("cards.none") : say("cards.found", { n: count }))]));
  });
  return el("div", {}, labelled(say("cards.search"), field, say("cards.search_hint")), found);
}

function shown(app: App, cards: readonly ShownCard[], crisis: boolean): HTMLElement[] {
  if (cards.length === 0) return [el("p", {}, say("cards.empty"))];
  const today = new Date(app.now()).toISOString().slice(0, 10);
  const views = new Map(cards.map((card) => [card, card_view(card, app.content.language, today, crisis && card.crisis)]));
  return [search_of(views), el("div", { class: "cards" }, ...views.values())];
}

export function cards_page(app: App, crisis: boolean, back: () => void): Node[] {
  const slot = el("div");
  const load = async (): Promise<void> => {
    slot.replaceChildren(el("p", { role: "status" }, say("cards.loading")));
    const cards = await fetched(app.content.language);
    if (!app.showing(slot)) return;
    if (cards) slot.replaceChildren(...shown(app, cards, crisis));
    else slot.replaceChildren(live("alert", el("p", {}, say("cards.failed"))), button(say("cards.again"), "plain", () => void load()));
  };
  setTimeout(() => void load(), 0);
  return [el("h1", {}, say("cards.title")), el("p", {}, say("cards.lead")), slot, el("div", { class: "actions" }, button(app.t("back"), "plain", back))];
}
