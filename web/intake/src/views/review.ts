// What will be sent, before anything is.
import type { App } from "../app.ts";
import { button, el, live } from "../dom.ts";
import { answer_of, said, sent_of, type Question } from "../pack.ts";
import { chosen_text } from "./fields.ts";
import { request } from "../request.ts";
import { go_to, nothing_asked } from "./question.ts";
import { when_text } from "./when.ts";

function lines_of(app: App, question: Question): string[] {
  const { draft } = app.visit;
  if (question.kind === "text") return draft.text.trim() === "" ? [] : [draft.text];
  return sent_of(question, draft.choices).map((chosen) => {
    const answer = answer_of(question, chosen.code);
    const words = answer?.contact_words && draft.contact_words.trim() !== "" ? `: ${draft.contact_words}` : "";
    const date = answer?.date ? ` (${when_text(app, chosen.when, answer.date)})` : "";
    return chosen_text(app, question, chosen) + date + words;
  });
}

function row(app: App, question: Question, lines: string[]): HTMLElement[] {
  const name = app.pack_text(`question.${question.id}`);
  const change = button(app.t("change"), "plain", () => {
    app.visit.from_review = true;
    go_to(app, question.id);
  });
  change.setAttribute("aria-label", `${app.t("change")}: ${name}`);
  return [el("dt", {}, name, change), ...lines.map((line) => el("dd", { dir: "auto" }, line))];
}

export function review(app: App): Node[] {
  const rows = said(app.content.pack, app.visit.draft.choices).filter((question) => question.kind !== "consent").map((question) => ({ question, lines: lines_of(app, question) }));
  const trouble = live("alert");
  const go_on = button(app.t("review.next"), "main", () => {
    if (nothing_asked(app)) trouble.textContent = app.t("need.missing");
    else if (!app.visit.draft.consent) go_to(app, "consent");
    else app.go("words");
  });
  return [
    el("h1", {}, app.t("review.title")),
    el("p", {}, app.t("review.lead")),
    el("dl", { class: "review" }, ...rows.filter(({ lines }) => lines.length > 0).flatMap(({ question, lines }) => row(app, question, lines))),
    ...(request(app).rest === "" ? [] : [el("p", { class: "note" }, app.t("text.parts"))]),
    trouble,
    el("div", { class: "actions" }, go_on, button(app.t("back"), "plain", () => (app.steps.back() ? undefined : go_to(app, "consent")))),
  ];
}
