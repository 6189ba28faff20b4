// The same words in the browser, in the clerk and in `waymark roster show`: this is the value of src/roster/roster_test.cpp,
// which Python computed. The whole programs are compared in tests/scenario/own_organisation.test.ts.
import { expect, test } from "vitest";
import { check_words } from "./check_words.ts";

/** The public key of RFC 8032 section 7.1 test 2. */
const root = Uint8Array.from(Buffer.from("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "hex"));
const kWords = [1236, 1518, 1810, 845, 1627, 1634];

test("with WebCrypto and without, the words are those that C++ and Python compute", async () => {
  expect(await check_words([root], { subtle: globalThis.crypto.subtle })).toEqual(kWords);
  const seen: number[] = [];
  expect(await check_words([root], { subtle: undefined, on_progress: (done) => seen.push(done) })).toEqual(kWords);
  expect(seen.at(-1)).toBe(1);
}, 120_000);

test("another root, or the same twice, gives other words", async () => {
  const other = root.map((byte) => byte ^ 1);
  expect(await check_words([other], { subtle: globalThis.crypto.subtle })).not.toEqual(kWords);
  expect(await check_words([root, root], { subtle: globalThis.crypto.subtle })).not.toEqual(kWords);
});
