// The first page can be read before its buttons are here. When they come, whoever reads stays where they are.

const unfolded = (main: HTMLElement): HTMLDetailsElement[] => Array.from(main.querySelectorAll("details"));

/** Does `swap`, which shows the same sections again: they stay open, in their place on the screen, and focused. */
export function keep_reading(main: HTMLElement, swap: () => void): void {
  const before = unfolded(main);
  const open = before.map((one) => one.open);
  const place = before[0]?.getBoundingClientRect().top ?? 0;
  const scrolled = window.scrollY > 0;
  const focused = before.findIndex((one) => one.contains(document.activeElement));
  swap();
  const after = unfolded(main);
  for (const [i, one] of after.entries()) one.open = open[i] ?? false;
  const first = after[0];
  if (!first) return;
  if (scrolled) window.scrollBy(0, first.getBoundingClientRect().top - place);
  after[focused]?.querySelector("summary")?.focus({ preventScroll: true });
}
