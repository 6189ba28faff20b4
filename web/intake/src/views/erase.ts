// Deleting everything: a sealed request to the organisation first, then the replies on the relay. Says what cannot be taken back.
import { day_of } from "../../../shared/protocol/days.ts";
import { places } from "../../../shared/protocol/mailbox.ts";
import { delete_replies } from "../../../shared/protocol/polling.ts";
import type { App } from "../app.ts";
import { button, el, live } from "../dom.ts";

export function erase(app: App): Node[] {
  const go = (): void => app.send({ kind: "erase", language: app.content.language, assurance: app.assurance, content: undefined }, "erased", "erase");
  return [
    el("h1", {}, app.t("erase.title")),
    el("p", {}, app.t("erase.what")),
    el(
      "section",
      {},
      el("h2", {}, app.t("erase.cannot_title")),
      el("ul", {}, ...(["erase.cannot_1", "erase.cannot_2", "erase.cannot_3", "erase.cannot_4"] as const).map((key) => el("li", {}, app.t(key)))),
    ),
    el("div", { class: "actions" }, button(app.t("erase.button"), "danger", go), button(app.t("back"), "plain", () => app.back("inbox"))),
  ];
}

/** The request is stored; now the replies. */
export function erased(app: App): Node[] {
  const said = live("status", el("p", {}, app.t("return.asking")));
  const actions = el("div", { class: "actions" });
  const close = button(app.t("sent.close"), "main", () => document.getElementById("leave")?.click());
  const erase_replies = async (): Promise<void> => {
    const keys = await app.visit.keys;
    if (!keys) return;
    const deleted = await delete_replies(app.relay, keys.mailbox_secret, places(keys.mailbox_secret, day_of(app.now())));
    said.replaceChildren(el("p", {}, app.t(deleted ? "erase.done" : "erase.half")));
    actions.replaceChildren(...(deleted ? [close] : [button(app.t("send.try_now"), "main", () => void erase_replies()), close]));
  };
  void erase_replies();
  return [el("h1", {}, app.t("erase.done_title")), said, actions];
}
