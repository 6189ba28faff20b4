// What a server under a flood asks for instead of sending the message away: a token out of a reply that this visit has read, else
// work. A script of its own, fetched when it is asked for. All of it is bounded: a server that asks without an end is taken for a full one.
import { to_hex, type Bytes } from "../../shared/protocol/bytes.ts";
import type { Asked } from "../../shared/protocol/sender.ts";
import { kMostLevel, read_demand, token_pass, work, type Demand } from "../../shared/protocol/work.ts";
import type { App, Visit } from "./app.ts";

export interface WorkModule {
  /** Undefined when there is none to be had, or when what was asked is not to be believed. */
  pass_for: (app: App, asked: Asked) => Promise<Bytes | undefined>;
}

/** For one demand. What a server takes is good for ten minutes. */
const kLongestMs = 240_000;
/** Less than a minute is said as long as that is likely. */
const kShortMs = 60_000;
const kMeasuredMs = 2_000;
/** Demands for one message in ten minutes. An honest server asks again when its level has risen or it was started anew. */
const kDemandsMost = 4;
const kDemandsMs = 600_000;

/** What was asked for one message; gone with its visit. */
interface Story {
  demands: number[];
  token_tried: boolean;
}
const stories = new WeakMap<Visit, Map<string, Story>>();
const shown = new WeakMap<Visit, Set<Bytes>>();

/** What is kept beside a visit under a key, made when it is first wanted. */
function beside<K extends object, T>(map: WeakMap<K, T>, key: K, fresh: () => T): T {
  const kept = map.get(key) ?? fresh();
  map.set(key, kept);
  return kept;
}

function story_of(visit: Visit, row: string): Story {
  const all = beside(stories, visit, () => new Map<string, Story>());
  const story = all.get(row) ?? { demands: [], token_tried: false };
  all.set(row, story);
  return story;
}

/** One that no message has shown yet. */
function fresh_token(visit: Visit): Bytes | undefined {
  const before = beside(shown, visit, () => new Set<Bytes>());
  const token = visit.tokens?.find((one) => !before.has(one));
  if (token) before.add(token);
  return token;
}

/** In the language of this moment: the piece brings all of them, the portable page has them itself. */
function text(app: App, key: "work.short" | "work.long"): string {
  const come = (globalThis.waymark as typeof globalThis.waymark | undefined)?.data.work_texts?.[app.content.language];
  return come?.[key] ?? app.t(key);
}

/** Says what goes on, and that it takes longer where it does. */
function teller(app: App, { level }: Demand, { say }: Asked): (tries: number) => void {
  const began = Date.now();
  let said = "";
  return (tries) => {
    const took = Date.now() - began;
    const likely = tries > 0 && took > kMeasuredMs ? (took / tries) * 2 ** level : 0;
    const now = text(app, Math.max(likely, took) < kShortMs ? "work.short" : "work.long");
    if (now !== said) say((said = now));
  };
}

async function pass_for(app: App, asked: Asked): Promise<Bytes | undefined> {
  const { visit, roster } = app;
  const demand = read_demand(asked.demand);
  if (!demand || demand.level > kMostLevel || !roster) return undefined;
  const story = story_of(visit, to_hex(asked.row));
  const now = Date.now();
  // A clock that was set begins anew.
  story.demands = [...story.demands.filter((at) => Math.abs(now - at) < kDemandsMs), now];
  if (story.demands.length > kDemandsMost) return undefined;
  const token = story.token_tried ? undefined : fresh_token(visit);
  story.token_tried = true;
  if (token) return token_pass(token);
  const tell = teller(app, demand, asked);
  tell(0);
  const enough = (): boolean => asked.stopped() || app.visit !== visit || Math.abs(Date.now() - now) > kLongestMs;
  return work(demand, roster.instance_id, asked.row, { subtle: globalThis.crypto.subtle as SubtleCrypto | undefined, enough, on_tries: tell });
}

export const work_module: WorkModule = { pass_for };
