// The fields of a question, one function for each kind of the pack.
import { day_of } from "../../../shared/protocol/days.ts";
import { country_name } from "../../../shared/protocol/grammar.ts";
import { letters_in } from "../../../shared/protocol/parts.ts";
import { bytes_of, normal_text } from "../../../shared/protocol/plain.ts";
import type { App } from "../app.ts";
import { choice, el, fresh_id, kForgetful, labelled, live, paragraphs } from "../dom.ts";
import { answer_of, details_of, offered, toggled, wants_year, type Chosen, type PackAnswer, type Question } from "../pack.ts";
import { request_room } from "../request.ts";
import { when_field } from "./when.ts";

type Changed = () => void;

/** The frame of a question: its text is the heading of the screen and the name of the group. */
function framed(app: App, question: Question, ...content: HTMLElement[]): HTMLFieldSetElement {
  const hint = app.pack_text(`hint.${question.id}`);
  const hint_id = fresh_id();
  const described = hint === "" ? {} : { "aria-describedby": hint_id };
  const legend = el("legend", {}, el("h1", {}, app.pack_text(`question.${question.id}`)));
  const lines = hint === "" ? [] : [el("div", { class: "hint", id: hint_id }, ...paragraphs(hint))];
  return el("fieldset", { class: `question ${question.kind}`, ...described }, legend, ...lines, ...content);
}

function choices_of(app: App, question: Question): readonly Chosen[] {
  return app.visit.draft.choices.get(question.id) ?? [];
}

function set_choices(app: App, question: Question, chosen: readonly Chosen[]): void {
  const { choices } = app.visit.draft;
  if (chosen.length === 0) choices.delete(question.id);
  else choices.set(question.id, chosen);
}

function change_one(app: App, question: Question, code: string, change: Partial<Chosen>): void {
  set_choices(app, question, choices_of(app, question).map((chosen) => (chosen.code === code ? { ...chosen, ...change } : chosen)));
}

/** What an answer asks for besides being chosen: a date, a country, a condition. */
function details(app: App, question: Question, answer: PackAnswer): HTMLElement[] {
  const chosen = choices_of(app, question).find((candidate) => candidate.code === answer.code);
  if (!chosen) return [];
  const parts: HTMLElement[] = [];
  if (answer.date) parts.push(when_field(app, answer, chosen, (when) => change_one(app, question, answer.code, { when })));
  if (answer.country) parts.push(country_line(app, question, answer, chosen));
  if (answer.contact_words) parts.push(short_line(app.t("contact.label"), app.visit.draft.contact_words, 200, (words) => (app.visit.draft.contact_words = words)));
  return parts.length === 0 ? [] : [el("div", { class: "details" }, ...parts)];
}

/** A country in words, to choose or to type. */
function country_line(app: App, question: Question, answer: PackAnswer, chosen: Chosen): HTMLElement {
  const { language } = app.content;
  const list = el("datalist", { id: fresh_id() });
  void app.load_countries().then((all) => {
    const names = Object.keys(all).map((code) => country_name(code, language, all)).sort((a, b) => a.localeCompare(b, language));
    list.replaceChildren(...names.map((value) => el("option", { value })));
  });
  const line = short_line(app.t("country.label"), chosen.country ?? "", 60, (country) => change_one(app, question, answer.code, { country }), `${answer.code} country`);
  line.querySelector("input")?.setAttribute("list", list.id);
  line.append(list);
  return line;
}

function short_line(label: string, value: string, limit: number, on_input: (value: string) => void, name = ""): HTMLElement {
  const input = el("input", { type: "text", maxlength: String(limit), dir: "auto", "data-name": name, ...kForgetful });
  input.value = value;
  input.addEventListener("input", () => on_input(input.value));
  return labelled(label, input);
}

function with_details(app: App, question: Question, rows: { answer: PackAnswer; node: HTMLElement }[]): { element: HTMLElement; refresh: () => void } {
  const slots = rows.map(({ answer }) => ({ answer, slot: el("div") }));
  const refresh = (): void => {
    for (const { answer, slot } of slots) {
      const wanted = choices_of(app, question).some((chosen) => chosen.code === answer.code);
      if (wanted !== slot.childElementCount > 0) slot.replaceChildren(...details(app, question, answer));
    }
  };
  refresh();
  return { element: el("div", { class: "choices" }, ...rows.flatMap(({ node }, i) => [node, slots[i]?.slot ?? ""])), refresh };
}

export function one_field(app: App, question: Question, changed: Changed): HTMLElement {
  const name = fresh_id();
  const preset = question.default;
  if (preset !== undefined && choices_of(app, question).length === 0) set_choices(app, question, [{ code: preset }]);
  const current = choices_of(app, question)[0]?.code;
  const rows = offered(app.content.pack, question).map((answer) => ({
    answer,
    node: choice("radio", name, app.pack_text(`answer.${question.id}.${answer.code}`), current === answer.code, () => {
      set_choices(app, question, [{ code: answer.code }]);
      group.refresh();
      changed();
    }),
  }));
  const group = with_details(app, question, rows);
  return framed(app, question, group.element);
}

