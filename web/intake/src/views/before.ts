// Page 1: what this is, who reads, how long it is kept, what cannot be protected.
import type { App } from "../app.ts";
import { button, el, paragraphs } from "../dom.ts";
import { aside_button } from "./aside.ts";

export function before(app: App): Node[] {
  const { t } = app;
  const text = t.bind(app);
  return [
    el("h1", {}, text("before.title")),
    el("p", { class: "lead" }, text("before.who", { name: app.roster?.name ?? "" })),
    ...paragraphs(app.pack_text("pack.about")).filter((about) => about.textContent !== ""),
    // Whoever comes back for a reply need not read all of this again.
    el("div", { class: "actions" }, button(text("before.return"), "plain", () => app.go("return"))),
    el("section", {}, el("h2", {}, text("before.read_title")), el("p", {}, text("before.read"))),
    el("section", {}, el("h2", {}, text("before.keep_title")), el("p", {}, text("before.keep"))),
    el(
      "section",
      {},
      el("h2", {}, text("before.cannot_title")),
      el("ul", {}, ...(["before.cannot_1", "before.cannot_2", "before.cannot_3", "before.cannot_4"] as const).map((key) => el("li", {}, text(key)))),
    ),
    el("p", { class: "note" }, text("before.emergency")),
    el("p", {}, text("before.need")),
    el("div", { class: "actions" }, button(text("before.start"), "main", () => app.go("question"))),
    el("div", { class: "actions" }, ...(["cards", "us"] as const).flatMap((name) => aside_button(app, name, () => app.go("before")))),
    el("p", { class: "hint" }, text("leave_hint"), el("span", { class: "keys" }, ` ${text("leave_shift")}`)),
  ];
}
