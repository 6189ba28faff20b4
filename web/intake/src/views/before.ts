// Page 1: what this is and what can be done here, on the first screen of a phone; under it who reads, how long it is kept and
// what cannot be protected, to unfold.
import type { App } from "../app.ts";
import { button, el, paragraphs, type Child } from "../dom.ts";
import { aside_button } from "./aside.ts";

function unfold(title: string, ...content: Child[]): HTMLElement {
  return el("details", { class: "card" }, el("summary", {}, title), ...content);
}

export function before(app: App): Node[] {
  const text = app.t.bind(app);
  return [
    el("h1", {}, text("before.title")),
    el("p", { class: "lead" }, text("before.who", { name: app.roster?.name ?? "" })),
    ...paragraphs(app.pack_text("pack.about")).filter((about) => about.textContent !== ""),
    el("div", { class: "actions first" }, button(text("before.start"), "main", () => app.go("question")), button(text("before.return"), "plain", () => app.go("return")), ...aside_button(app, "cards", () => app.go("before"))),
    el("p", { class: "note" }, text("before.emergency")),
    el("p", {}, text("before.need")),
    unfold(text("before.read_title"), el("p", {}, text("before.read"))),
    unfold(text("before.keep_title"), el("p", {}, text("before.keep"))),
    unfold(text("before.cannot_title"), el("ul", {}, ...(["before.cannot_1", "before.cannot_2", "before.cannot_3", "before.cannot_4"] as const).map((key) => el("li", {}, text(key))))),
    el("div", { class: "actions" }, ...aside_button(app, "us", () => app.go("before"))),
    el("p", { class: "hint" }, text("leave_hint"), el("span", { class: "keys" }, ` ${text("leave_shift")}`)),
  ];
}
