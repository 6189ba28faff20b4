// Contrast of the design tokens: texts 4.5:1 on every ground they are put on, edges of controls 3:1, in both themes.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const css = readFileSync(new URL("tokens.css", import.meta.url), "utf8");
const [light_part = "", dark_part = ""] = css.split("@media (prefers-color-scheme: dark)");

function colours(part: string): Map<string, string> {
  return new Map(Array.from(part.matchAll(/--([a-z-]+):\s*(#[0-9a-f]{6})/g), ([, name = "", value = ""]) => [name, value]));
}

function luminance(hex: string): number {
  const linear = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * (linear[0] ?? 0) + 0.7152 * (linear[1] ?? 0) + 0.0722 * (linear[2] ?? 0);
}

/** WCAG 2.2 contrast ratio. */
export function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

const grounds = ["paper", "surface"];
const states = ["late", "soon", "calm", "note"];
const texts: [string, string][] = [
  ...["ink", "muted", "accent", ...states].flatMap((text) => grounds.map((ground): [string, string] => [text, ground])),
  ...states.flatMap((state): [string, string][] => [[state, `${state}-ground`], ["ink", `${state}-ground`]]),
  ["on-accent", "accent"],
  ["ink", "accent-ground"],
  ["paper", "ink"],
];
const edges: [string, string][] = ["control", "accent", "note", "late"].flatMap((edge) => grounds.map((ground): [string, string] => [edge, ground]));

test("the formula gives the known ends", () => {
  expect(contrast("#ffffff", "#000000")).toBeCloseTo(21, 5);
  expect(contrast("#777777", "#ffffff")).toBeLessThan(4.5);
});

test("both themes name the same colours", () => {
  expect([...colours(dark_part).keys()].sort()).toEqual([...colours(light_part).keys()].sort());
});

describe.each([["light", colours(light_part)], ["dark", colours(dark_part)]] as const)("%s", (_, theme) => {
  const of = (name: string): string => {
    const value = theme.get(name);
    if (value === undefined) throw new Error(`no colour ${name}`);
    return value;
  };
  test.each(texts)("%s on %s reads", (text, ground) => expect(contrast(of(text), of(ground))).toBeGreaterThanOrEqual(4.5));
  test.each(edges)("the edge %s shows on %s", (edge, ground) => expect(contrast(of(edge), of(ground))).toBeGreaterThanOrEqual(3));
});
