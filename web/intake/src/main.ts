// Wires a page: content of its language, relay client, screens, Leave. Fetches and checks the roster, then shows page 1.
import content from "virtual:content";
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

async function begin(app: App, floor: Floor | undefined): Promise<void> {
  const found = await fetch_roster(app.relay, day_of(app.now()), floor);
  if (!("error" in found)) {
    app.roster = found.roster;
    return app.go("before");
  }
  let waiting = true;
  const again = (): void => {
    if (!waiting) return;
    waiting = false;
    void begin(app, floor);
  };
  const screen = problem_screen(app, found, again);
  app.show(screen);
  // Not under somebody who reads the cards meanwhile.
  if (found.error === "unreachable") setTimeout(() => (screen.some((node) => app.showing(node)) ? again() : undefined), kRetryMilliseconds);
}

function start(main: HTMLElement, leave_link: HTMLAnchorElement): void {
  const views = { before, question, review, words, practice, send, sent, ...later_views() };
  const floor = content.pins && read_floor(content.pins);
  const app = new App({ content, words: unpack_words(content.language, content.words), relay: new RelayClient("", fetch), now: Date.now, main, views });
  app.list_floor = floor?.list_serial ?? 0;
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
    void begin(app, floor);
  });
  main.replaceChildren(el("p", { role: "status" }, app.t("loading")));
  void begin(app, floor);
}

const main = document.getElementById("main");
const leave_link = document.getElementById("leave");
if (main && leave_link instanceof HTMLAnchorElement) start(main, leave_link);
