// A reply that is longer than one: what goes now and what stays in the box (docs/spec/envelope.md "Longer than one message").
import { expect, test } from "vitest";
import { DeskApi } from "../../api/desk_api.ts";
import { Office, kCode, kPassphrase } from "../../../../tests/desk/twin/office.ts";
import { Twin } from "../../../../tests/desk/twin/server.ts";
import { Text } from "../../text/text.svelte.ts";
import { Desk } from "../../app/desk.svelte.ts";

test("a reply longer than one goes in two: the rest stays in the box and is kept there", async () => {
  const nowMs = Date.parse("2026-11-22T15:00:00Z");
  const twin = new Twin(new Office(() => nowMs));
  const address = await twin.listen();
  const desk = new Desk(new DeskApi("en", (url, init) => fetch(new URL(String(url), address), init)), new Text(), () => nowMs);
  await desk.start("en");
  await desk.signIn({ alias: "larch", passphrase: kPassphrase, code: kCode });
  await desk.showQueue("unowned");
  const id = desk.queue.rows[4]?.case_id ?? "";
  await desk.openCase(id);
  await desk.file.take();
  const long = "Одно предложение из многих. ".repeat(200);
  desk.drafts.set(id, "reply", long);
  twin.failNext = { path: /\/reply$/, status: 503, code: "storage" };
  expect(await desk.file.send("reply")).toBe("back");
  expect([desk.drafts.get(id, "reply"), desk.file.outgoing.of(id)], "refused: one text again").toEqual([long, []]);
  expect(await desk.file.send("reply")).toBe("sent");
  const first = desk.file.held?.text ?? "";
  const rest = desk.drafts.get(id, "reply");
  expect(new TextEncoder().encode(first).length).toBeLessThanOrEqual(6_345);
  expect([first.endsWith(". […]"), rest.startsWith("[…] Одно")]).toEqual([true, true]);
  expect(`${first.slice(0, -4)} ${rest.slice(4)}`).toBe(long);
  desk.drafts.set(id, "note", long);
  expect(await desk.file.send("note")).toBe("sent");
  expect(desk.drafts.get(id, "note"), "a note is one piece").toBe("");
  await twin.close();
});
