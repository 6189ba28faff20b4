// The health view of an office with several relays: each has its card, and one that breaks its word is named above them.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import type { Health } from "../../../desk/src/api/types.ts";
import { launch, Stage, type Screen } from "./stage.ts";

type Relay = Health["relays"][number];
type Tokens = Health["tokens"];

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const well: Relay = { name: "berlin", state: "ok", answers: true, error: null, waiting: 0, last_pull_at: null, broken_words: 0, repeats: false, replaced: false, second: "well", not_copied: 0 };
const gone: Relay = { ...well, name: "riga", state: "bad", answers: false, error: "unavailable", waiting: null, second: "unreachable", not_copied: 12 };
const liar: Relay = { ...well, name: "vilnius", state: "bad", broken_words: 4, repeats: true, replaced: true, second: "none" };

async function go_to_health(stage: Stage, width: number): Promise<void> {
  await stage.signIn();
  if (width < 768) await stage.button("nav.more").click();
  await stage.button("nav.health").click();
  await stage.page.locator("main .card").first().waitFor();
}

async function at_health(screen: Screen, relays: Relay[]): Promise<Stage> {
  const stage = await Stage.open(browser, screen);
  stage.twin.office.relays = relays;
  await go_to_health(stage, screen.width ?? 1440);
  return stage;
}

const card = (stage: Stage, { name }: Relay) => stage.page.locator("section.card", { has: stage.page.getByRole("heading", { name: stage.t("health.relay_named", { name }), exact: true }) });

test("each of three has its card; the one that lies is named, by its name and with the number", { timeout: 180_000 }, async () => {
  for (const [language, width, scheme] of [["ru", 1440, "light"], ["ru", 1440, "dark"], ["ru", 360, "light"], ["ru", 360, "dark"], ["uk", 360, "light"], ["en", 768, "light"]] as const) {
    const stage = await at_health({ language, width, scheme }, [well, gone, liar]);
    await stage.axe();
    await stage.fitsWidth();
    expect(await card(stage, gone).innerText(), "what it said before it fell silent is not said of now").not.toContain(stage.t("health.second.unreachable"));
    expect(await card(stage, gone).innerText()).toContain(stage.t("health.relay_away_todo"));
    expect(await card(stage, liar).innerText()).toContain(stage.t("health.second.none"));
    for (const sentence of [stage.t("health.broken_words", { name: "vilnius", count: 4 }), stage.t("health.repeats", { name: "vilnius" }), stage.t("health.replaced", { name: "vilnius" })]) await stage.page.getByText(sentence, { exact: true }).waitFor();
    for (const { name } of [well, gone]) expect(await stage.page.locator("p.notice", { hasText: name }).count(), `${name} is not blamed`).toBe(0);
    if (process.env["WAYMARK_SHOTS"] !== undefined) await stage.page.screenshot({ path: `${process.env["WAYMARK_SHOTS"]}/relays-${language}-${width}-${scheme}.png`, fullPage: true });
    await stage.close();
  }
});

test("with one relay nothing is said of others", async () => {
  const stage = await at_health({ language: "ru" }, [{ ...well, second: "none" }]);
  await stage.page.getByRole("heading", { name: stage.t("health.relay"), exact: true }).waitFor();
  expect(await card(stage, well).count()).toBe(0);
  expect(await stage.page.getByText(stage.t("health.second"), { exact: true }).count()).toBe(0);
  await stage.close();
});

test("of tokens it says for how many replies there are some, and what it means when there are none", { timeout: 180_000 }, async () => {
  const cases: [Tokens, string][] = [
    [{ state: "ok", why: "well", replies_left: 256 }, "256"], [{ state: "warn", why: "low", replies_left: 17 }, "17"], [{ state: "warn", why: "used_up", replies_left: 0 }, "0"],
    [{ state: "unknown", why: "not_made", replies_left: 0 }, "—"], [{ state: "warn", why: "at_no_relay", replies_left: 17 }, "—"], [{ state: "warn", why: "old_relay", replies_left: 17 }, "—"],
  ];
  for (const [language, width] of [["ru", 360], ["uk", 360], ["ru", 1440], ["uk", 1440], ["en", 768]] as const) {
    const stage = await Stage.open(browser, { language, width });
    for (const [tokens, number] of language === "ru" && width === 360 ? cases : cases.slice(1, 2)) {
      stage.twin.office.tokens = tokens;
      await stage.page.reload();
      await go_to_health(stage, width);
      const shown = stage.page.locator("section.card", { has: stage.page.getByRole("heading", { name: stage.t("health.tokens"), exact: true }) });
      await shown.getByText(number, { exact: true }).waitFor();
      expect(await shown.locator("p").allInnerTexts(), "what there is enough of needs no word").toEqual(tokens.why === "well" ? [] : [stage.t(`health.tokens.${tokens.why}`)]);
      await stage.fitsWidth();
      await shown.scrollIntoViewIfNeeded();
      if (process.env["WAYMARK_SHOTS"] !== undefined) await stage.page.screenshot({ path: `${process.env["WAYMARK_SHOTS"]}/tokens-${tokens.why}-${language}-${width}.png`, fullPage: true });
    }
    await stage.axe();
    await stage.close();
  }
});
