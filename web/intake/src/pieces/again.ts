// Names the loader again while it stays away: it is the one script that nothing else asks for again. The page names both, so
// that either may hang. And asks for the page again while its end stays away: nothing has begun then that could be lost.
import { address, integrity } from "virtual:again";
import { is_whole } from "./whole.ts";

const kLimitMs = 8_000;
const kTries = 4;
/** A page that is cut is loaded anew at the second: so that no minute has more than four connections of it. */
const kReloadAt = 2;

let ticks = 0;
const timer = setInterval(() => {
  ticks += 1;
  if (globalThis.waymark) return clearInterval(timer);
  if (!is_whole()) return ticks < kReloadAt ? undefined : location.reload();
  const script = document.createElement("script");
  script.src = `${address}?${ticks}`;
  script.integrity = integrity;
  document.head.append(script);
  if (ticks >= kTries) clearInterval(timer);
}, kLimitMs);
