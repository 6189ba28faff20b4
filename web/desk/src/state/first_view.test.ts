// What somebody sees first after sign-in, and how its rows begin.
import { beforeEach, expect, test } from "vitest";
import { DeskApi } from "../api/desk_api.ts";
import { Text } from "../text/text.svelte.ts";
import { Office, kCode, kPassphrase } from "../../../tests/desk/twin/office.ts";
import { Twin } from "../../../tests/desk/twin/server.ts";
import { Desk } from "./desk.svelte.ts";

const nowMs = Date.parse("2026-11-22T15:00:00Z");
let desk: Desk;

beforeEach(async () => {
  const twin = new Twin(new Office(() => nowMs));
  const address = await twin.listen();
  desk = new Desk(new DeskApi("en", (url, init) => fetch(new URL(String(url), address), init)), new Text(), () => nowMs);
  await desk.start("en");
  return () => twin.close();
});

const signIn = (alias: string): Promise<void> => desk.signIn({ alias, passphrase: kPassphrase, code: kCode });

test("after sign-in mine come first while somebody waits there, otherwise what nobody has taken", async () => {
  await signIn("larch");
  expect(desk.queue.view).toBe("mine");
  expect(desk.queue.counts.owed).toBeGreaterThan(0);
  desk.session.end("idle");
  expect(desk.queue.counts.owed, "no number stays behind the lock").toBe(0);
  await signIn("birch");
  expect(desk.queue.counts.owed).toBe(0);
  expect(desk.queue.view).toBe("unowned");
});

test("a row begins with the words that nobody has read, where the reader can open the case", async () => {
  await signIn("larch");
  await desk.showQueue("unowned");
  expect(desk.queue.rows.filter((row) => (row.unread ?? 0) > 0 && row.first_words !== null).length).toBeGreaterThan(10);
  for (const row of desk.queue.rows) expect((row.unread ?? 0) > 0 || row.first_words === null).toBe(true);
  await desk.queue.show("all");
  for (const row of desk.queue.rows.filter((one) => !one.may_open)) expect(row.first_words).toBeNull();
});
