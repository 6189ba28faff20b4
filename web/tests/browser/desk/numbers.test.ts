// Numbers: a press officer makes the month's report and a second person approves it; actions and seconds are counted.
// Refusals are told plainly, and nothing is published by halves.
import { readFileSync } from "node:fs";
import { AxeBuilder } from "@axe-core/playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import { kReportStyle } from "../../desk/twin/report_page.ts";
import { launch, Stage } from "./stage.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const toNumbers = async (stage: Stage): Promise<void> => {
  await stage.page.locator("#list-title").focus();
  await stage.page.keyboard.press("KeyG");
  await stage.page.keyboard.press("KeyF");
  await stage.page.locator("form.figures").waitFor();
};
const shot = async (stage: Stage, name: string): Promise<void> => {
  if (process.env["WAYMARK_SHOTS"] !== undefined) await stage.page.screenshot({ path: `${process.env["WAYMARK_SHOTS"]}/numbers-${name}.png`, fullPage: false });
};

test.each([["ru", 1440, 900, "light"], ["uk", 768, 1024, "dark"], ["en", 360, 740, "light"]] as const)("the month's report from the question to the signature in %s at %i px", async (language, width, height, scheme) => {
  const stage = await Stage.open(browser, { language, width, height, scheme });
  const { page, twin } = stage;
  let actions = 0;
  const act = async (deed: Promise<unknown>): Promise<void> => {
    actions += 1;
    await deed;
  };
  await stage.signIn("birch");
  // sleep: seconds are printed, nothing is compared with them
  const begun = performance.now();
  actions += 2; // G, F
  await toNumbers(stage);
  await page.getByText(stage.t("figures.empty.title")).waitFor();
  await stage.axe();
  await stage.fitsWidth();
  await shot(stage, `form-${language}-${width}`);
  await act(page.locator('[data-command="count-figures"]').click());
  await page.locator(".chart canvas").first().waitFor();
  expect(await page.locator('[data-figure="requests@1 2025"]').innerText()).toContain(stage.t("figures.rule.rounded"));
  await page.locator("figcaption", { hasText: stage.t("figures.legend.break") }).waitFor();
  await stage.axe();
  await stage.fitsWidth();
  await shot(stage, `draft-${language}-${width}`);
  await act(stage.button("figures.to_page").click());
  const report = page.frameLocator("iframe");
  await report.locator(".strong", { hasText: "1345" }).waitFor();
  expect(await report.locator("body").evaluate((body) => getComputedStyle(body).maxWidth), "the page's own style is allowed").not.toBe("none");
  await stage.fitsWidth();
  await shot(stage, `page-${language}-${width}`);
  await act(stage.button("figures.propose").click());
  await page.locator("[data-draft]").waitFor();
  // sleep: seconds are printed, nothing is compared with them
  const proposed = performance.now();

  const second = await Stage.open(browser, { language, width, height, scheme, beside: stage });
  await second.signIn("larch");
  // sleep: seconds are printed, nothing is compared with them
  const again = performance.now();
  actions += 2;
  await toNumbers(second);
  await act(second.page.locator("[data-draft] button").click());
  await act(second.button("figures.to_page").click());
  await second.page.frameLocator("iframe").locator("h1").waitFor();
  await act(second.button("figures.approve").click());
  await second.axe();
  await act(second.button("figures.approve_yes").click());
  await second.page.frameLocator("iframe").locator("h1").waitFor();
  await act(second.button("figures.back").click());
  await second.page.locator('[data-release="1"]').waitFor();
  // sleep: seconds are printed, nothing is compared with them
  const seconds = (proposed - begun + (performance.now() - again)) / 1_000;
  await shot(second, `made-${language}-${width}`);
  console.log(`the month's report in ${language} at ${width} px: ${actions} actions, ${seconds.toFixed(1)} s of the machine`);
  expect(actions).toBeLessThanOrEqual(14);
  expect(twin.numbers.releases).toMatchObject([{ serial: 1, by: "birch", approved_by: "larch" }]);
  expect(twin.numbers.drafts).toEqual([]);
  await second.close();
  await stage.close();
});

test("nobody approves their own, and what has changed since is told", async () => {
  const stage = await Stage.open(browser, { language: "ru" });
  const { page, twin } = stage;
  await stage.signIn("larch");
  await toNumbers(stage);
  await page.keyboard.press("Shift+KeyQ");
  await page.locator("[data-figure]").first().waitFor();
  await stage.button("figures.propose").click();
  await page.locator("[data-draft] button").click();
  await page.getByText(stage.t("figures.waits_for_second")).waitFor();
  expect(await stage.button("figures.approve").count()).toBe(0);
  const draft = twin.numbers.drafts[0];
  twin.numbers.drafts = draft === undefined ? [] : [{ ...draft, by: "birch" }];
  twin.numbers.rows += 1;
  await stage.button("figures.back").click();
  await page.locator("[data-draft] button").click();
  await stage.button("figures.approve").click();
  await stage.button("figures.approve_yes").click();
  await page.locator('[data-refusal="changed-since"]').waitFor();
  await page.getByText(stage.t("figures.refused.changed_since")).waitFor();
  await stage.axe();
  expect(twin.numbers.releases).toEqual([]);
  await stage.close();
});

