// Asking by letter whether a reply waits, when no server can be reached, and reading what came back (docs/spec/mail.md).
import { day_of, type Day } from "../../../shared/protocol/days.ts";
import type { DayKey } from "../../../shared/protocol/day_keys.ts";
import { poll_letter, read_answer, type Answer } from "../../../shared/protocol/poll_letter.ts";
import { bridge_key, type Pins } from "../../../shared/protocol/portable.ts";
import type { Reply, ReplyContext } from "../../../shared/protocol/reply.ts";
import type { App, Visit } from "../../../intake/src/app.ts";
import { button, el, kForgetful, labelled, live } from "../../../intake/src/dom.ts";
import { inbox as usual_inbox, replies as usual_replies } from "../../../intake/src/views/inbox.ts";
import { watch_keys } from "../../../intake/src/views/words.ts";
import type { Portable } from "../portable.ts";
import { copy } from "./copy.ts";
import { any_of, shuffled } from "./mail.ts";

/** One address with the key that its bridge opens today. */
export interface Asked {
  mail: string;
  key: DayKey;
}

/** How many replies of a visit were read by letter. Gone with the visit. */
const read_before = new WeakMap<Visit, number>();

/** Whom to ask today, in the order of the file. */
export function who_answers(pins: Pins, today: Day): Asked[] {
  return pins.bridges.flatMap((bridge) => {
    const key = bridge_key(bridge, today);
    return key ? bridge.mails.map((mail) => ({ mail, key })) : [];
  });
}

const same_place = (a: Reply, b: Reply): boolean => a.place.week === b.place.week && a.place.slot === b.place.slot;

/** Shows what came among what is there already. */
function take_in(app: App, portable: Portable, answer: Answer): void {
  const { inbox } = app.visit;
  const { reply } = answer;
  const at = portable.date(answer.day);
  if (reply === "none") inbox.notice = portable.say("ask.none", { date: at });
  else {
    const read = answer.skip + 1;
    read_before.set(app.visit, read);
    if (reply === "not-ours") inbox.not_ours += 1;
    else if (!inbox.replies.some((other) => same_place(other, reply))) inbox.replies.push(reply);
    inbox.notice = read < answer.total ? portable.say("ask.more", { n: answer.total - read, date: at }) : portable.say("ask.last", { date: at });
  }
  app.go("inbox");
}

function paste_area(app: App, portable: Portable, context: () => ReplyContext | undefined): HTMLElement {
  const area = el("textarea", { rows: "5", ...kForgetful });
  const said = live("alert");
  const open = (): void => {
    const known = context();
    if (!known) return;
    const answer = read_answer(area.value, known);
    if (!("error" in answer)) return take_in(app, portable, answer);
    said.replaceChildren(el("p", {}, portable.say(`ask.error.${answer.error}`)));
  };
  return el("section", {}, el("h2", {}, portable.say("ask.paste_title")), labelled(portable.say("ask.paste_label"), area, portable.say("ask.paste_hint")), said, button(portable.say("ask.open"), "main", open));
}

/** Letter and address belong together: another address may be another bridge, with a key of its own. */
function letter_part(app: App, portable: Portable, asked: readonly Asked[], context: ReplyContext): HTMLElement {
  const area = el("textarea", { rows: "6", readonly: true, class: "sealed", ...kForgetful });
  const link = el("a", {});
  const said = live("status");
  let at = 0;
  const show = (): void => {
    const one = asked[at % asked.length];
    if (!one) return;
    area.value = poll_letter(context, one.key, read_before.get(app.visit) ?? 0);
    link.href = `mailto:${one.mail}`;
    link.textContent = portable.say("mail.open", { address: one.mail });
    said.replaceChildren();
  };
  show();
  const copy_it = async (): Promise<void> => {
    said.replaceChildren(el("p", {}, portable.say((await copy(area)) ? "ask.copied" : "sealed.copy_failed")));
  };
  const another = button(portable.say("ask.another"), "plain", () => {
    at += 1;
    show();
  });
  return el("section", {}, labelled(portable.say("ask.label"), area), said, el("div", { class: "actions" }, button(portable.say("ask.copy"), "main", () => void copy_it()), ...(asked.length > 1 ? [another] : [])), el("p", {}, link));
}

function ask(app: App, portable: Portable): Node[] {
  const asked = shuffled(who_answers(portable.pins, day_of(app.now())), any_of);
  const bar = el("progress", { max: "1", "aria-label": portable.say("ask.title") });
  const said = live("status");
  const slot = el("div", {}, bar, said);
  let context: ReplyContext | undefined;
  if (asked.length === 0) slot.replaceChildren(el("p", { class: "lead" }, portable.say("ask.too_old", { today: portable.date(day_of(app.now())) })));
  const stop = watch_keys(app, bar, said);
  void (async () => {
    const { visit } = app;
    const keys = await visit.keys;
    stop();
    if (!keys || app.visit !== visit || !app.showing(slot)) return;
    const roster = app.roster ?? portable.pins.roster;
    context = { keys, instance_id: roster.instance_id, reply_keys: roster.reply_keys };
    if (asked.length > 0) slot.replaceChildren(letter_part(app, portable, asked, context));
  })();
  return [
    el("h1", {}, portable.say("ask.title")),
    el("p", {}, portable.say("ask.lead")),
    el("p", { class: "note" }, portable.say("ask.seen")),
    slot,
    paste_area(app, portable, () => context),
    el("div", { class: "actions" }, button(app.t("back"), "plain", () => app.go("replies"))),
  ];
}

function ask_button(app: App, portable: Portable): HTMLElement[] {
  if (portable.pins.bridges.length === 0) return [];
  return [el("p", {}, button(portable.say("ask.button"), "plain", () => app.lay_over("ask", () => app.show(ask(app, portable)))))];
}

/** The usual screens, and the letter as another way beside them. */
export const replies = (app: App, portable: Portable): Node[] => [...usual_replies(app), ...ask_button(app, portable)];
export const inbox = (app: App, portable: Portable): Node[] => [...usual_inbox(app), ...ask_button(app, portable)];
