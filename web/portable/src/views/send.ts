// Sending from a file: look for the organisation first; found, it goes as from any page; not found, or not wanted, the
// person gets the sealed text.
import type { App } from "../../../intake/src/app.ts";
import { button, el, live } from "../../../intake/src/dom.ts";
import { send as send_by_relay } from "../../../intake/src/views/send.ts";
import type { Portable } from "../portable.ts";
import { sealed } from "./sealed.ts";

export function send(app: App, portable: Portable): Node[] {
  const bar = el("progress", { max: "1", "aria-label": portable.say("looking.title") });
  const without = button(portable.say("looking.without"), "plain", () => app.show(sealed(app, portable, undefined)));
  const { visit } = app;
  void (async () => {
    const found = await portable.find(app);
    if (app.visit !== visit || !app.showing(bar)) return;
    if ("relay" in found) app.show(send_by_relay(app));
    else app.show(sealed(app, portable, found.error));
  })();
  return [el("h1", {}, portable.say("looking.title")), bar, live("status", el("p", {}, portable.say("looking.lead"))), el("div", { class: "actions" }, without)];
}

/** Beside "try now" while the server does not take the message. */
export function other_ways(app: App, portable: Portable): HTMLElement[] {
  return [
    button(portable.say("other_way"), "plain", () => {
      app.visit.sender?.stop();
      app.visit.sender = undefined;
      portable.lose();
      app.show(sealed(app, portable, undefined));
    }),
  ];
}
