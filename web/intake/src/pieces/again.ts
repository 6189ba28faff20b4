// Names the loader again while it stays away: it is the one script that nothing else asks for again. The page names both, so
// that either may hang. And asks for the page again while its end stays away: nothing has begun then that could be lost.
import { address, integrity } from "virtual:again";
import { is_whole } from "./whole.ts";

const kTickMs = 2_000;
/** At which ticks the loader is named: every 8 seconds, and sooner where the page has come quickly. */
const kTicks = [4, 8, 12, 16];
const kQuickTicks = [1, 2, ...kTicks];
const kQuickMs = 1_000;
/**
 * A page that is cut is loaded anew after 8 seconds, on a session that resumes: what came of it brought its ticket. Later after 16, so that a line that
 * cuts for another reason is left alone.
 */
const page = performance.getEntriesByType("navigation")[0] as PerformanceNavigationTiming | undefined;
const kReloadAt = page?.type === "reload" ? 8 : 4;

let ticks = 0;
const timer = setInterval(() => {
  ticks += 1;
  if (globalThis.waymark) return clearInterval(timer);
  if (!is_whole()) return ticks < kReloadAt ? undefined : location.reload();
  if (!((page?.responseEnd ?? Infinity) < kQuickMs ? kQuickTicks : kTicks).includes(ticks)) return undefined;
  const script = document.createElement("script");
  script.src = `${address}?${ticks}`;
  script.integrity = integrity;
  document.head.append(script);
  if (ticks === kTicks.at(-1)) clearInterval(timer);
}, kTickMs);
