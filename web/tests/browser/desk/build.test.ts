// The built application: the same sources give the same bytes, and a first load stays small.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";

const kDesk = fileURLToPath(new URL("../../../desk/", import.meta.url));
/// Sign-in to the queue in one language; other screens come when they are opened. A phone on 64 kbit/s has it in some ten seconds.
const kFirstLoadBytes = 80 * 1024;
let again = "";

beforeAll(() => {
  again = mkdtempSync(join(tmpdir(), "waymark-desk-"));
  execFileSync(process.execPath, [join(kDesk, "build.mjs"), again], { stdio: ["ignore", "ignore", "inherit"] });
});
afterAll(() => rmSync(again, { recursive: true, force: true }));

function files(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(names.map((entry) => [join(entry.parentPath, entry.name).slice(folder.length).replace(/^\//, ""), readFileSync(join(entry.parentPath, entry.name), "latin1")]));
}

test("building again gives the same names and bytes", () => {
  const kept = files(`${kDesk}dist`);
  const made = files(again);
  expect(Object.keys(made).sort()).toEqual(Object.keys(kept).sort());
  for (const name of Object.keys(kept)) expect(made[name] === kept[name], name).toBe(true);
});

/// What the browser loads before anybody can work: the page, what it names, and what those scripts import at once.
function firstLoad(all: Record<string, string>): Set<string> {
  const found = new Set<string>(["index.html"]);
  for (const name of found) {
    const folder = name.includes("/") ? name.slice(0, name.lastIndexOf("/") + 1) : "";
    const text = all[name] ?? "";
    const named = name.endsWith(".html") ? [...text.matchAll(/(?:src|href)="\/([^"]+)"/g)].map((match) => match[1] ?? "")
      : [...text.matchAll(/(?:from|import)\s*"\.\/([^"]+)"/g)].map((match) => folder + (match[1] ?? ""));
    for (const one of named) if (one in all) found.add(one);
  }
  return found;
}

test("first load in each language", () => {
  const all = files(again);
  const first = firstLoad(all);
  const bytesOf = (name: string): number => gzipSync(Buffer.from(all[name] ?? "", "latin1"), { level: 9 }).length;
  expect([...first].filter((name) => name.endsWith(".js")).length, "the page names its script").toBeGreaterThan(0);
  const common = [...first].reduce((sum, name) => sum + bytesOf(name), 0);
  // Of each language the half that comes first (desk/texts.ts): it has the words of the first page.
  const texts = Object.keys(all).filter((name) => /desk\.(ru|uk|en)-/.test(name) && (all[name] ?? "").includes("desk.signin.alias"));
  expect(texts).toHaveLength(3);
  for (const name of texts) {
    process.stdout.write(`  staff application, ${name}: ${common + bytesOf(name)} B gzip\n`);
    expect(common + bytesOf(name)).toBeLessThan(kFirstLoadBytes);
  }
});

test("nothing of the machine that built it is inside", () => {
  for (const [name, text] of Object.entries(files(again))) {
    expect(text.includes(kDesk) || text.includes(tmpdir()), name).toBe(false);
    expect(text, name).not.toMatch(/sourceMappingURL|\beval\(|new Function\(/);
  }
});
