// After the whole way the browser's profile folder holds no text, no word and no answer: every file of it is searched.
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { Profile } from "../profile.ts";
import { kLanguages, on_stage, Person } from "./stage.ts";

const kText = "Тайна номер семь";
const kAnswer = "Ответ номер девять";
/** Chromium writes its session and its history a moment after things happen, by timers of its own: there is no sign to wait for. */
const kWrittenMs = 4_000;
const on = on_stage();
let profile: Profile | undefined;
const blank = new Profile();
beforeAll(async () => {
  const context = await blank.open();
  await (await context.newPage()).goto("data:text/html,<title>Another place</title>");
  await (await context.newPage()).waitForTimeout(kWrittenMs); // sleep: see kWrittenMs
  await context.close();
});
afterEach(() => profile?.remove());
afterAll(() => blank.remove());

test.each(kLanguages)("%s: nothing of a request, its words and its answer is in the profile", async (language) => {
  profile = new Profile();
  const context = await profile.open();
  await context.route("https://**", (route) => route.fulfill({ contentType: "text/html", body: "<title>Neutral</title>" }));
  const person = new Person(await context.newPage(), language);
  const { page, texts } = person;
  await page.goto(`${on.stage.url}/${language}/`);
  await person.press("before.start");
  await person.answer("safe", "yes");
  await person.answer("who", "relative");
  await person.heading(texts.pack("question.knows"));
  await page.goto(`${on.stage.url}/${language}/`);
  await person.short_way(kText);
  await person.send();
  on.stage.answer(on.stage.only_envelope(), kAnswer);
  await page.waitForTimeout(kWrittenMs); // sleep: see kWrittenMs
  await page.goto(`${on.stage.url}/${language}/`);
  await person.come_back(person.words.join(" "));
  await page.getByText(kAnswer).waitFor();
  await page.waitForTimeout(kWrittenMs); // sleep: see kWrittenMs
  await page.getByRole("link", { name: texts.t("leave"), exact: true }).click();
  await page.waitForURL("https://**");
  await context.close();
  const said = [texts.pack("answer.who.relative"), "who=relative", "consent=yes"];
  const pairs = person.words.slice(1).map((word, i) => `${person.words[i] ?? ""} ${word}`);
  expect(profile.find([kText, kAnswer, ...pairs, ...said])).toEqual([]);
  expect(profile.find_new(person.words, blank)).toEqual([]);
});

test("the same search finds what a careless page would leave", async () => {
  profile = new Profile();
  const context = await profile.open();
  await context.route("https://**", (route) => route.fulfill({ contentType: "text/html; charset=utf-8", body: `<title>${kText}</title>` }));
  const page = await context.newPage();
  await page.goto("https://careless.example/");
  await page.evaluate((answer) => localStorage.setItem("draft", answer), kAnswer);
  await page.waitForTimeout(kWrittenMs); // sleep: see kWrittenMs
  await context.close();
  const found = profile.find([kText, kAnswer]);
  expect(found.some((place) => place.startsWith(`${kText} in `) && place.includes("History"))).toBe(true);
  expect(found.some((place) => place.startsWith(`${kAnswer} in `) && place.includes("Local Storage"))).toBe(true);
});
