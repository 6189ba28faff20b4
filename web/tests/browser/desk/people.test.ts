// Staff page: removing somebody, and one's own account.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import { kCode, kPassphrase } from "../../desk/twin/office.ts";
import { launch, Stage } from "./stage.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

async function atStaff(stage: Stage, alias = "larch"): Promise<void> {
  await stage.signIn(alias);
  await stage.button("nav.staff").click();
  await stage.page.locator("main .card").first().waitFor();
}

test("a coordinator removes somebody, with a reason, and is told what is left to do", { timeout: 120_000 }, async () => {
  const stage = await Stage.open(browser, { language: "ru" });
  await atStaff(stage);
  const { page } = stage;
  expect(await page.getByRole("button", { name: stage.t("staff.remove_title", { alias: "larch" }) }).count(), "nobody removes themselves").toBe(0);
  await page.getByRole("button", { name: stage.t("staff.remove_title", { alias: "birch" }) }).click();
  await page.locator("#remove-reason").fill("ушла");
  await stage.axe();
  await stage.button("staff.remove_submit").click();
  await page.getByText(stage.t("staff.removed", { alias: "birch" })).waitFor();
  await page.getByText(stage.t("staff.removed_cases", { count: 2 })).waitFor();
  await page.getByText(stage.t("staff.removed_keys")).waitFor();
  await stage.axe();
  await stage.fitsWidth();
  await stage.close();
});

test("how the office stands, in numbers that open their lists", { timeout: 180_000 }, async () => {
  for (const [language, width, height] of [["ru", 1440, 900], ["uk", 360, 740]] as const) {
    const stage = await Stage.open(browser, { language, width, height });
    await stage.signIn("larch");
    if (width < 768) await stage.button("nav.more").click();
    await stage.button("nav.staff").click();
    const { page } = stage;
    const card = page.locator("section[aria-labelledby=watch-title]");
    await card.waitFor();
    await stage.axe();
    await stage.fitsWidth();
    if (process.env["WAYMARK_SHOTS"] !== undefined) await page.screenshot({ path: `${process.env["WAYMARK_SHOTS"]}/watch-${language}-${width}.png`, fullPage: true });
    const tile = card.getByRole("button", { name: stage.t("staff.watch_unowned_late") });
    const count = Number.parseInt(await tile.locator("strong").innerText(), 10);
    expect(count).toBeGreaterThan(0);
    await tile.focus();
    await page.keyboard.press("Enter");
    await page.locator("[data-case-id]").first().waitFor();
    expect(await page.locator("[data-case-id]").count(), "as many as the number says").toBe(count);
    await stage.close();
  }
});

test("several are invited at once, and where one is refused the rest stays", async () => {
  const stage = await Stage.open(browser, { language: "ru" });
  await atStaff(stage);
  const { page } = stage;
  await page.locator("#invite-alias").fill("ash\n elm \n\nash\nbirch\nyew");
  await stage.button("staff.invite_submit").click();
  await page.getByText(stage.t("staff.invite_taken", { alias: "birch" })).waitFor();
  expect(await page.locator("[data-invited]").count()).toBe(2);
  expect(await page.locator("#invite-alias").inputValue()).toBe("birch\nyew");
  await page.locator("#invite-alias").fill("yew");
  await stage.button("staff.invite_submit").click();
  await page.locator("[data-invited=yew]").waitFor();
  await stage.axe();
  await stage.button("staff.invite_hide_all").click();
  expect(await page.locator("[data-invited]").count()).toBe(0);
  await stage.close();
});

test("what is no alias is named with the rule before anybody is invited", async () => {
  const stage = await Stage.open(browser, { language: "ru" });
  await atStaff(stage);
  const { page } = stage;
  await page.locator("#invite-alias").fill("ash\nпетров\nElm");
  await stage.button("staff.invite_submit").click();
  await page.getByText(stage.t("staff.invite_bad", { aliases: "петров, Elm" })).waitFor();
  expect(await page.locator("[data-invited]").count()).toBe(0);
  expect(await page.locator("#invite-alias:focus").getAttribute("aria-invalid")).toBe("true");
  await stage.axe();
  await page.locator("#invite-alias").fill("ash");
  expect(await page.getByText(stage.t("staff.invite_bad", { aliases: "петров, Elm" })).count()).toBe(0);
  await stage.button("staff.invite_submit").click();
  await page.locator("[data-invited=ash]").waitFor();
  await stage.close();
});

test("who is removed is named with what is open and what is near", async () => {
  const stage = await Stage.open(browser, { language: "ru" });
  await atStaff(stage);
  await stage.page.getByRole("button", { name: stage.t("staff.remove_title", { alias: "birch" }) }).click();
  await stage.page.getByText(stage.t("staff.remove_has", { count: "2" })).waitFor();
  await stage.close();
});

test("who is no coordinator sees nobody to remove", async () => {
  const stage = await Stage.open(browser, { language: "uk" });
  await atStaff(stage, "birch");
  expect(await stage.page.getByText(stage.t("staff.remove"), { exact: true }).count()).toBe(0);
  await stage.close();
});

test("one's own passphrase, second factor and sessions", { timeout: 120_000 }, async () => {
  const stage = await Stage.open(browser, { language: "en", width: 360, height: 740 });
  await stage.signIn("birch");
  await stage.button("nav.more").click();
  await stage.button("nav.staff").click();
  const { page } = stage;
  await page.getByText(stage.t("account.passphrase"), { exact: true }).click();
  await page.locator("#current-passphrase").fill("not the old one");
  await stage.button("invite.own").click();
  await page.locator("#new-passphrase").fill("lantern orchard velvet anchor");
  await page.locator("#again").fill("lantern orchard velvet anchor");
  await stage.button("account.save").click();
  await page.getByText(stage.t("account.wrong_passphrase")).waitFor();
  expect(await page.locator("#new-passphrase").inputValue(), "nothing that was typed is kept").toBe("");
  await page.locator("#current-passphrase").fill(kPassphrase);
  await page.locator("#new-passphrase").fill("lantern orchard velvet anchor");
  await page.locator("#again").fill("lantern orchard velvet anchor");
  await stage.button("account.save").click();
  await page.getByText(stage.t("account.passphrase_done")).waitFor();

  await page.getByText(stage.t("account.factor"), { exact: true }).click();
  await page.locator("#factor-passphrase").fill(kPassphrase);
  await stage.button("account.factor_begin").click();
  await page.locator("canvas").waitFor();
  await stage.axe();
  await stage.fitsWidth();
  await page.locator("#confirm-code").fill(kCode);
  await stage.button("invite.confirm_submit").click();
  await page.getByText(stage.t("account.factor_done")).waitFor();

  await stage.button("account.everywhere").click();
  await page.locator("#alias").waitFor();
  await stage.close();
});
