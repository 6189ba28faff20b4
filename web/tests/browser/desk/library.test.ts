// Cards and ready replies: written in the browser, kept while they are typed, approved by another person, withdrawn; and those who
// were told a card get a correction, one press each. Replies that wait afterwards, in one act with one undo.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import { launch, Stage } from "./stage.ts";
import type { Screen } from "./stage.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

async function atLibrary(screen: Screen = {}, alias = "larch"): Promise<Stage> {
  const stage = await Stage.open(browser, { language: "ru", ...screen });
  await stage.signIn(alias);
  await go(stage);
  return stage;
}

async function go(stage: Stage): Promise<void> {
  await stage.page.keyboard.press("KeyG");
  await stage.page.keyboard.press("KeyB");
  await stage.page.locator("#library-search").waitFor();
}

const item = (stage: Stage, id: string) => stage.twin.shelf.items.find((one) => one.id === id);
const content = (stage: Stage, id: string): { texts: Record<string, { short?: string }> } => JSON.parse(item(stage, id)?.pending?.content ?? "{}") as { texts: Record<string, { short?: string }> };

test("an edit is kept while it is typed, changes nothing that is in force, and wants a second person", async () => {
  const stage = await atLibrary();
  await stage.page.locator("#library-search").fill("отказ");
  await stage.page.locator('[data-item="refusal"]').click();
  await stage.page.locator("#short-ru").fill("Новая короткая форма.");
  await expect.poll(() => content(stage, "refusal").texts["ru"]?.short).toBe("Новая короткая форма.");
  await stage.page.getByText(stage.t("library.saved")).waitFor();
  expect(item(stage, "refusal")?.current?.state).toBe("in_force");
  await stage.axe();
  await stage.button("library.step.review").click();
  await stage.page.getByText(stage.t("library.state.review"), { exact: true }).first().waitFor();
  expect(await stage.button("library.step.approve").count(), "nobody approves what they wrote").toBe(0);
  await stage.page.reload();
  await stage.signIn("aspen");
  await go(stage);
  await stage.page.locator('[data-item="refusal"]').click();
  await expect.poll(() => stage.page.locator("#short-ru").inputValue()).toBe("Новая короткая форма.");
  await stage.button("library.step.approve").click();
  await expect.poll(() => item(stage, "refusal")?.current?.reviewer).toBe("aspen");
  await stage.close();
});

test("without sources it says so, and does not go to a reviewer", async () => {
  const stage = await atLibrary();
  await stage.page.locator("main h1").focus();
  await stage.page.keyboard.press("Shift+KeyN");
  await stage.page.locator("#title-ru").fill("Новая памятка (право РФ)");
  await stage.page.getByText(stage.t("library.no_sources")).first().waitFor();
  await stage.button("library.step.review").click();
  await stage.page.getByText(stage.t("library.not_complete")).waitFor();
  await stage.axe();
  expect(stage.twin.shelf.items.find((one) => one.id.startsWith("card-"))?.pending?.state).toBe("draft");
  await stage.close();
});

test("two people on one text: nothing is overwritten, both are shown, and one is chosen", async () => {
  const stage = await atLibrary();
  await stage.page.locator('[data-item="refusal"]').click();
  await stage.page.locator("#short-ru").waitFor();
  const other = item(stage, "refusal");
  if (other === undefined) throw new Error("no card");
  const theirs = JSON.parse(other.current?.content ?? "{}") as { texts: Record<string, { short: string }> };
  (theirs.texts["ru"] as { short: string }).short = "Чужие слова.";
  other.pending = { state: "draft", version: 0, content: JSON.stringify(theirs), authors: ["birch"], reviewer: null, reason: null, at: null };
  other.edition = 1;
  await stage.page.locator("#short-ru").fill("Мои слова.");
  await stage.page.locator("#conflict").waitFor();
  await stage.page.getByText("Чужие слова.").waitFor();
  expect(await stage.page.locator("#short-ru").inputValue()).toBe("Мои слова.");
  await stage.axe();
  await stage.button("library.keep_mine").click();
  await expect.poll(() => content(stage, "refusal").texts["ru"]?.short).toBe("Мои слова.");
  expect(other.pending.authors).toEqual(["birch", "larch"]);
  await stage.close();
});

