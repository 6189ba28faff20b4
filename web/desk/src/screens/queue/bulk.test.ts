// One act on several requests, over the twin's office: what came since the list was shown is not ended unread.
import { expect, test } from "vitest";
import { DeskApi } from "../../api/desk_api.ts";
import { Desk } from "../../app/desk.svelte.ts";
import { Text } from "../../text/text.svelte.ts";
import { Office, kCode, kPassphrase } from "../../../../tests/desk/twin/office.ts";
import { Twin } from "../../../../tests/desk/twin/server.ts";

test("whoever has written again since the list was shown is not set aside with the others", async () => {
  const nowMs = Date.parse("2026-11-22T15:00:00Z");
  const twin = new Twin(new Office(() => nowMs));
  try {
    const address = await twin.listen();
    const desk = new Desk(new DeskApi("en", (url, init) => fetch(new URL(String(url), address), init)), new Text(), () => nowMs);
    await desk.start("en");
    await desk.signIn({ alias: "larch", passphrase: kPassphrase, code: kCode });
    await desk.showQueue("unowned");
    const shown = desk.queue.rows.filter((row) => (row.unread ?? 0) > 0).slice(0, 2);
    const [quiet, writes] = shown.map((row) => twin.office.files.find((file) => file.id === row.case_id));
    writes?.messages.push({ id: "0".repeat(32), atMs: nowMs, kind: "message", author: null, text: "they are here", said: null, state: "received", holdUntilMs: null, unread: true });
    await desk.bulk.run("aside", shown);
    expect(quiet?.end.stage).toBe("closed");
    expect(writes?.end.stage).toBeNull();
    expect(writes?.messages.at(-1)?.unread).toBe(true);
    expect([desk.bulk.now?.done.length, desk.bulk.now?.left]).toEqual([1, 1]);
  } finally {
    await twin.close();
  }
});
