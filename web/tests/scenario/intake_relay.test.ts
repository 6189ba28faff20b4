// The pages in Chromium against the real relay: fill, seal, store; relay stopped while sending; the desk's side by the spec.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Browser, BrowserContext } from "playwright-core";
import type { Language } from "../../shared/protocol/envelope.ts";
import { kPages, launch, Person } from "../browser/intake/stage.ts";
import { createHash } from "node:crypto";
import { kPageHeaders } from "../twin/relay.ts";
import { RealRelay, type Pulled } from "./real_relay.ts";

let browser: Browser;
let context: BrowserContext;
const relay = new RealRelay();

beforeAll(async () => {
  await relay.start(kPages);
  await relay.publish();
  browser = await launch();
});
afterAll(async () => {
  await browser.close();
  await relay.remove();
});

async function visit(language: Language): Promise<Person> {
  context = await browser.newContext();
  const person = new Person(await context.newPage(), language);
  await person.page.goto(`${relay.url}/${language}/`);
  await person.heading(person.texts.t("before.title"));
  return person;
}

async function pulled_one(): Promise<Pulled> {
  const [only, another] = await relay.pull();
  if (!only || another) throw new Error("expected one envelope");
  return only;
}

test.each(["ru", "uk", "en"] as Language[])("%s: a request is sealed, kept, pulled, answered, read, deleted", async (language) => {
  const person = await visit(language);
  await person.short_way("Одна строка 🕊️");
  await person.send();
  const row = await pulled_one();
  expect(row.envelope).toMatchObject({ text: "Одна строка 🕊️", answers: ["safe=no", "consent=yes"], assurance: 1 });
  expect(await relay.answer(row.envelope, "Ответ здесь.")).toBe(0);
  expect(await relay.acknowledge([row])).toBe(1);
  expect(await relay.pull()).toEqual([]);

  const reader = await visit(language);
  await reader.come_back(person.words.join(" "));
  await reader.page.getByText("Ответ здесь.").waitFor();
  await reader.press("inbox.delete");
  await reader.page.getByText(reader.texts.t("inbox.deleted")).waitFor();
  await reader.press("inbox.refresh");
  await reader.page.getByText(reader.texts.t("inbox.none")).waitFor();

  await reader.press("inbox.erase");
  await reader.press("erase.button");
  await reader.page.getByText(reader.texts.t("erase.done")).waitFor();
  const erase = await pulled_one();
  expect(erase.envelope).toMatchObject({ kind: 2, text: "" });
  expect(erase.envelope.mailbox_secret.equals(row.envelope.mailbox_secret)).toBe(true);
  await relay.acknowledge([erase]);
  expect([...person.errors, ...reader.errors]).toEqual([]);
});

test("a relay that stops while somebody sends: kept in the tab, stored once when it is back", async () => {
  const person = await visit("ru");
  await person.short_way("Пережило остановку.");
  await person.to_send();
  await relay.stop();
  await person.press("send.button");
  await person.page.getByText(person.texts.t("send.unreachable")).waitFor();
  await relay.start(kPages);
  await person.press("send.try_now");
  await person.heading(person.texts.t("sent.title"));
  const row = await pulled_one();
  expect(row.envelope.text).toBe("Пережило остановку.");
  await relay.acknowledge([row]);
});

test("the pages come with the headers of the protocol and nothing that names the asker", async () => {
  for (const path of ["/", "/ru/", "/uk/", "/en/"]) {
    const answer = await fetch(`${relay.url}${path}`);
    expect(answer.status, path).toBe(200);
    // The style that stands in a page is allowed by its hash, and nothing else is added.
    const styles = [...(await answer.text()).matchAll(/<style>([^<]*)<\/style>/g)].map((found) => createHash("sha256").update(found[1] ?? "").digest("base64"));
    const style = ["style-src 'self'", ...styles.map((hash) => `'sha256-${hash}'`)].join(" ");
    for (const [name, value] of Object.entries(kPageHeaders)) {
      if (name === "Permissions-Policy") expect(answer.headers.has(name), name).toBe(true);
      else expect((answer.headers.get(name) ?? "").replace(style, "style-src 'self'"), name).toBe(value);
    }
    expect(answer.headers.get("set-cookie")).toBeNull();
  }
});
