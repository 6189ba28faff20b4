// Wires a page: content of its language, relay client, screens, Leave. Fetches and checks the roster, then shows page 1.
import content from "virtual:content";
import { day_of } from "../../shared/protocol/days.ts";
import { fetch_roster, type FetchError } from "../../shared/protocol/organisation.ts";
import { RelayClient } from "../../shared/protocol/relay_client.ts";
import { App } from "./app.ts";
import { button, el, live } from "./dom.ts";
import { aside_button } from "./views/aside.ts";
import { listen_for_leave } from "./leave.ts";
import { unpack_words } from "./word_lists.ts";
import { before } from "./views/before.ts";
import { erase, erased } from "./views/erase.ts";
import { inbox } from "./views/inbox.ts";
import { more } from "./views/more.ts";
import { question } from "./views/question.ts";
import { come_back } from "./views/return.ts";
import { review } from "./views/review.ts";
import { send } from "./views/send.ts";
import { sent } from "./views/sent.ts";
import { practice, words } from "./views/words.ts";

const kRetryMilliseconds = 5_000;

function problem_screen(app: App, error: FetchError, again: () => void): Node[] {
  const key = error === "expired" || error === "not-yet" || error === "unreachable" ? error : "broken";
  return [el("h1", {}, app.t("problem.title")), live("alert", el("p", {}, app.t(`problem.${key}`))), el("div", { class: "actions" }, button(app.t("problem.try"), "main", again), ...aside_button(app, "cards", again))];
}

async function begin(app: App): Promise<void> {
  const found = await fetch_roster(app.relay, day_of(app.now()));
  if (!("error" in found)) {
    app.roster = found.roster;
    return app.go("before");
  }
  let waiting = true;
  const again = (): void => {
    if (!waiting) return;
    waiting = false;
    void begin(app);
  };
  const screen = problem_screen(app, found.error, again);
  app.show(screen);
  // Not under somebody who reads the cards meanwhile.
  if (found.error === "unreachable") setTimeout(() => (screen.some((node) => app.showing(node)) ? again() : undefined), kRetryMilliseconds);
}

function start(main: HTMLElement, leave_link: HTMLAnchorElement): void {
  const views = { before, question, review, words, practice, send, sent, return: come_back, inbox, more, erase, erased };
  const app = new App({ content, words: unpack_words(content.language, content.words), relay: new RelayClient("", fetch), now: Date.now, main, views });
  listen_for_leave({ link: leave_link, forget: () => app.forget(), go: (url) => location.replace(url), now: Date.now });
  // Language links take this page's place in the history.
  for (const link of document.querySelectorAll<HTMLAnchorElement>("nav a")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      app.forget();
      location.replace(link.href);
    });
  }
  // A page that is left for another is emptied; if the browser brings it back from its memory, it starts anew.
  addEventListener("pagehide", () => {
    app.forget();
    main.replaceChildren();
  });
  addEventListener("pageshow", (event) => (event.persisted ? void begin(app) : undefined));
  main.replaceChildren(el("p", { role: "status" }, app.t("loading")));
  void begin(app);
}

const main = document.getElementById("main");
const leave_link = document.getElementById("leave");
if (main && leave_link instanceof HTMLAnchorElement) start(main, leave_link);
