// After the relay has said "stored": when to come back, what silence means, another way for an emergency.
import { kEmptyDraft, type App } from "../app.ts";
import { button, el } from "../dom.ts";
import { dangers, short_way } from "../pack.ts";
import { ensure_words, hidden_words } from "./words.ts";

/** A text that was longer than one message: its other part waits here. */
function rest_offer(app: App): HTMLElement[] {
  if (app.visit.rest === "") return [];
  return [el("section", { class: "rest" }, el("h2", {}, app.t("rest.title")), el("p", {}, app.t("rest.lead")), button(app.t("rest.button"), "main", () => app.go("more")))];
}

export function sent(app: App): Node[] {
  const { visit } = app;
  const { pack } = app.content;
  // Whoever is in danger, or must not be seen writing, is still so after a further message.
  if (dangers(pack, visit.draft.choices).length > 0) visit.urgent = "danger";
  else if (short_way(pack, visit.draft.choices)) visit.urgent ??= "unsafe";
  const { urgent } = visit;
  // Words of a list that is not loaded cannot be written out here.
  const own_words = visit.phrase !== undefined && app.lists.has(visit.phrase.language);
  // What was written is not needed any more; the words are, until the person leaves.
  visit.draft = kEmptyDraft();
  visit.question_id = undefined;
  return [
    el("h1", {}, app.t("sent.title")),
    el("p", { class: "lead" }, app.t("sent.lead")),
    ...rest_offer(app),
    el("section", {}, el("h2", {}, app.t("sent.when_title")), el("p", {}, app.t(urgent === "danger" ? "sent.when_danger" : urgent === "unsafe" ? "sent.when_unsafe" : "sent.when"))),
    el("section", {}, el("h2", {}, app.t("sent.silence_title")), el("p", {}, app.t(urgent ? "sent.silence_danger" : "sent.silence"))),
    el("section", {}, el("h2", {}, app.t("sent.urgent_title")), el("p", {}, app.t("sent.urgent"))),
    ...(own_words ? [el("section", {}, el("h2", {}, app.t("words.title")), hidden_words(app, ensure_words(app)))] : []),
    el("div", { class: "actions" }, button(app.t("sent.close"), "main", () => document.getElementById("leave")?.click()), button(app.t("sent.replies"), "plain", () => app.go("replies"))),
  ];
}
