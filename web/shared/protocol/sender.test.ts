// Exactly once, whatever the line does: against the in-memory twin of the relay.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Organisation, type OpenedEnvelope } from "../../tests/twin/organisation.ts";
import { TwinRelay, type PutTrouble } from "../../tests/twin/relay.ts";
import { to_hex } from "./bytes.ts";
import { day_of } from "./days.ts";
import type { Content } from "./envelope.ts";
import { keys_of, type RequesterKeys } from "./keys.ts";
import { places } from "./mailbox.ts";
import { fetch_roster } from "./organisation.ts";
import { read_reply } from "./reply.ts";
import { RelayClient } from "./relay_client.ts";
import { delete_replies, poll } from "./polling.ts";
import type { Roster } from "./roster.ts";
import { Sender, type Message, type SendState } from "./sender.ts";
import { kRealClock, Turns, type Clock } from "./turns.ts";
import { phrase_of } from "./words.ts";
import { signing_key } from "../../tests/twin/organisation.ts";

const organisation = new Organisation();
let twin: TwinRelay;
let relay: RelayClient;
let address: string;
let roster: Roster;
let keys: RequesterKeys;

/** Real, but for the minute in which a line is left alone: it passes at once. */
function impatient_clock(): Clock {
  let ahead = 0;
  return {
    now: () => Date.now() + ahead,
    wait: (milliseconds, enough) => {
      if (enough) return kRealClock.wait(milliseconds, enough);
      ahead += milliseconds;
      return Promise.resolve();
    },
  };
}

beforeEach(async () => {
  twin = new TwinRelay(organisation, "/nowhere");
  address = await twin.start();
  relay = new RelayClient(address, fetch, { turns: new Turns(impatient_clock()) });
  const found = await fetch_roster(relay, day_of(Date.now()));
  if ("error" in found) throw new Error(found.error);
  roster = found.roster;
  keys ??= await keys_of(phrase_of("ru", new Uint8Array(10)), roster.instance_id, { subtle: crypto.subtle });
});

afterEach(async () => {
  vi.useRealTimers();
  await twin.stop();
});

const content: Content = { text: "Здравствуйте.\r\nЯ в отпуске.", pack: "military-refusal@1", answers: ["status=mobilised", "what_next=leave_ends;date=2026-11-25;precision=day"], contact_words: "" };

async function send(trouble: (PutTrouble | undefined)[], what: Content = content): Promise<{ end: SendState; states: SendState[] }> {
  twin.trouble = [...trouble];
  const states: SendState[] = [];
  const sender = new Sender({ kind: "message", language: "ru", assurance: "browser", content: what }, { relay, roster, keys, now: Date.now });
  const end = await sender.run((state) => {
    states.push(state);
    if (state.kind === "waiting") queueMicrotask(() => sender.try_now());
  });
  return { end, states };
}

function stored(): OpenedEnvelope[] {
  return [...twin.envelopes.values()].map(({ day, blob }) => organisation.open_envelope(day, blob));
}

describe("sending", () => {
  test("stores one envelope that the organisation reads", async () => {
    expect((await send([])).end).toEqual({ kind: "stored" });
    expect(stored()).toMatchObject([{ kind: 1, assurance: 1, language: 1, text: "Здравствуйте.\nЯ в отпуске.", pack: "military-refusal@1", answers: content.answers }]);
    expect(to_hex(keys.mailbox_secret)).toBe(stored()[0]?.mailbox_secret.toString("hex"));
  });

  test("after lost answers, a dead line and a busy relay is still stored once, with the same bytes", async () => {
    const { end, states } = await send(["down", "lost", "busy", "proxy", "full"]);
    expect(end.kind).toBe("stored");
    expect(states.filter((state) => state.kind === "waiting").map((state) => state.why)).toEqual(["unreachable", "busy", "full"]);
    expect(twin.envelopes.size).toBe(1);
    expect(twin.puts.length).toBe(4);
    expect(new Set(twin.puts.map((half) => half.toString("hex"))).size, "two halves").toBe(2);
  });

  test("waits longer each time, and for the minute to pass in which the line was asked too often", async () => {
    const { states } = await send(Array<"down">(24).fill("down"));
    const seconds = states.flatMap((state) => (state.kind === "waiting" ? [state.seconds] : []));
    expect(seconds.slice(0, 3)).toEqual([1, 1, 1]);
    expect(seconds.some((one) => one > 8 && one <= 60), seconds.join(", ")).toBe(true);
    expect(seconds.at(-1)).toBeGreaterThanOrEqual(4);
  });

  test("on a wrong day fetches the keys and seals again under the same message id", async () => {
    const { end } = await send([undefined, "wrong-day"]);
    expect(end.kind).toBe("stored");
    // Today's key was refused, so the next one is tried: the clocks of device and server differ near midnight.
    const sent = twin.sent();
    const ids = sent.map((blob, i) => organisation.open_envelope(day_of(Date.now()) + i, blob).message_id);
    expect(sent.length).toBe(2);
    expect(new Set(ids).size).toBe(1);
    expect(sent[0]?.equals(sent[1] ?? Buffer.alloc(0))).toBe(false);
  });

  test("does not claim anything when the relay is past its roster or keeps refusing the day", async () => {
    expect((await send(["expired"])).end).toEqual({ kind: "refused", why: "expired" });
    expect((await send(["wrong-day", "wrong-day", "wrong-day", "wrong-day"])).end).toEqual({ kind: "refused", why: "clock", issued: day_of(Date.now()) });
    expect(twin.envelopes.size).toBe(0);
  });

  test("never seals to a key of old days, whatever list is served: 25 days later, with and without a floor", async () => {
    const today = day_of(Date.now());
    twin.instead = { "/v1/day-keys": organisation.day_keys(today, 7) };
    const ends: SendState[] = [];
    for (const later of [0, 1, 2, 3, 25])
      for (const list_floor of [0, 7]) {
        const message: Message = { kind: "message", language: "ru", assurance: "browser", content };
        ends.push(await new Sender(message, { relay, roster, keys, now: () => Date.now() + later * 86_400_000, list_floor }).run(() => undefined));
      }
    expect(ends.map((end) => (end.kind === "refused" ? end.why : end.kind))).toEqual([...Array<string>(6).fill("stored"), ...Array<string>(4).fill("stale")]);
    expect([...twin.envelopes.values()].every(({ day }) => day === today || day === today + 1)).toBe(true);
    expect(ends[9]).toEqual({ kind: "refused", why: "stale", issued: today });
  });

  test("a clock that is behind is named, and nothing is sealed", async () => {
    const today = day_of(Date.now());
    const sender = new Sender({ kind: "message", language: "ru", assurance: "browser", content }, { relay, roster, keys, now: () => Date.now() - 40 * 86_400_000 });
    expect(await sender.run(() => undefined)).toEqual({ kind: "refused", why: "ahead", issued: today });
    expect(twin.puts.length).toBe(0);
  });

  test("two messages have two ids", async () => {
    await send([]);
    await send([]);
    expect(new Set(stored().map((envelope) => envelope.message_id)).size).toBe(2);
  });

  const hostile = ["", "𐍈".repeat(1_200), "<script>alert(1)</script>{{7*7}}${x}<%=1%>", "שלום עולם \u202E abc", "a\u0000b", "👩‍👩‍👧‍👦🏳️‍🌈", "\ud800", "中文 عربي हिन्दी ไทย"];
  test.each(hostile)("any text arrives as it is and the envelope keeps its size: %j", async (text) => {
    expect((await send([], { ...content, text })).end.kind).toBe("stored");
    expect(twin.puts.map((half) => half.length)).toEqual([4_113, 4_113]);
    expect(stored()[0]?.text).toBe(text === "\ud800" ? "\ufffd" : text);
  });
});

