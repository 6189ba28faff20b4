// The whole way without scripts in Chromium against the real clerk and the real relay: in Russian, in long runs and for pictures in all three.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import { kLong, kLookedAt, launch } from "../../browser/intake/stage.ts";
import { look_at_sizes } from "../../browser/audit/shots.ts";
import { RealClerk } from "./real_clerk.ts";
import { Visitor } from "./visitor.ts";

const kClerkAssurance = 3;
/** Thirteen pages with axe, on a machine that does other things too. */
const kWholeWayMs = 400_000;
/** The form has fewer fields than that. */
const kTabsMax = 150;
/** The second line runs from right to left. */
const kText = "Строка 🕊️\nשלום עולם";
let browser: Browser;
const clerk = new RealClerk();

beforeAll(async () => {
  await clerk.start();
  browser = await launch();
});
afterAll(async () => {
  await browser.close();
  await clerk.remove();
});

async function look(visitor: Visitor, name: string): Promise<void> {
  await visitor.check_page(kLong ? ["light", "dark"] : ["light"]);
  expect(await look_at_sizes(visitor.page, `clerk-${name}`, visitor.language)).toEqual([]);
}

/** Where the text of a reader of another direction begins. */
async function directions(visitor: Visitor, selector: string): Promise<string[]> {
  return visitor.page.locator(selector).evaluateAll((elements) => elements.map((element) => getComputedStyle(element).direction));
}

test.each(kLookedAt.length > 2 ? kLookedAt : (["ru"] as const))("%s: ask, practise, send, read, write more, delete", async (language) => {
  const visitor = await Visitor.arrive(browser, clerk, language);
  await visitor.open("");
  await look(visitor, "1-before");
  await visitor.open("write");
  await look(visitor, "2-form");
  await visitor.answer(kText, "who.relative", "danger.armed_search", "what_next.leave_ends", "need.legal_question");
  await visitor.heading("clerk.follow.title");
  await look(visitor, "3-follow");
  await visitor.mark("knows.no");
  await visitor.page.getByLabel(visitor.texts.t("clerk.date.or_days"), { exact: true }).fill("3");
  await visitor.press("intake.next");
  await visitor.heading("intake.review.title");
  await look(visitor, "4-review");
  await visitor.note_words();
  await look(visitor, "5-words");
  await visitor.practise();
  await visitor.heading("intake.send.button");
  expect(await clerk.relay.pull()).toEqual([]);
  await look(visitor, "7-send");
  await visitor.press("intake.send.button");
  await visitor.heading("intake.sent.title");
  await look(visitor, "8-sent");

  const [row] = await clerk.relay.pull();
  if (!row) throw new Error("nothing was stored");
  expect(row.envelope).toMatchObject({ text: kText, assurance: kClerkAssurance, pack: "military-refusal@1" });
  expect(row.envelope.answers).toEqual(expect.arrayContaining(["who=relative", "knows=no", "danger=armed_search", "need=legal_question", "consent=yes"]));
  expect(row.envelope.answers.some((answer) => /^what_next=leave_ends;date=\d{4}-\d\d-\d\d;precision=about$/.test(answer))).toBe(true);
  await clerk.relay.acknowledge([row]);
  await clerk.relay.answer(row.envelope, "Ответ здесь.\nВторая строка <i>", 0);
  await clerk.relay.answer(row.envelope, "שלום, и ещё один.", 1);

  await visitor.open("return");
  await look(visitor, "9-return");
  await visitor.come_back(visitor.words.map((word) => word.slice(0, 4).toUpperCase()).join(" "));
  await visitor.heading("intake.inbox.title");
  expect(await visitor.page.getByText("Вторая строка <i>").count()).toBe(1);
  expect((await directions(visitor, "article .body")).sort()).toEqual(["ltr", "rtl"]);
  await look(visitor, "a-inbox");
  await visitor.page.locator("article").filter({ hasText: "и ещё один." }).getByRole("button").click();
  await visitor.page.getByText(visitor.texts.t("intake.inbox.deleted")).waitFor();
  expect(await visitor.page.locator("article").count()).toBe(1);
  await visitor.press("intake.inbox.more");
  await look(visitor, "b-more");
  await visitor.page.locator("textarea").fill("Ещё строка");
  await visitor.press("intake.send.button");
  await visitor.page.getByText(visitor.texts.t("clerk.inbox.stored")).waitFor();
  await visitor.press("intake.inbox.erase");
  await look(visitor, "c-erase");
  await visitor.press("intake.erase.button");
  await visitor.heading("intake.erase.done_title");
  await look(visitor, "d-erased");
  const later = await clerk.relay.pull();
  expect(later.map(({ envelope }) => [envelope.kind, envelope.text])).toEqual([[1, "Ещё строка"], [2, ""]]);
  await clerk.relay.acknowledge(later);
  await visitor.come_back(visitor.words.join(" "));
  await visitor.page.getByText(visitor.texts.t("intake.inbox.none")).waitFor();
  await visitor.leave_for_good();
}, kWholeWayMs);

