// Coming back with the words: a script of its own, fetched when somebody does, so that the way to a sealed request stays small.
import own_texts from "virtual:back";
import type { App, View } from "./app.ts";
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

export const add_texts: BackModule["add_texts"] = (app) => {
  app.content = { ...app.content, texts: { ...own_texts, ...app.content.texts } };
};
