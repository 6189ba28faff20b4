import { expect, test } from "vitest";
import { followVisibleHeight } from "./visible_height.ts";

/// A window whose keyboard a test moves.
class Viewport extends EventTarget {
  height = 740;
  scale = 1;
  becomes(height: number, scale = 1): void {
    this.height = height;
    this.scale = scale;
    this.dispatchEvent(new Event("resize"));
  }
}

function shell(): { element: HTMLElement; styles: Map<string, string>; classes: Set<string> } {
  const styles = new Map<string, string>();
  const classes = new Set<string>();
  const element = {
    style: { setProperty: (name: string, value: string) => styles.set(name, value) },
    classList: { toggle: (name: string, on: boolean) => (on ? classes.add(name) : classes.delete(name)) },
  };
  return { element: element as unknown as HTMLElement, styles, classes };
}

test("the shell is as high as the keyboard leaves, and tight then", () => {
  const viewport = new Viewport();
  const { element, styles, classes } = shell();
  const stop = followVisibleHeight(element, viewport as unknown as VisualViewport);
  expect([styles.get("--visible-height"), classes.has("tight")]).toEqual(["740px", false]);
  viewport.becomes(440);
  expect([styles.get("--visible-height"), classes.has("tight")]).toEqual(["440px", true]);
  viewport.becomes(740);
  expect(classes.has("tight")).toBe(false);
  stop();
  viewport.becomes(300);
  expect(styles.get("--visible-height")).toBe("740px");
});

test("two fingers that zoom in are no keyboard", () => {
  const viewport = new Viewport();
  const { element, styles } = shell();
  followVisibleHeight(element, viewport as unknown as VisualViewport);
  viewport.becomes(370, 2);
  expect(styles.get("--visible-height")).toBe("740px");
});
