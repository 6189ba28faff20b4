// The triage card: a whole request by keys on a Russian layout, counted; unknown puts the ready question into the box; the
// next one opens by itself; what could not be written says so; on a phone and by axe.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import { kSpecs, type Spec } from "../../desk/twin/cases.ts";
import { launch, Stage } from "./stage.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/// Somebody who had no time to answer anything.
const { safe: _safe, ...kFirst } = kSpecs[0] as Spec;
const kShort: Spec = { ...kFirst, name: [30, 40], section: "danger", clock: "ask", leftH: 1, situation: [], unread: 1, said: kFirst.said.slice(0, 1) };
const kTwo: readonly Spec[] = [kShort, { ...kShort, name: [31, 41], leftH: 2 }];

let pressed = 0;
/// The key in that place, as it writes on a Russian layout.
async function key(stage: Stage, code: string, letter: string): Promise<void> {
  pressed += 1;
  await stage.page.evaluate((how) => (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent("keydown", { ...how, bubbles: true, cancelable: true })), { code, key: letter });
}
const question = (stage: Stage): Promise<string> => stage.page.locator(".card h2").first().innerText();
const at = async (stage: Stage, words: string): Promise<void> => expect.poll(() => question(stage)).toContain(words);
const begin = async (stage: Stage): Promise<void> => {
  await stage.signIn();
  await stage.page.locator("[data-case-id]").first().focus();
  pressed = 0;
  await key(stage, "KeyA", "ф");
  await stage.page.locator("[data-answer]").first().waitFor();
};
const facts = (stage: Stage, nth: number): string[] => (stage.twin.office.files[nth]?.facts ?? []).filter(({ fact }) => !fact.superseded).map(({ fact }) => `${fact.key}=${fact.value}${fact.attributes["state"] === undefined ? "" : `/${fact.attributes["state"]}`}`);

