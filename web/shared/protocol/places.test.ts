// The question in how many places a message is kept, and what is made of every answer.
import { expect, test } from "vitest";
import { places_of } from "./places.ts";
import { sha256 } from "./hash.ts";
import { number_bytes } from "./bytes.ts";
import { RelayClient } from "./relay_client.ts";

const kBlob = new Uint8Array(8_192).fill(7);

function answering(status: number, body: string) {
  const asked: { address: string; body: Uint8Array }[] = [];
  const fetcher = ((address: string, { body: sent }: RequestInit) => {
    asked.push({ address, body: sent as Uint8Array });
    return status === 0 ? Promise.reject(new TypeError("cut")) : Promise.resolve(new Response(body, { status }));
  }) as unknown as typeof fetch;
  return { relay: new RelayClient("", fetcher), asked };
}

test("17 bytes: the row's id and a 3", async () => {
  const { relay, asked } = answering(200, "copied");
  expect(await places_of(relay, 20_779, kBlob)).toBe("copied");
  expect(asked.map(({ address }) => address)).toEqual(["/v1/put/20779"]);
  expect(asked[0]?.body).toEqual(Uint8Array.from([...sha256(number_bytes(20_779, 4), kBlob).subarray(0, 16), 3]));
});

test.each(["copied", "stored", "single", "absent"])("%s is understood", async (word) => {
  expect(await places_of(answering(200, word).relay, 20_779, kBlob)).toBe(word);
});

test.each([
  [400, "malformed"], // a server of before
  [503, "busy"],
  [200, "copied twice"],
  [200, ""],
  [404, "copied"],
])("%i %s is no answer", async (status, word) => {
  expect(await places_of(answering(status, word).relay, 20_779, kBlob)).toBeUndefined();
});
