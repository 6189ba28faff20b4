// Where the keyboard stands: at the first field of a window while it is open, and afterwards where it was.
import { tick } from "svelte";
import type { Attachment } from "svelte/attachments";

const kFields = "input:not([type=hidden]):not(:disabled), select:not(:disabled), textarea:not(:disabled)";

/// For the first field of a window, also of one that is loaded later.
export const focusFirst: Attachment<HTMLElement> = (element) => {
  const field = element.matches(kFields) ? element : element.querySelector<HTMLElement>(kFields);
  // A long text begins at its beginning: to focus all of it would bring its middle into sight.
  if (field === null) element.focus({ preventScroll: true });
  else field.focus();
};

/// Gives the focus back; when what had it is gone, to the nearest heading that is still there, never to nothing.
export function returnFocus(element: Element | null, home: Element | null): void {
  const goals = [element, home, document.getElementById("case-title"), document.getElementById("list-title"), document.querySelector("main h1")];
  for (const goal of goals) {
    if (!(goal instanceof HTMLElement) || !goal.isConnected || goal === document.body) continue;
    goal.focus({ preventScroll: true });
    if (document.activeElement === goal) return;
  }
}

/// The heading of the part that an element stands in.
export function homeOf(element: Element | null): Element | null {
  const id = element?.closest("[aria-labelledby]")?.getAttribute("aria-labelledby");
  return id == null ? null : document.getElementById(id);
}

export function focusById(id: string): void {
  document.getElementById(id)?.focus({ preventScroll: true });
}

/// The heading of what is shown now, once it is drawn.
export async function focusTitle(): Promise<void> {
  await tick();
  document.querySelector<HTMLElement>("main h1")?.focus();
}

/// A row of the queue, brought into sight below its heading; the first that the keyboard reaches when none is meant.
export function focusRow(caseId: string | null): void {
  const row = document.querySelector<HTMLElement>(caseId === null ? '[data-case-id][tabindex="0"]' : `[data-case-id="${caseId}"]`);
  row?.focus({ preventScroll: true });
  row?.scrollIntoView({ block: "nearest" });
}
