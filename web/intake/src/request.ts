// What the first message says, from what was answered; and how much text has room beside it.
import { day_of } from "../../shared/protocol/days.ts";
import { kTextBytesMax, text_room, type Content } from "../../shared/protocol/envelope.ts";
import { split_text, type Parts } from "../../shared/protocol/parts.ts";
import { fresh_message_id } from "../../shared/protocol/sender.ts";
import type { App, Outgoing } from "./app.ts";
import { asks_contact, encoded } from "./pack.ts";

function beside(app: App): Omit<Content, "text"> {
  const { draft } = app.visit;
  const { pack } = app.content;
  return { pack: `${pack.id}@${pack.version}`, answers: encoded(pack, draft.choices, day_of(app.now()), app.countries), contact_words: asks_contact(pack, draft.choices) ? draft.contact_words.trim() : "" };
}

/** In bytes. */
export function request_room(app: App): number {
  return text_room(beside(app));
}

/** The first message, and what of its text goes in a further one. */
export function request(app: App): { content: Content; rest: string } {
  const { text } = app.visit.draft;
  const { first, rest } = text.trim() === "" ? { first: "", rest: "" } : split_text(text, request_room(app));
  return { content: { text: first, ...beside(app) }, rest };
}

/**
 * What is to be sent, from what was answered. Unchanged it stays the message it was, sealed and tried again under its id; after a
 * change, or where a further message was left unsent, it is another.
 */
export function prepare_request(app: App): Outgoing {
  const { visit } = app;
  const { content, rest } = request(app);
  const message = { kind: "message", language: app.content.language, assurance: app.assurance, content } as const;
  const { outgoing } = visit;
  if (outgoing?.back === "review" && JSON.stringify(outgoing.message) === JSON.stringify(message)) return outgoing;
  visit.sender = undefined;
  return (visit.outgoing = { message, message_id: fresh_message_id(), rest, then: "sent", back: "review" });
}

/** A further message holds text only. */
export function further_parts(text: string): Parts {
  return split_text(text, kTextBytesMax);
}
