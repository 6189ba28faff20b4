// A relay that asks for work (docs/spec/work.md): both halves carry one pass, a lost line goes on with it, and nothing is done without an end.
import { afterEach, beforeEach, expect, test } from "vitest";
import { Organisation } from "../../tests/twin/organisation.ts";
import { TwinRelay } from "../../tests/twin/relay.ts";
import { day_of } from "./days.ts";
import { keys_of, type RequesterKeys } from "./keys.ts";
import { fetch_roster } from "./organisation.ts";
import { RelayClient } from "./relay_client.ts";
import type { Roster } from "./roster.ts";
import { Sender, type PassMaker, type SendState } from "./sender.ts";
import { kRealClock, Turns } from "./turns.ts";
import { phrase_of } from "./words.ts";
import { read_demand, token_pass, work } from "./work.ts";

const organisation = new Organisation();
const kEpoch = 29_906_160;
const kToken = Uint8Array.from({ length: 16 }, (_, i) => i + 1);
let twin: TwinRelay;
let relay: RelayClient;
let roster: Roster;
let keys: RequesterKeys;

beforeEach(async () => {
  twin = new TwinRelay(organisation, "/nowhere");
  let ahead = 0;
  const clock = { now: () => Date.now() + ahead, wait: (ms: number, enough?: AbortSignal) => (enough ? kRealClock.wait(ms, enough) : Promise.resolve(void (ahead += ms))) };
  relay = new RelayClient(await twin.start(), fetch, { turns: new Turns(clock) });
  const found = await fetch_roster(relay, day_of(Date.now()));
  if ("error" in found) throw new Error(found.error);
  roster = found.roster;
  keys ??= await keys_of(phrase_of("ru", new Uint8Array(10)), roster.instance_id, { subtle: crypto.subtle });
});
afterEach(() => twin.stop());

/** Works for what is asked, and keeps the demands. */
function worker(): { pass: PassMaker; demands: string[] } {
  const demands: string[] = [];
  const pass: PassMaker = async ({ demand, row, say, stopped }) => {
    demands.push(demand);
    say("working");
    const read = read_demand(demand);
    return read && work(read, roster.instance_id, row, { subtle: crypto.subtle, enough: stopped });
  };
  return { pass, demands };
}

async function send(pass: PassMaker | undefined, most_states = 40): Promise<{ end: SendState; kinds: string[] }> {
  const kinds: string[] = [];
  const sender = new Sender({ kind: "message", language: "ru", assurance: "browser", content: { text: "Одна строка.", answers: [], contact_words: "" } }, { relay, roster, keys, now: Date.now, ...(pass ? { pass } : {}) });
  const end = await sender.run((state) => {
    kinds.push(state.kind === "waiting" ? state.why : state.kind);
    if (kinds.length > most_states) sender.stop();
    if (state.kind === "waiting") queueMicrotask(() => sender.try_now());
  });
  return { end, kinds };
}

test("works when asked; both halves carry the same pass, and what was said before is said", async () => {
  twin.gate = { level: 6, epoch: kEpoch, tokens: new Set() };
  const { pass, demands } = worker();
  const { end, kinds } = await send(pass);
  expect(end).toEqual({ kind: "stored" });
  expect(kinds).toEqual(["sealing", "sending", "working", "stored"]);
  expect(demands).toHaveLength(1);
  expect(twin.passes).toEqual(["", twin.passes[1], twin.passes[1]]);
  expect(twin.envelopes.size).toBe(1);
});

test("a token passes without work and is spent once", async () => {
  twin.gate = { level: 200, epoch: kEpoch, tokens: new Set([Buffer.from(kToken).toString("hex")]) };
  const passes: PassMaker = () => Promise.resolve(token_pass(kToken));
  expect((await send(passes)).end).toEqual({ kind: "stored" });
  expect(twin.gate.tokens.size).toBe(0);
});

test("a lost line goes on with the same work, a level that has risen is worked for anew", async () => {
  twin.gate = { level: 4, epoch: kEpoch, tokens: new Set() };
  const lost = worker();
  const fetched = twin.line;
  let put = 0;
  twin.line = (path) => (path.startsWith("/v1/put/") && [1, 2].includes((put += 1) - 2) ? "cut" : undefined);
  expect((await send(lost.pass)).end).toEqual({ kind: "stored" });
  expect(lost.demands, "the line that was lost asks for nothing new").toHaveLength(1);
  twin.line = fetched;
  twin.envelopes.clear();
  twin.passes = [];
  const risen = worker();
  const rising: PassMaker = async (asked) => {
    const made = await risen.pass(asked);
    if (twin.gate && risen.demands.length === 1) twin.gate = { ...twin.gate, level: 9, epoch: kEpoch + 1 };
    return made;
  };
  expect((await send(rising)).end).toEqual({ kind: "stored" });
  expect(risen.demands.map((demand) => demand.split(" ").slice(0, 3).join(" "))).toEqual([`work 4 ${kEpoch}`, `work 9 ${kEpoch + 1}`].slice(0, risen.demands.length));
});

test("without a pass it is waited as for a full relay, and sent when the flood is over", async () => {
  twin.gate = { level: 9, epoch: kEpoch, tokens: new Set() };
  for (const pass of [undefined, () => Promise.resolve(undefined)]) {
    let seen = 0;
    twin.gate = { level: 9, epoch: kEpoch, tokens: new Set() };
    const over: PassMaker | undefined = pass && ((): Promise<undefined> => ((seen += 1) > 1 ? (twin.gate = undefined) : undefined, Promise.resolve(undefined)));
    if (!pass) setTimeout(() => (twin.gate = undefined), 200); // sleep: the flood ends while it is waited; any moment will do
    const { end, kinds } = await send(over, 10_000);
    expect(end).toEqual({ kind: "stored" });
    expect(kinds).toContain("full");
    twin.envelopes.clear();
  }
});

test("a relay that asks again and again gets no more than a few works at once, then it is waited", async () => {
  twin.gate = { level: 1, epoch: kEpoch, tokens: new Set(), lies: true };
  const { pass, demands } = worker();
  const { end, kinds } = await send(pass, 60);
  expect(end.kind).toBe("refused");
  expect(kinds).toContain("busy");
  expect(demands.length, "twelve tries a call").toBeLessThanOrEqual(12 * (kinds.filter((kind) => kind === "busy").length + 1));
  expect(twin.envelopes.size).toBe(0);
});

test("stopped in the middle of the work it ends", async () => {
  twin.gate = { level: 255, epoch: kEpoch, tokens: new Set() };
  const sender = new Sender({ kind: "erase", language: "ru", assurance: "browser", content: undefined }, { relay, roster, keys, now: Date.now, pass: worker().pass });
  const end = sender.run((state) => {
    if (state.kind === "working") setTimeout(() => sender.stop(), 30); // sleep: in the middle of the work; any moment will do
  });
  expect((await end).kind).toBe("refused");
});
