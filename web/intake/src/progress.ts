// How far something that is fetched in pieces has come, in the words of the page.
import type { App } from "./app.ts";
import { el } from "./dom.ts";
import type { Progress } from "./pieces/load.ts";

export function tell_progress(app: App, into: HTMLElement, { done, all, trouble }: Progress): void {
  // The pieces that are here already take no time, and nobody needs to read about them.
  const key = trouble === "foreign" ? "load.foreign" : trouble ? "load.cut" : "load.wait";
  into.replaceChildren(el("p", {}, app.t(key, { n: done, all })), el("progress", { max: String(all), value: String(done), "aria-label": app.t("load.bar") }));
}
