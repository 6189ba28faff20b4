// What somebody sees first after sign-in, how its rows begin, and a list that moves while it is loaded.
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

test("a list that moves between two of its pages has each case once, under one heading of each kind", async () => {
  await signIn("larch");
  await desk.queue.show("all");
  const seen = desk.queue.rows;
  const [first, second] = [seen[0], seen[1]];
  if (first === undefined || second === undefined) throw new Error("too few rows");
  const ask = desk.api.queue.bind(desk.api);
  desk.api.queue = async (view, limit, offset) => {
    const page = await ask(view, 50, 0);
    // A request arrived: what was last on the first page is first on the second, and one more has moved up.
    const rows = Array.from({ length: 600 }, (_, at) => ({ ...first, case_id: String(at).padStart(32, "0") }));
    const later = [{ ...second, case_id: "f".repeat(32), section: "waiting" as const }, rows[499] ?? first, ...rows.slice(500, 599)];
    return { ...page, rows: (offset === 0 ? rows.slice(0, 500) : later).slice(0, limit), total: 601 };
  };
  desk.queue.rows = Array.from({ length: 601 }, () => first);
  await desk.queue.refresh();
  const ids = desk.queue.rows.map((row) => row.case_id);
  expect(ids.length).toBeGreaterThan(590);
  expect(new Set(ids).size).toBe(ids.length);
  const sections = desk.queue.bands.map((band) => band.section);
  expect(new Set(sections).size).toBe(sections.length);
});
