// The pages beside the way of a request: cards, and "Is this really us?". Pieces of their own, fetched only when somebody opens
// one of them, so that the way to a sealed request stays small. It lives in the same tab and adds nothing to the history.
import type { App } from "../app.ts";
import { cards_page } from "./cards.ts";
import { speak } from "./content.ts";
import { us_page } from "./us.ts";

export type AsideName = "cards" | "crisis" | "us";
export interface AsideModule {
  show: (app: App, name: AsideName, back: () => void) => void;
}

const show: AsideModule["show"] = (app, name, back) => {
  speak(app.content.language);
  app.show(name === "us" ? us_page(app, back) : cards_page(app, name === "crisis", back));
};

/** What the page takes over once its pieces are here. */
export const aside_module: AsideModule = { show };
