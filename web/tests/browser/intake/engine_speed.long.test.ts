// How long sealing and the keys of the words take in the worst engine, beside an ordinary one in the same run: milliseconds of the
// clock and of the processor. Prints figures for docs/measurements.md, and holds sealing and words below a second of the processor.
// The rounds without SubtleCrypto are only printed: the page says how many minutes they take.
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { expect, test } from "vitest";
import { launch } from "./stage.ts";

const kTimes = 5;
const kRounds = 3_000;
const kAllRounds = 600_000;
const kProcessorMaxMs = 1_000;

interface Cost {
  clock_ms: number;
  processor_ms: number;
}

const kCode = `
import { seal } from "./shared/protocol/age.ts";
import { keys_of, pbkdf2_in_slices } from "./shared/protocol/keys.ts";
import { work } from "./shared/protocol/work.ts";
import { public_key_of } from "./shared/protocol/xwing.ts";
const key = public_key_of(new Uint8Array(32).fill(7));
const phrase = { language: "ru", indices: [1, 2, 3, 4, 5, 6, 7, 8] };
globalThis.works = {
  seal: () => seal(new Uint8Array(6533), key),
  words: () => keys_of(phrase, new Uint8Array(32), { subtle: crypto.subtle }),
  work: (level, subtle = crypto.subtle) => work({ level, epoch: 1, challenge: new Uint8Array(16) }, new Uint8Array(32), crypto.getRandomValues(new Uint8Array(16)), { subtle, enough: () => false }),
  try_in_slices: () => globalThis.works.work(0, null),
  slices: () => pbkdf2_in_slices(new Uint8Array(17), new Uint8Array(48), ${kRounds}, () => undefined),
};`;

async function bundle(): Promise<string> {
  const resolveDir = fileURLToPath(new URL("../../..", import.meta.url));
  const { outputFiles } = await build({ stdin: { contents: kCode, resolveDir, loader: "ts" }, bundle: true, minify: true, format: "iife", target: ["chrome84"], write: false });
  return outputFiles[0]?.text ?? "";
}

/** The cheapest of kTimes: other programs of the machine only add. */
async function costs(code: string, ...flags: string[]): Promise<Record<string, Cost>> {
  const browser = await launch(...flags);
  const driver = await browser.newBrowserCDPSession();
  const processor_ms = async (): Promise<number> => {
    const { processInfo } = (await driver.send("SystemInfo.getProcessInfo")) as { processInfo: { type: string; cpuTime: number }[] };
    return processInfo.filter(({ type }) => type === "renderer").reduce((sum, { cpuTime }) => sum + 1_000 * cpuTime, 0);
  };
  const page = await browser.newPage();
  await page.route("**", (route) => route.fulfill({ contentType: "text/html", body: "<p>x" }));
  await page.goto("https://engine.example/");
  await page.addScriptTag({ content: code });
  const found: Record<string, Cost> = {};
  for (const name of ["seal", "words", "slices"]) {
    const best = { clock_ms: Infinity, processor_ms: Infinity };
    for (let i = 0; i < kTimes; i += 1) {
      const before = await processor_ms();
      const clock = await page.evaluate(async (work) => {
        const began = performance.now(); // sleep: none, the speed is what is measured
        await (globalThis as unknown as { works: Record<string, () => unknown> }).works[work]?.();
        return performance.now() - began;
      }, name);
      best.clock_ms = Math.min(best.clock_ms, clock);
      best.processor_ms = Math.min(best.processor_ms, (await processor_ms()) - before);
    }
    found[name] = best;
  }
  await browser.close();
  return found;
}

test("sealing and words, with a compiler and without", async () => {
  const code = await bundle();
  const [fast, slow] = [await costs(code), await costs(code, "--js-flags=--jitless")];
  for (const [name, { clock_ms, processor_ms }] of Object.entries(slow)) {
    const usual = fast[name];
    if (name !== "slices") expect(processor_ms, name).toBeLessThan(kProcessorMaxMs);
    const whole = name === "slices" ? `, so ${Math.round((processor_ms * kAllRounds) / kRounds / 1_000)} s for all ${kAllRounds} rounds (${Math.round(((usual?.processor_ms ?? 0) * kAllRounds) / kRounds / 1_000)} s with a compiler)` : "";
    process.stdout.write(`engine ${name}: ${Math.round(clock_ms)} ms, ${Math.round(processor_ms)} ms of processor; with a compiler ${Math.round(usual?.clock_ms ?? 0)} and ${Math.round(usual?.processor_ms ?? 0)}${whole}\n`);
  }
}, 900_000);

/** Works of a level in a page, one after the other: milliseconds of the clock, in order. */
async function works(code: string, level: number, times: number, ...flags: string[]): Promise<number[]> {
  const browser = await launch(...flags);
  const page = await browser.newPage();
  await page.route("**", (route) => route.fulfill({ contentType: "text/html", body: "<p>x" }));
  await page.goto("https://engine.example/");
  await page.addScriptTag({ content: code });
  const took: number[] = [];
  for (let i = 0; i < times; i += 1) {
    took.push(await page.evaluate(async ([name, asked]) => {
      const began = performance.now(); // sleep: none, the speed is what is measured
      await (globalThis as unknown as { works: Record<string, (level: number) => unknown> }).works[name]?.(asked);
      return performance.now() - began;
    }, level < 0 ? (["try_in_slices", 0] as const) : (["work", level] as const)));
  }
  await browser.close();
  return took.sort((a, b) => a - b);
}

test("what a relay under a flood asks: the usual level, the highest, and one try where there is no WebCrypto", async () => {
  const code = await bundle();
  const at = (sorted: readonly number[], part: number): number => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0);
  for (const [name, flags] of [["with a compiler", []], ["without", ["--js-flags=--jitless"]]] as const) {
    const usual = await works(code, 9, 60, ...flags);
    const highest = await works(code, 15, 5, ...flags);
    const tries = await works(code, -1, 20, ...flags);
    process.stdout.write(`work ${name}: level 9 in ${at(usual, 0.5)} ms, p95 ${at(usual, 0.95)}; level 15 in ${at(highest, 0.5)}, at most ${at(highest, 1)}; one try in slices ${at(tries, 0.5)} ms\n`);
    expect(usual.length).toBe(60);
  }
}, 900_000);
