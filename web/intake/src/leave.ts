// Leaving at once: the page is blank before anything else happens, what was typed is wiped, and the neutral site takes the
// place of this page in the tab's history. The link works without this code too.

const kPresses = 3;
const kWithinMilliseconds = 5_000;
const kHeldMilliseconds = 2_000;

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

function with_others(event: KeyboardEvent): boolean {
  return event.altKey || event.ctrlKey || event.metaKey || event.getModifierState("AltGraph");
}

/**
 * Listens for the link, and for Shift three times by itself: pressed and let go with no other key, button or wheel in
 * between. Shift with another key types a capital or changes the layout; with the mouse it selects.
 */
export function listen_for_leave(parts: LeaveParts): void {
  let presses: number[] = [];
  let alone = false;
  let held = 0;
  // A key that is held repeats itself; one whose release was never told is forgotten.
  const down = new Map<string, number>();
  const others_held = (): boolean => [...down.values()].some((at) => parts.now() - at < kHeldMilliseconds);
  const other = (): void => {
    presses = [];
    alone = false;
  };
  const button = (buttons: number): void => {
    held = buttons;
    other();
  };
  parts.link.addEventListener("click", (event) => {
    event.preventDefault();
    leave(parts);
  });
  const key_down = (event: KeyboardEvent): void => {
    if (event.key === "Shift" && event.repeat) return;
    if (event.key !== "Shift") down.set(event.code, parts.now());
    if (event.key === "Shift" && !with_others(event) && held === 0 && !others_held()) alone = true;
    else other();
  };
  const key_up = (event: KeyboardEvent): void => {
    down.delete(event.code);
    if (event.key !== "Shift" || !alone || with_others(event)) return other();
    alone = false;
    const now = parts.now();
    presses = [...presses.filter((at) => now - at < kWithinMilliseconds), now];
    if (presses.length >= kPresses) leave(parts);
  };
  document.addEventListener("keydown", key_down, true);
  document.addEventListener("keyup", key_up, true);
  for (const name of ["mousedown", "mouseup"] as const) document.addEventListener(name, (event) => button(event.buttons), true);
  document.addEventListener("wheel", other, { capture: true, passive: true });
  addEventListener("blur", () => {
    down.clear();
    button(0);
  });
}
