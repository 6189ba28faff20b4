// Ten pairs by keyboard alone, with undo, a reload, a second screen and a killed program: nothing confirmed is lost.
import { appendFileSync, rmSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import { leftId, rightId } from "./pairs.ts";
import { launch, Program, Screen } from "./stage.ts";

let browser: Browser;
let program: Program;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());
beforeEach(() => {
  program = new Program();
  return () => program.remove();
});

test("ten pairs by keyboard, undone, reloaded, finished", async () => {
  program.write(10);
  await program.start();
  const screen = await Screen.open(browser, await program.address(0), { language: "ru" });
  await screen.stands(1, 10);
  await screen.press("s", 2, 10);
  await screen.press("d", 3, 10);
  await screen.press("u", 4, 10);
  await screen.press("z", 3, 10);
  expect(await screen.verdict()).toBe("undone");
  await screen.press("s", 4, 10);
  await screen.press("k", 3, 10);
  expect(await screen.verdict()).toBe("same");
  await screen.press("ArrowRight", 4, 10);
  await screen.press("j", 5, 10);
  await screen.page.reload();
  await screen.stands(5, 10);
  // What was decided before the reload can be taken back after it.
  await screen.press("z", 3, 10);
  await screen.press("d", 4, 10);
  for (let place = 4; place < 10; place += 1) await screen.press("d", place + 1, 10);
  await screen.page.keyboard.press("s");
  await screen.page.getByRole("heading", { name: screen.t("end.title") }).waitFor();
  await screen.page.getByText(screen.t("end.text", { same: 2, different: 8, unsure: 0 })).waitFor();
  expect(program.lines().slice(0, 8)).toEqual([
    `${leftId(0)},${rightId(0)},same`, `${leftId(1)},${rightId(1)},different`, `${leftId(2)},${rightId(2)},unsure`, `${leftId(2)},${rightId(2)},undone`,
    `${leftId(2)},${rightId(2)},same`, `${leftId(2)},${rightId(2)},undone`, `${leftId(2)},${rightId(2)},different`, `${leftId(3)},${rightId(3)},different`,
  ]);
  await screen.page.keyboard.press("Shift+Slash");
  await screen.page.getByRole("dialog").waitFor();
  await screen.page.keyboard.press("Escape");
  await screen.close();
});

test("buttons do what keys do, in the order of the page", async () => {
  program.write(3);
  await program.start();
  const screen = await Screen.open(browser, await program.address(0));
  const answer = (key: string) => screen.page.getByRole("group", { name: screen.t("decide.label") }).getByRole("button", { name: screen.t(key) });
  await answer("decide.same").focus();
  await screen.press("Enter", 2, 3);
  await answer("decide.undo").click();
  await screen.stands(1, 3);
  expect(program.lines()).toEqual([`${leftId(0)},${rightId(0)},same`, `${leftId(0)},${rightId(0)},undone`]);
  await screen.close();
});

test("two screens see each other and lose nothing", async () => {
  program.write(3);
  await program.start();
  const first = await Screen.open(browser, await program.address(0));
  const second = await Screen.open(browser, await program.address(1));
  // The second is deaf for a moment: it believes that the pair is open.
  await second.page.route("**/api/state", (route) => route.abort());
  await first.press("s", 2, 3);
  await second.page.keyboard.press("d");
  await second.page.getByText(second.t("failure.conflict")).waitFor();
  expect(program.lines()).toEqual([`${leftId(0)},${rightId(0)},same`]);
  await second.page.unroute("**/api/state");
  await expect.poll(() => second.verdict()).toBe("same");
  await second.press("j", 2, 3);
  await second.press("d", 3, 3);
  expect(program.lines()).toEqual([`${leftId(0)},${rightId(0)},same`, `${leftId(1)},${rightId(1)},different`]);
  await first.close();
  await second.close();
});

test("an address works once, and none is no way in", async () => {
  program.write(3);
  await program.start();
  const used = await program.address(0);
  const screen = await Screen.open(browser, used);
  const late = await Screen.open(browser, used);
  await late.page.getByText(late.t("closed.key_used.title")).waitFor();
  await late.axe();
  const bare = await Screen.open(browser, new URL("/", used).href);
  await bare.page.getByText(bare.t("closed.no_key.title")).waitFor();
  for (const one of [screen, late, bare]) await one.close();
});

test("killed: the screen says so, and the next start has every decision", async () => {
  program.write(3);
  await program.start();
  const screen = await Screen.open(browser, await program.address(0));
  await screen.press("s", 2, 3);
  await program.stop("SIGKILL");
  appendFileSync(program.decisions, `${leftId(1)},${rightId(1)},dif`);
  await screen.page.keyboard.press("d");
  await screen.page.getByText(screen.t("notice.lost")).waitFor();
  await screen.axe();
  await screen.close();
  await program.start();
  expect(program.lines()).toEqual([`${leftId(0)},${rightId(0)},same`]);
  const again = await Screen.open(browser, await program.address(0));
  await again.stands(2, 3);
  await again.close();
});

test("pairs written again are offered, a lost file of decisions is said, no pairs is no error", async () => {
  program.write(3);
  await program.start();
  const screen = await Screen.open(browser, await program.address(0));
  await screen.press("u", 2, 3);
  program.write(5);
  await screen.page.getByRole("button", { name: screen.t("notice.load") }).click();
  await screen.stands(2, 5);
  rmSync(program.decisions);
  await screen.page.keyboard.press("s");
  await screen.page.getByText(screen.t("failure.not_found")).waitFor();
  await screen.stands(2, 5);
  await screen.close();
  await program.stop();
  program.write(0);
  await program.start();
  const empty = await Screen.open(browser, await program.address(0), { language: "uk" });
  await empty.page.getByText(empty.t("empty.title")).waitFor();
  await empty.axe();
  await empty.close();
});
