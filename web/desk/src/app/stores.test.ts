// The state of the application over the twin's office, without a page: what is kept, what is wiped, what is asked.
import { beforeEach, describe, expect, test } from "vitest";
import { DeskApi } from "../api/desk_api.ts";
import { Text } from "../text/text.svelte.ts";
import { Office, kCode, kPassphrase } from "../../../tests/desk/twin/office.ts";
import { kSpecs } from "../../../tests/desk/twin/cases.ts";
import { Twin } from "../../../tests/desk/twin/server.ts";
import { Desk } from "./desk.svelte.ts";
import { Drafts } from "../screens/case/drafts.svelte.ts";

let nowMs = 0;
let twin: Twin;
let desk: Desk;

/// The API's fetch, answered by the twin without a socket.
beforeEach(async () => {
  nowMs = Date.parse("2026-11-22T15:00:00Z");
  twin = new Twin(new Office(() => nowMs));
  const address = await twin.listen();
  desk = new Desk(new DeskApi("en", (url, init) => fetch(new URL(String(url), address), init)), new Text(), () => nowMs);
  await desk.start("en");
  return () => twin.close();
});

const signIn = (alias = "larch"): Promise<void> =>
  desk.signIn({ alias, passphrase: kPassphrase, code: kCode }).then(() => desk.showQueue("unowned"));
const idAt = (at: number): string => desk.queue.rows[at]?.case_id ?? "";
const callsTo = (end: RegExp): number => twin.calls.filter((call) => end.test(call)).length;

describe("the queue", () => {
  test("bands are runs of the desk's own order, and counts are the desk's", async () => {
    await signIn();
    expect(desk.queue.bands.map((band) => band.section)).toEqual(["danger", "unread", "under_6h", "today", "under_48h", "week", "waiting"]);
    expect(desk.queue.bands.flatMap((band) => band.items.flatMap((item) => ("row" in item ? [item.row] : item.fold.rows)))).toEqual(desk.queue.rows);
    expect(desk.queue.counts).toEqual({ mine: 3, owed: 1, unowned: 21, waiting: 5, closed: 0, all: 28 });
  });

  test("the waiting view holds nobody who waits for us", async () => {
    await signIn();
    const answered = (caseId: string): boolean | undefined => {
      const messages = twin.office.files.find((file) => file.id === caseId)?.messages.filter((message) => message.kind !== "note");
      return messages?.at(-1)?.kind === "reply" && !messages.some((message) => message.unread);
    };
    await desk.queue.show("waiting");
    expect(desk.queue.rows.map((row) => answered(row.case_id))).toEqual(Array<boolean>(5).fill(true));
    await desk.queue.show("all");
    const dateless = desk.queue.rows.filter((row) => row.section === "waiting");
    expect(dateless.some((row) => (row.unread ?? 0) > 0), "the section of that name also holds people who wait").toBe(true);
  });

  test("of what somebody else leads a row says whose it is and how long is left, and no more", async () => {
    await signIn("birch");
    await desk.queue.show("all");
    const others = desk.queue.rows.filter((row) => row.owner !== null && row.owner !== "birch");
    expect(others).not.toEqual([]);
    for (const row of others) {
      expect(row).toMatchObject({ may_open: false, danger: false, override: null, situation: [], stage: null, unread: null, received_at: null });
      expect(row.clock?.kind ?? "term").toBe("term");
    }
  });

  test("a pulse without change asks nothing more; with one it brings the row and says how many", async () => {
    await signIn();
    const before = callsTo(/\/queue/);
    await desk.pulse(false);
    expect(callsTo(/\/queue/)).toBe(before);
    twin.office.arrive(kSpecs[4] ?? (() => { throw new Error("no spec"); })());
    await desk.pulse(false);
    expect(callsTo(/\/queue/)).toBe(before + 1);
    expect(desk.queue.arrived).toEqual({ count: 1, serial: 1 });
    expect(desk.queue.rows.length).toBe(22);
  });

  test("the desk is away: the old rows stay, and the beat slows down", async () => {
    await signIn();
    twin.down = true;
    const waits = [await desk.pulse(false), await desk.pulse(false), await desk.pulse(false)];
    expect(waits).toEqual([1_200, 2_400, 3_600]);
    expect(desk.connection.lost).toBe(true);
    expect(desk.queue.rows.length).toBe(21);
    twin.down = false;
    expect(await desk.pulse(false)).toBe(1_200);
    expect(desk.connection.lost).toBe(false);
    expect(await desk.pulse(true)).toBe(5_000);
  });

  test("moving stays inside the list", async () => {
    await signIn();
    expect(desk.queue.move(-1)).toBe(idAt(0));
    expect(desk.queue.move(1)).toBe(idAt(1));
    for (let steps = 0; steps < 50; steps += 1) desk.queue.move(1);
    expect(desk.queue.selectedId).toBe(idAt(20));
  });
});

