// Six hundred requests of one hour that say the same are one row; whoever writes something else meanwhile is on the first screen.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import { faults_of } from "../audit/audit.ts";
import { is_touch, name_of, type AuditScreen } from "../audit/screens.ts";
import { shoot_view } from "../audit/shots.ts";
import { kSpecs, type Spec } from "../../desk/twin/cases.ts";
import { launch, Stage } from "./stage.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const kFlood = 600;
const kLike = kSpecs.find((spec) => spec.section === "waiting" && spec.clock === null) ?? kSpecs[0];
const flood = Array.from({ length: kFlood }, (_, at): Spec => ({ ...(kLike as Spec), name: [at % 60, (at * 7) % 120], owner: undefined as never, override: undefined as never }));
/// Nobody's, each with something of its own.
const honest = kSpecs.filter((spec) => spec.owner === undefined && spec !== kLike).slice(0, 10);

const wave = (stage: Stage): ReturnType<Stage["page"]["locator"]> => stage.page.locator("[data-fold]");

async function arrive(screen: Partial<AuditScreen> = {}): Promise<Stage> {
  const stage = await Stage.open(browser, { ...screen, specs: [...flood, ...honest] });
  await stage.signIn();
  await wave(stage).first().waitFor();
  return stage;
}

describe.each([1440, 390, 360].map((width): AuditScreen => ({ language: "ru", width, height: width === 1440 ? 900 : width === 390 ? 844 : 740, scheme: "light" })))("$width", (screen) => {
  test("one row says how many; nothing is wider than the screen", async () => {
    const stage = await arrive(screen);
    expect(await wave(stage).evaluateAll((rows) => rows.map((row) => row.getAttribute("data-fold")))).toContain(String(kFlood));
    await stage.page.getByText(stage.t("queue.fold.more", { count: kFlood - 1 })).waitFor();
    await wave(stage).last().scrollIntoViewIfNeeded();
    await stage.axe();
    await shoot_view(stage.page, "desk-flood", screen);
    expect(await faults_of(stage.page, { touch: is_touch(screen) }), name_of(screen)).toEqual([]);
    await stage.close();
  });
});

test("whoever writes something else is on the first screen", async () => {
  const stage = await arrive({ width: 1440, height: 900 });
  expect(await stage.page.locator("[data-case-id]").count()).toBeLessThanOrEqual(honest.length + 1);
  const names = await stage.page.locator("[data-case-id]").evaluateAll((rows) => rows.filter((row) => row.getBoundingClientRect().top < innerHeight).length);
  expect(names).toBeGreaterThanOrEqual(10);
  await stage.close();
});

test("a wave that speaks of danger cannot be set aside unread", async () => {
  const stage = await Stage.open(browser, { width: 1440, height: 900, specs: [...flood.map((spec): Spec => ({ ...spec, situation: ["threats"] })), ...honest] });
  await stage.signIn();
  await stage.page.locator(`[data-fold="${kFlood}"]`).waitFor();
  expect(await stage.page.locator('[data-command="aside-all"]').count()).toBe(0);
  await stage.page.locator(`[data-fold="${kFlood}"]`).focus();
  await stage.page.keyboard.press("Shift+KeyZ");
  await stage.page.locator('[data-command="take-all"]').waitFor();
  expect(stage.twin.office.files.filter((file) => file.end.stage === "closed")).toEqual([]);
  await stage.close();
});

test("it opens to a list of its own, and back", async () => {
  const stage = await arrive({ width: 1440, height: 900 });
  await stage.page.locator(`[data-fold="${kFlood}"]`).click();
  await stage.page.locator(".chips button[aria-pressed=true]", { hasText: stage.t("filter.wave") }).waitFor();
  await expect.poll(() => stage.page.locator("[data-case-id]").count()).toBeGreaterThanOrEqual(200);
  expect(await wave(stage).count()).toBe(0);
  await stage.page.locator(".chips button[aria-pressed=true]", { hasText: stage.t("filter.wave") }).click();
  await stage.page.locator(`[data-fold="${kFlood}"]`).waitFor();
  await stage.close();
});

test("all of it is set aside in two presses, and one takes the last five hundred back", { timeout: 240_000 }, async () => {
  const stage = await arrive({ width: 1440, height: 900 });
  const aside = (): number => stage.twin.office.files.filter((file) => file.end.junk === "provocation").length;
  await stage.page.locator('[data-command="aside-all"]').click();
  await expect.poll(aside, { timeout: 60_000 }).toBe(500);
  await stage.page.locator(`[data-fold="${kFlood - 500}"]`).waitFor();
  await stage.page.locator(".toast").getByRole("button", { name: stage.t("toast.undo"), exact: true }).click();
  await expect.poll(aside, { timeout: 60_000 }).toBe(0);
  await stage.page.locator(`[data-fold="${kFlood}"]`).waitFor();
  for (const left of [100, 0]) {
    await stage.page.locator('[data-command="aside-all"]').click();
    await expect.poll(aside, { timeout: 60_000 }).toBe(kFlood - left);
  }
  await expect.poll(() => stage.page.locator("[data-case-id]").count()).toBe(honest.length);
  await stage.close();
});