test.each(kLookedAt.length > 2 ? kLookedAt : (["ru"] as const))("%s: where too many write nothing is lost, and the page says so", async (language) => {
  await clerk.stop_clerk();
  await clerk.start_clerk({ more: "[quota]\nper_hour = 1" });
  const first = await Visitor.arrive(browser, clerk, language);
  await first.answer(kText);
  await first.send();
  const visitor = await Visitor.arrive(browser, clerk, language);
  await visitor.answer(kText);
  await visitor.note_words();
  await visitor.practise();
  await visitor.heading("intake.send.button");
  await visitor.press("intake.send.button");
  await visitor.page.getByText(visitor.texts.t("clerk.send.many"), { exact: true }).waitFor();
  await look(visitor, "7-send-many");
  const rows = await clerk.relay.pull();
  expect(rows.length).toBe(1);
  await clerk.relay.acknowledge(rows);
  await first.leave_for_good();
  await visitor.leave_for_good();
  await clerk.stop_clerk();
  await clerk.start_clerk();
}, kWholeWayMs);

test.runIf(kLong)("the practice page names a wrong pick and is right at 320 px", async () => {
  const visitor = await Visitor.arrive(browser, clerk, "uk");
  await visitor.answer("x");
  await visitor.note_words();
  await visitor.press("intake.words.practice");
  await look(visitor, "6-practice");
  await visitor.press("clerk.practice.check");
  await expect.poll(() => visitor.page.getByRole("alert").count()).toBe(1);
  await look(visitor, "6-practice-wrong");
  await visitor.leave_for_good();
});

test.runIf(kLong)("sending the same page again sends once", async () => {
  const visitor = await Visitor.arrive(browser, clerk, "en");
  await visitor.answer("only once");
  await visitor.send();
  await visitor.page.reload();
  await visitor.heading("intake.sent.title");
  const rows = await clerk.relay.pull();
  expect(rows.length).toBe(1);
  await clerk.relay.acknowledge(rows);
  await visitor.leave_for_good();
});

/** What has the focus, as it would be read aloud. */
function focused(visitor: Visitor): Promise<string> {
  return visitor.page.evaluate(() => {
    const element = document.activeElement;
    if (element instanceof HTMLInputElement && element.type === "submit") return element.value;
    const field = element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;
    return ((field ? element.labels?.[0]?.textContent : element?.textContent) ?? "").trim();
  });
}

async function key(visitor: Visitor, name: string, press: string): Promise<void> {
  for (let i = 0; i < kTabsMax; i += 1) {
    await visitor.page.keyboard.press("Tab");
    if (!(await focused(visitor)).startsWith(name)) continue;
    if (press !== "") await visitor.page.keyboard.press(press);
    return;
  }
  throw new Error(`not reached by Tab: ${name}`);
}

test.runIf(kLong)("everything by keyboard, without a pointer", async () => {
  const visitor = await Visitor.arrive(browser, clerk, "en");
  const { page, texts } = visitor;
  await visitor.open("");
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.activeElement?.id)).toBe("leave");
  await key(visitor, texts.t("intake.before.start"), "Enter");
  await visitor.heading("clerk.form.title");
  await key(visitor, texts.t("intake.text.label"), "");
  await page.keyboard.type("by keyboard");
  await key(visitor, texts.t("answer.consent.yes"), "Space");
  await key(visitor, texts.t("intake.next"), "Enter");
  await visitor.heading("intake.review.title");
  await key(visitor, texts.t("intake.review.next"), "Enter");
  await visitor.heading("intake.words.title");
  await key(visitor, texts.t("intake.words.show"), "Enter");
  const words = await page.locator("ol li").allTextContents();
  await key(visitor, texts.t("intake.words.practice"), "Enter");
  await visitor.heading("intake.practice.title");
  for (const group of await page.locator("fieldset").all()) {
    const offered = await group.locator("label").allInnerTexts();
    const wanted = words[Number(/\d+/.exec(await group.locator("legend").innerText())?.[0]) - 1] ?? "";
    await key(visitor, offered[0] ?? "", "Space");
    for (let i = 0; i < offered.indexOf(wanted); i += 1) await page.keyboard.press("ArrowDown");
    expect(await focused(visitor)).toBe(wanted);
  }
  await key(visitor, texts.t("clerk.practice.check"), "Enter");
  await visitor.heading("intake.send.button");
  await key(visitor, texts.t("intake.send.button"), "Enter");
  await visitor.heading("intake.sent.title");
  const rows = await clerk.relay.pull();
  expect(rows.map(({ envelope }) => envelope.text)).toEqual(["by keyboard"]);
  await clerk.relay.acknowledge(rows);
  await visitor.leave_for_good();
}, kWholeWayMs);
