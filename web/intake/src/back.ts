// Coming back with the words: a script of its own, fetched when somebody does, so that the way to a sealed request stays small.
import type { Sealed } from "../../shared/protocol/sender.ts";
import type { App, View } from "./app.ts";
import { here } from "./pieces/content.ts";
import { erase, erased } from "./views/erase.ts";
import { inbox, replies } from "./views/inbox.ts";
import { more } from "./views/more.ts";
import { tell_places } from "./places.ts";
import { come_back } from "./views/return.ts";

export const back_views = { return: come_back, replies, inbox, more, erase, erased };
export type BackScreen = keyof typeof back_views;
export interface BackModule {
  back_views: Readonly<Record<BackScreen, View>>;
  add_texts: (app: App) => void;
  /** After the last message was stored: says on the screen that tells of it in how many places it is kept. */
  tell_places: (app: App, sealed: Sealed | undefined) => Promise<void>;
}

function add_texts(app: App): void {
  app.content = { ...app.content, texts: { ...here().data[`back_texts_${app.content.language}`], ...app.content.texts } };
}

/** What the page takes over once its pieces are here. */
export const back_module: BackModule = {
  back_views,
  add_texts,
  tell_places: (app, sealed) => {
    add_texts(app);
    return tell_places(app, sealed);
  },
};
