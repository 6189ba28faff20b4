// The layout audit over every view of the desk: full lists, long names, Russian first.
import { fullItems } from "../../desk/twin/items.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import { faults_of, type Wanted } from "../audit/audit.ts";
import { is_touch, kAuditScreens, name_of, type AuditScreen } from "../audit/screens.ts";
import { shoot_view } from "../audit/shots.ts";
import { kSpecs, type Spec } from "../../desk/twin/cases.ts";
import { launch, Stage } from "./stage.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/// The person's words on a phone of 360x740, with the box, its tick and the rule for answering beside them.
const kConversationPx = 400;
/// On a laptop, with everything above and below it that a case can have, and the beginning of a reply in the box.
const kLaptopConversationPx = 120;
/// Rows in sight at the least: what a volunteer sees without moving a hand.
const kRows: Readonly<Record<string, number>> = { "1440x900": 10, "1366x768": 8, "1366x625": 6, "1024x768": 7, "768x1024": 11, "390x844": 8, "360x740": 7 };
/// As full as the list gets: long names, several bands, a line that folds.
const kFull: readonly Spec[] = [
  ...kSpecs, ...Array.from({ length: 4 }, (_, at): Spec => ({ ...(kSpecs[5] as Spec), name: [30 + at, 100 + at], section: "under_48h", leftH: 33 + at, situation: ["abroad"] })),
];
/// With the keyboard up.
const kKeyboardHeight = 440;
/// One line of text and its frame.
const kBoxPx = 44;

/// Beside the rail both locks are there whatever is scrolled; elsewhere they are one press away.
const kLocks = ({ width }: AuditScreen): Record<string, number> => (width >= 1200 ? { '.rail [data-command="lock"]': 1, '.rail [data-command="panic"]': 1 } : {});

async function look(stage: Stage, screen: AuditScreen, view: string, more: Partial<Wanted> = {}): Promise<void> {
  await shoot_view(stage.page, `desk-${view}`, screen);
  expect(await faults_of(stage.page, { touch: is_touch(screen), ...more }), `${view} on ${name_of(screen)}`).toEqual([]);
}

async function go(stage: Stage, screen: AuditScreen, view: "docket" | "numbers" | "log" | "health" | "staff"): Promise<void> {
  if (screen.width >= 768) {
    await stage.page.locator("h1").first().focus();
    await stage.page.keyboard.press("g");
    await stage.page.keyboard.press(view === "numbers" ? "f" : view.charAt(0));
  } else if (view === "log") {
    await stage.button("nav.log").click();
  } else {
    await stage.button("nav.more").click();
    await stage.page.locator('dialog [data-command="panic"]').waitFor();
    await look(stage, screen, "more", { in_sight: { 'dialog [data-command="panic"]': 1 } });
    await stage.button(`nav.${view}`).click();
  }
  await stage.page.locator("main h1", { hasText: stage.t(`${view}.title`) }).waitFor();
  await stage.page.locator(view === "docket" ? "[data-docket]" : "main .card").first().waitFor();
}

/// The form with own metrics, a draft with its charts and tables, the page of the report.
async function lookAtNumbers(stage: Stage, screen: AuditScreen): Promise<void> {
  await stage.page.locator("#figures-plan").selectOption("");
  await look(stage, screen, "numbers-own");
  await stage.page.locator("#figures-plan").selectOption("monthly");
  await stage.page.locator('[data-command="count-figures"]').click();
  await stage.page.locator(".chart canvas").first().waitFor();
  await look(stage, screen, "numbers-draft");
  await stage.button("figures.to_page").click();
  await stage.page.locator("iframe").waitFor();
  await look(stage, screen, "numbers-page");
  await stage.button("figures.back").click();
  await stage.page.locator("form.figures").waitFor();
}

/// A day in court that two have to acknowledge; of the list every other one.
function courtIn(stage: Stage, every: number, seen: readonly string[]): void {
  const at = `${new Date(stage.twin.office.now() + 72_000_000).toISOString().slice(0, 19)}Z`;
  for (const [number, file] of stage.twin.office.files.entries()) if (number % every === 0) file.court = { at, step: 1, wanted: 2, seen: [...seen] };
}

