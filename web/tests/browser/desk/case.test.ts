// The open case: what a volunteer writes is what is stored, what was taken away is seen no more, and Back loses nothing.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import { kSpecs, type Spec } from "../../desk/twin/cases.ts";
import type { File } from "../../desk/twin/office.ts";
import { launch, Stage } from "./stage.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/// Opens the row at a place and gives its file at the twin.
async function opened(stage: Stage, at: number): Promise<File> {
  const id = await stage.page.locator("[data-case-id]").nth(at).getAttribute("data-case-id");
  await stage.open(at);
  return stage.twin.office.files.find((file) => file.id === id) ?? (() => { throw new Error("no file"); })();
}

const focused = (stage: Stage): Promise<string> => stage.page.evaluate(() => document.activeElement?.id ?? "");

describe("facts", () => {
  test("a date that was missing is kept, and the page says what moved", async () => {
    const stage = await Stage.open(browser, { language: "ru" });
    await stage.signIn();
    const file = await opened(stage, 3);
    await stage.button("facts.add").click();
    await expect.poll(() => focused(stage)).toBe("fact-key");
    await stage.page.locator("#fact-key").selectOption("where");
    await stage.page.locator("#fact-value").selectOption("hospital");
    await stage.page.locator("#fact-date").fill("2027-02-03");
    await stage.button("facts.dialog.save").click();
    await stage.page.locator(".told", { hasText: "3 февр." }).waitFor();
    const { fact } = file.facts.at(-1) ?? (() => { throw new Error("no fact"); })();
    expect([fact.attributes["date"], fact.precision, fact.said_by]).toEqual(["2027-02-03", "day", "requester"]);
    await expect.poll(() => stage.page.evaluate(() => document.activeElement?.textContent?.trim()), { message: "the focus is back on the button" }).toBe(stage.t("facts.add"));
    await stage.close();
  });

  test("an hour stays when something else is corrected; a check touches nothing", async () => {
    const stage = await Stage.open(browser, { language: "ru" });
    await stage.signIn();
    const file = await opened(stage, 3);
    await stage.button("facts.add").click();
    await stage.page.locator("#fact-key").selectOption("where");
    await stage.page.locator("#fact-value").selectOption("hospital");
    await stage.page.locator("#fact-date").fill("2027-02-03");
    await stage.page.locator("#fact-time").fill("10:00");
    await stage.button("facts.dialog.save").click();
    await stage.page.locator(".told", { hasText: "10:00" }).waitFor();
    const stored = (): (typeof file.facts)[number]["fact"] => file.facts.at(-1)?.fact ?? (() => { throw new Error("no fact"); })();
    expect([stored().attributes["date"], stored().precision]).toEqual(["2027-02-03T10:00", "hour"]);
    const before = structuredClone(stored());
    await stage.page.getByRole("button", { name: stage.t("facts.check_label", { label: "Где, примерно" }) }).last().click();
    await stage.page.locator("#check-note").fill("видели направление");
    await stage.button("facts.check.save").click();
    await stage.page.locator(".fact", { hasText: "видели направление" }).waitFor();
    expect({ ...stored(), verification: before.verification, check: before.check }).toEqual(before);
    expect(stored().verification).toBe("verified");
    await stage.page.getByRole("button", { name: stage.t("facts.correct_label", { label: "Где, примерно" }) }).last().click();
    expect(await stage.page.locator("#fact-time").inputValue()).toBe("10:00");
    await stage.page.locator("#fact-speaker").selectOption("staff");
    await stage.axe();
    await stage.button("facts.dialog.save").click();
    await expect.poll(() => stored().said_by).toBe("staff");
    expect([stored().attributes["date"], stored().precision]).toEqual(["2027-02-03T10:00", "hour"]);
    await stage.close();
  });

  test("'not checked' is the rule and is not written", async () => {
    const stage = await Stage.open(browser, { language: "ru" });
    await stage.signIn();
    await stage.open(3);
    expect(await stage.page.locator(".side").getByText(stage.t("facts.verification.unverified"), { exact: true }).count()).toBe(0);
    await stage.close();
  });
});

