// When something happens: a date (with an hour if known), a number of days, or "I do not know".
import { day_of } from "../../../shared/protocol/days.ts";
import type { App } from "../app.ts";
import { date_locale } from "../content.ts";
import { choice, el, fresh_id, kForgetful, labelled } from "../dom.ts";
import { when_pairs, type Chosen, type PackAnswer, type When } from "../pack.ts";

type Direction = "future" | "past";

function inputs_for(app: App, direction: Direction, when: When, set: (when: When) => void, name: string): HTMLElement[] {
  if (when.how === "unknown") return [];
  if (when.how === "days") {
    const days = el("input", { type: "text", inputmode: "numeric", maxlength: "4", "data-name": name, ...kForgetful });
    days.value = when.days;
    days.addEventListener("input", () => set({ how: "days", days: days.value.trim(), from: day_of(app.now()) }));
    return [labelled(app.t(direction === "past" ? "date.days_past" : "date.days"), days)];
  }
  const date = el("input", { type: "date", autocomplete: "off", "data-name": name });
  const hour = el("input", { type: "time", autocomplete: "off" });
  date.value = when.date;
  hour.value = when.hour;
  const update = (): void => set({ how: "date", date: date.value, hour: hour.value });
  date.addEventListener("input", update);
  hour.addEventListener("input", update);
  return [el("div", { class: "pair" }, labelled(app.t("date.day"), date), labelled(app.t("date.hour"), hour))];
}

export function when_field(app: App, answer: PackAnswer, chosen: Chosen, on_change: (when: When) => void): HTMLElement {
  const direction: Direction = answer.date ?? "future";
  let when: When = chosen.when ?? { how: "date", date: "", hour: "" };
  const name = fresh_id();
  const slot = el("div");
  const set = (next: When): void => {
    when = next;
    on_change(next);
  };
  const show = (next: When): void => {
    set(next);
    slot.replaceChildren(...inputs_for(app, direction, next, set, `${answer.code} date`));
  };
  const ways = [
    choice("radio", name, app.t("date.date"), when.how === "date", () => show({ how: "date", date: "", hour: "" })),
    choice("radio", name, app.t(direction === "past" ? "date.days_past" : "date.days"), when.how === "days", () => show({ how: "days", days: "" })),
    choice("radio", name, app.t("date.unknown"), when.how === "unknown", () => show({ how: "unknown" })),
  ];
  show(when);
  return el("fieldset", { class: "when" }, el("legend", {}, app.t(direction === "past" ? "date.when_past" : "date.when")), ...ways, slot);
}

/** A day in the words of the page, with its year in full. */
export function day_words(app: App, date: string): string {
  return new Date(`${date.slice(0, 10)}T12:00:00Z`).toLocaleDateString(date_locale(app.content.language), { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
}

/** The date of a chosen answer as it will be sent; undefined for one that is not known or none. */
export function sent_date(app: App, when: When | undefined, direction: Direction): string | undefined {
  const pairs = when_pairs(when ?? { how: "unknown" }, direction, day_of(app.now()));
  return pairs === "invalid" ? undefined : pairs.find(([key]) => key === "date")?.[1];
}

/** The date as the review shows it. */
export function when_text(app: App, when: When | undefined, direction: Direction): string {
  const date = sent_date(app, when, direction);
  if (date === undefined) return app.t("date.unknown");
  return [day_words(app, date), date.slice(11)].filter((part) => part !== "").join(", ");
}
