// Replies with tokens and without: tests/vectors/reply.json, read by the C++ side too (src/envelope/reply_test.cpp).
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { kPlaintextBytes, seal } from "./age.ts";
import { read_reply } from "./reply.ts";
import { public_key_of } from "./xwing.ts";

interface Vector {
  name: string;
  plaintext_runs: [number, string][];
  text?: string;
  tokens?: string[];
  error?: string;
}
interface Vectors {
  instance_id: string;
  reply_seed: string;
  reply_key: string;
  week: number;
  slot: number;
  replies: Vector[];
}

const bytes = (hex: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(hex, "hex"));
const vectors = JSON.parse(readFileSync(new URL("../../../tests/vectors/reply.json", import.meta.url), "utf8")) as Vectors;
const { week, slot } = vectors;
const reply_seed = bytes(vectors.reply_seed);
const reply_public_key = public_key_of(reply_seed);

test.each(vectors.replies)("$name", ({ plaintext_runs, text, tokens, error }) => {
  const plaintext = new Uint8Array(kPlaintextBytes);
  for (const [at, hex] of plaintext_runs) plaintext.set(bytes(hex), at);
  const context = { keys: { reply_seed, reply_public_key, mailbox_secret: new Uint8Array(32) }, instance_id: bytes(vectors.instance_id), reply_keys: [bytes(vectors.reply_key)] };
  const read = read_reply(seal(plaintext, reply_public_key), { week, slot, id: new Uint8Array(16) }, context);
  if (error) return expect(read).toEqual({ error: "not-ours" });
  expect("reply" in read ? { text: read.reply.text, tokens: read.reply.tokens.map((token) => Buffer.from(token).toString("hex")) } : read).toEqual({ text, tokens });
});
