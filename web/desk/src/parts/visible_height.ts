// How much of the page the on-screen keyboard leaves. Some browsers shrink the page for it, others lay it over the page;
// the shell is as high as what can be seen, so that the box one types in is never under the keyboard.

/// Below this height (a phone with its keyboard up) what is not needed for typing steps aside.
export const kTightPx = 520;

/// Keeps `--visible-height` and the class `tight` of an element true until the returned function is called.
export function followVisibleHeight(element: HTMLElement, viewport: VisualViewport | null = window.visualViewport): () => void {
  if (viewport === null) return () => undefined;
  const follow = (): void => {
    // Zoomed in by two fingers, the visible part is a magnifying glass and no measure of the page.
    if (viewport.scale > 1.01) return;
    element.style.setProperty("--visible-height", `${Math.round(viewport.height)}px`);
    element.classList.toggle("tight", viewport.height < kTightPx);
  };
  follow();
  viewport.addEventListener("resize", follow);
  return () => viewport.removeEventListener("resize", follow);
}
