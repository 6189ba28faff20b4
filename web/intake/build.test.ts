// The pages as built: the same bytes twice, nothing inline, nothing from anywhere else.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";

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
}, 120_000);
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

test("pages have nothing inline, no forms, no pictures, and load only their own assets", () => {
  expect(pages().map(([name]) => name)).toEqual(["en/index.html", "index.html", "ru/index.html", "uk/index.html"]);
  for (const [name, html] of pages()) {
    expect(html, name).not.toMatch(/<style|<form|<img|<svg|<iframe|style=|\son\w+=|<script>|<base/);
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