test("a lost line costs no letter: the text stays, and is kept when the line is back", async () => {
  const stage = await atLibrary();
  await stage.page.locator('[data-item="refusal"]').click();
  await stage.page.locator("#short-ru").waitFor();
  stage.twin.down = true;
  await stage.page.locator("#short-ru").fill("Без связи.");
  await stage.page.getByText(stage.t("library.saving")).waitFor();
  stage.twin.down = false;
  await expect.poll(() => content(stage, "refusal").texts?.["ru"]?.short, { timeout: 60_000 }).toBe("Без связи.");
  expect(await stage.page.locator("#short-ru").inputValue()).toBe("Без связи.");
  await stage.close();
});

test("withdrawing shows who was told it; one press drafts each correction, and nothing is sent", async () => {
  const stage = await atLibrary();
  const [mine, birchs] = stage.twin.office.files.filter((file) => file.owner === null).slice(0, 2);
  if (mine === undefined || birchs === undefined) throw new Error("no cases");
  birchs.owner = "birch";
  for (const file of [mine, birchs]) stage.twin.shelf.told.push({ card: "refusal", caseId: file.id, version: 1 });
  await stage.page.locator('[data-item="refusal"]').click();
  await stage.button("library.step.withdraw").click();
  await stage.page.locator("#withdraw-why").fill("закон изменился");
  await stage.page.keyboard.press("Enter");
  await stage.page.locator(".told li").nth(1).waitFor();
  await stage.axe();
  await stage.page.locator(".told button.main").first().press("Enter");
  await expect.poll(() => stage.page.locator(".told li.gone").count()).toBe(1);
  await stage.page.locator(".told button.main").first().press("Enter");
  await expect.poll(() => stage.page.locator(".told li.gone").count()).toBe(2);
  expect(stage.twin.office.drafts.map((one) => one.case_id)).toEqual([mine.id]);
  expect(stage.twin.calls.filter((call) => call.endsWith("/reply"))).toEqual([]);
  await stage.close();
});

test("a reply goes and the case waits with one key and Enter; one undo takes both back", async () => {
  const stage = await Stage.open(browser, { language: "ru" });
  await stage.signIn();
  await stage.open(3);
  await stage.page.locator('[data-command="take"]').first().click();
  await stage.page.locator("#composer-box").fill("Какого числа отправка?");
  await stage.page.keyboard.press("Control+Shift+Enter");
  await stage.page.locator("#send-wait-date").waitFor();
  await stage.axe();
  await stage.page.keyboard.press("Enter");
  await stage.page.locator("div.held").waitFor();
  const file = stage.twin.office.files.find((one) => one.messages.some((message) => message.text === "Какого числа отправка?"));
  expect(file?.end.stage).toBe("waiting_person");
  await stage.page.locator("#case-title").focus();
  await stage.page.keyboard.press("KeyU");
  await expect.poll(() => file?.end.stage).not.toBe("waiting_person");
  expect(file?.messages.some((message) => message.text === "Какого числа отправка?" && message.state === "held")).toBe(false);
  await expect.poll(() => stage.page.locator("#composer-box").inputValue()).toBe("Какого числа отправка?");
  await stage.close();
});

