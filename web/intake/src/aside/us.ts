// Page 6, "Is this really us?": check-words, addresses, the portable page, what gives a copy away.
import { check_words } from "../../../shared/protocol/check_words.ts";
import type { App } from "../app.ts";
import { button, el, live } from "../dom.ts";
import { say, site, type AsideKey } from "./content.ts";

async function compute(app: App, slot: HTMLElement): Promise<void> {
  const { roster } = app;
  if (!roster) return slot.replaceChildren(el("p", {}, say("us.words_failed")));
  const bar = el("progress", { max: "1", "aria-label": say("us.words_wait") });
  slot.replaceChildren(el("p", { class: "hint" }, say("us.words_wait")), bar);
  const subtle = globalThis.crypto.subtle as SubtleCrypto | undefined;
  const indices = await check_words(roster.roots, { subtle, on_progress: (done) => (bar.value = done) });
  if (app.showing(slot)) slot.replaceChildren(el("p", { class: "check", translate: "no" }, indices.map((index) => app.words.words[index] ?? "").join(" ")));
}

function section(title: AsideKey, ...children: Node[]): HTMLElement {
  return el("section", {}, el("h2", {}, say(title)), ...children);
}

/** Addresses as text: a tap must not carry anybody away by mistake. */
function list(addresses: readonly string[]): HTMLElement {
  return el("ul", { class: "addresses", translate: "no" }, ...addresses.map((address) => el("li", {}, address)));
}

function addresses(app: App): HTMLElement[] {
  const { roster } = app;
  const signed = Array.from(new Set(roster ? [...roster.relays, ...roster.clerks, ...roster.mirrors] : []));
  const others = site().mirrors.filter((address) => !signed.includes(address));
  if (signed.length + others.length === 0) return [el("p", {}, say("us.no_mirrors"))];
  return [
    ...(signed.length > 0 ? [el("p", {}, say("us.mirrors")), list(signed)] : []),
    ...(others.length > 0 ? [el("p", {}, say("us.more_mirrors")), list(others)] : []),
  ];
}

function portable(): HTMLElement[] {
  const { portable } = site();
  if (!portable) return [el("p", {}, say("us.no_portable"))];
  const link = el("a", { href: portable.path, download: true, rel: "noreferrer" }, say("us.portable_link"));
  return [el("p", {}, say("us.portable")), el("p", {}, link, ` (${say("us.portable_trace")})`), el("p", { class: "hint fingerprint", translate: "no" }, `SHA-256: ${portable.sha256}`)];
}

export function us_page(app: App, back: () => void): Node[] {
  const slot = live("status");
  const clones = (["us.clone_1", "us.clone_2", "us.clone_3", "us.clone_4", "us.clone_5"] as const).map((key) => el("li", {}, say(key)));
  // After the screen is shown, so that old phones draw before they compute.
  setTimeout(() => void compute(app, slot), 0);
  return [
    el("h1", {}, say("us.title")),
    el("p", { class: "lead" }, say("us.lead")),
    section("us.words_title", slot, el("p", {}, say("us.words")), el("p", { class: "note" }, say("us.words_limit"))),
    section("us.mirrors_title", ...addresses(app)),
    section("us.portable_title", ...portable()),
    section("us.clones_title", el("ul", {}, ...clones), el("p", {}, say("us.already"))),
    el("div", { class: "actions" }, button(app.t("back"), "main", back)),
  ];
}
