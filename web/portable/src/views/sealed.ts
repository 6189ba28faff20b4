// The sealed text to paste into any messenger: sealed to a pinned day key, under the same message id as every other try,
// so that the desk files it once whichever way it arrives. Refuses when no pinned key can be opened any more.
import { to_armor } from "../../../shared/protocol/armor.ts";
import { day_of, type Day } from "../../../shared/protocol/days.ts";
import type { DayKey } from "../../../shared/protocol/day_keys.ts";
import { kDaysAfter, last_day, offline_key, type FoundError } from "../../../shared/protocol/portable.ts";
import { day_text } from "../../../shared/protocol/days.ts";
import { seal_message } from "../../../shared/protocol/sender.ts";
import type { App } from "../../../intake/src/app.ts";
import { button, el, kForgetful, labelled, live } from "../../../intake/src/dom.ts";
import { outgoing_of } from "../../../intake/src/views/send.ts";
import { ensure_words, hidden_words } from "../../../intake/src/views/words.ts";
import type { Portable } from "../portable.ts";
import { copy } from "./copy.ts";
import { by_mail } from "./mail.ts";

type Why = FoundError | undefined;

/** The text with the day it is sealed for in front, so that the desk can say what is wrong with one that comes too late. */
async function sealed_text(app: App, portable: Portable, key: DayKey): Promise<string | undefined> {
  const { visit } = app;
  const { message, message_id } = outgoing_of(app);
  const keys = await visit.keys;
  if (!keys || app.visit !== visit) return undefined;
  return `${day_text(key.day)}\n${to_armor(seal_message(message, key, { instance_id: portable.pins.roster.instance_id, message_id, keys }))}`;
}

function refused(app: App, portable: Portable, error: "too-old" | "clock", today: Day, why: Why): Node[] {
  const { pins } = portable;
  const values = { until: portable.date(last_day(pins)), made: portable.date(pins.made), today: portable.date(today) };
  const { back } = outgoing_of(app);
  const both = error === "too-old" && (why === "stale" || why === "expired");
  return [
    el("h1", {}, portable.say("refused.title")),
    live("alert", el("p", {}, portable.say(`refused.${error}`, values)), ...(both ? [el("p", {}, portable.say("refused.both"))] : [])),
    el("div", { class: "actions" }, button(portable.say("sealed.network"), "main", () => app.go("send")), button(app.t("back"), "plain", () => app.go(back))),
  ];
}

/** A text that was longer than one message: its other part is sealed as a further one. */
function rest_offer(app: App, portable: Portable): HTMLElement[] {
  const { rest } = outgoing_of(app);
  if (rest === "") return [];
  const seal_rest = (): void => {
    app.visit.rest = rest;
    app.visit.more_text = "";
    app.go("more");
  };
  return [el("section", { class: "rest" }, el("h2", {}, app.t("rest.title")), el("p", {}, portable.say("passed.rest")), button(app.t("rest.button"), "main", seal_rest))];
}

/** After the text was passed on: nobody here can know whether it arrived. */
function passed(app: App, portable: Portable): Node[] {
  const own_words = app.visit.phrase?.language === app.content.language;
  return [
    el("h1", {}, portable.say("passed.title")),
    el("p", { class: "lead" }, portable.say("passed.lead")),
    el("p", {}, portable.say("passed.reply")),
    ...rest_offer(app, portable),
    el("section", {}, el("h2", {}, app.t("sent.urgent_title")), el("p", {}, app.t("sent.urgent"))),
    ...(own_words ? [el("section", {}, el("h2", {}, app.t("words.title")), hidden_words(app, ensure_words(app)))] : []),
    el("div", { class: "actions" }, button(app.t("sent.close"), "main", () => document.getElementById("leave")?.click()), button(app.t("back"), "plain", () => app.show(sealed(app, portable, undefined)))),
  ];
}

export function sealed(app: App, portable: Portable, why: Why): Node[] {
  const today = day_of(app.now());
  const chosen = offline_key(portable.pins, today);
  if ("error" in chosen) return refused(app, portable, chosen.error, today, why);
  const area = el("textarea", { rows: "8", readonly: true, class: "sealed", ...kForgetful });
  const said = live("status", el("p", {}, app.t("send.keys")));
  const bar = el("progress", { max: "1", "aria-label": app.t("send.title") });
  const copy_it = async (): Promise<void> => {
    const copied = await copy(area);
    said.replaceChildren(el("p", {}, copied ? portable.say("sealed.copied", { n: area.value.length.toLocaleString(app.content.language) }) : portable.say("sealed.copy_failed")));
  };
  const copy_button = button(portable.say("sealed.copy"), "main", () => void copy_it());
  const done = button(portable.say("sealed.done"), "plain", () => app.show(passed(app, portable)));
  copy_button.disabled = true;
  done.disabled = true;
  const tick = setInterval(() => (app.key_progress > 0 ? (bar.value = app.key_progress) : undefined), 100);
  void (async () => {
    const text = await sealed_text(app, portable, chosen.key);
    clearInterval(tick);
    if (text === undefined || !app.showing(area)) return;
    area.value = text;
    bar.remove();
    said.replaceChildren();
    copy_button.disabled = false;
    done.disabled = false;
  })();
  return [
    el("h1", {}, portable.say("sealed.title")),
    ...(why === undefined ? [] : [el("p", { class: why === "forged" ? "note" : "lead" }, portable.say(`sealed.${why}`, { today: portable.date(today) }))]),
    el("p", {}, portable.say("sealed.lead")),
    el("p", {}, portable.say("sealed.where")),
    el("p", {}, portable.say("sealed.until", { date: portable.date(chosen.key.day + kDaysAfter) })),
    labelled(portable.say("sealed.label"), area),
    bar,
    said,
    ...by_mail(portable),
    el("div", { class: "actions" }, copy_button, done, button(portable.say("sealed.network"), "plain", () => app.go("send")), button(app.t("back"), "plain", () => app.go(outgoing_of(app).back))),
  ];
}
