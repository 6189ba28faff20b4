// In how many places the message is kept that was stored a moment ago (docs/spec/relay.md "Two places"). The server is asked a few
// times, because a copy goes on a beat; what it does not answer is not said.
import { places_of, type Places } from "../../shared/protocol/places.ts";
import type { Sealed } from "../../shared/protocol/sender.ts";
import type { App } from "./app.ts";
import { el, live } from "./dom.ts";

/** Before each question: soon, after the server's beat, and when it has tried again. */
const kWaitsMs = [2_000, 12_000, 25_000, 60_000];
const kFinal: readonly (Places | undefined)[] = ["copied", "single", "absent"];

const real_wait = (ms: number): Promise<void> => new Promise((resume) => setTimeout(resume, ms));

/** A place below the first sentence of the screen that says "stored"; nothing once another one is shown. */
export function room_in_sent(app: App): HTMLElement | undefined {
  const heading = document.querySelector("main h1");
  if (heading?.textContent !== app.t("sent.title")) return undefined;
  const room = live("status");
  heading.nextElementSibling?.after(room);
  return room;
}

export async function tell_places(app: App, sealed: Sealed | undefined, into = room_in_sent(app), wait = real_wait): Promise<void> {
  if (!sealed || !into) return;
  for (const ms of kWaitsMs) {
    await wait(ms);
    if (!app.showing(into)) return;
    const places = await places_of(app.relay, sealed.day, sealed.blob);
    if (!app.showing(into)) return;
    if (places && places !== "single") into.replaceChildren(el("p", {}, app.t(`places.${places}`)));
    if (kFinal.includes(places)) return;
  }
}
