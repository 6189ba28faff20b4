// What has to be ticked before a text goes: asked by the desk, kept by the page for one text alone.
import { beforeEach, expect, test } from "vitest";
import { DeskApi } from "../../api/desk_api.ts";
import { Desk } from "../../app/desk.svelte.ts";
import { Text } from "../../text/text.svelte.ts";
import { Office, kCode, kPassphrase } from "../../../../tests/desk/twin/office.ts";
import { Twin } from "../../../../tests/desk/twin/server.ts";

let nowMs = 0;
let twin: Twin;
let desk: Desk;

beforeEach(async () => {
  nowMs = Date.parse("2026-11-22T15:00:00Z");
  twin = new Twin(new Office(() => nowMs));
  const address = await twin.listen();
  desk = new Desk(new DeskApi("en", (url, init) => fetch(new URL(String(url), address), init)), new Text(), () => nowMs);
  await desk.start("en");
  await desk.signIn({ alias: "larch", passphrase: kPassphrase, code: kCode });
  await desk.showQueue("unowned");
  return () => twin.close();
});

test("the safe-contact tick is for one reply, and ends when the requester writes or the rule changes", async () => {
  const file = twin.office.files.find((one) => one.spec.safe === "block" && one.owner === null) ?? (() => { throw new Error("no blocked case"); })();
  await desk.openCase(file.id);
  await desk.file.take();
  const send = (text: string): Promise<string> => {
    desk.drafts.set(file.id, "reply", text);
    return desk.file.send("reply");
  };
  desk.file.ticks.safeContact = true;
  twin.failNext = { path: /\/reply$/, status: 503, code: "storage" };
  expect(await send("first")).toBe("back");
  expect(desk.file.ticks.safeContact, "nothing was sent: the tick stays").toBe(true);
  expect(await send("first")).toBe("sent");
  expect(desk.file.ticks.safeContact).toBe(false);
  expect(await send("second"), "the desk refuses the second reply without a tick of its own").toBe("back");
  desk.file.ticks.safeContact = true;
  await desk.file.reload();
  expect(desk.file.ticks.safeContact, "nothing new came").toBe(true);
  file.messages.push({ id: "2".repeat(32), atMs: nowMs, kind: "message", author: null, text: "they took the phone", said: null, state: "received", holdUntilMs: null, unread: true });
  await desk.file.reload();
  expect(desk.file.ticks.safeContact).toBe(false);
  desk.file.ticks.safeContact = true;
  file.spec = { ...file.spec, safe: "warn" };
  await desk.file.reload();
  expect(desk.file.ticks.safeContact).toBe(false);
});

test("a text with an overdue guide comes back with its name, and goes with a lawyer's word for it alone", async () => {
  const file = twin.office.files.find((one) => one.spec.safe !== "block" && one.owner === null) ?? (() => { throw new Error("no case"); })();
  await desk.openCase(file.id);
  await desk.file.take();
  const asked: unknown[] = [];
  twin.dueIn = (body) => {
    asked.push(body["confirm_due_cards"]);
    return body["confirm_due_cards"] === true ? [] : ["Сроки"];
  };
  const send = (): Promise<string> => {
    desk.drafts.set(file.id, "reply", "text of the guide");
    return desk.file.send("reply");
  };
  expect(await send()).toBe("back");
  expect(desk.drafts.get(file.id, "reply"), "nothing is lost").toBe("text of the guide");
  expect(desk.file.actFailure?.failure.due).toEqual(["Сроки"]);
  desk.file.ticks.vouched = "Сроки";
  expect(await send()).toBe("sent");
  expect(desk.file.ticks.vouched, "a word for one text").toBe("");
  expect(await send()).toBe("back");
  expect(asked).toEqual([false, true, false]);
});
