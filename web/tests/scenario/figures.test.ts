// From the second person's approval to everybody: the finished desk sends the release, the finished relay shows it, Chromium and
// Lynx read it without scripts, wget copies it and `waymark figures verify` passes, also over a line that falls silent.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer, connect, type AddressInfo, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import { Organisation, people } from "../../demo/organisation.ts";
import { answers, run } from "../../demo/programs.ts";
import { kPages, launch } from "../browser/intake/stage.ts";
import { until } from "../wait.ts";

const kStartMs = 60_000;
/** docs/spec/lines.md */
const kPageBytesMax = 4_864;
/** What a line of the worst kind lets through before it falls silent. */
const kSilentAfterBytes = 12_000;
const kShots = process.env["WAYMARK_SHOTS"];

let state: string;
let organisation: Organisation;
let browser: Browser;

const figures = (name = ""): string => `${organisation.relay_url}/figures/${name}`;
const waymark = (...args: string[]): string => run(organisation.binary("waymark"), args, { WAYMARK_LANGUAGE: "en" });

/** A code works once, so whoever has used theirs waits for the next. */
async function sign_in_options(person: (typeof people)[number], used: string): Promise<string[]> {
  await until("the next code", () => organisation.code(person) !== used);
  return ["--office", organisation.path("office"), "--alias", person.alias, "--passphrase-file", organisation.passphrase_file(person), "--totp-secret-file", organisation.totp_file(person)];
}

beforeAll(async () => {
  state = mkdtempSync(join(tmpdir(), "waymark-figures-"));
  const binaries = process.env["WAYMARK_BIN"];
  if (binaries === undefined) throw new Error("WAYMARK_BIN says where the built programs are");
  organisation = await Organisation.open({ binaries, state, pages: kPages, init_options: ["--argon2-kib", "1024", "--argon2-passes", "1"] });
  organisation.programs.start("relay", organisation.binary("waymark-relay"), ["--config", organisation.path("office", "relay.toml")], organisation.path("relay.log"));
  await answers(`${organisation.relay_url}/v1/health`, kStartMs);
  organisation.programs.start("desk", organisation.binary("waymark"), ["desk", "--office", organisation.path("office")], organisation.path("desk.log"));
  await answers(`${organisation.desk_url}/`, kStartMs);
  await answers(`${organisation.relay_url}/v1/day-keys`, kStartMs);
  browser = await launch();
});

afterAll(async () => {
  await browser?.close();
  await organisation?.programs.stop();
  rmSync(state, { recursive: true, force: true });
});

interface Look { language: "ru" | "uk" | "en"; width: number; scheme: "light" | "dark" }
const kLooks: readonly Look[] = [
  { language: "ru", width: 1_440, scheme: "light" },
  { language: "ru", width: 360, scheme: "dark" },
  { language: "uk", width: 360, scheme: "light" },
  { language: "uk", width: 1_440, scheme: "dark" },
  { language: "en", width: 1_440, scheme: "dark" },
  { language: "en", width: 360, scheme: "light" },
];

/** A page without scripts, as a person with these looks meets it. */
async function look_at(address: string, { language, width, scheme }: Look, name: string): Promise<string[]> {
  const context = await browser.newContext({ viewport: { width, height: 800 }, locale: language, colorScheme: scheme });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" && !message.text().includes("Loading the image 'data:,'")) errors.push(message.text());
  });
  await page.goto(address);
  expect(errors, `${address}: its own policy stops nothing of it`).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${address} fits ${width} px`).toBe(true);
  if (kShots !== undefined) await page.screenshot({ path: `${kShots}/figures-${name}-${language}-${width}-${scheme}.png`, fullPage: true });
  if (kShots !== undefined && width > 1_000) {
    await page.emulateMedia({ media: "print" });
    await page.screenshot({ path: `${kShots}/figures-${name}-${language}-print.png`, fullPage: true });
    await page.emulateMedia({ media: "screen" });
  }
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`), address).toEqual([]);
  const links = await page.locator("a").evaluateAll((all) => all.map((one) => one.getAttribute("href") ?? ""));
  await context.close();
  return links;
}

test("before the first release there is a kind page, and what is approved comes to everybody", async () => {
  for (const look of kLooks) await look_at(figures(), look, "none");
  const empty = await (await fetch(figures())).text();
  for (const words of ["Отчётов пока нет", "Звітів поки немає", "There is no report yet"]) expect(empty).toContain(words);
  expect((await fetch(figures("figures.csv"))).status).toBe(404);

  const [juniper, , larch] = people;
  const used = organisation.code(juniper);
  waymark("figures", "report", ...(await sign_in_options(larch, "")), "--period", "2026-01");
  waymark("figures", "approve", ...(await sign_in_options(juniper, used)), "--out", organisation.path("out"));
  await until("the relay shows it", async () => (await fetch(figures("release.note"))).ok);
  expect(waymark("figures", "published", "--office", organisation.path("office"), "--at", organisation.relay_url)).toContain("release 1, the newest; all files were compared");
  expect((await fetch(`${organisation.relay_url}/figures`)).url).toBe(figures());
});

