// The pages where sight or the browser is not what we drew for: text twice as large, a window of half the width, no style at all.
import { expect, test } from "vitest";
import { kLanguages, on_stage, type Person } from "./stage.ts";

const on = on_stage();

/** From the first page to a further message, looking at each screen. */
async function whole_way(person: Person, look: (person: Person) => Promise<void>): Promise<void> {
  await look(person);
  await person.press("before.start");
  await person.choose("safe", "no");
  await look(person);
  await person.press("next");
  await person.write("Строка.");
  await look(person);
  await person.answer("consent", "yes");
  await look(person);
  await person.press("review.next");
  await person.note_words();
  await look(person);
  await person.practise();
  await person.press("send.button");
  await person.heading(person.texts.t("sent.title"));
  await look(person);
  on.stage.answer(on.stage.only_envelope(), "Ответ שלום.");
  const reader = await on.stage.visit(person.language, { viewport: person.page.viewportSize() });
  await reader.press("before.return");
  await look(reader);
  await reader.page.getByLabel(reader.texts.t("return.label"), { exact: true }).fill(person.words.join(" "));
  await reader.press("return.open");
  await reader.page.getByText("Ответ שלום.").waitFor();
  await look(reader);
  await reader.press("inbox.erase");
  await look(reader);
}

/** Nothing is wider than the window, and no button cuts its own words off. */
async function nothing_is_cut(person: Person): Promise<void> {
  await person.fits();
  const cut = await person.page.evaluate(() => Array.from(document.querySelectorAll("button, a, label, h1, h2, p, li")).filter((element) => element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0).map((element) => element.outerHTML));
  expect(cut).toEqual([]);
}

test.each(kLanguages)("%s: at 200 % zoom of a window 1280 wide nothing is cut", async (language) => {
  const person = await on.stage.visit(language, { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 });
  await whole_way(person, nothing_is_cut);
});

test.each(kLanguages)("%s: with text twice as large nothing is cut", async (language) => {
  const person = await on.stage.visit(language, { viewport: { width: 640, height: 800 } });
  await whole_way(person, async (who) => {
    await who.page.evaluate(() => (document.documentElement.style.fontSize = "200%"));
    await nothing_is_cut(who);
  });
});

test.each(kLanguages)("%s: with no style at all it can be read and used", async (language) => {
  const person = await on.stage.visit(language);
  await person.page.context().route("**/*.css", (route) => route.abort());
  await person.page.reload();
  await person.heading(person.texts.t("before.title"));
  expect(await person.page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe("rgba(0, 0, 0, 0)");
  await whole_way(person, async (who) => {
    await who.fits();
    expect(await who.page.getByRole("link", { name: who.texts.t("leave"), exact: true }).isVisible()).toBe(true);
    // What is meant to be hidden is not in the page, rather than hidden by style.
    const at_words = (await who.page.locator("h1").innerText()) === who.texts.t("words.title");
    expect(await who.page.locator(".words li").count()).toBe(at_words ? 8 : 0);
  });
});