export function many_field(app: App, question: Question, changed: Changed): HTMLElement {
  const inputs = new Map<string, HTMLInputElement>();
  const rows = offered(app.content.pack, question).map((answer) => {
    const on = choices_of(app, question).some((chosen) => chosen.code === answer.code);
    const node = choice("checkbox", question.id, app.pack_text(`answer.${question.id}.${answer.code}`), on, (now_on) => {
      set_choices(app, question, toggled(question, choices_of(app, question), answer.code, now_on));
      for (const [code, input] of inputs) input.checked = choices_of(app, question).some((chosen) => chosen.code === code);
      group.refresh();
      changed();
    });
    const input = node.querySelector("input");
    if (input) inputs.set(answer.code, input);
    return { answer, node };
  });
  const group = with_details(app, question, rows);
  return framed(app, question, group.element);
}

export function table_field(app: App, question: Question, changed: Changed): HTMLElement {
  const rows = offered(app.content.pack, question).map((answer) => {
    const before = choices_of(app, question).find((chosen) => chosen.code === answer.code);
    const select = el("select", { autocomplete: "off" }, el("option", { value: "" }, "\u2014"), ...(question.states ?? []).map((state) => el("option", { value: state }, app.pack_text(`state.${question.id}.${state}`))));
    select.value = before?.state ?? "";
    const more = el("div");
    const refresh = (): void => more.replaceChildren(...(wants_year(question, answer, { code: answer.code, state: select.value }) ? [year_line(app, question, answer)] : []));
    select.addEventListener("change", () => {
      const rest = choices_of(app, question).filter((chosen) => chosen.code !== answer.code);
      set_choices(app, question, select.value === "" ? rest : [...rest, { code: answer.code, state: select.value }]);
      refresh();
      changed();
    });
    refresh();
    return el("div", { class: "row" }, labelled(app.pack_text(`answer.${question.id}.${answer.code}`), select), more);
  });
  return framed(app, question, ...rows);
}

function year_line(app: App, question: Question, answer: PackAnswer): HTMLElement {
  const chosen = choices_of(app, question).find((candidate) => candidate.code === answer.code);
  const field = short_line(app.t("year.label"), chosen?.year ?? "", 4, (year) => change_one(app, question, answer.code, { year }), `${answer.code} year`);
  field.querySelector("input")?.setAttribute("inputmode", "numeric");
  return field;
}

/**
 * A large text field that says how many letters have room, and that the rest goes in a further message when there are
 * more; used here and for further messages.
 * @param room bytes of text that fit into the message
 */
export function long_text(app: App, value: string, room: () => number, on_input: (value: string) => void): HTMLElement {
  const area = el("textarea", { rows: "9", dir: "auto", ...kForgetful });
  const count = el("p", { class: "hint count" });
  const over = live("status");
  const update = (): void => {
    const left = room() - bytes_of(area.value);
    count.textContent = left < 0 ? "" : app.t("text.left", { n: letters_in(left, area.value, app.content.language) });
    over.textContent = left < 0 ? app.t("text.parts") : "";
    on_input(normal_text(area.value));
  };
  area.value = value;
  area.addEventListener("input", update);
  update();
  return el("div", {}, labelled(app.t("text.label"), area), count, over);
}

export function text_field(app: App): HTMLElement {
  const question = app.content.pack.questions.find((candidate) => candidate.kind === "text");
  const field = long_text(app, app.visit.draft.text, () => request_room(app), (text) => (app.visit.draft.text = text));
  return question ? framed(app, question, field) : field;
}

export function consent_field(app: App, question: Question): HTMLElement {
  const box = choice("checkbox", question.id, app.pack_text(`answer.${question.id}.yes`), app.visit.draft.consent, (on) => {
    app.visit.draft.consent = on;
    set_choices(app, question, on ? [{ code: "yes" }] : []);
  });
  return framed(app, question, box);
}

/** What was chosen, in the words of the page; for the review. */
export function chosen_text(app: App, question: Question, chosen: Chosen): string {
  const name = app.pack_text(`answer.${question.id}.${chosen.code}`);
  const answer = answer_of(question, chosen.code);
  const parts = details_of(question, chosen, day_of(app.now()), app.countries).map(([key, value]) => {
    if (key === "state") return `: ${app.pack_text(`state.${question.id}.${value}`)}`;
    if (key === "country") return `, ${country_name(value, app.content.language, app.countries)}`;
    return key === answer?.year ? `, ${value}` : "";
  });
  return [name, ...parts].join("");
}
