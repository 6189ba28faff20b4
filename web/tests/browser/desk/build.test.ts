// The built application: the same sources give the same bytes, and a first load stays small.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";

const kDesk = fileURLToPath(new URL("../../../desk/", import.meta.url));
/// Sign-in to the whole desk in one language. A phone on 64 kbit/s has it in nine seconds.
const kFirstLoadBytes = 72 * 1024;
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

test("first load in each language", () => {
  const all = Object.entries(files(again)).map(([name, text]) => ({ name, bytes: gzipSync(Buffer.from(text, "latin1"), { level: 9 }).length }));
  const isText = (name: string): boolean => /desk\.(ru|uk|en)-/.test(name);
  const common = all.filter(({ name }) => !isText(name)).reduce((sum, { bytes }) => sum + bytes, 0);
  for (const { name, bytes } of all.filter((one) => isText(one.name))) {
    process.stdout.write(`  staff application, ${name}: ${common + bytes} B gzip\n`);
    expect(common + bytes).toBeLessThan(kFirstLoadBytes);
  }
});

test("nothing of the machine that built it is inside", () => {
  for (const [name, text] of Object.entries(files(again))) {
    expect(text.includes(kDesk) || text.includes(tmpdir()), name).toBe(false);
    expect(text, name).not.toMatch(/sourceMappingURL|\beval\(|new Function\(/);
  }
});
