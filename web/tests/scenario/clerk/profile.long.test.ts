// After the whole way without scripts the browser's profile folder holds no text, no word and no answer.
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { Profile } from "../../browser/profile.ts";
import { kLanguages, leave_of, RealClerk } from "./real_clerk.ts";
import { Visitor } from "./visitor.ts";

const kText = "Тайна номер семь";
const kAnswer = "Ответ номер девять";
/** Chromium writes its session and its history a moment after things happen, by timers of its own: there is no sign to wait for. */
const kWrittenMs = 4_000;
const clerk = new RealClerk();
let profile: Profile | undefined;
beforeAll(() => clerk.start());
afterAll(() => clerk.remove());
afterEach(() => profile?.remove());

// Chromium keeps the body of a sent form in its session file, unless the form holds a password: therefore each form of the clerk
// that takes text holds one ("guard"). The last test takes it away.
test.each(kLanguages)("%s: nothing of a request, its words and its answer is in the profile", async (language) => {
  profile = new Profile();
  const context = await profile.open({ javaScriptEnabled: false });
  const visitor = await Visitor.within(context, clerk, language);
  await visitor.answer(kText, "who.relative", "need.legal_question");
  await visitor.heading("clerk.follow.title");
  await visitor.press("intake.next");
  await visitor.page.waitForTimeout(kWrittenMs); // sleep: see kWrittenMs
  await visitor.send();
  const [row] = await clerk.relay.pull();
  if (!row) throw new Error("nothing was stored");
  await clerk.relay.answer(row.envelope, kAnswer);
  await clerk.relay.acknowledge([row]);
  await visitor.come_back(visitor.words.join(" "));
  await visitor.page.getByText(kAnswer).waitFor();
  await visitor.page.waitForTimeout(kWrittenMs); // sleep: see kWrittenMs
  await visitor.page.locator("#leave").click();
  await visitor.page.waitForURL(leave_of(clerk.relay.url));
  await context.close();
  // A form travels percent-encoded, with + for a space; a word alone may stand in any dictionary of the browser.
  const as_form = (text: string): string => new URLSearchParams([["", text]]).toString().slice(1);
  const words = visitor.words.join(" ");
  const said = [visitor.texts.t("answer.who.relative"), "who=relative", "need=legal_question"];
  expect(profile.find([kText, kAnswer, words, ...[kText, kAnswer, words].map(as_form), as_form(visitor.words.slice(0, 2).join(" ")), ...said])).toEqual([]);
});

test("the same search finds the words in a form without the guard", async () => {
  profile = new Profile();
  const context = await profile.open({ javaScriptEnabled: false });
  const visitor = await Visitor.within(context, clerk, "en");
  await visitor.open("return");
  await visitor.page.evaluate(() => document.querySelector('[name="guard"]')?.remove());
  await visitor.page.getByLabel(visitor.texts.t("intake.return.label")).fill("rooster habit soda");
  await visitor.press("intake.return.open");
  await visitor.page.getByRole("alert").waitFor();
  await visitor.page.waitForTimeout(kWrittenMs); // sleep: see kWrittenMs
  await context.close();
  expect(profile.find(["rooster+habit+soda"]).length).toBeGreaterThan(0);
});
