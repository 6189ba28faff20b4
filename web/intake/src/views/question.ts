// Page 2: one question a screen. Everything may be skipped; only consent, and a need or a text, are asked for before sending.
import type { App } from "../app.ts";
import { button, el, live } from "../dom.ts";
import { asked, dangers, said, type Question } from "../pack.ts";
import { aside_button } from "./aside.ts";
import { consent_field, many_field, one_field, table_field, text_field } from "./fields.ts";
import { dates_good } from "./when.ts";

function crisis_card(app: App, codes: readonly string[]): HTMLElement[] {
  if (codes.length === 0) return [];
  const text = app.pack_text("crisis.text").split("\n");
  return [
    el("h2", {}, app.pack_text("crisis.title")),
    ...codes.map((code) => el("p", {}, app.pack_text(`crisis.${code}`))),
    ...text.map((line) => el("p", {}, line)),
    el("div", { class: "pair" }, button(app.t("crisis.go_text"), "plain", () => go_to(app, "text")), ...aside_button(app, "crisis", () => app.go("question"))),
  ];
}

export function go_to(app: App, question_id: string): void {
  app.visit.question_id = question_id;
  app.go("question");
}

function problem(app: App, question: Question): string | undefined {
  const { draft } = app.visit;
  const last = asked(app.content.pack, draft.choices).at(-1)?.id === question.id;
  if (question.kind === "consent" && !draft.consent) return app.t("consent.missing");
  if (question.kind === "text" && Array.from(draft.text).length > 2_000) return app.t("text.too_long", { n: Array.from(draft.text).length - 2_000 });
  if (!dates_good(app, question)) return app.t("date.invalid");
  if ((last || app.visit.from_review || question.kind === "text") && nothing_asked(app)) return app.t("need.missing");
  return undefined;
}

export function nothing_asked(app: App): boolean {
  const { draft } = app.visit;
  return draft.text.trim() === "" && (draft.choices.get("need") ?? []).length === 0;
}

function move(app: App, question: Question, step: 1 | -1): void {
  const questions = asked(app.content.pack, app.visit.draft.choices);
  const next = questions[questions.findIndex((other) => other.id === question.id) + step];
  if (app.visit.from_review || (!next && step > 0)) {
    app.visit.from_review = false;
    app.go("review");
  } else if (next) go_to(app, next.id);
  else app.go("before");
}

function field_of(app: App, question: Question, changed: () => void): HTMLElement {
  switch (question.kind) {
    case "one": return one_field(app, question, changed);
    case "many": return many_field(app, question, changed);
    case "table": return table_field(app, question, changed);
    case "text": return text_field(app);
    case "consent": return consent_field(app, question);
  }
}

function may_be_skipped(app: App, question: Question): boolean {
  return question.kind !== "text" && question.kind !== "consent" && !app.visit.draft.choices.has(question.id);
}

export function question(app: App): Node[] {
  const questions = app.visit.from_review ? said(app.content.pack, app.visit.draft.choices) : asked(app.content.pack, app.visit.draft.choices);
  const shown = questions.find((other) => other.id === app.visit.question_id) ?? questions[0];
  if (!shown) return [];
  app.visit.question_id = shown.id;
  const progress = el("p", { class: "progress" });
  const crisis = live("status");
  crisis.classList.add("crisis");
  const trouble = live("alert");
  // Somebody whose danger is not in the list finds the guide all the same.
  const guide = el("div");
  const asks_for_danger = shown.answers?.some((answer) => answer.danger) === true;
  const update = (): void => {
    const now_asked = asked(app.content.pack, app.visit.draft.choices);
    const n = now_asked.findIndex((other) => other.id === shown.id) + 1; // 0: answered before the short way was chosen, and changed from the review
    progress.textContent = n === 0 ? "" : app.t("progress", { n, all: now_asked.length });
    const named = asks_for_danger ? dangers(app.content.pack, app.visit.draft.choices) : [];
    crisis.replaceChildren(...crisis_card(app, named));
    guide.replaceChildren(...(asks_for_danger && named.length === 0 ? aside_button(app, "crisis", () => app.go("question")) : []));
    trouble.textContent = "";
    go_on.textContent = app.t(may_be_skipped(app, shown) ? "skip" : "next");
  };
  const go_on = button(app.t("next"), "main", () => {
    const wrong = problem(app, shown);
    if (wrong === undefined) move(app, shown, 1);
    else trouble.textContent = wrong;
  });
  const field = field_of(app, shown, update);
  update();
  return [progress, field, crisis, guide, trouble, el("div", { class: "actions" }, go_on, button(app.t("back"), "plain", () => move(app, shown, -1)))];
}
