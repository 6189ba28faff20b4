// What this file is: who made it and when, how long it seals, its check-words, which addresses it may ask.
import { check_words } from "../../../shared/protocol/check_words.ts";
import { last_day } from "../../../shared/protocol/portable.ts";
import type { App } from "../../../intake/src/app.ts";
import { button, el, live } from "../../../intake/src/dom.ts";
import type { Portable } from "../portable.ts";

async function show_words(app: App, portable: Portable, slot: HTMLElement): Promise<void> {
  const subtle = globalThis.crypto.subtle as SubtleCrypto | undefined;
  const indices = await check_words(portable.pins.roster.roots, { subtle });
  if (app.showing(slot)) slot.replaceChildren(el("p", { class: "check", translate: "no" }, indices.map((index) => app.words.words[index] ?? "").join(" ")));
}

export function about(app: App, portable: Portable): Node[] {
  const { pins } = portable;
  const slot = live("status", el("p", { class: "hint" }, portable.say("file.words_wait")));
  const addresses = [...pins.roster.relays, ...pins.roster.mirrors];
  const nodes = [
    el("h1", {}, portable.say("file.title")),
    el("p", {}, portable.say("file.what", { name: pins.roster.name, made: portable.date(pins.made) })),
    el("p", {}, portable.say("file.until", { until: portable.date(last_day(pins)) })),
    el("section", {}, el("h2", {}, portable.say("file.words_title")), slot, el("p", {}, portable.say("file.words")), el("p", {}, portable.say("file.words_limit"))),
    el(
      "section",
      {},
      el("h2", {}, portable.say("file.addresses_title")),
      ...(addresses.length === 0
        ? [el("p", {}, portable.say("file.no_addresses"))]
        : [el("p", {}, portable.say("file.addresses")), el("ul", { translate: "no" }, ...addresses.map((address) => el("li", {}, address)))]),
    ),
    el("div", { class: "actions" }, button(app.t("back"), "main", () => app.go("before"))),
  ];
  // After the screen is shown, so that old phones draw before they compute.
  setTimeout(() => void show_words(app, portable, slot), 0);
  return nodes;
}