describe("what is not ours to see any more", () => {
  test("erased: gone from the screen within two seconds, with its list row, its window and its words", async () => {
    const stage = await Stage.open(browser, { language: "ru" });
    await stage.signIn();
    const file = await opened(stage, 3);
    const said = file.messages[0]?.text ?? "";
    await stage.button("reply.note_tab").click();
    await stage.page.locator("#composer-box").fill("полмысли");
    await stage.button("case.raise").click();
    await stage.page.locator("dialog").waitFor();
    const began = Date.now();
    stage.twin.office.erase(file.id);
    await stage.page.getByRole("alert").filter({ hasText: /Человек удалил всё в \d\d:\d\d\. Здесь ничего не осталось\./ }).waitFor();
    process.stdout.write(`  erased: off the screen after ${Date.now() - began} ms\n`);
    expect(await stage.page.content()).not.toContain(said.slice(-40));
    expect(await stage.page.locator("dialog[open]").count()).toBe(0);
    await expect.poll(() => stage.page.locator(`[data-case-id="${file.id}"]`).count()).toBe(0);
    await stage.page.getByText("полмысли").waitFor();
    await stage.axe();
    await stage.button("lost.close").click();
    await expect.poll(() => stage.page.getByText("полмысли").count()).toBe(0);
    await stage.close();
  });

  test("taken over while an answer is written: the words come back, and can be left for whoever leads now", async () => {
    const stage = await Stage.open(browser, { language: "ru" });
    await stage.signIn("birch");
    const file = await opened(stage, 3);
    const said = file.messages[0]?.text ?? "";
    await stage.button("case.take").click();
    await stage.page.locator("#composer-box").fill("мой недописанный ответ");
    stage.twin.office.own(file, "larch", "larch", false);
    stage.twin.office.counter += 1;
    await stage.page.getByRole("alert").filter({ hasText: /larch ведёт это дело с \d\d:\d\d\./ }).waitFor();
    expect(await stage.page.content()).not.toContain(said.slice(-40));
    await stage.page.locator(".toast", { hasText: "larch" }).waitFor();
    await stage.button("lost.leave", { owner: "larch" }).click();
    await expect.poll(() => file.messages.at(-1)?.text).toBe("мой недописанный ответ");
    await stage.page.getByText(stage.t("lost.left", { owner: "larch" })).waitFor();
    await stage.fitsWidth();
    await stage.close();
  });
});

describe("Back, swipe, reload", () => {
  test("Back closes the case, then leads to the view before; the address never changes", async () => {
    const stage = await Stage.open(browser, { width: 360, height: 740 });
    await stage.signIn();
    const address = stage.page.url();
    const file = await opened(stage, 2);
    await stage.page.goBack();
    await stage.page.locator("#list-title").waitFor();
    expect(await stage.page.locator("#case-title").count()).toBe(0);
    await stage.page.goForward();
    await stage.page.locator("#case-title").waitFor();
    await stage.button("case.back").click();
    await stage.page.locator(`[data-case-id="${file.id}"]`).waitFor();
    expect(stage.page.url()).toBe(address);
    expect(await stage.page.evaluate(() => Object.values(history.state as object).every((value) => typeof value === "number"))).toBe(true);
    await stage.close();
  });

  test("Back with a window open closes the window alone", async () => {
    const stage = await Stage.open(browser);
    await stage.signIn();
    await stage.open(2);
    await stage.button("case.lower").click();
    await stage.page.locator("dialog").waitFor();
    await stage.page.goBack();
    await expect.poll(() => stage.page.locator("dialog[open]").count()).toBe(0);
    expect(await stage.page.locator("#case-title").count()).toBe(1);
    await stage.close();
  });

  test("reload with unsent words: the browser asks, and after signing in they are there", async () => {
    const stage = await Stage.open(browser);
    await stage.signIn();
    await stage.open(2);
    await stage.button("case.take").click();
    await stage.page.locator("#composer-box").fill("typed before the reload");
    await expect.poll(() => stage.twin.office.drafts.map((draft) => draft.text)).toEqual(["typed before the reload"]);
    let asked = 0;
    stage.page.on("dialog", (dialog) => {
      asked += dialog.type() === "beforeunload" ? 1 : 0;
      void dialog.accept();
    });
    await stage.page.reload();
    await stage.page.locator("#alias").waitFor();
    expect(asked).toBe(1);
    await stage.signIn();
    await stage.page.keyboard.press("g");
    await stage.page.keyboard.press("m");
    await stage.page.locator("[data-case-id]", { hasText: stage.t("queue.draft") }).first().click();
    await expect.poll(() => stage.page.locator("#composer-box").inputValue()).toBe("typed before the reload");
    await stage.close();
  });
});

