// The screen at three widths in both themes: nothing that axe objects to, nothing wider than the screen.
// With WAYMARK_SHOTS=<folder> each view is also photographed, for people to look at.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import { launch, Program, Screen, type Language } from "./stage.ts";

const kShots = process.env["WAYMARK_SHOTS"];
const kChart = '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="240" viewBox="0 0 640 240"><rect width="640" height="240" fill="#fff"/><path d="M40 200V80H120V200M140 200V40H220V200" fill="#1f6f5c"/></svg>\n';
let browser: Browser;
const program = new Program();
beforeAll(async () => {
  browser = await launch();
  program.write(4);
  const tally = join(program.folder, "tally");
  mkdirSync(join(tally, "charts"), { recursive: true });
  writeFileSync(join(tally, "charts", "by-month.svg"), kChart);
  for (const language of ["ru", "uk", "en"]) writeFileSync(join(tally, "charts", `counts.${language}.svg`), kChart);
  writeFileSync(join(tally, "by-month.csv"), "month,cases\n2025-01,12\n");
  writeFileSync(join(tally, "notes.sh"), "not shown");
  await program.start(["--tally", tally]);
});
afterAll(async () => {
  await browser.close();
  await program.remove();
});

/// Axe takes a second or more: the pair is asked on every screen, the rest on three; all of it with WAYMARK_LONG.
const kThorough: readonly string[] = ["360-dark-uk", "768-dark-ru", "1440-light-ru"];

async function look(screen: Screen, name: string, view: string): Promise<void> {
  if (view === "pair" || kThorough.includes(name) || process.env["WAYMARK_LONG"] === "yes") await screen.axe();
  await screen.fitsWidth();
  if (kShots !== undefined) await screen.page.screenshot({ path: `${kShots}/courts-${name}-${view}.png` });
}

const kScreens: readonly { width: number; scheme: "light" | "dark"; language: Language }[] = [
  { width: 360, scheme: "light", language: "ru" }, { width: 360, scheme: "dark", language: "uk" },
  { width: 768, scheme: "light", language: "uk" }, { width: 768, scheme: "dark", language: "ru" },
  { width: 1440, scheme: "light", language: "ru" }, { width: 1440, scheme: "dark", language: "en" },
];
let opened = 0;

test.each(kScreens)("$width $scheme $language", async (one) => {
  const screen = await Screen.open(browser, await program.address(opened), one);
  opened += 1;
  const name = `${one.width}-${one.scheme}-${one.language}`;
  await screen.stands(1, 4);
  await look(screen, name, "pair");
  await screen.page.keyboard.press("Shift+Slash");
  await screen.page.getByRole("dialog").waitFor();
  await look(screen, name, "help");
  await screen.page.keyboard.press("Escape");
  await screen.page.getByRole("dialog").waitFor({ state: "detached" });
  for (let place = 2; place <= 4; place += 1) await screen.press("j", place, 4);
  await screen.page.keyboard.press("j");
  await screen.page.getByText(screen.t("end.some")).waitFor();
  await look(screen, name, "end");
  await screen.page.getByRole("button", { name: screen.t("nav.figures") }).click();
  const picture = screen.page.getByRole("img", { name: "charts/by-month.svg" });
  await expect.poll(() => picture.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBe(640);
  expect(await screen.page.getByText("notes.sh").count()).toBe(0);
  const saved = screen.page.waitForEvent("download");
  await screen.page.getByRole("button", { name: screen.t("figures.save", { name: "by-month.csv" }) }).click();
  expect((await saved).suggestedFilename()).toBe("by-month.csv");
  await expect.poll(() => screen.page.getByRole("img", { name: /counts\.(ru|uk|en)\.svg/u }).count()).toBe(1);
  await look(screen, name, "figures");
  await screen.close();
});
