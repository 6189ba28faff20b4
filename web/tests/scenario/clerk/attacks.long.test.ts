// waymark-clerk as an attacker and an operator meet it: sizes on the wire, blobs, floods, logs, rights of the process.
import { execFileSync, spawnSync } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { program_of } from "../program.ts";
import { RealClerk, Sentences } from "./real_clerk.ts";
import { ask as ask_url, form_of, kSizes, type Answer } from "./wire.ts";

const clerk = new RealClerk();

beforeAll(async () => {
  await clerk.start({ more: "[words]\nat_a_time = 1\nwaiting = 2" });
});
afterAll(async () => {
  await clerk.remove();
});

const ask = (path: string, form?: string): Promise<Answer> => ask_url(`${clerk.url}${path}`, form);
const blob_in = (answer: Answer): string => /name="visit" value="([^"]+)"/.exec(answer.body.toString())?.[1] ?? "";

async function review(text: string): Promise<Answer> {
  const asked = [...(await ask("/en/write")).body.toString().matchAll(/name="asked" value="([^"]+)"/g)].map((found): [string, string] => ["asked", found[1] ?? ""]);
  return ask("/en/visit", form_of(...asked, ["text", text], ["consent", "yes"], ["go_answers", "x"]));
}

test("every answer has a size of its class, whatever it says, and allows nothing", async () => {
  const sizes = new Map<string, number[]>();
  for (const text of ["a", "b".repeat(300), "ж".repeat(600)]) {
    const answer = await review(text);
    expect(answer.status).toBe(200);
    expect(kSizes).toContain(answer.body.length);
    expect(answer.headers["content-encoding"]).toBeUndefined();
    sizes.set("review", [...(sizes.get("review") ?? []), answer.body.length]);
    expect(answer.headers["content-security-policy"]).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; form-action /);
    expect(answer.headers["content-security-policy"]).not.toContain("script");
    expect(answer.headers["cache-control"]).toBe("no-store");
    expect(answer.headers["referrer-policy"]).toBe("no-referrer");
    expect(answer.headers["set-cookie"]).toBeUndefined();
  }
  expect(new Set(sizes.get("review")?.slice(0, 2)).size).toBe(1);
});

test("a changed byte of a blob opens nothing", async () => {
  const blob = Buffer.from(blob_in(await review("flip me")), "base64");
  expect(blob.length).toBeGreaterThan(500);
  for (const place of [0, 23, 24, 100, blob.length - 17, blob.length - 1]) {
    const changed = Buffer.from(blob);
    changed.writeUInt8(changed.readUInt8(place) ^ 1, place);
    const answer = await ask("/en/visit", form_of(["visit", changed.toString("base64").replace(/=+$/, "")], ["go_words", "x"]));
    expect(answer.status).toBe(410);
    expect(answer.body.toString()).not.toContain("flip me");
  }
  for (const strange of ["", "AAAA", "-", "ß", "A".repeat(60_000)]) {
    expect((await ask("/en/visit", form_of(["visit", strange], ["go_words", "x"]))).status).toBe(410);
  }
});

test("what another clerk sealed opens nothing: keys live in one process only", async () => {
  const blob = blob_in(await review("before the restart"));
  await clerk.stop_clerk();
  await clerk.start_clerk({ more: "[words]\nat_a_time = 1\nwaiting = 2" });
  const answer = await ask("/en/visit", form_of(["visit", blob], ["go_words", "x"]));
  expect(answer.status).toBe(410);
  expect(answer.body.toString()).toContain(new Sentences("en").t("clerk.over.title"));
});

test("oversized and broken forms are refused and harm nobody", async () => {
  expect((await ask("/en/visit", `text=${"a".repeat(200_000)}&go_answers=x`).catch(() => ({ status: 413 }))).status).toBe(413);
  expect((await ask("/en/visit", `go_answers=x&${"asked=who&".repeat(300)}`)).status).toBe(400);
  expect((await ask("/en/visit", "text=%GG&go_answers=x")).status).toBe(400);
  expect((await ask("/en/visit", "go_send=x")).status).toBe(400);
  expect((await ask("/en/visit", "asked=nothing-like-this&go_answers=x")).status).toBe(400);
  expect((await ask("/en/visit")).status).toBe(410);
  expect((await ask("/en/")).status).toBe(200);
});

