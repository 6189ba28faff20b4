// Replies that wait, and what can be done with them: write more, delete one, delete everything.
import { equal } from "../../../shared/protocol/bytes.ts";
import { day_of, type Day } from "../../../shared/protocol/days.ts";
import type { RequesterKeys } from "../../../shared/protocol/keys.ts";
import { places, type Place } from "../../../shared/protocol/mailbox.ts";
import { delete_replies, poll, type Polled } from "../../../shared/protocol/polling.ts";
import { read_reply, type Reply, type ReplyContext } from "../../../shared/protocol/reply.ts";
import type { App, Inbox, Visit } from "../app.ts";
import { date_locale } from "../content.ts";
import { button, el, live } from "../dom.ts";
import { watch_keys } from "./words.ts";

/** A server that gives the same one again and again shows nothing twice. */
function take_in(inbox: Inbox, found: Polled["found"], seen: Set<Place>, context: ReplyContext): void {
  if (found && seen.has(found.place)) return;
  if (found) seen.add(found.place);
  const result = found && read_reply(found.blob, found.place, context);
  if (result && "reply" in result) inbox.replies.push(result.reply);
  else inbox.not_ours += 1;
}

/** All that waits, fetched one after the other; undefined if the relay did not answer. */
async function fetch_inbox(app: App, keys: RequesterKeys): Promise<Inbox | undefined> {
  const { roster } = app;
  if (!roster) return undefined;
  const asked = places(keys.mailbox_secret, day_of(app.now()));
  const context = { keys, instance_id: roster.instance_id, reply_keys: roster.reply_keys };
  const inbox: Inbox = { replies: [], not_ours: 0, notice: "" };
  const seen = new Set<Place>();
  for (let skip = 0; skip < asked.length; skip += 1) {
    const polled = await poll(app.relay, asked, skip);
    if (!polled) return undefined;
    if (!polled.returned) break;
    take_in(inbox, polled.found, seen, context);
    if (skip + 1 >= polled.total) break;
  }
  return inbox;
}

/** Also those of replies that are deleted later. */
function keep_tokens(visit: Visit, { replies }: Inbox): void {
  const known = (visit.tokens ??= []);
  for (const token of replies.flatMap((reply) => reply.tokens)) if (!known.some((other) => equal(other, token))) known.push(token);
}

/** Says that the relay is asked; then come the replies, or that it did not answer. */
export function replies(app: App): Node[] {
  const bar = el("progress", { max: "1", "aria-label": app.t("inbox.title") });
  const said = live("status", el("p", {}, app.t("return.asking")));
  const stop = watch_keys(app, bar, said);
  void (async () => {
    const { visit } = app;
    const keys = await visit.keys;
    stop();
    said.replaceChildren(el("p", {}, app.t("return.asking")));
    await app.prepare(app);
    const inbox = keys && (await fetch_inbox(app, keys));
    if (app.visit !== visit || !app.showing(said)) return;
    if (inbox) {
      visit.inbox = inbox;
      keep_tokens(visit, inbox);
      return app.go("inbox");
    }
    bar.remove();
    said.replaceChildren(el("p", {}, app.t("return.unreachable")), el("div", { class: "actions" }, button(app.t("inbox.refresh"), "main", () => app.go("replies")), button(app.t("back"), "plain", () => app.back("return"))));
  })();
  return [el("h1", {}, app.t("inbox.title")), bar, said];
}

export function date_text(app: App, day: Day): string {
  return new Date(day * 86_400_000).toLocaleDateString(date_locale(app.content.language), { day: "numeric", month: "long", timeZone: "UTC" });
}

async function delete_reply(app: App, reply: Reply): Promise<void> {
  const keys = await app.visit.keys;
  if (!keys) return;
  const { inbox } = app.visit;
  const deleted = await delete_replies(app.relay, keys.mailbox_secret, [reply.place]);
  if (deleted) inbox.replies = inbox.replies.filter((other) => other !== reply);
  inbox.notice = app.t(deleted ? "inbox.deleted" : "inbox.delete_failed");
  app.go("inbox");
}

function reply_article(app: App, reply: Reply): HTMLElement {
  return el(
    "article",
    { class: "reply" },
    el("h2", {}, app.t("inbox.reply_of", { date: date_text(app, reply.sealed_day) })),
    el("p", { class: "body", dir: "auto", lang: reply.language }, reply.text),
    button(app.t("inbox.delete"), "plain", () => void delete_reply(app, reply)),
  );
}

function arrived(app: App, replies: readonly Reply[]): HTMLElement[] {
  const newest = replies.reduce<Reply | undefined>((best, reply) => (best && best.messages_arrived > reply.messages_arrived ? best : reply), undefined);
  if (!newest) return [];
  return [el("p", { class: "hint" }, app.t("inbox.arrived", { n: newest.messages_arrived, date: date_text(app, newest.last_message_day) }))];
}

export function inbox(app: App): Node[] {
  const { replies, not_ours, notice } = app.visit.inbox;
  const sorted = [...replies].sort((a, b) => b.sealed_day - a.sealed_day || b.place.week - a.place.week || b.place.slot - a.place.slot);
  app.visit.inbox.notice = "";
  return [
    el("h1", {}, app.t("inbox.title")),
    live("status", ...(notice === "" ? [] : [el("p", {}, notice)])),
    ...(sorted.length === 0 ? [el("p", {}, app.t("inbox.none"))] : sorted.map((reply) => reply_article(app, reply))),
    ...arrived(app, sorted),
    ...(not_ours > 0 ? [el("p", { class: "note" }, app.t("inbox.not_ours", { n: not_ours }))] : []),
    el(
      "div",
      { class: "actions" },
      button(app.t("inbox.more"), "main", () => app.go("more")),
      button(app.t("inbox.refresh"), "plain", () => app.go("replies")),
      button(app.t("inbox.erase"), "danger", () => app.go("erase")),
    ),
  ];
}
