// What the line and the relay can do to a person who sends: the page says so, keeps the message, and never sends it twice.
import { describe, expect, test } from "vitest";
import { Organisation } from "../../twin/organisation.ts";
import { kLanguages, on_stage, Texts, Person } from "./stage.ts";
import { day_of } from "../../../shared/protocol/days.ts";
import { load_word_list } from "../../../shared/protocol/node.ts";
import { kRandomBytes, phrase_of, read_words, words_of } from "../../../shared/protocol/words.ts";
import { TwinRelay } from "../../twin/relay.ts";
import { kMails, kPages } from "./stage.ts";

const on = on_stage();

async function ready_to_send(): Promise<Person> {
  const person = await on.stage.visit("ru");
  await person.short_way("Одна строка.");
  await person.to_send();
  return person;
}

/** Presses it where it stands: with the line back the page may have tried by itself, and come through, in that very moment. */
const try_now = (person: Person): Promise<void> =>
  person.page.getByRole("button", { name: person.texts.t("send.try_now"), exact: true }).evaluateAll((all) => all.forEach((one) => (one as HTMLButtonElement).click()));

describe("sending", () => {
  test("over a line that breaks: the page says so, tries by itself, and one message is stored", async () => {
    const person = await ready_to_send();
    // The browser itself may ask twice when a kept connection breaks, so that this is not counted exactly.
    on.stage.relay.trouble = ["down", ...Array.from({ length: 50 }, () => "lost" as const)];
    await person.press("send.button");
    await person.page.getByText(person.texts.t("send.unreachable")).waitFor();
    const left = on.stage.relay.trouble.length;
    await person.axe();
    await expect.poll(() => on.stage.relay.trouble.length, { timeout: 120_000 }).toBeLessThan(left);
    expect(await person.page.getByText(person.texts.t("sent.title")).count()).toBe(0);
    on.stage.relay.trouble = [];
    await try_now(person);
    await person.heading(person.texts.t("sent.title"));
    expect(on.stage.only_envelope().text).toBe("Одна строка.");
    expect(on.stage.relay.puts.length).toBeGreaterThanOrEqual(3);
    expect(new Set(on.stage.relay.puts.map((half) => half.toString("hex"))).size, "two halves").toBe(2);
  });

  test("that does not arrive: the same sealed text for a letter, and it stays while the page tries on", async () => {
    const person = await ready_to_send();
    on.stage.relay.trouble = new Array<"down">(50).fill("down");
    await person.press("send.button");
    await person.page.getByText(person.texts.t("send.mail"), { exact: true }).click();
    const letter = person.page.locator("details textarea");
    const text = await letter.inputValue();
    expect(await person.page.locator("details a").evaluateAll((all) => all.map((one) => one.getAttribute("href")))).toEqual(kMails.map((one) => `mailto:${one}`));
    await letter.focus();
    expect(await letter.evaluate((area: HTMLTextAreaElement) => area.selectionEnd - area.selectionStart)).toBe(text.length);
    await person.axe();
    await person.press("send.try_now");
    const tried = on.stage.relay.trouble.length;
    await expect.poll(() => on.stage.relay.trouble.length).toBeLessThan(tried);
    expect(await letter.inputValue()).toBe(text);
    on.stage.relay.trouble = [];
    await try_now(person);
    await person.heading(person.texts.t("sent.title"));
    const sealed = Buffer.from(text.split("\n").slice(1, -2).join(""), "base64");
    expect(on.stage.relay.sent().map((blob) => blob.equals(sealed))).toEqual([true]);
  });

  test("while the relay is gone altogether: kept in the tab, stored when it is back", async () => {
    const person = await ready_to_send();
    const port = Number(new URL(on.stage.url).port);
    await on.stage.relay.stop();
    await person.press("send.button");
    await person.page.getByText(person.texts.t("send.unreachable")).waitFor();
    const again = new TwinRelay(on.stage.organisation, kPages);
    await again.start(port);
    await person.press("send.try_now");
    await person.heading(person.texts.t("sent.title"));
    expect(again.envelopes.size).toBe(1);
    await again.stop();
    await on.stage.relay.start();
  });

  test("when the day is over: sealed again under the same message id", async () => {
    const person = await ready_to_send();
    on.stage.relay.trouble = [undefined, "wrong-day"];
    await person.press("send.button");
    await person.heading(person.texts.t("sent.title"));
    // Today's key was refused, so that of tomorrow is tried: the clocks of device and server differ near midnight.
    const ids = on.stage.relay.sent().map((blob, i) => on.stage.organisation.open_envelope(day_of(Date.now()) + i, blob).message_id);
    expect(ids.length).toBe(2);
    expect(new Set(ids).size).toBe(1);
  });

  test("to a full relay: an honest sentence with another way, and it is kept", async () => {
    const person = await ready_to_send();
    on.stage.relay.trouble = ["full"];
    await person.press("send.button");
    await person.page.getByText(person.texts.t("send.full")).waitFor();
    await person.axe();
    await person.press("send.try_now");
    await person.heading(person.texts.t("sent.title"));
    expect(on.stage.relay.envelopes.size).toBe(1);
  });

  test("to a relay past its roster: refused, not claimed; trying again keeps the message", async () => {
    const person = await ready_to_send();
    on.stage.relay.trouble = ["expired"];
    await person.press("send.button");
    await person.page.getByText(person.texts.t("send.expired")).waitFor();
    expect(on.stage.relay.envelopes.size).toBe(0);
    await person.press("send.again");
    await person.heading(person.texts.t("sent.title"));
    expect(on.stage.only_envelope().text).toBe("Одна строка.");
  });

  // What was refused was kept as it was, and went out as if nobody had changed it.
  test("changed after it was refused: what stands on the review goes out, under another id", async () => {
    const person = await ready_to_send();
    on.stage.relay.trouble = ["expired"];
    await person.press("send.button");
    await person.page.getByText(person.texts.t("send.expired")).waitFor();
    await person.press("back");
    await person.heading(person.texts.t("review.title"));
    await person.page.getByRole("button", { name: `${person.texts.t("change")}: ${person.texts.pack("question.text")}` }).click();
    await person.write("Другая строка.");
    await person.heading(person.texts.t("review.title"));
    await person.press("review.next");
    await person.practise();
    await person.press("send.button");
    await person.heading(person.texts.t("sent.title"));
    expect(on.stage.only_envelope().text).toBe("Другая строка.");
  });

  test("a further message that was refused is changed before it goes", async () => {
    const person = await ready_to_send();
    await person.press("send.button");
    await person.heading(person.texts.t("sent.title"));
    await person.press("sent.replies");
    await person.heading(person.texts.t("inbox.title"));
    await person.press("inbox.more");
    on.stage.relay.trouble = ["expired"];
    await person.page.getByLabel(person.texts.t("text.label"), { exact: true }).fill("Ещё одно.");
    await person.press("send.button");
    await person.page.getByText(person.texts.t("send.expired")).waitFor();
    expect(on.stage.relay.envelopes.size).toBe(1);
    await person.press("back");
    await person.heading(person.texts.t("more.title"));
    expect(await person.page.getByLabel(person.texts.t("text.label"), { exact: true }).inputValue()).toBe("Ещё одно.");
    await person.page.getByLabel(person.texts.t("text.label"), { exact: true }).fill("Ещё другое.");
    await person.press("send.button");
    await person.heading(person.texts.t("sent.title"));
    expect(on.stage.relay.envelopes.size).toBe(2);
    expect(on.stage.opened().map(({ text }) => text)).toContain("Ещё другое.");
  });
});

