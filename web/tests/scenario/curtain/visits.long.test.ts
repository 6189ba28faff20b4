// Twenty whole visits with scripts and twenty without, on a phone's line whose filter draws 15 to 25 packets for each flow: how many come
// through, and how long the person waits.
import { afterAll, beforeAll, expect, test } from "vitest";
import { chromium, type Browser } from "playwright-core";
import { CurtainStage, kRandomCurtain, median, why_not } from "./stage.ts";
import { scripts_visit, silent_visit } from "./visits.ts";

const kQuality = { bits_a_second: 256_000, delay_ms: 60, loss_percent: 1 };
const kVisits = Number(process.env["WAYMARK_VISITS"] ?? 20);
const kOneVisitMs = 600_000;
const kWaitingMedianMaxS = 60;

const stage = new CurtainStage();
let browser: Browser;
const can = why_not === "";

beforeAll(async () => {
  if (!can) return;
  await stage.start(kQuality, kRandomCurtain);
  browser = await chromium.launch({ executablePath: stage.line.chromium, args: stage.flags });
});
afterAll(async () => {
  await browser?.close();
  await stage.remove();
});

type Visit = (browser: Browser, stage: CurtainStage, text: string, answer: string, said?: boolean) => Promise<number>;

async function visits(what: string, visit: Visit): Promise<{ through: number; waiting: number }> {
  const waited: number[] = [];
  for (let round = 1; round <= kVisits; round += 1) {
    const one = await visit(browser, stage, `Письмо ${round} (${what})`, `Ответ ${round} (${what})`).catch((error: unknown) => {
      process.stdout.write(`curtain, ${what}, visit ${round}: ${String(error).split("\n")[0] ?? ""}\n`);
      return undefined;
    });
    process.stdout.write(`curtain, ${what}, visit ${round}: ${one === undefined ? "did not come through" : `${one.toFixed(1)} s of waiting`}\n`);
    if (one !== undefined) waited.push(one);
    // What a visit that failed has left is no other visit's.
    else await stage.relay.acknowledge(await stage.relay.pull());
  }
  process.stdout.write(`curtain, ${what}, 15 to 25 packets: ${waited.length} of ${kVisits} visits, waiting median ${median(waited).toFixed(1)} s, longest ${Math.max(...waited).toFixed(1)} s\n`);
  return { through: waited.length, waiting: median(waited) };
}

test.runIf(can)("with scripts", async () => {
  const { through, waiting } = await visits("with scripts", scripts_visit);
  expect(through).toBe(kVisits);
  expect(waiting).toBeLessThan(kWaitingMedianMaxS);
}, kVisits * kOneVisitMs);

test.runIf(can)("without scripts", async () => {
  const { through } = await visits("without scripts", silent_visit);
  expect(through).toBe(kVisits);
}, kVisits * kOneVisitMs);
