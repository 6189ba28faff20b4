// Page 1 of the portable page: the same as everywhere, and a way to what this file is.
import type { App } from "../../../intake/src/app.ts";
import { button } from "../../../intake/src/dom.ts";
import { before as usual } from "../../../intake/src/views/before.ts";
import type { Portable } from "../portable.ts";
import { about } from "./about.ts";

export function before(app: App, portable: Portable): Node[] {
  const nodes = usual(app);
  const actions = nodes.find((node): node is HTMLElement => node instanceof HTMLElement && node.classList.contains("actions"));
  actions?.append(button(portable.say("file.button"), "plain", () => app.show(about(app, portable))));
  return nodes;
}