describe("the roster", () => {
  async function visit_with(organisation: Organisation): Promise<{ person: Person; close: () => Promise<void> }> {
    const relay = new TwinRelay(organisation, kPages);
    const url = await relay.start();
    const context = await on.browser.newContext();
    const person = new Person(await context.newPage(), "ru");
    await person.page.goto(`${url}/ru/`);
    return { person, close: async () => { await context.close(); await relay.stop(); } };
  }

  test("past its date stops the page and names another way", async () => {
    const { person, close } = await visit_with(new Organisation({ today: day_of(Date.now()) - 40, days_valid: 30 }));
    await person.page.getByText(new Texts("ru").t("problem.expired")).waitFor();
    await person.axe();
    expect(await person.page.getByRole("button", { name: person.texts.t("before.start") }).count()).toBe(0);
    await close();
  });

  test("that is forged stops the page", async () => {
    const organisation = new Organisation();
    Object.assign(organisation, { roster: organisation.roster.replace("name Example", "name Exemple") });
    const { person, close } = await visit_with(organisation);
    await person.page.getByText(new Texts("ru").t("problem.broken")).waitFor();
    await close();
  });
});

/** The words with two of them swapped, so that their checksum fails in every language: one swap in 256 would fit. */
function with_a_swap(words: readonly string[]): string {
  const lists = kLanguages.map(load_word_list);
  for (let at = 1; at < words.length; at += 1) {
    const swapped = [words[at], ...words.slice(1, at), words[0], ...words.slice(at + 1)].join(" ");
    if (read_words(swapped, lists).kind === "mistyped") return swapped;
  }
  throw new Error("no swap of these words fails its checksum");
}