test("a printed figure that does not hold any more is corrected with a sentence", async () => {
  const stage = await Stage.open(browser, { language: "ru" });
  const { page, twin } = stage;
  await stage.signIn("birch");
  await toNumbers(stage);
  twin.numbers.refuseNext = { code: "changed", figure: "requests@1 2025-09", label: "Обращения, сентябрь 2025 года", combination: ["979", "1846"], leave_out: [] };
  await page.locator('[data-command="count-figures"]').click();
  const notice = page.locator('[data-refusal="changed"]');
  await notice.waitFor();
  await stage.axe();
  expect(await notice.innerText()).toContain("1846");
  await notice.locator("input").fill("Архив посчитан заново.");
  await stage.button("figures.declare_correction").click();
  await page.locator("[data-figure]").first().waitFor();
  expect(twin.numbers.asked.at(-1)).toMatchObject({ corrections: { "requests@1 2025-09": "Архив посчитан заново." } });
  await page.locator('[data-figure="requests@1 2025"] button').click();
  await page.locator("dialog[open]").getByText(stage.t("figures.case_gone")).waitFor();
  await stage.axe();
  await stage.close();
});

test("an impossible period is told before it is sent; own metrics go with their tables", async () => {
  const stage = await Stage.open(browser, { language: "uk" });
  const { page, twin } = stage;
  await stage.signIn("birch");
  await toNumbers(stage);
  await page.locator("#figures-from").selectOption({ index: 0 });
  await page.locator('[data-command="count-figures"]').click();
  await page.getByText(stage.t("figures.problem.order")).waitFor();
  expect(twin.numbers.asked).toEqual([]);
  await page.locator("#figures-to").selectOption({ index: 0 });
  await page.locator("#figures-plan").selectOption("");
  await page.locator('[data-command="count-figures"]').click();
  await page.getByText(stage.t("figures.problem.metrics")).waitFor();
  await page.locator("form.figures").getByLabel(stage.t("figures.by.language"), { exact: true }).check();
  await page.locator('[data-command="count-figures"]').click();
  await page.locator("[data-figure]").first().waitFor();
  expect(twin.numbers.asked).toMatchObject([{ metrics: ["requests", "requests:language"], how: "rounded" }]);
  await stage.close();
});

test("a series of somebody else is imported, stands beside ours and is thrown away", async () => {
  const stage = await Stage.open(browser, { language: "ru" });
  const { page, twin } = stage;
  await stage.signIn("birch");
  await toNumbers(stage);
  await page.locator("details.series summary").click();
  await page.getByText(stage.t("figures.series.none")).waitFor();
  await page.locator("#figures-series-file").setInputFiles({ name: "calls.csv", mimeType: "text/csv", buffer: Buffer.from("month;value\n") });
  await page.locator("[data-series-wrong]", { hasText: "Line 1" }).waitFor();
  await stage.axe();
  await page.locator("#figures-series-file").setInputFiles({ name: "calls.csv", mimeType: "text/csv", buffer: Buffer.alloc(32_769, "x") });
  await page.locator("[data-series-wrong]", { hasText: stage.t("figures.series.too_large") }).waitFor();
  await page.locator("#figures-series-file").setInputFiles({ name: "calls.csv", mimeType: "text/csv", buffer: Buffer.from("# id: hotline-calls\n") });
  await page.locator('[data-series="hotline-calls"]').waitFor();
  await page.getByLabel("Example hot line: Calls", { exact: true }).check();
  await page.locator('[data-command="count-figures"]').click();
  await page.locator('[data-other="hotline-calls"]').waitFor();
  expect(twin.numbers.asked.at(-1)).toMatchObject({ beside: ["hotline-calls"] });
  await page.locator("figcaption", { hasText: "Example hot line: Calls" }).waitFor();
  await stage.axe();
  await stage.fitsWidth();
  await shot(stage, "beside-ru-1440");
  await stage.button("figures.back").click();
  await page.locator("details.series summary").click();
  await page.locator('[data-series="hotline-calls"] button').click();
  await page.getByText(stage.t("figures.series.none")).waitFor();
  expect(twin.numbers.series).toEqual([]);
  await stage.close();
});

