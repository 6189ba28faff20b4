// After "stored" the page says in how many places the message is kept, as the server answers, and only where there can be two.
import { expect, test } from "vitest";
import { Organisation } from "../../twin/organisation.ts";
import { TwinRelay } from "../../twin/relay.ts";
import { kLongName, kPages, on_stage, Stage, type Person } from "./stage.ts";

const on = on_stage();

/** An organisation with two servers; the first is the one that the page comes from. */
class TwoServers extends Stage {
  override readonly organisation = new Organisation({ name: kLongName, relays: ["https://one.example", "https://two.example"] });
  override readonly relay = new TwinRelay(this.organisation, kPages);
}

async function sent_at(stage: Stage, language: "ru" | "uk" | "en"): Promise<Person> {
  const person = await stage.visit(language);
  await person.short_way("...");
  await person.send();
  return person;
}

test.each(["ru", "uk", "en"] as const)("%s: one place so far, then two", { timeout: 240_000 }, async (language) => {
  const stage = new TwoServers(on.browser);
  await stage.start();
  stage.relay.places = ["stored", "copied"];
  const person = await sent_at(stage, language);
  await person.page.getByText(person.texts.t("places.stored"), { exact: true }).waitFor();
  await person.axe();
  await person.page.getByText(person.texts.t("places.copied"), { exact: true }).waitFor();
  expect(await person.page.getByText(person.texts.t("places.stored"), { exact: true }).count()).toBe(0);
  await person.axe();
  await person.well_laid_out("sent-places");
  expect(stage.relay.calls.filter((call) => call.startsWith("POST /v1/put/")), "two halves and two questions").toHaveLength(4);
  expect(person.errors).toEqual([]);
  await stage.stop();
});

test("what the organisation has fetched is said as the server says it", async () => {
  const stage = new TwoServers(on.browser);
  await stage.start();
  const person = await stage.visit("ru");
  await person.short_way("...");
  await person.send();
  stage.relay.envelopes.clear();
  await person.page.getByText(person.texts.t("places.absent"), { exact: true }).waitFor();
  await stage.stop();
});

// Everybody's first visit would carry it for nothing.
test("where the organisation has one server the page asks nothing", async () => {
  const person = await sent_at(on.stage, "ru");
  const calls = on.stage.relay.calls.length;
  await person.page.waitForTimeout(5_000); // sleep: a question would come after three seconds
  expect(on.stage.relay.calls.length).toBe(calls);
});
