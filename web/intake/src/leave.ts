// Leaving at once: the page is blank before anything else happens, what was typed is wiped, and the neutral site takes the
// place of this page in the tab's history. The link works without this code too.

const kPresses = 3;
const kWithinMilliseconds = 5_000;

export interface LeaveParts {
  link: HTMLAnchorElement;
  /** Wipes the memory of the page. */
  forget: () => void;
  go: (url: string) => void;
  now: () => number;
}

export function leave(parts: LeaveParts): void {
  document.documentElement.hidden = true;
  parts.forget();
  document.body.replaceChildren();
  parts.go(parts.link.href);
}

/** Listens for the link and for Shift three times; any other key in between starts the count again (capital letters). */
export function listen_for_leave(parts: LeaveParts): void {
  let presses: number[] = [];
  parts.link.addEventListener("click", (event) => {
    event.preventDefault();
    leave(parts);
  });
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.repeat) return;
      if (event.key !== "Shift") {
        presses = [];
        return;
      }
      const now = parts.now();
      presses = [...presses.filter((at) => now - at < kWithinMilliseconds), now];
      if (presses.length >= kPresses) leave(parts);
    },
    true,
  );
}
