// What is the organisation's own and not code: its pack, its cards, its neutral title, its addresses, where Leave goes.
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "waymark-own-"));
const script = fileURLToPath(new URL("build.mjs", import.meta.url));
const packs = fileURLToPath(new URL("../../packs", import.meta.url));
const pack = join(folder, "military-refusal");
const kSha256 = "ab".repeat(32);
// Made once, of an organisation with a long name: keys made anew would give each run other sizes.
const pins = JSON.parse(readFileSync(new URL("own.pins.json", import.meta.url), "utf8")) as unknown;
// Everything that an organisation can have at once: the first visit has room for it.
const site = {
  clerk: `http://${"a".repeat(56)}.onion`,
  pins,
  title: { ru: "Рецепты", uk: "Рецепти", en: "Recipes" },
  leave: { ru: "https://pogoda.example/", uk: "https://pohoda.example/", en: "https://weather.example/" },
  mirrors: ["https://mirror.example"],
  portable: { path: "/portable.html", sha256: kSha256 },
};

interface CardFile { withdrawn?: string; sources?: unknown; texts: Record<string, Record<string, string>> }

function change(id: string, edit: (card: CardFile) => void): void {
  const file = join(pack, "cards", `${id}.json`);
  const card = JSON.parse(readFileSync(file, "utf8")) as CardFile;
  edit(card);
  writeFileSync(file, JSON.stringify(card));
}

function environment(out: string): NodeJS.ProcessEnv {
  return { ...process.env, WAYMARK_INTAKE_OUT: join(folder, out), WAYMARK_INTAKE_PACK: pack, WAYMARK_INTAKE_SITE: join(folder, "site.json") };
}

function texts_of(out: string): Map<string, string> {
  const root = join(folder, out);
  const names = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) => statSync(join(root, name)).isFile() && !name.endsWith(".gz"));
  return new Map(names.map((name) => [name, readFileSync(join(root, name), "utf8")]));
}

let before: Map<string, string>;
let after: Map<string, string>;
beforeAll(() => {
  cpSync(join(packs, "military-refusal"), pack, { recursive: true });
  writeFileSync(join(folder, "site.json"), JSON.stringify(site));
  execFileSync(process.execPath, [script], { env: environment("before") });
  before = texts_of("before");
  change("complaint", (card) => { card.withdrawn = "2026-11-20"; });
  execFileSync(process.execPath, [script], { env: environment("after") });
  after = texts_of("after");
}, 400_000);
afterAll(() => rmSync(folder, { recursive: true }));

test("a withdrawn card leaves no letter in any built file", () => {
  const has = (files: Map<string, string>): string[] => [...files].filter(([, text]) => text.includes("19.17") || text.includes("Papers taken")).map(([name]) => name.replace(/-\d+\.json$/, ".json")).sort();
  expect(has(before)).toEqual(["en/cards.json", "ru/cards.json", "uk/cards.json"]);
  expect(has(after)).toEqual([]);
  const files = [...after].filter(([name]) => /^ru\/cards(-\d+)?\.json$/.test(name)).sort(([a], [b]) => a.length - b.length || (a < b ? -1 : 1));
  const ids = files.flatMap(([, text]) => (JSON.parse(text) as { cards: { id: string }[] }).cards.map((card) => card.id));
  const first = ["crisis", "absence-terms", "refusal", "medical-commission", "wounded", "alternative-service", "contract-end", "forced-contract", "suspended-sentence", "detained"];
  expect(ids).toEqual([...first, "relatives", "asylum", "summons-register", "international-passport", "ukraine-absence", "foreign-citizens", "phone"]);
});

test("the organisation's title, Leave, addresses and portable page are in the pages", () => {
  for (const language of ["ru", "uk", "en"] as const) {
    const html = after.get(`${language}/index.html`) ?? "";
    expect(html).toContain(`<title>${site.title[language]}</title>`);
    expect(html).toContain(`id="leave" href="${site.leave[language]}"`);
  }
  const pieces = [...after].filter(([name]) => /^assets\/[\w-]{16}\.js$/.test(name)).map(([, text]) => text);
  expect(pieces.some((text) => text.includes(kSha256)), "the portable page's hash").toBe(true);
  expect(pieces.some((text) => text.includes("https://mirror.example"))).toBe(true);
  expect([...after.values()].some((text) => text.includes("wikipedia.org"))).toBe(false);
});

test("the other pack builds the same pages with its own questions", () => {
  execFileSync(process.execPath, [script], { env: { ...environment("general"), WAYMARK_INTAKE_PACK: join(packs, "general-legal-aid") } });
  const all = [...texts_of("general").values()].join("\n");
  expect(all).toContain("general-legal-aid");
  expect(all).toContain("Eviction");
  expect(all).not.toContain("military");
}, 300_000);

test("a card without a source, or without a language, stops the build", () => {
  change("asylum", (card) => { card.sources = []; });
  const built = spawnSync(process.execPath, [script], { env: environment("broken"), encoding: "utf8" });
  expect(built.status).not.toBe(0);
  expect(built.stderr).toContain("card asylum: see waymark pack check");
}, 300_000);
