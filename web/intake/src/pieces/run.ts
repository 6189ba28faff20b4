// One piece as a script element: the browser checks the hash, and the policy allows nothing but files of this site. A fetch
// could be ended by itself, but what it brings could only be run through a cache on the device or with a weaker policy.
import type { Clock } from "../../../shared/protocol/turns.ts";
import { address_of, type Outcome, type Run, type Trouble } from "./load.ts";

type Timing = PerformanceResourceTiming & { responseStatus?: number; contentType?: string };

/** Another kind of file or an error page is foreign. A script that is cut and one of another hash look alike from here: neither is run. */
function why(address: string): Trouble {
  const { responseStatus = 0, contentType = "" } = (performance.getEntriesByName(address).pop() ?? {}) as Partial<Timing>;
  const other = contentType !== "" && !contentType.includes("javascript");
  return responseStatus > 0 && (responseStatus !== 200 || other) ? "foreign" : "cut";
}

export function run_in(document: Document, clock: Clock): Run {
  return (piece, attempt, limit_ms) =>
    new Promise((resolve) => {
      const script = document.createElement("script");
      const done = new AbortController();
      const end = (outcome: Outcome): void => {
        script.onload = script.onerror = null;
        script.remove();
        done.abort();
        resolve(outcome);
      };
      // The number is for the caches of browsers, which would join a try that hangs; the server does not read it.
      script.src = address_of(piece) + (attempt > 0 ? `?${attempt}` : "");
      script.integrity = `sha256-${piece}`;
      script.onload = () => end("ran");
      script.onerror = () => end(why(script.src));
      void clock.wait(limit_ms, done.signal).then(() => {
        if (done.signal.aborted) return;
        end("silent");
        // Ends the fetch and closes its connection; nothing else of this page is on its way, because all take turns.
        window.stop();
      });
      document.head.append(script);
    });
}
