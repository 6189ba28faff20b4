// The way to the pages beside the request. Their script is fetched when it is wanted; what was typed so far stays.
import type { AsideName } from "../aside/main.ts";
import type { App } from "../app.ts";
import type { Content } from "../content.ts";
import { button, el, live } from "../dom.ts";
import { tell_progress } from "../progress.ts";

type Fetch = NonNullable<Content["aside"]>;

function open(app: App, fetch_it: Fetch, name: AsideName, otherwise: () => void): void {
  const back = (): void => (app.steps.back() ? undefined : otherwise());
  const waiting = live("status", el("p", {}, "…"));
  app.lay_over(`aside ${name}`, () => void load(app, fetch_it, name, back, waiting));
}

async function load(app: App, fetch_it: Fetch, name: AsideName, back: () => void, waiting: HTMLElement): Promise<void> {
  app.show([waiting]);
  try {
    const aside = await fetch_it((progress) => tell_progress(app, waiting, progress));
    if (app.showing(waiting)) aside.show(app, name, back);
  } catch {
    if (app.showing(waiting)) app.show([live("alert", el("p", {}, app.t("aside.failed"))), button(app.t("back"), "plain", back)]);
  }
}

/** Nothing where the page has no such script (the portable page: it could not lose a withdrawn card). */
export function aside_button(app: App, name: AsideName, back: () => void): HTMLElement[] {
  const fetch_it = app.content.aside;
  if (fetch_it === undefined) return [];
  const keys = { us: "us.open", crisis: "cards.crisis", cards: "cards.open" } as const;
  return [button(app.t(keys[name]), "plain", () => open(app, fetch_it, name, back))];
}