describe("an open case", () => {
  test("is asked again only when its own row has changed, because opening is logged", async () => {
    await signIn();
    await desk.openCase(idAt(3));
    const opened = callsTo(/GET \/case/);
    twin.office.counter += 1;
    await desk.pulse(false);
    expect(callsTo(/GET \/case/)).toBe(opened);
    const file = twin.office.files.find((one) => one.id === idAt(3));
    file?.messages.push({ id: "0".repeat(32), atMs: nowMs, kind: "message", author: null, text: "more", said: null, state: "received", holdUntilMs: null, unread: true });
    twin.office.counter += 1;
    await desk.pulse(false);
    expect(callsTo(/GET \/case/)).toBe(opened + 1);
  });

  test("what its row does not tell is fetched as well, once nobody's hand moves here", async () => {
    await signIn();
    await desk.openCase(idAt(3));
    const opened = callsTo(/GET \/case/);
    const file = twin.office.files.find((one) => one.id === idAt(3));
    if (file !== undefined) file.version += 1;
    desk.touch();
    await desk.pulse(false);
    expect(callsTo(/GET \/case/), "a key has just been pressed").toBe(opened);
    nowMs += 2_000;
    await desk.pulse(false);
    await desk.pulse(false);
    expect(callsTo(/GET \/case/)).toBe(opened + 1);
  });

  test("a case taken out of its view still shows the messages that come after", async () => {
    await signIn();
    const id = idAt(3);
    await desk.openCase(id);
    await desk.file.take();
    await desk.pulse(false);
    expect(desk.queue.row(id), "it left Unowned").toBeUndefined();
    const file = twin.office.files.find((one) => one.id === id);
    file?.messages.push({ id: "1".repeat(32), atMs: nowMs, kind: "message", author: null, text: "later", said: null, state: "received", holdUntilMs: null, unread: true });
    twin.office.counter += 1;
    await desk.pulse(false);
    expect(desk.file.file?.messages.at(-1)?.text).toBe("later");
  });

  test("opening marks nothing read: only the owner's eyes do, and only what they saw", async () => {
    await signIn();
    const id = idAt(3);
    const newest = (): string => desk.file.file?.messages.findLast((message) => message.kind === "message")?.id ?? "";
    await desk.openCase(id);
    desk.file.seen(newest());
    expect(callsTo(/\/read$/), "not the owner").toBe(0);
    await desk.file.take();
    expect(callsTo(/\/read$/), "nobody looked yet").toBe(0);
    const shown = newest();
    expect(desk.file.fresh.has(shown)).toBe(true);
    twin.office.files.find((one) => one.id === id)?.messages.push({ id: "3".repeat(32), atMs: nowMs, kind: "message", author: null, text: "unseen", said: null, state: "received", holdUntilMs: null, unread: true });
    desk.file.seen(shown);
    await expect.poll(() => callsTo(/\/read$/)).toBe(1);
    await desk.file.reload();
    expect(desk.file.file?.messages.at(-1)?.unread, "a message that came between is not marked").toBe(true);
    expect(desk.file.fresh.has("3".repeat(32)), "and is new on the screen").toBe(true);
    desk.file.seen("3".repeat(32));
    await expect.poll(() => desk.queue.row(id)?.unread ?? 0).toBe(0);
    await desk.file.reload();
    expect(desk.file.fresh.size, "new until the case is closed").toBeGreaterThan(0);
    desk.file.close();
    expect(desk.file.fresh.size).toBe(0);
  });

  test("a refused reply comes back; the box is empty at once; undo never mixes two texts", async () => {
    await signIn();
    const id = idAt(4);
    await desk.openCase(id);
    await desk.file.take();
    desk.drafts.set(id, "reply", "first");
    twin.failNext = { path: /\/reply$/, status: 503, code: "storage" };
    expect(await desk.file.send("reply")).toBe("back");
    expect(desk.file.actFailure).toMatchObject({ act: "reply", failure: { code: "storage" } });
    expect(desk.drafts.get(id, "reply")).toBe("first");
    const sending = desk.file.send("reply");
    expect(desk.drafts.get(id, "reply"), "before the desk has answered").toBe("");
    desk.drafts.set(id, "reply", "s");
    expect(await sending).toBe("sent");
    expect(desk.drafts.get(id, "reply"), "typed while it was sent: alone").toBe("s");
    expect(desk.file.held?.text).toBe("first");
    desk.drafts.set(id, "reply", "second");
    expect(await desk.file.undo()).toBe(true);
    expect(desk.drafts.get(id, "reply")).toBe("second");
    const aside = desk.file.outgoing.of(id);
    expect(aside.map(({ text, state, why }) => [text, state, why])).toEqual([["first", "back", "undone"]]);
    if (aside[0] !== undefined) desk.file.intoBox(aside[0]);
    expect(desk.drafts.get(id, "reply")).toBe("first");
    expect(desk.file.outgoing.of(id).map(({ text }) => text)).toEqual(["second"]);
  });

  test("what fails while the next is typed stands beside it, never in it", async () => {
    await signIn();
    const id = idAt(4);
    await desk.openCase(id);
    await desk.file.take();
    desk.drafts.set(id, "reply", "first");
    twin.failNext = { path: /\/reply$/, status: 503, code: "storage" };
    const sending = desk.file.send("reply");
    desk.drafts.set(id, "reply", "and then");
    expect(await sending).toBe("back");
    expect(desk.drafts.get(id, "reply")).toBe("and then");
    expect(desk.file.outgoing.of(id).map(({ text, state }) => [text, state])).toEqual([["first", "back"]]);
  });

  test("no line: the reply waits and goes once, by itself, also when the answer alone was lost", async () => {
    await signIn();
    const id = idAt(4);
    await desk.openCase(id);
    await desk.file.take();
    const replies = (): number => twin.office.files.find((one) => one.id === id)?.messages.filter((message) => message.kind === "reply").length ?? 0;
    twin.loseAnswer = /\/reply$/;
    desk.drafts.set(id, "reply", "swallowed");
    expect(await desk.file.send("reply")).toBe("waiting");
    expect(replies(), "the desk has it, the page does not know").toBe(1);
    twin.down = true;
    desk.drafts.set(id, "reply", "second");
    expect(await desk.file.send("reply")).toBe("waiting");
    await desk.pulse(false);
    twin.down = false;
    await desk.pulse(false);
    expect(desk.file.outgoing.items).toEqual([]);
    expect(replies()).toBe(2);
    expect(desk.drafts.get(id, "reply")).toBe("");
  });

  test("what waited for the line does not go when the person has written meanwhile", async () => {
    await signIn();
    const id = idAt(4);
    await desk.openCase(id);
    await desk.file.take();
    twin.down = true;
    desk.drafts.set(id, "reply", "call me");
    expect(await desk.file.send("reply")).toBe("waiting");
    twin.down = false;
    twin.office.files.find((one) => one.id === id)?.messages.push({ id: "4".repeat(32), atMs: nowMs, kind: "message", author: null, text: "the phone is with the commander", said: null, state: "received", holdUntilMs: null, unread: true });
    await desk.pulse(false);
    expect(callsTo(/\/reply$/)).toBe(0);
    expect(desk.drafts.get(id, "reply")).toBe("call me");
  });

  test("a held reply can be taken back from another case", async () => {
    await signIn();
    const [id, other] = [idAt(4), idAt(5)];
    await desk.openCase(id);
    await desk.file.take();
    desk.drafts.set(id, "reply", "too fast");
    await desk.file.send("reply");
    await desk.openCase(other);
    expect(desk.file.held).toMatchObject({ caseId: id, text: "too fast" });
    expect(await desk.file.undo()).toBe(true);
    expect([desk.drafts.get(id, "reply"), desk.drafts.get(other, "reply"), desk.file.held]).toEqual(["too fast", "", null]);
  });

  test("erased: the next pulse empties the screen and hands the unsent words back", async () => {
    await signIn();
    const id = idAt(4);
    await desk.openCase(id);
    desk.drafts.set(id, "note", "half a thought");
    twin.office.erase(id);
    await desk.pulse(false);
    expect(desk.file.file).toBeNull();
    expect(desk.file.lost).toMatchObject({ standing: "gone", sinceMs: nowMs, texts: [{ kind: "note", text: "half a thought" }] });
    expect([desk.drafts.has(id), desk.queue.row(id)]).toEqual([false, undefined]);
    desk.file.close();
    expect(desk.file.lost).toBeNull();
  });

  test("taken over: nothing legible stays, opening again shows who leads it, and the words can be left as a note", async () => {
    await signIn("birch");
    const id = idAt(4);
    await desk.openCase(id);
    await desk.file.take();
    desk.drafts.set(id, "reply", "my half reply");
    const file = twin.office.files.find((one) => one.id === id) ?? (() => { throw new Error("no file"); })();
    twin.office.own(file, "larch", "larch", false);
    expect(await desk.file.send("reply"), "the first act finds out").toBe("back");
    expect(desk.file.file).toBeNull();
    expect(desk.file.lost).toMatchObject({ standing: "taken", owner: "larch", sinceMs: nowMs, texts: [{ kind: "reply", text: "my half reply" }] });
    expect(await desk.file.leaveNote("my half reply")).toBe(true);
    expect(file.messages.at(-1)).toMatchObject({ kind: "note", author: "birch", text: "my half reply" });
    expect(desk.file.lost?.texts).toEqual([]);
    desk.file.close();
    await desk.openCase(id);
    expect([desk.file.file, desk.file.lost?.owner]).toEqual([null, "larch"]);
    twin.office.counter += 1;
    await desk.pulse(false);
    await expect.poll(() => desk.lostCases.map((one) => one.by)).toEqual(["larch"]);
    desk.dismissLost();
    await desk.loadLost();
    expect(desk.lostCases).toEqual([]);
  });

  test("giving back can be undone to whoever led the case", async () => {
    await signIn();
    const file = twin.office.files.find((one) => one.owner === "birch") ?? (() => { throw new Error("no file"); })();
    await desk.openCase(file.id);
    expect(await desk.giveBack("")).toBe(false);
    expect(await desk.giveBack("night shift")).toBe(true);
    expect([file.owner, desk.file.file?.messages.at(-1)?.reason]).toEqual([null, "night shift"]);
    expect(await desk.undoGiveBack()).toBe(true);
    expect(file.owner).toBe("birch");
  });

  test("a hold that ended cannot be undone, and its new state is fetched once", async () => {
    await signIn();
    const id = idAt(4);
    await desk.openCase(id);
    await desk.file.take();
    desk.drafts.set(id, "reply", "gone");
    await desk.file.send("reply");
    nowMs += 11_000;
    desk.tick();
    expect(desk.file.held).toBeNull();
    expect(await desk.file.undo()).toBe(false);
    await desk.pulse(false);
    expect(desk.file.file?.messages.at(-1)).toMatchObject({ text: "gone", state: "sent" });
  });

  test("two acts at once: the second is not sent", async () => {
    await signIn();
    await desk.openCase(idAt(5));
    expect(await Promise.all([desk.file.take(), desk.file.take()])).toEqual([true, false]);
    expect(callsTo(/\/take$/)).toBe(1);
  });
});

