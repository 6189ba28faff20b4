// What the page says about places: only what the server has said, and nothing once somebody has gone on.
import { expect, test } from "vitest";
import { RelayClient } from "../../shared/protocol/relay_client.ts";
import type { App } from "./app.ts";
import { tell_places } from "./places.ts";

/** A screen with one place to say something, and a server that gives these answers. */
function screen(answers: (string | undefined)[], shown: () => boolean = () => true) {
  const said: string[] = [];
  const waits: number[] = [];
  let asked = 0;
  const fetcher = (() => {
    asked += 1;
    const word = answers.shift();
    return word === undefined ? Promise.reject(new TypeError("cut")) : Promise.resolve(new Response(word));
  }) as unknown as typeof fetch;
  const relay = new RelayClient("", fetcher, { limits_ms: [10] });
  const app = { relay, showing: shown, t: (key: string) => key };
  const into = { replaceChildren: (node: { text: string }) => said.push(node.text) };
  globalThis.document = { createElement: () => ({ text: "", append(text: string) { this.text = text; } }) } as unknown as Document;
  const tell = tell_places(app as unknown as App, { day: 20_779, blob: new Uint8Array(8_192) }, into as unknown as HTMLElement, (ms) => Promise.resolve(void waits.push(ms)));
  return { tell, said, waits, asked: () => asked };
}

test("one place so far, then two, and then it asks no more", async () => {
  const { tell, said, waits } = screen(["stored", "copied", "copied"]);
  await tell;
  expect(said).toEqual(["places.stored", "places.copied"]);
  expect(waits).toEqual([2_000, 12_000]);
});

test("what the desk has fetched is said at once", async () => {
  const { tell, said, asked } = screen(["absent"]);
  await tell;
  expect(said).toEqual(["places.absent"]);
  expect(asked()).toBe(1);
});

test("where there is no second server nothing is said", async () => {
  const { tell, said, waits } = screen(["single"]);
  await tell;
  expect(said).toEqual([]);
  expect(waits).toHaveLength(1);
});

test("a server that does not answer, or knows no such question, is asked four times and nothing is said", async () => {
  const { tell, said, waits } = screen([undefined, "malformed", "stored twice", undefined]);
  await tell;
  expect(said).toEqual([]);
  expect(waits).toHaveLength(4);
});

test("nothing is asked once another screen is shown", async () => {
  const { tell, asked } = screen(["copied"], () => false);
  await tell;
  expect(asked()).toBe(0);
});
