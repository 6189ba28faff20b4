// A wrong clock is named as one, with the date it shows and that of the keys: behind and ahead, at the first page and at sending.
import { describe, expect, test } from "vitest";
import type { Language } from "../../../shared/protocol/envelope.ts";
import { day_of, type Day } from "../../../shared/protocol/days.ts";
import { date_text } from "../../../intake/src/content.ts";
import { on_stage, type Person } from "./stage.ts";

const on = on_stage();
const kDayMs = 86_400_000;
const today = day_of(Date.now());

async function visit_on(language: Language, day: Day): Promise<Person> {
  const person = await on.stage.visit(language);
  await person.page.clock.setFixedTime(day * kDayMs + kDayMs / 2);
  await person.page.reload();
  return person;
}

describe.each(["ru", "uk", "en"] as Language[])("%s", (language) => {
  const said = (day: Day): string => date_text(day, language);

  test.each([-40, -2])("%i days behind: the first page says so", async (days) => {
    const person = await visit_on(language, today + days);
    await person.page.getByText(person.texts.t("problem.not-yet", { today: said(today + days), issued: said(today) })).waitFor();
    await person.axe();
  });

  test("40 days ahead: the keys are over, or the clock is wrong, with both dates", async () => {
    const person = await visit_on(language, today + 40);
    await person.page.getByText(person.texts.t("problem.expired")).waitFor();
    await person.page.getByText(person.texts.t("problem.dates", { today: said(today + 40), until: said(today + 30) })).waitFor();
    await person.axe();
  });

  test("three days ahead, or a server with keys of three days ago: nothing is sent, and both dates are shown", async () => {
    const person = await visit_on(language, today + 3);
    await person.short_way("...");
    await person.to_send();
    await person.press("send.button");
    await person.page.getByText(person.texts.t("send.stale", { today: said(today + 3), issued: said(today) })).waitFor();
    await person.axe();
    expect(on.stage.relay.puts.length).toBe(0);
    expect(person.errors).toEqual([]);
  });
});

test("a clock that is set right while the page is open sends what was written", async () => {
  const person = await visit_on("ru", today + 3);
  await person.short_way("Одна строка.");
  await person.to_send();
  await person.press("send.button");
  await person.page.getByText(person.texts.t("send.stale", { today: date_text(today + 3, "ru"), issued: date_text(today, "ru") })).waitFor();
  await person.page.clock.setFixedTime(today * kDayMs + kDayMs / 2);
  await person.press("send.again");
  await person.heading(person.texts.t("sent.title"));
  expect(on.stage.only_envelope().text).toBe("Одна строка.");
});
