// The whole way in a real browser: narrow and wide, light and dark, three languages; axe on every view.
import { describe, expect, test } from "vitest";
import type { Language } from "../../../shared/protocol/envelope.ts";
import { kLong, kLookedAt, on_stage, type Person } from "./stage.ts";

const on = on_stage();

const cases = (["ru", "uk", "en"] as Language[]).flatMap((language) => [320, 1440].flatMap((width) => (["light", "dark"] as const).map((scheme) => ({ language, width, scheme }))));

// axe sees every view in every language, at both widths and in both schemes; not all twelve combinations, which would take minutes.
// Short runs take the way only in these four.
const with_axe = ({ language, width, scheme }: (typeof cases)[number]): boolean => ["ru 320 light", "ru 1440 dark", "uk 320 dark", "en 1440 light"].includes(`${language} ${width} ${scheme}`);
let axe_now = true;

/** The layout is looked at where the way is gone on the narrowest screen. */
let layout_now = false;

async function looked_at(person: Person, name: string): Promise<void> {
  if (axe_now) await person.axe();
  await person.fits();
  if (layout_now) await person.well_laid_out(`intake-${name}`);
}

/** A date that no page asks about twice: ten days from now. */
const kLeaveEnds = new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10);

const kStory = `Отпуск кончается, возвращаться не хочу.\nПаспорт забрали. https://example.org/${"долго".repeat(30)}`;

async function answer_all(person: Person, leave_ends: string): Promise<void> {
  const { page, texts } = person;
  const step = async (question: string, ...codes: string[]): Promise<void> => {
    await person.choose(question, ...codes);
    await looked_at(person, `question-${question}`);
    await person.press("next");
  };
  await person.press("before.start");
  await step("safe", "yes");
  await step("who", "self");
  await step("army", "russia");
  await step("status", "mobilised");
  await step("where", "on_leave");
  await person.choose("danger", "beaten_or_threatened");
  await page.getByText(texts.pack("crisis.title")).waitFor();
  await looked_at(person, "question-danger");
  await person.press("next");
  await person.choose("what_next", "leave_ends");
  await page.getByLabel(texts.t("date.day"), { exact: true }).fill(leave_ends);
  await looked_at(person, "question-what_next");
  await person.press("next");
  await step("left", "no");
  await step("local_time", "moscow");
  await page.getByLabel(texts.pack("answer.documents.internal_passport"), { exact: true }).selectOption("taken_by_command");
  await page.getByLabel(texts.pack("answer.documents.international_passport"), { exact: true }).selectOption("have");
  await page.getByLabel(texts.t("year.label"), { exact: true }).fill("2031");
  await looked_at(person, "question-documents");
  await person.press("next");
  await step("need", "legal_question", "medical_commission");
  await step("contact", "only_here");
  await step("device", "command");
  await person.write(kStory);
  await step("consent", "yes");
}

describe.each(kLong ? cases : cases.filter(with_axe))("$language, $width px, $scheme", ({ language, width, scheme }) => {
  test("questions, words, practice, send; reply, further message, delete, erase", async () => {
    axe_now = with_axe({ language, width, scheme });
    layout_now = kLookedAt.includes(language) && ["ru 320 light", "uk 320 dark", "en 1440 light"].includes(`${language} ${width} ${scheme}`);
    const person = await on.stage.visit(language, { viewport: { width, height: 800 }, colorScheme: scheme, locale: language });
    const { page, texts } = person;
    await looked_at(person, "before");
    await answer_all(person, kLeaveEnds);
    await person.heading(texts.t("review.title"));
    await looked_at(person, "review");
    await person.press("review.next");
    await person.heading(texts.t("words.title"));
    await person.note_words();
    await looked_at(person, "words");
    await person.press("words.practice");
    await looked_at(person, "practice");
    await person.press("practice.again");
    await person.press("words.show");
    await person.practise();
    expect(on.stage.relay.puts.length, "nothing is sent before Send").toBe(0);
    await person.press("send.button");
    await person.heading(texts.t("sent.title"));
    await looked_at(person, "sent");

    const envelope = on.stage.only_envelope();
    expect(envelope).toMatchObject({ kind: 1, assurance: 1, pack: "military-refusal@1", text: kStory });
    expect(envelope.answers).toEqual([
      "safe=yes", "who=self", "army=russia", "status=mobilised", "where=on_leave", "danger=beaten_or_threatened",
      `what_next=leave_ends;date=${kLeaveEnds};precision=day`, "left=no", "local_time=moscow",
      "documents=internal_passport;state=taken_by_command", "documents=international_passport;state=have;valid_until=2031",
      "need=legal_question", "need=medical_commission", "contact=only_here", "device=command", "consent=yes",
    ]);
    on.stage.answer(envelope, "Первый ответ.", 0);
    on.stage.answer(envelope, "Второй ответ.", 1);
    on.stage.answer(envelope, "Третий ответ.", 2);

    const back = await on.stage.visit(language, { viewport: { width, height: 800 }, colorScheme: scheme, locale: language });
    await back.press("before.return");
    await looked_at(back, "return");
    await back.page.getByLabel(texts.t("return.label"), { exact: true }).fill(person.words.join(" "));
    await back.press("return.open");
    await back.page.getByText("Третий ответ.").waitFor();
    expect(await back.page.locator("article").count()).toBe(3);
    await looked_at(back, "inbox");

    await back.page.locator("article", { hasText: "Второй ответ." }).getByRole("button").click();
    await back.page.getByText(texts.t("inbox.deleted")).waitFor();
    expect(on.stage.relay.replies.size).toBe(2);

    await back.press("inbox.more");
    await looked_at(back, "more");
    await back.page.getByLabel(texts.t("text.label"), { exact: true }).fill("Ещё одно.");
    await back.press("send.button");
    await back.heading(texts.t("sent.title"));
    const further = on.stage.opened()[1];
    expect(further?.text).toBe("Ещё одно.");
    expect(further?.mailbox_secret.equals(envelope.mailbox_secret)).toBe(true);

    const last = await on.stage.visit(language, { viewport: { width, height: 800 }, colorScheme: scheme, locale: language });
    await last.come_back(person.words.map((word) => word.slice(0, 4)).join(" "));
    await last.press("inbox.erase");
    await looked_at(last, "erase");
    await last.press("erase.button");
    await last.page.getByText(texts.t("erase.done")).waitFor();
    await looked_at(last, "erased");
    expect(on.stage.opened()[2]?.kind).toBe(2);
    expect(on.stage.relay.replies.size).toBe(0);
    expect([...person.errors, ...back.errors, ...last.errors]).toEqual([]);
    expect(await page.title()).toBe(texts.t("title"));
  }, 300_000);
});
