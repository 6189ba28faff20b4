// What the words of the desk promise must be what the program does.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const book = (name: string, language: string): Record<string, string> =>
  JSON.parse(readFileSync(new URL(`../../../shared/texts/${name}.${language}.json`, import.meta.url), "utf8")) as Record<string, string>;

describe.each(["en", "ru", "uk"])("the desk's words in %s", (language) => {
  const desk = book("desk", language);

  test("missing day keys call for a coordinator, the only role whose sign-in makes them", () => {
    const role = desk["desk.staff.role.coordinator"]?.toLowerCase() ?? "?";
    expect(desk["desk.health.keys_todo"]?.toLowerCase()).toContain(role);
  });

  test("the section without a near date does not claim that we wait for those people", () => {
    expect(desk["desk.queue.section.waiting"]).not.toBe(desk["desk.queue.title.waiting"]);
  });

  test("the panic lock has one name, on its button and in the log", () => {
    expect(desk["desk.nav.panic"]).toBe(book("log", language)["log.staff.panic-lock"]);
  });
});
