// The pages as built: the same bytes twice, nothing inline, nothing from anywhere else.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { kPieceBytesMax } from "./piece_bytes.ts";
import { address_of } from "./src/pieces/load.ts";

const folders = [mkdtempSync(join(tmpdir(), "waymark-pages-")), mkdtempSync(join(tmpdir(), "waymark-pages-"))] as const;
const script = fileURLToPath(new URL("build.mjs", import.meta.url));

function files(folder: string): Map<string, Buffer> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => statSync(join(folder, name)).isFile());
  return new Map(names.sort().map((name) => [name, readFileSync(join(folder, name))]));
}

let built: Map<string, Buffer>;
beforeAll(() => {
  for (const folder of folders) execFileSync(process.execPath, [script], { env: { ...process.env, WAYMARK_INTAKE_OUT: folder } });
  built = files(folders[0]);
}, 600_000);
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

const pages = (): [string, string][] => [...built].filter(([name]) => name.endsWith(".html")).map(([name, bytes]) => [name, bytes.toString()]);

test("two builds are the same, byte for byte", () => {
  const digest = (all: Map<string, Buffer>): string[] => [...all].map(([name, bytes]) => `${name} ${createHash("sha256").update(bytes).digest("hex")}`);
  expect(digest(files(folders[1]))).toEqual(digest(built));
  expect(built.size).toBeGreaterThan(10);
});

test("every file has its compressed twin", () => {
  for (const [name, bytes] of built) if (!name.endsWith(".gz")) expect(gunzipSync(built.get(`${name}.gz`) ?? Buffer.alloc(0)).equals(bytes), name).toBe(true);
});

test("pages have no script inside and one style, no forms, no pictures, and load only their own assets", () => {
  expect(pages().map(([name]) => name)).toEqual(["en/index.html", "index.html", "no-figures.html", "ru/index.html", "uk/index.html"]);
  for (const [name, html] of pages()) {
    expect(html, name).not.toMatch(/<form|<img|<svg|<iframe|style=|\son\w+=|<script>|<base/);
    expect(html.match(/<style/g)?.length, name).toBe(1);
    const loaded = Array.from(html.matchAll(/(?:src|href)="([^"]+)"/g), ([, address = ""]) => address);
    for (const address of loaded) {
      if (address.startsWith("/assets/")) expect(built.has(address.slice(1)), address).toBe(true);
      else expect(address).toMatch(/^(data:,|\/(ru|uk|en)\/|https:\/\/(ru|uk|en)\.wikipedia\.org\/)$/);
    }
  }
});

test("scripts reach for no storage, no cookie, no eval and no other host", () => {
  for (const [name, bytes] of built) {
    if (!name.endsWith(".js")) continue;
    const code = bytes.toString();
    expect(code, name).not.toMatch(/localStorage|sessionStorage|indexedDB|document\.cookie|serviceWorker|sendBeacon|\beval\(|new Function|innerHTML|insertAdjacentHTML|outerHTML|document\.write/);
    const hosts = Array.from(code.matchAll(/https?:\/\/[a-z0-9.-]+/g), ([address]) => address);
    expect(hosts.filter((host) => !/^https:\/\/(ru|uk|en)\.wikipedia\.org$/.test(host)), name).toEqual([]);
  }
});

const first_pieces = (language: string): string[] => {
  const [, loader = ""] = new RegExp(`src="/(assets/loader-${language}-[^"?]+)"`).exec(built.get(`${language}/index.html`)?.toString() ?? "") ?? [];
  return Array.from((built.get(loader) ?? "").toString().matchAll(/[A-Za-z0-9+/]{43}=/g), ([piece]) => piece);
};

test.each(["ru", "uk", "en"])("%s: no piece of the first visit is larger than it may be, page and loader are below 8 KB, all of it is below 60 KB, and the page alone below 20", (language) => {
  const html = built.get(`${language}/index.html.gz`)?.length ?? 0;
  const scripts = Array.from(built).filter(([name]) => new RegExp(`^assets/(loader|again)-${language}-.*gz$`).test(name));
  expect(scripts.length).toBe(2);
  const answers = [html, ...scripts.map(([, bytes]) => bytes.length)];
  const pieces = first_pieces(language).map((piece) => built.get(`${address_of(piece).slice(1)}.gz`)?.length ?? 0);
  expect(pieces.length).toBeGreaterThan(5);
  const sizes = [...answers, ...pieces];
  for (const size of answers) expect(size > 0 && size <= 8_192, `${sizes.join(", ")}`).toBe(true);
  for (const size of pieces) expect(size > 0 && size <= kPieceBytesMax, `${sizes.join(", ")}`).toBe(true);
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThanOrEqual(61_440);
  expect(html).toBeLessThanOrEqual(20_480);
});

test("a piece is named by its hash, starts strict, and none of its names is longer than what the browser's own could be", () => {
  for (const language of ["ru", "uk", "en"])
    for (const piece of first_pieces(language)) {
      const code = built.get(address_of(piece).slice(1)) ?? Buffer.alloc(0);
      expect(createHash("sha256").update(code).digest("base64")).toBe(piece);
      expect(code.toString().startsWith('"use strict";')).toBe(true);
    }
});

test("the page can be read without a script: what this is, danger to life, what is not protected, and a way back to us", () => {
  for (const language of ["ru", "uk", "en"]) {
    const html = built.get(`${language}/index.html`)?.toString() ?? "";
    const texts = JSON.parse(readFileSync(new URL(`../shared/texts/intake.${language}.json`, import.meta.url), "utf8")) as Record<string, string>;
    for (const key of ["first.who", "before.emergency", "before.cannot_2", "before.keep", "no_script", "another_way"]) expect(html, key).toContain((texts[`intake.${key}`] ?? "?").replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`));
  }
});
