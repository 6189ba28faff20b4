// Every view at every width, theme and language: nothing that axe objects to, nothing wider than the screen.
// With WAYMARK_SHOTS=<folder> each view is also photographed, for people to look at.
import { afterAll, beforeAll, describe, test } from "vitest";
import type { Browser } from "playwright-core";
import { launch, Stage } from "./stage.ts";

const kShots = process.env["WAYMARK_SHOTS"];
let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

async function look(stage: Stage, name: string): Promise<void> {
  await stage.axe();
  await stage.fitsWidth();
  if (kShots !== undefined) await stage.page.screenshot({ path: `${kShots}/${name}.png` });
}

const kLanguages = ["ru", "uk", "en"] as const;
const kWidths = [360, 768, 1440] as const;
const kSchemes = ["light", "dark"] as const;
const kAll = kWidths.flatMap((width) => kSchemes.flatMap((scheme) => kLanguages.map((language) => ({ language, width, scheme }))));
// Every width in both themes, every language at two widths; all eighteen with WAYMARK_LONG.
const kFew: readonly string[] = ["ru-360-light", "uk-360-dark", "en-768-light", "ru-768-dark", "uk-1440-light", "en-1440-dark"];
const kScreens = process.env["WAYMARK_LONG"] === "yes" ? kAll : kAll.filter(({ language, width, scheme }) => kFew.includes(`${language}-${width}-${scheme}`));

// Each looks at ten screens or more with axe; a machine that builds at the same time is slow.
describe.each(kScreens)("$language $width $scheme", { timeout: 300_000 }, (screen) => {
  const name = `${screen.language}-${screen.width}-${screen.scheme}`;

  test("before signing in", async () => {
    const stage = await Stage.open(browser, screen);
    await look(stage, `${name}-signin`);
    await stage.button("signin.invited").click();
    await look(stage, `${name}-invitation`);
    await stage.page.locator("#invitation").fill("fir-open-lake-72");
    await stage.page.locator("#type-offered").fill(await stage.page.locator("[data-offered]").innerText());
    await stage.button("invite.next").click();
    await stage.page.locator("canvas").waitFor();
    await look(stage, `${name}-factor`);
    await stage.close();
  });

  test("the desk", async () => {
    const stage = await Stage.open(browser, screen);
    await stage.signIn();
    await look(stage, `${name}-now`);
    // The one that is not safe to answer, taken, with a reply that waits.
    await stage.open(1);
    await look(stage, `${name}-case`);
    await stage.button("case.take").click();
    await stage.page.locator("#composer-box").fill("Мы читаем вас каждый день.\nНе пишите, где вы.");
    await stage.page.getByLabel(stage.t("reply.confirm")).check();
    await look(stage, `${name}-writing`);
    await stage.button("reply.send").click();
    await stage.button("message.undo").waitFor();
    await look(stage, `${name}-held`);
    if (screen.width < 1440) {
      await stage.button("case.tab.facts").click();
      await look(stage, `${name}-facts`);
      await stage.button("case.tab.log").click();
      await look(stage, `${name}-access`);
    }
    if (screen.width >= 768) {
      await stage.page.locator("#case-title").focus();
      for (const [key, view] of [["l", "log"], ["h", "health"], ["s", "staff"]] as const) {
        await stage.page.keyboard.press("g");
        await stage.page.keyboard.press(key);
        await stage.page.locator("main h1", { hasText: stage.t(`${view}.title`) }).waitFor();
        await stage.page.locator("main .card").first().waitFor();
        await look(stage, `${name}-${view}`);
      }
    } else {
      // An open case has the whole phone; its lock is under the dots.
      await stage.button("case.back").click();
      await stage.button("nav.log").click();
      await stage.page.locator("main .card").first().waitFor();
      await look(stage, `${name}-log`);
      for (const view of ["health", "staff"] as const) {
        await stage.button("nav.more").click();
        await look(stage, `${name}-more`);
        await stage.button(`nav.${view}`).click();
        await stage.page.locator("main h1", { hasText: stage.t(`${view}.title`) }).waitFor();
        await stage.page.locator("main .card").first().waitFor();
        await look(stage, `${name}-${view}`);
      }
    }
    await stage.close();
  });

  test("windows and empty places", async () => {
    const stage = await Stage.open(browser, { ...screen, specs: [] });
    await stage.signIn();
    await stage.page.keyboard.press("Shift+Slash");
    await stage.page.locator("dialog[open]").waitFor();
    await look(stage, `${name}-help`);
    await stage.page.keyboard.press("Escape");
    for (const view of ["mine", "waiting", "all"]) {
      await stage.page.keyboard.press("g");
      await stage.page.keyboard.press({ mine: "m", waiting: "w", all: "a" }[view] ?? "");
      await stage.page.getByText(stage.t(`queue.empty.${view}.title`)).waitFor();
      await look(stage, `${name}-empty-${view}`);
    }
    await stage.close();
  });
});
