// Coming back with the words: a script of its own, fetched when somebody does, so that the way to a sealed request stays small.
import type { App, View } from "./app.ts";
import { here } from "./pieces/content.ts";
import { erase, erased } from "./views/erase.ts";
import { inbox, replies } from "./views/inbox.ts";
import { more } from "./views/more.ts";
import { come_back } from "./views/return.ts";

export const back_views = { return: come_back, replies, inbox, more, erase, erased };
export type BackScreen = keyof typeof back_views;
export interface BackModule {
  back_views: Readonly<Record<BackScreen, View>>;
  add_texts: (app: App) => void;
}

/** What the page takes over once its pieces are here. */
export const back_module: BackModule = {
  back_views,
  add_texts: (app) => {
    app.content = { ...app.content, texts: { ...here().data[`back_texts_${app.content.language}`], ...app.content.texts } };
  },
};
