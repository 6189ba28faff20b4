// The template as built: the same bytes twice, one script and one style under their hashes, nothing from anywhere else; and
// its texts in three languages.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

const folders = [mkdtempSync(join(tmpdir(), "waymark-portable-")), mkdtempSync(join(tmpdir(), "waymark-portable-"))] as const;
let page: string;
beforeAll(() => {
  for (const folder of folders) execFileSync(process.execPath, [fileURLToPath(new URL("build.mjs", import.meta.url))], { env: { ...process.env, WAYMARK_PORTABLE_OUT: folder } });
  page = readFileSync(join(folders[0], "page.html"), "utf8");
}, 120_000);
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

const policy = (): string => /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? "";
const hash = (text: string | undefined): string => `'sha256-${createHash("sha256").update(text ?? "").digest("base64")}'`;

test("two builds are the same, byte for byte", () => {
  expect(readFileSync(join(folders[1], "page.html"), "utf8")).toBe(page);
});

test("the policy names the one script and the one style by their hashes, and nothing else may run", () => {
  const scripts = Array.from(page.matchAll(/<script>([^]*?)<\/script>/g), ([, text]) => text);
  const styles = Array.from(page.matchAll(/<style>([^]*?)<\/style>/g), ([, text]) => text);
  expect([scripts.length, styles.length]).toEqual([1, 1]);
  expect(policy()).toBe(`default-src 'none'; script-src ${hash(scripts[0])}; style-src ${hash(styles[0])}; connect-src @@WAYMARK-CONNECT@@; form-action 'none'; base-uri 'none'`);
  expect(page.indexOf("Content-Security-Policy")).toBeLessThan(page.indexOf("<style>"));
});

test("each mark stands once, and nothing is loaded, stored or evaluated", () => {
  for (const mark of ["@@WAYMARK-PINS@@", "@@WAYMARK-CONNECT@@"]) expect(page.split(mark).length, mark).toBe(2);
  expect(page).not.toMatch(/\ssrc=|<link|<form|<iframe|\son\w+="|localStorage|sessionStorage|indexedDB|document\.cookie|serviceWorker|sendBeacon|\beval\(|new Function|innerHTML|document\.write/);
  const hosts = Array.from(page.matchAll(/https?:\/\/[a-z0-9.-]+/g), ([address]) => address);
  expect(hosts.filter((host) => !/^https:\/\/(ru|uk|en)\.wikipedia\.org$/.test(host))).toEqual([]);
});

test("the texts say the same things in every language, and each is used", () => {
  const catalogue = (language: string): Record<string, string> => JSON.parse(readFileSync(new URL(`../shared/texts/portable.${language}.json`, import.meta.url), "utf8")) as Record<string, string>;
  const placeholders = (text: string): string => (text.match(/\{\w+\}/g) ?? []).sort().join();
  const english = catalogue("en");
  const intake = JSON.parse(readFileSync(new URL("../shared/texts/intake.en.json", import.meta.url), "utf8")) as Record<string, string>;
  for (const language of ["ru", "uk"]) {
    const own = catalogue(language);
    expect(Object.keys(own)).toEqual(Object.keys(english));
    expect(Object.keys(own).filter((key) => placeholders(own[key] ?? "") !== placeholders(english[key] ?? ""))).toEqual([]);
    expect(Object.values(own).filter((text) => (language === "uk" ? /[ыэёъ]/i : /[іїєґ]/i).test(text))).toEqual([]);
  }
  // A key that the intake has too takes its place here; the others are called by name.
  const code = ["about", "ask", "before", "mail", "sealed", "send"].map((name) => readFileSync(new URL(`src/views/${name}.ts`, import.meta.url), "utf8")).join("") + readFileSync(new URL("src/main.ts", import.meta.url), "utf8") + readFileSync(new URL("build.mjs", import.meta.url), "utf8");
  const called = /^(refused|sealed|ask\.error)\./;
  expect(Object.keys(english).map((key) => key.slice("portable.".length)).filter((key) => !(`intake.${key}` in intake) && !called.test(key) && !code.includes(`"${key}"`) && !code.includes(`portable.${key}`))).toEqual([]);
});
