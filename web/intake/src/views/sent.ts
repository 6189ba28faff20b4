// After the relay has said "stored": when to come back, what silence means, another way for an emergency.
import type { App } from "../app.ts";
import { button, el } from "../dom.ts";
import { dangers } from "../pack.ts";
import { ensure_words, hidden_words } from "./words.ts";

export function sent(app: App): Node[] {
  const urgent = dangers(app.content.pack, app.visit.draft.choices).length > 0;
  // Words of another language's list cannot be written out here.
  const own_words = app.visit.phrase?.language === app.content.language;
  app.visit.more_text = "";
  // What was written is not needed any more; the words are, until the person leaves.
  app.visit.draft = { choices: new Map(), text: "", contact_words: "", consent: false };
  return [
    el("h1", {}, app.t("sent.title")),
    el("p", { class: "lead" }, app.t("sent.lead")),
    el("section", {}, el("h2", {}, app.t("sent.when_title")), el("p", {}, app.t(urgent ? "sent.when_danger" : "sent.when"))),
    el("section", {}, el("h2", {}, app.t("sent.silence_title")), el("p", {}, app.t(urgent ? "sent.silence_danger" : "sent.silence"))),
    el("section", {}, el("h2", {}, app.t("sent.urgent_title")), el("p", {}, app.t("sent.urgent"))),
    ...(own_words ? [el("section", {}, el("h2", {}, app.t("words.title")), hidden_words(app, ensure_words(app)))] : []),
    el("div", { class: "actions" }, button(app.t("sent.close"), "main", () => document.getElementById("leave")?.click())),
  ];
}
