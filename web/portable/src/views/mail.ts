// The sealed text as a letter to a bridge (docs/spec/bridge.md). The link opens an empty letter: a text of this length does not
// go through a mailto link in most programs, so it is copied first.
import { el } from "../../../intake/src/dom.ts";
import type { Portable } from "../portable.ts";

/** Another order on every visit, so that no address gets all letters. */
export function shuffled<T>(addresses: readonly T[], random: (below: number) => number): T[] {
  const left = [...addresses];
  const all: T[] = [];
  while (left.length > 0) all.push(...left.splice(random(left.length), 1));
  return all;
}

export const any_of = (below: number): number => (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) % below;

export function by_mail(portable: Portable): Node[] {
  const addresses = shuffled(portable.pins.roster.mails, any_of);
  if (addresses.length === 0) return [];
  const link = (address: string): HTMLElement => el("a", { href: `mailto:${address}` }, portable.say("mail.open", { address }));
  return [
    el(
      "section",
      {},
      el("h2", {}, portable.say("mail.title")),
      el("p", {}, portable.say("mail.lead")),
      el("ul", {}, ...addresses.map((address) => el("li", {}, link(address)))),
      el("p", { class: "note" }, portable.say("mail.seen")),
      el("p", {}, portable.say(portable.pins.bridges.length > 0 ? "mail.reply_asked" : "mail.reply")),
    ),
  ];
}
