// Two people on one case, each with a browser of their own: what the first wrote is told to the second before anything is
// written over it, also when the page behind the open window has it already; what the second typed stays as it was.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import type { File } from "../../desk/twin/office.ts";
import { launch, Stage } from "./stage.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

interface Pair {
  readonly larch: Stage;
  readonly birch: Stage;
  readonly file: File;
}

/// Both have the same case open, which nobody leads.
async function both(): Promise<Pair> {
  const larch = await Stage.open(browser, { language: "ru" });
  const birch = await Stage.open(browser, { language: "ru", beside: larch });
  await larch.signIn();
  await birch.signIn("birch");
  const id = (await larch.page.locator("[data-case-id]").nth(3).getAttribute("data-case-id")) ?? "";
  const file = larch.twin.office.files.find((one) => one.id === id) ?? (() => { throw new Error("no file"); })();
  for (const { page } of [larch, birch]) {
    await page.locator(`[data-case-id="${id}"]`).click();
    await page.locator("#case-title").waitFor();
  }
  return { larch, birch, file };
}

async function part({ larch, birch }: Pair): Promise<void> {
  await birch.close();
  await larch.close();
}

async function fillFact({ page }: Stage, value: string, date: string): Promise<void> {
  await page.locator("#fact-key").selectOption("where");
  await page.locator("#fact-value").selectOption(value);
  await page.locator("#fact-date").fill(date);
}

/// Birch writes down where the person is, and it stands on larch's page behind whatever is open there.
async function birchWrites({ larch, birch }: Pair): Promise<void> {
  const date = "2027-02-03";
  await birch.button("facts.add").click();
  await fillFact(birch, "hospital", date);
  await birch.button("facts.dialog.save").click();
  await birch.page.locator(".told", { hasText: "3 февр." }).waitFor();
  await larch.page.locator(".fact", { hasText: date }).first().waitFor();
}

const last = (file: File): string[] => {
  const { fact } = file.facts.at(-1) ?? (() => { throw new Error("no fact"); })();
  return [fact.author ?? "", fact.key, fact.value, String(fact.attributes["date"])];
};

describe("two people on one case", { timeout: 180_000 }, () => {
  test("a fact: the second is told what the first wrote; the form stays as it was typed", async () => {
    const pair = await both();
    const { larch, file } = pair;
    await larch.button("facts.add").click();
    await fillFact(larch, "hospital", "2027-03-09");
    await birchWrites(pair);
    await larch.button("facts.dialog.save").click();
    const told = larch.page.locator("dialog[open] [data-changed]");
    await told.filter({ hasText: "birch" }).waitFor();
    expect(last(file), "nothing was written over it").toEqual(["birch", "where", "hospital", "2027-02-03"]);
    expect(await larch.page.locator("#fact-date").inputValue()).toBe("2027-03-09");
    await larch.axe();
    await larch.button("facts.dialog.save").click();
    await larch.page.locator("dialog").waitFor({ state: "detached" });
    expect(last(file), "pressed again, it is larch's word").toEqual(["larch", "where", "hospital", "2027-03-09"]);
    await part(pair);
  });

  // Its row in the list says the same as after the first correction, so the page did not ask.
  test("what is corrected a second time stands on the other's page without a press", async () => {
    const pair = await both();
    await birchWrites(pair);
    const { fact } = pair.file.facts.at(-1) ?? (() => { throw new Error("no fact"); })();
    fact.attributes["date"] = "2027-02-05";
    pair.larch.twin.office.counter += 1;
    await pair.larch.page.locator(".fact", { hasText: "2027-02-05" }).first().waitFor();
    await part(pair);
  });

  test("closing: nothing ends over what came while the window was open; outcomes and dates stay chosen", async () => {
    const pair = await both();
    const { larch, file } = pair;
    const { page } = larch;
    await page.locator('[data-command="end"]').first().click();
    await page.locator("#end-find").fill("документы");
    await page.locator('[data-outcome="documents_returned"]').click();
    await page.locator("#end-date-0").fill("2026-01-15");
    await birchWrites(pair);
    await page.locator("dialog[open] button[type=submit]").click();
    await page.locator("dialog[open] [data-changed]", { hasText: "birch" }).waitFor();
    expect(file.end.stage).not.toBe("closed");
    expect(await page.locator("#end-date-0").inputValue()).toBe("2026-01-15");
    await page.locator("dialog[open] button[type=submit]").click();
    await page.locator("dialog").waitFor({ state: "detached" });
    expect([file.end.stage, file.end.outcomes.map((one) => one.date)]).toEqual(["closed", ["2026-01-15"]]);
    await part(pair);
  });

  test("raising: what came is told first, and the reason stays", async () => {
    const pair = await both();
    const { larch, file } = pair;
    const { page } = larch;
    await larch.button("case.raise").click();
    await page.locator("#reason").fill("суд перенесли");
    await birchWrites(pair);
    await page.locator("dialog[open] button[type=submit]").click();
    await page.locator("dialog[open] [data-changed]", { hasText: "birch" }).waitFor();
    expect(file.override, "nothing moved").toBeNull();
    expect(await page.locator("#reason").inputValue()).toBe("суд перенесли");
    await larch.axe();
    await page.locator("dialog[open] button[type=submit]").click();
    await page.locator("dialog").waitFor({ state: "detached" });
    expect(file.override).toBe("raised");
    await part(pair);
  });

  test("setting aside: what came is told first, and the second press does it", async () => {
    const pair = await both();
    const { larch, file } = pair;
    const { page } = larch;
    await page.locator('[data-command="aside"]').first().click();
    await page.locator("dialog[open] .kinds").waitFor();
    await birchWrites(pair);
    await page.keyboard.press("Digit2");
    await page.locator("dialog[open] [data-changed]", { hasText: "birch" }).waitFor();
    expect(file.end.stage).not.toBe("closed");
    await page.keyboard.press("Digit2");
    await page.locator("dialog").waitFor({ state: "detached" });
    expect(file.end.stage).toBe("closed");
    await part(pair);
  });

  test("closed by the first: the second is told so, and neither is thrown out", async () => {
    const pair = await both();
    const { larch, birch, file } = pair;
    await larch.page.locator('[data-command="end"]').first().click();
    await larch.page.locator("#end-find").waitFor();
    await birch.page.locator('[data-command="end"]').first().click();
    await birch.page.locator("dialog[open] button[type=submit]").click();
    await birch.page.locator("dialog").waitFor({ state: "detached" });
    await larch.page.locator("dialog[open] button[type=submit]").click();
    await larch.page.locator("dialog[open]").getByText(larch.t("end.conflict")).or(larch.page.locator("dialog[open] [data-changed]")).first().waitFor();
    expect(file.end.outcomes).toEqual([]);
    await part(pair);
  });
});