describe("triage", { timeout: 180_000 }, () => {
  test("nine questions by twelve keys; the questions go, and the next new request opens by itself", async () => {
    const stage = await Stage.open(browser, { language: "ru", specs: kTwo });
    const { page } = stage;
    await begin(stage);
    const names = stage.twin.office.files.map((file) => stage.twin.office.name(file, "ru"));
    await at(stage, "Армия");
    await key(stage, "Digit1", "1");
    await at(stage, "Кому помощь");
    await key(stage, "Digit1", "1");
    await at(stage, "Где");
    await key(stage, "Digit1", "1");
    // The answer about the hospital has a date here: tomorrow.
    await page.locator("[data-day]").nth(7).waitFor();
    await key(stage, "Digit2", "2");
    await at(stage, "Опасность");
    await key(stage, "Digit2", "2");
    await at(stage, "Вне части");
    await key(stage, "Digit1", "1");
    await at(stage, "Что дальше");
    await key(stage, "Digit0", "0");
    await at(stage, "Документы");
    await key(stage, "Digit2", "2");
    await at(stage, "Кто видит телефон");
    await key(stage, "Digit0", "0");
    await at(stage, "Что нужно");
    await key(stage, "Digit1", "1");
    await page.locator('[data-end="send"]').waitFor();
    const words = await page.locator(".box").innerText();
    expect(words.split("\n")).toHaveLength(2);
    expect(words).toContain("какого числа");
    await stage.axe();
    await key(stage, "Digit1", "1");
    await expect.poll(() => page.locator("#triage-title").innerText(), { message: "the next one" }).toContain(names[1] ?? "");
    await at(stage, "Армия");
    expect(pressed, "keys for one request, from the list to the next one").toBeLessThanOrEqual(12);
    expect(stage.twin.office.files[0]?.owner).toBe("larch");
    expect(stage.twin.office.files[0]?.messages.findLast((one) => one.kind === "reply")?.text).toBe(words);
    expect(facts(stage, 0)).toEqual(["army=russia", "who=self", "where=hospital", "danger=beaten_or_threatened", "left=no", "what_next=unknown", "documents=internal_passport/taken_by_command", "device=unknown", "need=legal_question"]);
    const written = stage.twin.office.files[0]?.facts.map(({ fact }) => [fact.author, fact.verification, fact.said_by].join(" "));
    expect(new Set(written)).toEqual(new Set(["larch unverified requester"]));
    await stage.close();
  });

  test("one goes back and corrects; a question that was asked leaves the box", async () => {
    const stage = await Stage.open(browser, { language: "ru", specs: kTwo });
    await begin(stage);
    await key(stage, "Digit0", "0");
    await at(stage, "Кому помощь");
    await key(stage, "Backspace", "Backspace");
    await at(stage, "Армия");
    await expect.poll(() => stage.twin.office.files[0]?.facts.length).toBe(1);
    await expect.poll(() => stage.page.locator("dl dd").first().innerText()).toBe(stage.t("triage.asked"));
    await key(stage, "Digit2", "2");
    await at(stage, "Кому помощь");
    await expect.poll(() => facts(stage, 0)).toEqual(["army=ukraine"]);
    await stage.button("triage.leave").click();
    await stage.page.locator("#case-title").waitFor();
    await key(stage, "KeyT", "е");
    await stage.page.locator("#composer-box").waitFor();
    expect(await stage.page.locator("#composer-box").inputValue()).toBe("");
    await stage.close();
  });

  test("several answers, another day with its hour, and a question that is skipped", async () => {
    const stage = await Stage.open(browser, { language: "ru", specs: kTwo });
    const { page } = stage;
    await begin(stage);
    for (let skip = 0; skip < 3; skip += 1) await key(stage, "Enter", "Enter");
    await at(stage, "Опасность");
    await key(stage, "KeyS", "ы");
    await key(stage, "Digit1", "1");
    await key(stage, "Digit2", "2");
    await key(stage, "Enter", "Enter");
    await key(stage, "Enter", "Enter");
    await at(stage, "Что дальше");
    await page.locator('[data-answer="court_date"]').click();
    await key(stage, "Digit9", "9");
    await page.locator("#triage-day").fill("2027-01-12");
    await page.locator("#triage-time").fill("10:30");
    await page.locator("#triage-time").press("Enter");
    await at(stage, "Документы");
    await expect.poll(() => stage.twin.office.files[0]?.facts.map(({ fact }) => [fact.value, fact.attributes["date"] ?? "", fact.precision].join(" "))).toEqual(["untreated_wound  exact", "beaten_or_threatened  exact", "court_date 2027-01-12T10:30 hour"]);
    await stage.close();
  });

  test("junk and out of mandate are one key each, and the next one opens", async () => {
    const stage = await Stage.open(browser, { language: "uk", specs: [...kTwo, { ...kShort, name: [32, 42], leftH: 3 }] });
    await begin(stage);
    await key(stage, "KeyX", "ч");
    await expect.poll(() => stage.twin.office.files[0]?.end.junk).toBe("press");
    await expect.poll(() => stage.page.locator("#triage-title").innerText()).toContain(stage.twin.office.name(stage.twin.office.files[1]!, "uk"));
    await stage.page.locator("[data-answer]").first().waitFor();
    await key(stage, "KeyM", "ь");
    await expect.poll(() => stage.twin.office.files[1]?.end.side).toBe("out_of_mandate");
    expect(stage.twin.office.files[1]?.messages.at(-1)).toMatchObject({ kind: "reply", author: "larch" });
    await expect.poll(() => stage.page.locator("#triage-title").innerText()).toContain(stage.twin.office.name(stage.twin.office.files[2]!, "uk"));
    await stage.page.locator("[data-answer]").first().waitFor();
    await key(stage, "KeyC", "с");
    await stage.page.getByText(stage.t("triage.no_more")).first().waitFor();
    await stage.close();
  });

  test("a key that comes before the next request is shown does nothing to it", async () => {
    const stage = await Stage.open(browser, { language: "ru", specs: kTwo });
    await begin(stage);
    const [first, second] = stage.twin.office.files;
    const names = stage.twin.office.files.map((file) => stage.twin.office.name(file, "ru"));
    const held: (() => void)[] = [];
    await stage.page.route((url) => url.pathname === `/api/case/${second?.id ?? ""}`, async (route) => {
      await new Promise<void>((go) => held.push(go));
      await route.continue();
    });
    await key(stage, "KeyX", "ч");
    await expect.poll(() => held.length).toBe(1);
    expect(first?.end.junk).toBe("press");
    await key(stage, "KeyX", "ч");
    await key(stage, "KeyM", "ь");
    await stage.page.evaluate(() => fetch("/api/me").then(({ status }) => status));
    held[0]?.();
    await expect.poll(() => stage.page.locator("#triage-title").innerText()).toContain(names[1] ?? "");
    expect(second?.end).toMatchObject({ junk: null, side: null, stage: null });
    expect(second?.owner).toBeNull();
    await stage.close();
  });

  test("what could not be written says so and is tried again", async () => {
    const stage = await Stage.open(browser, { language: "ru", specs: kTwo });
    await begin(stage);
    stage.twin.failNext = { path: /\/fact$/, status: 503, code: "storage" };
    await key(stage, "Digit1", "1");
    await stage.page.getByText(stage.t("triage.unwritten")).waitFor();
    await key(stage, "Digit1", "1");
    await stage.button("error.retry").click();
    await expect.poll(() => facts(stage, 0).toSorted()).toEqual(["army=russia", "who=self"]);
    await stage.close();
  });

  test.each([[360, 740, "light"], [768, 1024, "dark"], [1366, 768, "light"]] as const)("fits %i x %i by touch and passes axe", async (width, height, scheme) => {
    const stage = await Stage.open(browser, { language: "ru", specs: kTwo, width, height, scheme });
    await stage.signIn();
    await stage.open(0);
    await stage.button("command.triage").click();
    await stage.page.locator("[data-answer]").first().waitFor();
    await stage.fitsWidth();
    await stage.axe();
    const letter = await stage.page.locator(".letter").boundingBox();
    expect(letter?.height ?? 0).toBeGreaterThanOrEqual(width === 360 ? 280 : 300);
    const small = await stage.page.locator("article button:visible").evaluateAll((all) => all.filter((one) => one.getBoundingClientRect().height < (matchMedia("(pointer: coarse)").matches ? 44 : 24)).map((one) => one.textContent));
    expect(small).toEqual([]);
    await stage.page.locator("[data-answer]").first().click();
    await at(stage, "Кому помощь");
    await stage.close();
  });
});
