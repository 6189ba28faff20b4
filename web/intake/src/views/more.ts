// A further message of the same requester: text only, to the same people.
import { code_points, kTextCodePointsMax } from "../../../shared/protocol/envelope.ts";
import type { App } from "../app.ts";
import { button, el, live } from "../dom.ts";
import { long_text } from "./fields.ts";
import { send_message } from "./send.ts";

export function more(app: App): Node[] {
  const trouble = live("alert");
  const send = (): void => {
    const text = app.visit.more_text;
    const over = code_points(text) - kTextCodePointsMax;
    if (over > 0) trouble.textContent = app.t("text.too_long", { n: over });
    else if (text.trim() === "") trouble.textContent = app.t("more.empty");
    else send_message(app, { kind: "message", language: app.content.language, assurance: app.assurance, content: { text, answers: [], contact_words: "" } }, "sent", "more");
  };
  return [
    el("h1", {}, app.t("more.title")),
    el("p", { class: "hint" }, `${app.t("more.hint")} ${app.pack_text("hint.text")}`),
    long_text(app, app.visit.more_text, (text) => (app.visit.more_text = text)),
    trouble,
    el("div", { class: "actions" }, button(app.t("send.button"), "main", send), button(app.t("back"), "plain", () => app.go("inbox"))),
  ];
}