test("a flood of words is told to come back; senders have a queue of their own", async () => {
  const words = readFileSync(new URL("../../../../src/mailbox/words/en.txt", import.meta.url), "utf8").split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  const guess = (): string => Array.from({ length: 8 }, () => words[Math.floor(Math.random() * words.length)]).join(" ");
  // One guess in 256 has a good checksum; those are the ones that cost the clerk 600,000 rounds.
  const guesses = Array.from({ length: 2_000 }, guess);
  const good: string[] = [];
  for (const typed of guesses) {
    const answer = await ask("/en/visit", form_of(["words", typed], ["go_open", "x"]));
    if (answer.status === 200 && answer.body.toString().includes("name=\"go_more\"")) good.push(typed);
    if (good.length === 1) break;
  }
  expect(good.length).toBe(1);
  const answers = await Promise.all(Array.from({ length: 12 }, () => ask("/en/visit", form_of(["words", good[0] ?? ""], ["go_open", "x"]))));
  const busy = answers.filter(({ status }) => status === 503);
  expect(busy.length).toBeGreaterThan(0);
  expect(busy[0]?.body.toString()).toContain(new Sentences("en").t("clerk.busy.title"));
  expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(2);
});

test("nothing that was written is logged", async () => {
  await review("needle-in-the-text");
  await ask("/en/visit", form_of(["words", "needle one two"], ["go_open", "x"]));
  expect(clerk.said).not.toMatch(/needle|127\.0\.0\.1:\d{5}|Mozilla/);
  for (const line of clerk.said.trim().split("\n")) expect(line).toMatch(/^waymark-clerk: (started|stopped|busy)( [a-z-]+=\d+)*$/);
});

test("as root every page that was touched is locked: none can be swapped out", () => {
  const status = readFileSync(`/proc/${clerk.pid}/status`, "utf8");
  const kilobytes = (field: string): number => Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, "m").exec(status)?.[1]);
  if (process.geteuid?.() !== 0) return expect(clerk.said).toMatch(/memory-locked=[01]/);
  expect(clerk.said).toContain("memory-locked=1");
  expect(kilobytes("VmLck")).toBeGreaterThanOrEqual(kilobytes("VmRSS"));
  expect(kilobytes("VmSwap")).toBe(0);
});

test("the process may start no program, write no file and leaves no core", async () => {
  const proc = (name: string): string => readFileSync(`/proc/${clerk.pid}/${name}`, "utf8");
  expect(proc("limits")).toMatch(/Max core file size\s+0\s+0/);
  for (const thread of readdirSync(`/proc/${clerk.pid}/task`)) {
    const status = proc(`task/${thread}/status`);
    expect(status).toMatch(/Seccomp:\s+2/);
    expect(status).toMatch(/NoNewPrivs:\s+1/);
  }
  const open_for_writing = readdirSync(`/proc/${clerk.pid}/fd`).filter((fd) => {
    const target = readlinkSync(`/proc/${clerk.pid}/fd/${fd}`);
    return target.startsWith("/") && !target.startsWith("/dev/") && (statSync(`/proc/${clerk.pid}/fd/${fd}`).mode & 0o170000) === 0o100000;
  });
  expect(open_for_writing).toEqual([]);
});

test("configuration: what is wrong is said in one sentence with its exit code", () => {
  const run = (text: string): { code: number | null; said: string } => {
    writeFileSync(join(clerk.folder, "try.toml"), text);
    const done = spawnSync(program_of("waymark-clerk"), ["--config", join(clerk.folder, "try.toml"), "--check"], { encoding: "utf8" });
    return { code: done.status, said: done.stdout + done.stderr };
  };
  const good = clerk.config("");
  expect(run(good)).toMatchObject({ code: 0 });
  expect(run(good.replace("pack =", "pakc ="))).toMatchObject({ code: 2, said: expect.stringContaining("unknown setting 'pakc'") as string });
  expect(run(good.replace(/instance = "[^"]+"/, 'instance = "x"'))).toMatchObject({ code: 2, said: expect.stringContaining("'instance'") as string });
  expect(run(good.replace(/relay = "[^"]+"/, 'relay = "ftp://x"'))).toMatchObject({ code: 2, said: expect.stringContaining("'relay'") as string });
  expect(run(good.replace(/ru = "[^"]+"/, 'ru = "javascript:alert(1)"'))).toMatchObject({ code: 2, said: expect.stringContaining("'leave.ru'") as string });
  expect(run(`${good}\n[words]\nwaiting = 0`)).toMatchObject({ code: 2, said: expect.stringContaining("'words.waiting'") as string });
  const other = Buffer.alloc(32, 7).toString("base64");
  expect(run(good.replace(/instance = "[^"]+"/, `instance = "${other}"`))).toMatchObject({ code: 6 });
  expect(execFileSync(program_of("waymark-clerk"), ["--version"], { encoding: "utf8" })).toMatch(/^waymark-clerk \d/);
  expect(execFileSync(program_of("waymark-clerk"), ["--help"], { encoding: "utf8" })).toContain("Exit codes");
});
