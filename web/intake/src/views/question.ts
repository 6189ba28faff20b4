// Page 2: one question a screen. Everything may be skipped; only consent, and a need or a text, are asked for before sending.
import { day_of } from "../../../shared/protocol/days.ts";
import { is_likely } from "../../../shared/protocol/grammar.ts";
import { holds_phrase } from "../../../shared/protocol/words.ts";
import type { App } from "../app.ts";
import { button, clear_wrong, el, live, mark_wrong } from "../dom.ts";
import { answer_of, asked, dangers, odd_detail, said, sent_of, type Question } from "../pack.ts";
import { aside_button } from "./aside.ts";
import { consent_field, many_field, one_field, table_field, text_field } from "./fields.ts";
import { day_words, sent_date } from "./when.ts";

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

interface Wrong {
  sentence: string;
  /** data-name of the field; "" for the first one. */
  field: string;
}

/** A detail that cannot be sent as it was typed, or a date so far off that it is asked about once. */
function wrong_detail(app: App, question: Question): Wrong | undefined {
  const today = day_of(app.now());
  const { choices } = app.visit.draft;
  for (const chosen of sent_of(question, choices)) {
    const odd = odd_detail(question, chosen, today, app.countries);
    const sentences = { date: "date.invalid", country: "country.unknown", year: "year.invalid" } as const;
    if (odd) return { sentence: app.t(sentences[odd]), field: `${chosen.code} ${odd}` };
    const direction = answer_of(question, chosen.code)?.date;
    const date = direction ? sent_date(app, chosen.when, direction) : undefined;
    const mark = `${question.id} ${chosen.code} ${date}`;
    if (date === undefined || !direction || is_likely(date, direction, today) || app.visit.meant.has(mark)) continue;
    app.visit.meant.add(mark);
    return { sentence: app.t("date.far", { date: day_words(app, date) }), field: `${chosen.code} date` };
  }
  return undefined;
}

function problem(app: App, question: Question): Wrong | undefined {
  const { draft } = app.visit;
  const last = asked(app.content.pack, draft.choices).at(-1)?.id === question.id;
  const first = (sentence: string): Wrong => ({ sentence, field: "" });
  if (question.kind === "consent" && !draft.consent) return first(app.t("consent.missing"));
  const wrong_text = question.kind === "text" ? text_problem(app, draft.text) : undefined;
  if (wrong_text !== undefined) return first(wrong_text);
  const detail = wrong_detail(app, question);
  if (detail) return detail;
  return (last || app.visit.from_review || question.kind === "text") && nothing_asked(app) ? first(app.t("need.missing")) : undefined;
}

/** What keeps a text from being sent: the person's own key in it. One that is too long goes in parts. */
export function text_problem(app: App, text: string): string | undefined {
  return holds_phrase(text, Array.from(app.lists.values())) ? app.t("text.words") : undefined;
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

/** The question before: as the browser's Back, so that both go the same way. */
function move_back(app: App, question: Question): void {
  if (!app.steps.back()) move(app, question, -1);
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
  trouble.tabIndex = -1;
  const update = (): void => {
    const now_asked = asked(app.content.pack, app.visit.draft.choices);
    const n = now_asked.findIndex((other) => other.id === shown.id) + 1; // 0: answered before the short way was chosen, and changed from the review
    progress.textContent = n === 0 ? "" : app.t("progress", { n, all: now_asked.length });
    const named = asks_for_danger ? dangers(app.content.pack, app.visit.draft.choices) : [];
    crisis.replaceChildren(...crisis_card(app, named));
    guide.replaceChildren(...(asks_for_danger && named.length === 0 ? aside_button(app, "crisis", () => app.go("question")) : []));
    trouble.textContent = "";
    clear_wrong(field);
    const skip = may_be_skipped(app, shown);
    go_on.textContent = app.t(skip ? "skip" : "next");
    go_on.className = skip ? "plain" : "main";
  };
  const go_on = button(app.t("next"), "main", () => {
    const wrong = problem(app, shown);
    if (!wrong) return move(app, shown, 1);
    trouble.textContent = wrong.sentence;
    mark_wrong(field, wrong.field, wrong.sentence);
  });
  const field = field_of(app, shown, update);
  update();
  return [progress, trouble, field, crisis, guide, el("div", { class: "actions" }, go_on, button(app.t("back"), "plain", () => move_back(app, shown)))];
}
