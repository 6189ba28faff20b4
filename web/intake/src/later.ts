// Screens whose script is fetched when they are wanted.
import type { App, View } from "./app.ts";
import type { BackModule, BackScreen } from "./back.ts";
import { button, el, live } from "./dom.ts";
import { tell_progress } from "./progress.ts";

async function load(app: App, screen: BackScreen, waiting: HTMLElement, into: { module?: BackModule }): Promise<void> {
  try {
    const module = await app.content.back?.((progress) => tell_progress(app, waiting, progress));
    if (!module) return;
    module.add_texts(app);
    into.module = module;
    if (app.showing(waiting)) app.show(module.back_views[screen](app));
  } catch {
    const again = button(app.t("problem.try"), "main", () => app.go(screen));
    if (app.showing(waiting)) app.show([live("alert", el("p", {}, app.t("aside.failed"))), el("div", { class: "actions" }, again, button(app.t("back"), "plain", () => app.back("before")))]);
  }
}

/** A view for each screen of back.ts. */
export function later_views(): Readonly<Record<BackScreen, View>> {
  const loaded: { module?: BackModule } = {};
  const view = (screen: BackScreen): View => (app) => {
    if (loaded.module) return loaded.module.back_views[screen](app);
    const waiting = live("status", el("p", {}, "…"));
    void load(app, screen, waiting, loaded);
    return [waiting];
  };
  return { return: view("return"), replies: view("replies"), inbox: view("inbox"), more: view("more"), erase: view("erase"), erased: view("erased") };
}
