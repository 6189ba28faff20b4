// A further message of the same requester: text only, to the same people.
import type { App } from "../app.ts";
import { button, el, live, mark_wrong } from "../dom.ts";
import { kTextBytesMax } from "../../../shared/protocol/envelope.ts";
import { further_parts } from "../request.ts";
import { long_text } from "./fields.ts";
import { text_problem } from "./question.ts";

function send_part(app: App, text: string): void {
  const { first, rest } = further_parts(text);
  app.send({ kind: "message", language: app.content.language, assurance: app.assurance, content: { text: first, answers: [], contact_words: "" } }, "sent", "more", rest);
}

export function more(app: App): Node[] {
  const { visit } = app;
  if (visit.more_text.trim() === "") visit.more_text = visit.rest;
  const trouble = live("alert");
  const send = (): void => {
    const text = visit.more_text;
    const wrong = text.trim() === "" ? app.t("more.empty") : text_problem(app, text);
    trouble.textContent = wrong ?? "";
    if (wrong !== undefined) mark_wrong(field, "", wrong);
    else send_part(app, text);
  };
  const field = long_text(app, visit.more_text, () => kTextBytesMax, (typed) => (visit.more_text = typed));
  return [
    el("h1", {}, app.t("more.title")),
    el("p", { class: "hint" }, `${app.t("more.hint")} ${app.pack_text("hint.text")}`),
    trouble,
    field,
    el("div", { class: "actions" }, button(app.t("send.button"), "main", send), button(app.t("back"), "plain", () => app.back("inbox"))),
  ];
}
