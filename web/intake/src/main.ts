// Wires a page: content of its language, relay client, screens, Leave. Fetches and checks the roster, then shows page 1 in the place
// of the page that could be read meanwhile.
import type { Language } from "../../shared/protocol/envelope.ts";
import { day_of } from "../../shared/protocol/days.ts";
import { read_floor, type Floor } from "../../shared/protocol/floor.ts";
import { fetch_roster, type RosterProblem } from "../../shared/protocol/organisation.ts";
import { RelayClient } from "../../shared/protocol/relay_client.ts";
import { App } from "./app.ts";
import { button, el, live } from "./dom.ts";
import { aside_button } from "./views/aside.ts";
import { listen_for_languages } from "./languages.ts";
import { later_views } from "./later.ts";
import { listen_for_leave } from "./leave.ts";
import { content_of, here, take_page_texts } from "./pieces/content.ts";
import { keep_reading } from "./reading.ts";
import { unpack_words } from "./word_lists.ts";
import { before } from "./views/before.ts";
import { question } from "./views/question.ts";
import { review } from "./views/review.ts";
import { send } from "./views/send.ts";
import { sent } from "./views/sent.ts";
import { practice, words } from "./views/words.ts";

const kRetryMilliseconds = 5_000;

/** What is wrong; where it is a matter of dates, with the date of this device and that of the keys, because clocks go wrong. */
function sentences(app: App, { error, roster }: RosterProblem): string[] {
  if (!roster || (error !== "expired" && error !== "not-yet")) return [app.t(`problem.${error === "unreachable" ? error : "broken"}`)];
  const today = app.date(day_of(app.now()));
  if (error === "not-yet") return [app.t("problem.not-yet", { today, issued: app.date(roster.issued) })];
  return [app.t("problem.expired"), app.t("problem.dates", { today, until: app.date(roster.expires) })];
}

function problem_screen(app: App, problem: RosterProblem, again: () => void): Node[] {
  const said = sentences(app, problem).map((sentence) => el("p", {}, sentence));
  return [el("h1", {}, app.t("problem.title")), live("alert", ...said), el("div", { class: "actions" }, button(app.t("problem.try"), "main", again), ...aside_button(app, "cards", again))];
}

/** Whoever reads the first page goes on reading while only the network is away; undefined where that page is not shown any more. */
function say_unreachable(app: App, problem: RosterProblem, again: () => void): Node[] | undefined {
  const place = document.getElementById("loading");
  if (!place) return undefined;
  const said = live("alert", ...sentences(app, problem).map((sentence) => el("p", {}, sentence)));
  place.replaceChildren(said, el("div", { class: "actions" }, button(app.t("problem.try"), "main", again), ...aside_button(app, "cards", again)));
  return [said];
}

async function begin(app: App, main: HTMLElement, floor: Floor | undefined): Promise<void> {
  const found = await fetch_roster(app.relay, day_of(app.now()), floor);
  if (!("error" in found)) {
    app.roster = found.roster;
    return keep_reading(main, () => app.go("before"));
  }
  let waiting = true;
  const again = (): void => {
    if (!waiting) return;
    waiting = false;
    void begin(app, main, floor);
  };
  const shown = found.error === "unreachable" ? say_unreachable(app, found, again) : undefined;
  const screen = shown ?? problem_screen(app, found, again);
  if (!shown) app.show(screen);
  // Not under somebody who reads the cards meanwhile.
  if (found.error === "unreachable") setTimeout(() => (screen.some((node) => app.showing(node)) ? again() : undefined), kRetryMilliseconds);
}

function listen(app: App, main: HTMLElement, leave_link: HTMLAnchorElement, again: () => void): void {
  listen_for_leave({ link: leave_link, forget: () => app.forget(), go: (url) => app.steps.unwind(() => location.replace(url)), now: Date.now });
  listen_for_languages(app, leave_link);
  // Asked by the browser in its own words, and only while something would be lost: reload, Back out of the page, closing.
  addEventListener("beforeunload", (event) => (app.would_lose() ? event.preventDefault() : undefined));
  // A page that is left for another is emptied; if the browser brings it back from its memory, it starts anew.
  addEventListener("pagehide", () => {
    app.forget();
    main.replaceChildren();
  });
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    app.steps.restart();
    again();
  });
}

/** Called by the last piece. */
export function start(language: Language): void {
  const main = document.getElementById("main");
  const leave_link = document.getElementById("leave");
  if (!main || !(leave_link instanceof HTMLAnchorElement)) return;
  take_page_texts(language, main);
  const content = content_of(language);
  const views = { before, question, review, words, practice, send, sent, ...later_views() };
  const floor = content.pins && read_floor(content.pins);
  const relay = new RelayClient("", fetch, { turns: here().turns });
  const app = new App({ content, words: unpack_words(content.language, content.words), relay, now: Date.now, main, views });
  app.list_floor = floor?.list_serial ?? 0;
  const again = (): void => {
    const said = el("p", { role: "status" }, app.t("loading"));
    (document.getElementById("loading") ?? main).replaceChildren(said);
    void begin(app, main, floor);
  };
  listen(app, main, leave_link, again);
  again();
}
