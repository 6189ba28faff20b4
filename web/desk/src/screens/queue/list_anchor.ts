// Keeps the row that somebody is looking at where it is while the list changes around it: the one with the focus,
// else the one under the pointer, else, once scrolled, the first that is visible.

export interface Anchor {
  readonly caseId: string;
  readonly topPx: number;
}

export function findAnchor(scroller: HTMLElement): Anchor | null {
  const row = watchedRow(scroller);
  const caseId = row?.dataset["caseId"];
  if (row === null || caseId === undefined) return null;
  return { caseId, topPx: row.getBoundingClientRect().top };
}

/// Scrolls so that the anchor's row is where it was. Does nothing when it left the list.
export function restoreAnchor(scroller: HTMLElement, anchor: Anchor): void {
  const row = scroller.querySelector<HTMLElement>(`[data-case-id="${anchor.caseId}"]`);
  if (row === null) return;
  scroller.scrollTop += row.getBoundingClientRect().top - anchor.topPx;
}

function watchedRow(scroller: HTMLElement): HTMLElement | null {
  const focused = document.activeElement;
  if (focused instanceof HTMLElement && scroller.contains(focused) && isVisible(scroller, focused)) {
    return focused.closest<HTMLElement>("[data-case-id]");
  }
  const hovered = scroller.querySelector<HTMLElement>("[data-case-id]:hover");
  if (hovered !== null) return hovered;
  if (scroller.scrollTop <= 0) return null;
  return [...scroller.querySelectorAll<HTMLElement>("[data-case-id]")].find((row) => isVisible(scroller, row)) ?? null;
}

function isVisible(scroller: HTMLElement, row: HTMLElement): boolean {
  const box = row.getBoundingClientRect();
  const frame = scroller.getBoundingClientRect();
  return box.bottom > frame.top && box.top < frame.bottom;
}

/// How many of `caseIds` stand above what can be seen.
export function countAbove(scroller: HTMLElement, caseIds: ReadonlySet<string>): number {
  const top = scroller.getBoundingClientRect().top;
  return [...scroller.querySelectorAll<HTMLElement>("[data-case-id]")].filter(
    (row) => caseIds.has(row.dataset["caseId"] ?? "") && row.getBoundingClientRect().bottom <= top + 32,
  ).length;
}
