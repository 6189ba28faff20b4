// The whole way on a line where every flow goes silent after its 25th packet: TLS by the shipped nginx site, the real relay and the real clerk
// behind it; in Chromium with scripts, without scripts, and from the portable page.
// That the sizes of before do not pass is held in packets.test.ts.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { chromium, type Browser } from "playwright-core";
import { Person } from "../../browser/intake/stage.ts";
import { CurtainStage, kCurtain, why_not } from "./stage.ts";
import { portable_visit, scripts_visit, silent_visit } from "./visits.ts";

const kQuality = { bits_a_second: 1_000_000, delay_ms: 50, loss_percent: 0 };
const kWholeWayMs = 400_000;
/** What has not come by then does not come: the filter never opens again. */
const kNeverMs = 120_000;

if (why_not !== "") process.stdout.write(`curtain: skipped, ${why_not}\n`);
const stage = new CurtainStage();
const folder = mkdtempSync(join(tmpdir(), "waymark-curtain-"));
let browser: Browser;

beforeAll(async () => {
  if (why_not !== "") return;
  await stage.start(kQuality, kCurtain);
  browser = await chromium.launch({ executablePath: stage.line.chromium, args: stage.flags });
});
afterAll(async () => {
  await browser?.close();
  await stage.remove();
  rmSync(folder, { recursive: true, force: true });
});

test.runIf(why_not === "")("the first page can be used behind the filter, as without it", async () => {
  const usable = async (): Promise<boolean> => {
    const person = new Person(await (await browser.newContext()).newPage(), "ru");
    await person.page.goto(`${stage.relay_url}/ru/`, { timeout: kNeverMs, waitUntil: "commit" }).catch(() => null);
    const came = await person.page.getByRole("button", { name: person.texts.t("before.start"), exact: true }).waitFor({ timeout: kNeverMs }).then(() => true, () => false);
    await person.page.context().close();
    return came;
  };
  expect(await usable()).toBe(true);
  stage.line.draw({ packets: [0, 0], fresh_every: 0 });
  expect(await usable()).toBe(true);
  stage.line.draw(kCurtain);
}, kWholeWayMs);

test.runIf(why_not === "")("with scripts: asks, is answered, comes back, reads", async () => {
  const waited = await scripts_visit(browser, stage, "Каждая линия обрывается. Что делать?", "Мы вас читаем.");
  process.stdout.write(`curtain, with scripts: ${waited.toFixed(1)} s of waiting in all\n`);
}, kWholeWayMs);

test.runIf(why_not === "")("without scripts: asks, is answered, comes back, reads", async () => {
  const waited = await silent_visit(browser, stage, "Без скриптов, и линия обрывается.", "Мы вас читаем и так.");
  process.stdout.write(`curtain, clerk: ${waited.toFixed(1)} s of waiting in all\n`);
}, kWholeWayMs);

test.runIf(why_not === "")("from the portable page: asks, is answered, comes back, reads", async () => {
  const waited = await portable_visit(browser, stage, folder, "Из файла, и линия обрывается.", "Читаем и файл.");
  process.stdout.write(`curtain, portable page: ${waited.toFixed(1)} s of waiting in all\n`);
}, kWholeWayMs);