test("days of another time zone, months that will be revised, and what is enough to leave out are said", async () => {
  const stage = await Stage.open(browser, { language: "uk" });
  const { page, twin } = stage;
  await stage.signIn("birch");
  await toNumbers(stage);
  twin.numbers.calendars = ["Days up to 29 November are UTC days."];
  twin.numbers.refuseNext = { code: "leak", figure: "requests@1 2025-12", label: "Звернення", combination: ["a", "b"], leave_out: ["Звернення, жовтень 2025 року"] };
  await page.locator('[data-command="count-figures"]').click();
  const notice = page.locator('[data-refusal="leak"]');
  await notice.waitFor();
  expect(await notice.locator("[data-leave-out]").innerText()).toContain("жовтень 2025");
  await stage.axe();
  await page.locator("fieldset", { hasText: stage.t("figures.announce") }).getByRole("checkbox").first().check();
  await page.locator('[data-command="count-figures"]').click();
  await page.locator("[data-calendar]", { hasText: "UTC" }).waitFor();
  expect(twin.numbers.asked.at(-1)?.["announced"]).toHaveLength(1);
  expect(await page.locator("tr", { hasText: stage.t("figures.two_zones") }).count()).toBe(2);
  await stage.axe();
  await stage.fitsWidth();
  await stage.close();
});

test("an analyst is told that the first line has to be here", async () => {
  const stage = await Stage.open(browser, { language: "ru" });
  await stage.signIn("birch");
  stage.twin.numbers.firstLineIsHere = false;
  await stage.page.locator("#list-title").focus();
  await stage.page.keyboard.press("KeyG");
  await stage.page.keyboard.press("KeyF");
  await stage.page.getByText(stage.t("error.act.load")).waitFor();
  await stage.close();
});

test("on how many relays the newest release is, and what is in the way", async () => {
  for (const [language, width, scheme] of [["ru", 1_440, "light"], ["uk", 360, "dark"]] as const) {
    const stage = await Stage.open(browser, { language, width, height: 800, scheme });
    const { page, twin } = stage;
    twin.numbers.relays = [{ relay: "north", serial: 4, place: "newer" }];
    await stage.signIn("larch");
    await toNumbers(stage);
    const state = page.locator("[data-relays]");
    await state.getByText(stage.t("figures.at.newer", { relay: "north", serial: 4 })).waitFor();
    twin.numbers.relays = [
      { relay: "north", serial: 1, place: "published" }, { relay: "south", serial: 0, place: "waits_signing" }, { relay: "west", serial: 1, place: "differs" },
      { relay: "east", serial: 0, place: "refused" }, { relay: "here", serial: 0, place: "waits" }, { relay: "there", serial: 0, place: "no_files" },
    ];
    twin.numbers.releases = [{ serial: 1, day: "2026-01-15", period: "2025-12", how: "rounded", figures: 29, hidden: 2, changes: 0, by: "birch", approved_by: "larch", hash: "0".repeat(64) }];
    await page.reload();
    await stage.signIn("larch");
    await toNumbers(stage);
    await state.getByText(stage.t("figures.at.sum", { count: 1, total: 6 })).waitFor();
    for (const place of ["waits_signing", "differs", "refused", "waits", "no_files"] as const) {
      const { relay, serial } = twin.numbers.relays.find((one) => one.place === place)!;
      await state.getByText(stage.t(`figures.at.${place}`, { relay, serial })).waitFor();
    }
    await state.scrollIntoViewIfNeeded();
    await stage.axe();
    await stage.fitsWidth();
    await shot(stage, `relays-${language}-${width}`);
    await stage.close();
  }
});

// The whole report was wider than a phone where a number was hidden, words of its tables were broken in the middle, and on a dark
// screen its links had the colour for white paper.
test.each(["ru", "uk", "en"] as const)("a report's tables fit a phone without a broken word, and its links a dark screen, in %s", async (language) => {
  const said = JSON.parse(readFileSync(new URL(`../../../shared/texts/figures.${language}.json`, import.meta.url), "utf8")) as Record<string, string>;
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, colorScheme: "dark" });
  const page = await context.newPage();
  const row = (first: string): string => `<tr><td>${first}</td><td>${said["figures.nothing"]}</td><td>${said["figures.rule.hidden"]}</td></tr>`;
  const columns = ["value_column", "number_column", "rule_column"].map((key) => `<th scope="col">${said[`figures.${key}`]}</th>`).join("");
  await page.setContent(`<!doctype html><html lang="${language}"><head><meta name="viewport" content="width=device-width"><title>x</title><style>${kReportStyle}</style></head><body><main>
    <h1>x</h1><table><thead><tr>${columns}</tr></thead><tbody>${row(said["figures.month.9"] ?? "")}${row("consultation_on_contraindications")}</tbody></table><p><a href="figures.csv">figures.csv</a></p></main></body></html>`);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  const broken = await page.evaluate(() => {
    const lines = (node: Text, from: number, to: number): number => {
      const range = document.createRange();
      range.setStart(node, from);
      range.setEnd(node, to);
      return range.getClientRects().length;
    };
    return [...document.querySelectorAll("th, td:not(:first-child), tr:first-child td")].flatMap((cell) => {
      const node = cell.firstChild as Text;
      return [...node.data.matchAll(/\S+/gu)].filter((word) => lines(node, word.index, word.index + word[0].length) > 1).map(([word]) => word);
    });
  });
  expect(broken).toEqual([]);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await context.close();
});