describe("windows", () => {
  test("Escape closes the window of the staff page, keys do not act behind it, and the focus returns", async () => {
    const stage = await Stage.open(browser, { language: "ru" });
    await stage.signIn();
    await stage.button("nav.staff").click();
    const remove = stage.page.getByRole("button", { name: stage.t("staff.remove_title", { alias: "birch" }) });
    await remove.click();
    await expect.poll(() => focused(stage)).toBe("remove-reason");
    await stage.page.keyboard.press("Tab");
    for (const key of ["j", "k", "t", "g", "l"]) await stage.page.keyboard.press(key);
    expect(await stage.page.locator("dialog[open]").count(), "G L stays behind the window").toBe(1);
    for (let presses = 0; presses < 3; presses += 1) await stage.page.keyboard.press("Escape");
    expect(await stage.page.locator("dialog[open]").count()).toBe(0);
    expect(await stage.page.getByText(stage.t("signin.ended_panic")).count(), "one closed a window: no panic").toBe(0);
    await stage.close();
  });

  test("the focus goes back to the button that opened the window", async () => {
    const stage = await Stage.open(browser);
    await stage.signIn();
    await stage.open(2);
    await stage.button("case.lower").click();
    await expect.poll(() => focused(stage)).toBe("reason");
    await stage.page.keyboard.press("Escape");
    await expect.poll(() => stage.page.evaluate(() => document.activeElement?.textContent?.trim())).toBe(stage.t("case.lower"));
    await stage.page.evaluate(() => document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", { code: "Digit7", key: "?", shiftKey: true, bubbles: true, cancelable: true })));
    await stage.page.locator("dialog[open]").waitFor();
    await stage.close();
  });

  test("giving away somebody's case wants a reason, and can be undone", async () => {
    const stage = await Stage.open(browser, { language: "ru" });
    await stage.signIn();
    await stage.page.keyboard.press("g");
    await stage.page.keyboard.press("a");
    const file = stage.twin.office.files.find((one) => one.owner === "birch") ?? (() => { throw new Error("no file"); })();
    await stage.page.locator(`[data-case-id="${file.id}"]`).click();
    await stage.button("case.give_back").click();
    const give = stage.page.locator("dialog").getByRole("button", { name: stage.t("case.give_back"), exact: true });
    expect(await give.isDisabled()).toBe(true);
    await stage.page.locator("#give-back-reason").fill("ночью нужен дежурный");
    await stage.axe();
    await give.click();
    await stage.page.locator(".event", { hasText: "ночью нужен дежурный" }).waitFor();
    expect(file.owner).toBeNull();
    await stage.page.locator(".toast").getByRole("button", { name: stage.t("toast.undo") }).click();
    await expect.poll(() => file.owner).toBe("birch");
    await stage.close();
  });
});

describe("the box", () => {
  test("empty at once, the conversation stays at its end, and Undo works from another case", async () => {
    const long: Spec = { ...(kSpecs[4] as Spec), said: Array.from({ length: 30 }, (_, at) => ({ hoursAgo: 40 - at, by: "requester" as const, text: `письмо ${at}` })) };
    const stage = await Stage.open(browser, { specs: [long, kSpecs[20] as Spec] });
    await stage.signIn();
    await stage.open(0);
    await stage.button("case.take").click();
    const box = stage.page.locator("#composer-box");
    await box.fill("one\ntwo\nthree\nfour\nfive\nsix");
    await stage.page.keyboard.press("Control+Enter");
    await stage.page.keyboard.type("x");
    await stage.page.locator(".reply", { hasText: "three" }).waitFor();
    expect(await box.inputValue()).toBe("x");
    const gap = (): Promise<number> => stage.page.locator("section.scroller").last().evaluate((scroller) => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight);
    await expect.poll(gap).toBeLessThan(4);
    await box.fill(Array.from({ length: 12 }, (_, at) => `line ${at}`).join("\n"));
    await expect.poll(gap).toBeLessThan(4);
    await box.fill("");
    await stage.page.locator("[data-case-id]").last().click();
    await stage.page.locator(".toast").getByRole("button", { name: stage.t("message.undo") }).click();
    await expect.poll(() => stage.twin.office.files[0]?.messages.at(-1)?.state).toBe("undone");
    await stage.close();
  });

  test("'new' stays while the case is open, and nothing is read in a list", async () => {
    const stage = await Stage.open(browser, { language: "ru" });
    await stage.signIn();
    const file = await opened(stage, 3);
    await stage.button("case.take").click();
    await expect.poll(() => file.messages.every((message) => !message.unread)).toBe(true);
    expect(await stage.page.locator(".message .chip.accent").count()).toBeGreaterThan(0);
    file.messages.push({ id: "7".repeat(32), atMs: Date.now(), kind: "message", author: null, text: "пишу ещё", said: null, state: "received", holdUntilMs: null, unread: true });
    stage.twin.office.counter += 1;
    await stage.page.locator(".message", { hasText: "пишу ещё" }).locator(".chip.accent").waitFor();
    await stage.close();
  });

  // Read first and taken then, the conversation stayed unread: nothing had moved in the window.
  test("what was read before the case was taken counts as read once it is mine", async () => {
    const stage = await Stage.open(browser, { language: "ru" });
    await stage.signIn();
    const file = await opened(stage, 3);
    const unread = (): boolean => file.messages.some((message) => message.unread);
    // sleep: longer than a look must last to count; nothing is to happen meanwhile.
    await stage.page.waitForTimeout(2_000);
    expect(unread()).toBe(true);
    await stage.button("case.take").click();
    await expect.poll(unread).toBe(false);
    await stage.close();
  });
});

describe("others at the desk", () => {
  test("who reads and who writes is seen in the row, and gone when they leave", async () => {
    const stage = await Stage.open(browser, { language: "ru" });
    await stage.signIn();
    const id = (await stage.page.locator("[data-case-id]").nth(2).getAttribute("data-case-id")) ?? "";
    stage.twin.here.set("birch", { case_id: id, writing: true });
    await stage.page.locator(`[data-case-id="${id}"] .here`, { hasText: stage.t("queue.here.writing", { alias: "birch" }) }).waitFor();
    stage.twin.here.delete("birch");
    await expect.poll(() => stage.page.locator(`[data-case-id="${id}"] .here`).count()).toBe(0);
    await stage.open(2);
    await expect.poll(() => stage.twin.here.get("larch")).toEqual({ case_id: id, writing: false });
    await stage.close();
  });

  test("looking through the list opens nothing before two seconds, and reads nothing after", async () => {
    const stage = await Stage.open(browser, { language: "ru" });
    await stage.signIn();
    const opened = (): number => stage.twin.office.logLines.filter((entry) => entry.line.what === "open").length;
    for (const key of ["j", "j", "j"]) await stage.page.keyboard.press(key);
    expect(opened()).toBe(0);
    await stage.page.getByText(stage.t("preview.logged")).waitFor();
    expect(opened(), "one of three, where somebody stayed").toBe(1);
    expect(stage.twin.calls.filter((call) => /\/(read|take)$/.test(call))).toEqual([]);
    await stage.axe();
    await stage.close();
  });

  test("a filter is shown, kept until sign-out, and nowhere on the device", async () => {
    const stage = await Stage.open(browser, { language: "ru" });
    await stage.signIn();
    await stage.page.locator(".chips [aria-expanded]").click();
    await stage.page.locator(".chips [aria-pressed]", { hasText: stage.t("filter.writes.uk") }).click();
    await expect.poll(() => stage.page.locator("[data-case-id]").count()).toBe(stage.twin.office.files.filter((file) => file.owner === null && file.spec.language === "uk").length);
    await stage.button("filter.keep").click();
    await stage.button("filter.clear").click();
    await stage.page.locator(".chips .kept").click();
    await stage.page.locator(".chips [aria-pressed=true]", { hasText: stage.t("filter.writes.uk") }).waitFor();
    await stage.axe();
    await stage.button("nav.lock").click();
    await stage.signIn();
    expect(await stage.page.locator(".chips .kept").count()).toBe(0);
    await stage.close();
  });
});

test("invitations stay until they are hidden, and a withdrawn one says what it was", async () => {
  const stage = await Stage.open(browser, { language: "ru" });
  await stage.signIn();
  await stage.button("nav.staff").click();
  for (const alias of ["ash", "elm", "yew"]) {
    await stage.page.locator("#invite-alias").fill(alias);
    await stage.button("staff.invite_submit").click();
    await stage.page.locator(`[data-invited="${alias}"]`).waitFor();
  }
  expect(await stage.page.locator("[data-invited]").count()).toBe(3);
  await stage.axe();
  await stage.button("staff.invite_hide_label", { alias: "elm" }).click();
  expect(await stage.page.locator("[data-invited]").count()).toBe(2);
  await stage.page.getByRole("button", { name: stage.t("staff.remove_title", { alias: "rowan" }) }).click();
  await stage.page.getByText(stage.t("staff.remove_invited")).waitFor();
  await stage.button("staff.remove_submit").click();
  await stage.page.getByText(stage.t("staff.removed_invited", { alias: "rowan" })).waitFor();
  expect(await stage.page.getByText(stage.t("staff.removed_keys")).count()).toBe(0);
  await stage.close();
});