test("a ready reply that waits does so by itself when it is sent, and says so before", async () => {
  const stage = await Stage.open(browser, { language: "ru" });
  await stage.signIn();
  await stage.open(3);
  await stage.page.locator('[data-command="take"]').first().click();
  await stage.page.locator("#composer-box").focus();
  await stage.page.keyboard.type("::");
  await stage.page.locator('#ready-list [data-ready="lawyer-wait"]').click();
  await stage.page.locator(".then").waitFor();
  await stage.axe();
  expect(await stage.page.locator(".then").innerText()).toContain(stage.t("send_wait.tasks_too", { count: 1 }));
  await stage.page.locator("#composer-box").press("Control+Enter");
  await expect.poll(() => stage.twin.office.files.filter((one) => one.end.stage === "waiting_third").length).toBe(1);
  expect(stage.twin.calls.filter((call) => call.endsWith("/reply"))).toEqual([]);
  const task = stage.page.locator("[data-item]", { hasText: "Получить ответ юриста" });
  await task.waitFor();
  await stage.page.locator("#case-title").focus();
  await stage.page.keyboard.press("KeyU");
  await task.waitFor({ state: "detached" });
  await stage.close();
});

test("whoever sends sees the tasks and may leave one out", async () => {
  const stage = await Stage.open(browser, { language: "uk", width: 390, height: 844 });
  await stage.signIn();
  await stage.open(3);
  await stage.page.locator('[data-command="take"]').first().click();
  await stage.page.locator("#composer-box").focus();
  await stage.page.keyboard.type("::");
  await stage.page.locator('#ready-list [data-ready="lawyer-wait"]').tap();
  // What follows lay over the button beside it.
  const apart = await stage.page.locator(".then").evaluate((line) => {
    const [words, button] = [line.querySelector("span"), line.querySelector("button")].map((part) => part?.getBoundingClientRect());
    return words !== undefined && button !== undefined && words.right <= button.left && button.right <= innerWidth && (line.querySelector("span")?.scrollWidth ?? 0) <= Math.ceil(words.width);
  });
  expect(apart).toBe(true);
  await stage.page.locator('.composer [data-command="send-wait"]').first().tap();
  const box = stage.page.getByRole("checkbox", { name: /відповідь юриста/u });
  await box.waitFor();
  expect(await box.isChecked()).toBe(true);
  await stage.axe();
  await box.uncheck();
  await stage.page.locator("dialog[open] button[type=submit]").tap();
  await expect.poll(() => stage.twin.office.files.filter((one) => one.end.stage === "waiting_third").length).toBe(1);
  expect(stage.twin.office.files.flatMap((one) => one.items).filter((item) => item.text?.includes("юриста"))).toEqual([]);
  await stage.close();
});

test("the editor of a ready reply has its tasks, and they go with the waiting", async () => {
  const stage = await atLibrary({ width: 360, height: 740 });
  await stage.page.locator('[data-command="new-ready"]').first().click();
  expect(await stage.button("library.task.add").count()).toBe(0);
  await stage.page.locator("#ready-wait").selectOption("third");
  await stage.button("library.task.add").click();
  await stage.page.locator("#task-0-uk").fill("Отримати відповідь юриста");
  await stage.page.locator("#task-0-for").selectOption("nobody");
  await stage.axe();
  await stage.fitsWidth();
  await stage.page.locator("#ready-wait").selectOption("");
  await expect.poll(() => stage.page.locator("#task-0-ru").count()).toBe(0);
  await stage.close();
});

test.each([[360, 740], [390, 844], [768, 1024], [1440, 900]])("the editor stays inside the window at %i px", async (width, height) => {
  const stage = await atLibrary({ width, height });
  for (const id of [null, "refusal"]) {
    if (id !== null) await stage.page.locator(`[data-item="${id}"]`).click().then(() => stage.page.locator("#short-ru").waitFor());
    const outside = await stage.page.evaluate(() => [...document.querySelectorAll("main *")].filter((one) => one.getBoundingClientRect().right > innerWidth + 1).map((one) => `${one.tagName}.${one.className} ${one.id}`));
    expect(outside, String(id)).toEqual([]);
    if (process.env["WAYMARK_SHOTS"] !== undefined) await stage.page.screenshot({ path: `${process.env["WAYMARK_SHOTS"]}/library-${id ?? "list"}-${width}.png` });
  }
  await stage.close();
});