describe("the session", () => {
  test("idle: locks by the desk's rule, keeps drafts, forgets cases, comes back to the same one", async () => {
    await signIn();
    const id = idAt(2);
    await desk.openCase(id);
    desk.drafts.set(id, "note", "kept");
    nowMs += 900_000;
    desk.tick();
    expect([desk.session.person, desk.session.endedBy, desk.file.file, desk.queue.rows.length]).toEqual([null, "idle", null, 0]);
    expect(desk.drafts.count).toBe(1);
    await signIn();
    expect(desk.file.openId).toBe(id);
    expect(desk.drafts.get(id, "note")).toBe("kept");
  });

  test("a browser's clock that was set back keeps no screen open", async () => {
    await signIn();
    nowMs -= 24 * 3_600_000;
    desk.tick();
    expect(desk.session.person, "nobody is thrown out for the clock").not.toBeNull();
    nowMs += 900_000;
    desk.tick();
    expect(desk.session.endedBy).toBe("idle");
  });

  test("the lease ends whatever is touched", async () => {
    await signIn();
    for (let hours = 0; hours < 8; hours += 1) {
      nowMs += 3_600_000 - 1_000;
      desk.touch();
    }
    nowMs += 10_000;
    desk.clock.adopt(new Date(nowMs).toISOString());
    desk.touch();
    desk.tick();
    expect(desk.session.endedBy).toBe("expired");
  });

  test("what was typed lies at the desk after a tick, and comes back to its author after the panic lock", async () => {
    await signIn();
    const id = idAt(0);
    desk.drafts.set(id, "reply", "typed be");
    desk.tick();
    await expect.poll(() => twin.office.drafts.map((draft) => draft.text)).toEqual(["typed be"]);
    desk.drafts.set(id, "reply", "typed before the lock");
    desk.tick();
    await expect.poll(() => twin.office.drafts.map((draft) => [draft.text, draft.version])).toEqual([["typed before the lock", 2]]);
    desk.session.end("panic");
    expect([desk.drafts.count, desk.drafts.get(id, "reply")]).toEqual([0, ""]);
    await signIn("birch");
    expect(desk.drafts.count).toBe(0);
    desk.session.end("panic");
    await signIn();
    expect(desk.drafts.get(id, "reply")).toBe("typed before the lock");
    desk.drafts.set(id, "reply", "");
    desk.tick();
    await expect.poll(() => twin.office.drafts.length).toBe(0);
  });

  test("what is on the way is not kept as a draft again, and what was sent is none", async () => {
    await signIn();
    const id = idAt(4);
    await desk.openCase(id);
    await desk.file.take();
    desk.drafts.set(id, "reply", "done");
    desk.tick();
    await expect.poll(() => twin.office.drafts.length).toBe(1);
    await desk.file.send("reply");
    expect(twin.office.drafts).toEqual([]);
    desk.tick();
    await desk.drafts.keep(desk.api);
    expect(callsTo(/\/draft$/)).toBe(1);
  });

  test("the plain lock keeps drafts, the panic lock wipes them here; both tell the desk", async () => {
    await signIn();
    desk.drafts.set(idAt(0), "reply", "secret");
    desk.session.end("signed-out");
    expect(desk.drafts.count).toBe(1);
    await expect.poll(() => twin.sessions.size).toBe(0);
    await signIn();
    desk.session.end("panic");
    expect(desk.drafts.count).toBe(0);
    await expect.poll(() => twin.sessions.size).toBe(0);
    await signIn();
    expect(desk.file.openId).toBeNull();
  });

  test("a refused session ends at the next call", async () => {
    await signIn();
    twin.sessions.clear();
    await desk.pulse(false);
    expect(desk.session.endedBy).toBe("expired");
  });

  test("typing alone keeps the session: the desk hears of it at most once a minute", async () => {
    await signIn();
    const before = callsTo(/GET \/me/);
    for (let seconds = 0; seconds < 150; seconds += 1) {
      nowMs += 1_000;
      desk.touch();
    }
    await expect.poll(() => callsTo(/GET \/me/)).toBe(before + 2);
  });
});

test("drafts belong to whoever wrote them", () => {
  const drafts = new Drafts();
  drafts.claim("larch");
  drafts.set("a", "reply", "x");
  drafts.claim("larch");
  expect([drafts.count, drafts.has("a")]).toEqual([1, true]);
  drafts.claim("birch");
  expect([drafts.count, drafts.has("a")]).toEqual([0, false]);
});

test("every answer of the twin was within the contract", async () => {
  await signIn();
  await desk.openCase(idAt(0));
  expect(twin.problems).toEqual([]);
});