describe("coming back", () => {
  test("mistyped words are named as such; words that nobody has look like no replies", async () => {
    const person = await on.stage.visit("ru");
    const { page, texts } = person;
    await person.press("before.return");
    const type = async (text: string): Promise<void> => {
      await page.getByLabel(texts.t("return.label"), { exact: true }).fill(text);
      await person.press("return.open");
    };
    await type("абажур абзац");
    await page.getByText(texts.t("return.wrong_count", { n: 2 })).waitFor();
    await type("абажур абзац абонент абрикос абсолют абажур абажур щщщщщ");
    await page.getByText(texts.t("return.unknown_word", { n: 8, word: "щщщщщ" })).waitFor();
    await person.axe();
    const writer = await on.stage.visit("ru");
    await writer.short_way("x");
    await writer.press("review.next");
    await writer.note_words();
    await type(with_a_swap(writer.words));
    await page.getByText(texts.t("return.mistyped")).waitFor();
    expect(await page.getByText(texts.t("inbox.none")).count()).toBe(0);
    await type(words_of(phrase_of("ru", new Uint8Array(kRandomBytes).fill(7)), load_word_list("ru")).join(" "));
    await page.getByText(texts.t("inbox.none")).waitFor();
  });

  test("on the page of another language the words are still understood", async () => {
    const writer = await on.stage.visit("uk");
    await writer.short_way("Рядок.");
    await writer.send();
    on.stage.answer(on.stage.only_envelope(), "Відповідь.");
    const reader = await on.stage.visit("en");
    await reader.come_back(writer.words.join(" "));
    await reader.page.getByText("Відповідь.").waitFor();
    await reader.press("inbox.more");
    await reader.page.getByLabel(reader.texts.t("text.label"), { exact: true }).fill("Ще рядок.");
    await reader.press("send.button");
    await reader.heading(reader.texts.t("sent.title"));
    expect(await reader.page.locator(".words li").count(), "words are not written out unasked").toBe(0);
    expect(on.stage.opened()[1]?.text).toBe("Ще рядок.");
    expect(reader.errors).toEqual([]);
  });

  test("a relay that answers each question with the first reply shows it once, and says how many messages that one knew of", async () => {
    const writer = await on.stage.visit("ru");
    await writer.short_way("Строка.");
    await writer.send();
    on.stage.answer(on.stage.only_envelope(), "Первый ответ.");
    let first: Buffer | undefined;
    on.stage.relay.instead["/v1/poll"] = (answer) => {
      first ??= answer;
      first.writeUInt16BE(3, 0);
      return first;
    };
    const reader = await on.stage.visit("ru");
    await reader.come_back(writer.words.join(" "));
    await reader.page.getByText("Первый ответ.").first().waitFor();
    expect(await reader.page.getByText("Первый ответ.").count()).toBe(1);
    expect(await reader.page.getByText(reader.texts.t("inbox.not_ours", { n: 2 })).count(), "a repeat is no stranger's").toBe(0);
    expect(await reader.page.locator(".hint").allTextContents()).toEqual([expect.stringMatching(/1/)]);
    on.stage.relay.instead = {};
    expect(reader.errors).toEqual([]);
  });

  test("a relay that does not answer is not an empty mailbox", async () => {
    const person = await on.stage.visit("ru");
    await person.short_way("x");
    await person.press("review.next");
    await person.note_words();
    const reader = await on.stage.visit("ru");
    // The screen is there, then the line goes.
    await reader.press("before.return");
    const words = reader.page.getByLabel(reader.texts.t("return.label"), { exact: true });
    await words.fill(person.words.join(" "));
    const late = await on.stage.visit("ru");
    await on.stage.relay.stop();
    await reader.press("return.open");
    await reader.page.getByText(reader.texts.t("return.unreachable")).waitFor();
    await reader.axe();
    // The line went before the screen was fetched: said, and it can be tried again.
    await late.press("before.return");
    await late.page.getByText(late.texts.t("aside.failed")).waitFor();
    await on.stage.relay.start();
  }, 300_000);
});