describe.each(kAuditScreens)("$language $width x $height $scheme", { timeout: 300_000 }, (screen) => {
  test("nothing is cut, covered, out of the window or too small", async () => {
    const stage = await Stage.open(browser, { ...screen, specs: kFull });
    await look(stage, screen, "sign-in", { in_sight: { "[type=submit]": 1 } });
    courtIn(stage, 2, ["birch"]);
    await stage.signIn();
    await look(stage, screen, "queue", { in_sight: { "[data-case-id]": kRows[`${screen.width}x${screen.height}`] ?? 5, ...kLocks(screen) }, focus: true });
    const filters = stage.page.locator(screen.width < 768 ? '[data-command="filters"]' : ".chips [aria-expanded]");
    await filters.click();
    await look(stage, screen, "queue-filters");
    await filters.click();
    await stage.page.locator("#list-title").focus();
    await stage.page.keyboard.press("Control+k");
    await stage.page.locator("#palette").waitFor();
    await look(stage, screen, "palette", { focus: true });
    await stage.page.keyboard.press("Escape");
    await stage.page.locator("#palette").waitFor({ state: "detached" });
    await stage.page.keyboard.press("/");
    await stage.page.locator("#search").waitFor();
    await look(stage, screen, "search-help", { focus: true });
    await stage.page.locator("#search").fill("паспорт");
    await stage.page.locator("[data-found]").nth(1).waitFor();
    await look(stage, screen, "search", { focus: true });
    await stage.page.keyboard.press("Escape");
    await stage.page.locator("dialog").waitFor({ state: "detached" });
    await stage.page.locator("[data-case-id]").first().click({ button: "right" });
    await stage.page.locator("[data-menu]").first().waitFor();
    await look(stage, screen, "row-menu", { focus: true });
    await stage.page.keyboard.press("Escape");
    await stage.page.locator("dialog").waitFor({ state: "detached" });
    if (screen.width >= 768) {
      await stage.page.keyboard.press("j");
      await stage.page.getByText(stage.t("preview.logged")).waitFor();
      await look(stage, screen, "preview", { focus: true });
    }
    for (const view of ["docket", "numbers", "log", "health", "staff"] as const) {
      await go(stage, screen, view);
      await look(stage, screen, view);
      if (view === "numbers") await lookAtNumbers(stage, screen);
      if (view !== "docket" || screen.width < 768) continue;
      await stage.button("docket.look.month").click();
      await stage.page.locator("[data-day]").first().waitFor();
      await look(stage, screen, "docket-month");
    }
    await stage.close();
  });

  test("the case and its box", async () => {
    const stage = await Stage.open(browser, screen);
    courtIn(stage, 1, []);
    await stage.signIn();
    for (const file of stage.twin.office.files) file.items.push(...fullItems(Date.now()));
    const tall = screen.width === 360 && screen.height === 740 ? { heights: { ".scroller": kConversationPx } } : screen.height === 625 ? { heights: { ".talk .scroller": kLaptopConversationPx } } : {};
    // Not safe to answer without a tick: the head and the box at their highest.
    await stage.open(1);
    await look(stage, screen, "case", tall);
    await stage.button("case.take").click();
    await stage.page.locator("#composer-box").waitFor();
    await look(stage, screen, "case-taken", screen.height === 625 ? tall : {});
    await stage.page.locator("#composer-box").fill("Мы читаем вас каждый день.");
    await stage.page.getByLabel(stage.t("reply.confirm")).check();
    await look(stage, screen, "case-writing", tall);
    if (is_touch(screen)) {
      await stage.page.setViewportSize({ width: screen.width, height: kKeyboardHeight });
      await expect.poll(() => stage.page.locator(".shell").evaluate((shell) => shell.clientHeight)).toBe(kKeyboardHeight);
      await look(stage, { ...screen, height: kKeyboardHeight }, "case-keyboard", { heights: { "#composer-box": kBoxPx, ".scroller": 100 } });
      await stage.page.setViewportSize({ width: screen.width, height: screen.height });
      await expect.poll(() => stage.page.locator(".shell").evaluate((shell) => shell.clientHeight)).toBe(screen.height);
      await stage.page.getByRole("button", { name: stage.t("case.more"), exact: true }).click();
      await look(stage, screen, "case-more");
      await stage.page.getByRole("button", { name: stage.t("case.more"), exact: true }).click();
    }
    if (await stage.button("case.tab.facts").isVisible()) {
      await stage.button("case.tab.facts").click();
      await look(stage, screen, "case-facts");
    }
    for (const [key, shown] of [["l", "timeline"], ["z", "task"], ["b", "record"]] as const) {
      await stage.page.locator("#case-title").focus();
      await stage.page.keyboard.press(key);
      await stage.page.locator("dialog[open]").waitFor();
      await look(stage, screen, `case-${shown}`);
      await stage.page.keyboard.press("Escape");
      await stage.page.locator("dialog").waitFor({ state: "detached" });
    }
    await stage.page.locator("#case-title").focus();
    await stage.page.keyboard.press("Shift+P");
    await stage.page.locator("article.sheet").waitFor();
    await look(stage, screen, "print");
    await stage.close();
  });
});
