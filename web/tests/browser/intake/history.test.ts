// Back, reload, another language, a pull, a lost line: nothing typed is lost without a question, and the history holds nothing.
import { describe, expect, test } from "vitest";
import { on_stage, Texts, type Person } from "./stage.ts";

const on = on_stage();

/** At the question of the text, with answers behind it. */
async function at_the_text(person: Person, text = "Бьют, помогите"): Promise<void> {
  await person.press("before.start");
  await person.answer("safe", "yes");
  await person.answer("who", "self");
  await person.answer("army", "russia");
  await person.answer("status", "mobilised");
  await person.choose("where", "abroad");
  await person.page.getByLabel(person.texts.t("country.label"), { exact: true }).fill("Грузия");
  await person.press("next");
  await person.answer("danger", "beaten_or_threatened");
  await person.page.getByRole("button", { name: person.texts.t("crisis.go_text"), exact: true }).count();
  await person.page.evaluate(() => undefined);
  while ((await person.page.locator("textarea").count()) === 0) {
    const heading = await person.page.locator("h1").innerText();
    await person.page.locator(".actions button").first().click();
    await expect.poll(() => person.page.locator("h1").innerText()).not.toBe(heading);
  }
  await person.page.locator("textarea").fill(text);
}

const is_checked = (person: Person, question: string, code: string, texts = person.texts): Promise<boolean> => person.page.getByLabel(texts.pack(`answer.${question}.${code}`), { exact: true }).isChecked();

describe("Back", () => {
  test("goes to the question before with its answer, Forward comes again, and the first page can be left", async () => {
    const person = await on.stage.visit("ru");
    const { page, texts } = person;
    await person.press("before.start");
    await person.answer("safe", "yes");
    await person.answer("who", "relative");
    await person.heading(texts.pack("question.knows"));
    await page.goBack();
    await person.heading(texts.pack("question.who"));
    expect(await is_checked(person, "who", "relative")).toBe(true);
    await page.goForward();
    await person.heading(texts.pack("question.knows"));
    await person.press("back");
    await person.heading(texts.pack("question.who"));
    await page.goBack();
    await person.heading(texts.pack("question.safe"));
    expect(await page.evaluate(() => history.state as unknown)).toBe(null);
    await page.goBack();
    await person.heading(texts.t("before.title"));
    await page.goBack();
    await expect.poll(() => page.url()).toBe("about:blank");
  });

  test("from the words, from a card and from what was typed in loses nothing", async () => {
    const person = await on.stage.visit("ru");
    const { page, texts } = person;
    await person.short_way("Одна строка");
    await person.press("review.next");
    await person.note_words();
    await page.goBack();
    await person.heading(texts.t("review.title"));
    await page.getByText("Одна строка").waitFor();
    await person.press("review.next");
    await person.press("words.show");
    expect(await page.locator(".words li").allTextContents()).toEqual(person.words);
  });

  test("does not take a letter away that waits for the network; after it is stored it goes to the first page", async () => {
    const person = await on.stage.visit("ru");
    const { page, texts } = person;
    await person.short_way("Одна строка");
    await person.to_send();
    await page.route("**/v1/put/**", (route) => route.abort());
    await person.press("send.button");
    await page.getByText(texts.t("send.unreachable")).waitFor();
    await page.goBack();
    await page.getByText(texts.t("send.unreachable")).waitFor();
    await page.getByRole("link", { name: "Eng" }).click();
    const english = new Texts("en");
    await page.getByText(english.t("send.unreachable")).waitFor();
    await page.unroute("**/v1/put/**");
    await page.getByRole("button", { name: english.t("send.try_now"), exact: true }).click();
    await person.heading(english.t("sent.title"));
    expect(on.stage.only_envelope().text).toBe("Одна строка");
    // The words are of the Russian list, and are shown on the English page.
    await page.getByRole("button", { name: english.t("words.show"), exact: true }).click();
    expect(await page.locator(".words li").allTextContents()).toEqual(person.words);
    await page.goBack();
    await person.heading(english.t("before.title"));
    expect(on.stage.relay.envelopes.size).toBe(1);
  });
});

describe("another language", () => {
  test("in the middle of the form keeps the step and every answer", async () => {
    const person = await on.stage.visit("ru");
    const { page } = person;
    await at_the_text(person);
    await page.getByRole("link", { name: "Укр" }).click();
    const ukrainian = new Texts("uk");
    await person.heading(ukrainian.pack("question.text"));
    expect(await page.locator("textarea").inputValue()).toBe("Бьют, помогите");
    expect(await page.evaluate(() => document.documentElement.lang)).toBe("uk");
    expect(await page.locator("#leave").innerText()).toBe(ukrainian.t("leave"));
    await page.getByRole("button", { name: ukrainian.t("next"), exact: true }).click();
    await page.getByLabel(ukrainian.pack("answer.consent.yes"), { exact: true }).check();
    await page.getByRole("button", { name: ukrainian.t("next"), exact: true }).click();
    await person.heading(ukrainian.t("review.title"));
    await page.getByText("Грузія").waitFor();
    await page.getByText(ukrainian.pack("answer.danger.beaten_or_threatened")).first().waitFor();
  });
});

describe("leaving the page", () => {
  test("is asked about only while something would be lost", async () => {
    const person = await on.stage.visit("ru");
    const { page } = person;
    const asked: string[] = [];
    page.on("dialog", (dialog) => {
      asked.push(dialog.type());
      void dialog.accept();
    });
    await page.reload();
    await person.heading(person.texts.t("before.title"));
    expect(asked).toEqual([]);
    await person.press("before.start");
    await person.answer("safe", "no");
    await page.locator("textarea").fill("строка");
    await page.reload();
    await person.heading(person.texts.t("before.title"));
    expect(asked).toEqual(["beforeunload"]);
  });

  test("a pull does not load the page anew", async () => {
    const person = await on.stage.visit("ru");
    expect(await person.page.evaluate(() => [document.documentElement, document.body].map((element) => getComputedStyle(element).overscrollBehaviorY))).toEqual(["none", "none"]);
  });
});

describe("on a telephone", () => {
  test("what can be done stands on the first screen", async () => {
    for (const language of ["ru", "uk", "en"] as const) {
      const person = await on.stage.visit(language, { viewport: { width: 360, height: 740 } });
      for (const key of ["before.start", "before.return"] as const) {
        const box = await person.page.getByRole("button", { name: person.texts.t(key), exact: true }).boundingBox();
        expect((box?.y ?? 9_999) + (box?.height ?? 0), `${language} ${key}`).toBeLessThanOrEqual(740);
      }
      const box = await person.page.getByRole("button", { name: person.texts.t("cards.open"), exact: true }).boundingBox();
      expect((box?.y ?? 9_999) + (box?.height ?? 0), `${language} cards`).toBeLessThanOrEqual(740);
    }
  });
});