test("the pages in three languages, at two widths, in light and dark, each small and without scripts", async () => {
  let largest = 0;
  for (const look of kLooks) {
    const links = await look_at(figures(`${look.language}.html`), look, "contents");
    const pages = [...new Set(links.filter((link) => link.startsWith(`${look.language}-`)))];
    expect(pages).toContain(`${look.language}-errata.html`);
    expect(pages.length).toBeGreaterThan(5);
    await look_at(figures(`report.${look.language}.html`), look, "report");
    // Each page in one look, the first two in all of them.
    const wanted = look.width > 1_000 && look.scheme === "light" ? pages : pages.slice(0, 2);
    for (const page of wanted) await look_at(figures(page), look, page.slice(3, -5));
    for (const page of [...pages, `${look.language}.html`, "index.html"]) {
      const answer = spawnSync("curl", ["--silent", "--include", "--header", "Accept-Encoding: gzip", figures(page)]).stdout;
      const head = answer.indexOf("\r\n\r\n");
      largest = Math.max(largest, answer.length - head - 4);
      expect(answer.subarray(0, head).toString()).toContain("Content-Encoding: gzip");
      expect(answer.length - head - 4, page).toBeLessThanOrEqual(kPageBytesMax);
      expect(await (await fetch(figures(page))).text()).not.toMatch(/<script|javascript:|onload=/iu);
    }
  }
  await look_at(figures(), kLooks[1]!, "index");
  console.log(`figures: the largest page has ${largest} bytes in gzip`);
});

test("Lynx reads what it says", () => {
  const said = spawnSync("lynx", ["-dump", "-nolist", "-assume_charset=utf-8", "-display_charset=utf-8", figures("ru.html")], { encoding: "utf8" });
  if (said.error !== undefined) return console.log("no lynx on this machine: not tried");
  for (const words of ["Ежемесячный отчёт", "Отчёт за январь 2026 года", "Как проверить", "SHA256SUMS"]) expect(said.stdout).toContain(words);
  return undefined;
});

test("the feed is well-formed and names the release", async () => {
  const answer = await fetch(figures("feed.ru.atom"));
  expect(answer.headers.get("content-type")).toBe("application/atom+xml; charset=utf-8");
  const feed = await answer.text();
  const page = await browser.newPage();
  const entries = await page.evaluate((text) => {
    const read = new DOMParser().parseFromString(text, "application/xml");
    return read.querySelector("parsererror") === null ? read.querySelectorAll("entry").length : -1;
  }, feed);
  await page.close();
  expect(entries).toBe(1);
});

test("whoever copies the folder with wget can check it", () => {
  const copy = organisation.path("copy");
  const done = spawnSync("wget", ["--quiet", "--recursive", "--level=inf", "--no-parent", "--no-host-directories", "--cut-dirs=1", "--execute", "robots=off", `--directory-prefix=${copy}`, figures()]);
  if (done.error !== undefined) return console.log("no wget on this machine: not tried");
  expect(done.status).toBe(0);
  expect(waymark("figures", "verify", copy)).toContain("The folder is whole");
  expect(readdirSync(copy).sort()).toEqual(readdirSync(organisation.path("out")).sort());
  return undefined;
});

/** Lets so many bytes of each connection through, then nothing, without an end. */
async function silent_line(port: number): Promise<Server> {
  const server = createServer((near) => {
    const far = connect(port, "127.0.0.1");
    let passed = 0;
    near.on("error", () => far.destroy()).on("close", () => far.destroy());
    far.on("error", () => near.destroy()).on("end", () => { if (passed < kSilentAfterBytes) near.end(); });
    near.on("data", (bytes: Buffer) => far.write(bytes));
    far.on("data", (bytes: Buffer) => {
      const rest = Math.max(0, kSilentAfterBytes - passed);
      if (rest > 0) near.write(bytes.subarray(0, rest));
      passed += bytes.length;
    });
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return server;
}

test("a large file comes whole over a line that falls silent, part by part", async () => {
  const server = await silent_line(organisation.ports.relay);
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/figures`;
  const name = "report.ru.html";
  const folder = organisation.path("silent");
  mkdirSync(folder);
  // The proxy lives in this process, so wget must not hold it up.
  const { spawn } = await import("node:child_process");
  const running = spawn("wget", ["--quiet", "--timeout=1", "--tries=60", "--waitretry=0", `--directory-prefix=${folder}`, `${address}/requests.ru.png`, `${address}/${name}`]);
  const status = await new Promise<number | null>((ended) => running.on("error", () => ended(null)).on("exit", ended));
  server.close();
  if (status === null) return console.log("no wget on this machine: not tried");
  expect(status).toBe(0);
  for (const file of ["requests.ru.png", name]) expect(run("sha256sum", [join(folder, file)]).slice(0, 64)).toBe(run("sha256sum", [join(organisation.path("out"), file)]).slice(0, 64));
  return undefined;
});