describe("replies", () => {
  async function round(tamper: (reply: ReturnType<Organisation["reply"]>) => void = () => undefined, options = {}): Promise<ReturnType<typeof read_reply>[]> {
    await send([]);
    const reply = organisation.reply(stored()[0] as OpenedEnvelope, "Ответ: вы не одни.", { messages_arrived: 1, ...options });
    tamper(reply);
    twin.replies.set(reply.id, reply);
    const polled = await poll(relay, places(keys.mailbox_secret, day_of(Date.now())), 0);
    expect(polled?.total).toBe(1);
    return (polled?.found ? [polled.found] : []).map(({ place, blob }) => read_reply(blob, place, { keys, instance_id: roster.instance_id, reply_keys: roster.reply_keys }));
  }

  test("come back with the count of messages", async () => {
    expect(await round()).toMatchObject([{ reply: { text: "Ответ: вы не одни.", language: "ru", messages_arrived: 1, sealed_day: day_of(Date.now()) } }]);
  });

  test("signed by another key, or changed, are not shown", async () => {
    expect(await round(undefined, { signer: signing_key() })).toEqual([{ error: "not-ours" }]);
    twin.replies.clear();
    expect(await round((reply) => reply.blob.writeUInt8(reply.blob.readUInt8(5_000) ^ 1, 5_000))).toEqual([{ error: "not-ours" }]);
  });

  test("that were moved to another slot are not shown", async () => {
    await send([]);
    const envelope = stored()[0] as OpenedEnvelope;
    const reply = organisation.reply(envelope, "x", { slot: 0 });
    const elsewhere = organisation.reply(envelope, "y", { slot: 3 });
    twin.replies.set(elsewhere.id, reply);
    const polled = await poll(relay, places(keys.mailbox_secret, day_of(Date.now())), 0);
    const found = polled?.found;
    if (!found) throw new Error("nothing found");
    expect(read_reply(found.blob, found.place, { keys, instance_id: roster.instance_id, reply_keys: roster.reply_keys })).toEqual({ error: "not-ours" });
  });

  test("are gone after deletion, and only with the right token", async () => {
    await round();
    const mine = places(keys.mailbox_secret, day_of(Date.now()));
    expect(await delete_replies(relay, new Uint8Array(32), mine)).toBe(true);
    expect(twin.replies.size).toBe(1);
    expect(await delete_replies(relay, keys.mailbox_secret, mine)).toBe(true);
    expect(twin.replies.size).toBe(0);
  });

  test("a relay that does not answer is told apart from an empty mailbox", async () => {
    const mine = places(keys.mailbox_secret, day_of(Date.now()));
    expect(await poll(relay, mine, 0)).toEqual({ total: 0, returned: false, found: undefined });
    await twin.stop();
    const once = new RelayClient(address, fetch, { limits_ms: [8_000] });
    expect(await poll(once, mine, 0)).toBeUndefined();
    expect(await delete_replies(once, keys.mailbox_secret, mine)).toBe(false);
  });
});
