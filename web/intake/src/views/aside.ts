// The way to the pages beside the request. Their script is fetched when it is wanted; what was typed so far stays.
import type { AsideModule, AsideName } from "../aside/main.ts";
import type { App } from "../app.ts";
import { button, el, live } from "../dom.ts";

function open(app: App, script: string, name: AsideName, otherwise: () => void): void {
  const back = (): void => (app.steps.back() ? undefined : otherwise());
  const waiting = el("p", { role: "status" }, "…");
  app.lay_over(`aside ${name}`, () => void load(app, script, name, back, waiting));
}

async function load(app: App, script: string, name: AsideName, back: () => void, waiting: HTMLElement): Promise<void> {
  app.show([waiting]);
  try {
    const aside = (await import(script)) as AsideModule;
    if (app.showing(waiting)) aside.show(app, name, back);
  } catch {
    if (app.showing(waiting)) app.show([live("alert", el("p", {}, app.t("aside.failed"))), button(app.t("back"), "plain", back)]);
  }
}

/** Nothing where the page has no such script (the portable page: it could not lose a withdrawn card). */
export function aside_button(app: App, name: AsideName, back: () => void): HTMLElement[] {
  const script = app.content.aside;
  if (script === undefined) return [];
  const keys = { us: "us.open", crisis: "cards.crisis", cards: "cards.open" } as const;
  return [button(app.t(keys[name]), "plain", () => open(app, script, name, back))];
}
