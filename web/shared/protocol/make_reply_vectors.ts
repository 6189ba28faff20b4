// Writes tests/vectors/reply.json: signed plaintexts of replies with no, one and two tokens, and what is wrong with others. Both readers
// (reply.ts, src/envelope/reply.cpp) are held to it. Run: node web/shared/protocol/make_reply_vectors.ts (prints; redirect it).
import { createPrivateKey, createPublicKey, sign } from "node:crypto";
import { kPlaintextBytes } from "./age.ts";
import { ascii, concat, number_bytes, to_hex, type Bytes } from "./bytes.ts";
import { sha256 } from "./hash.ts";
import { kReplyLabel } from "./reply.ts";
import { public_key_of } from "./xwing.ts";

const pattern = (size: number, start: number, step: number): Bytes => Uint8Array.from({ length: size }, (_, i) => (start + i * step) % 256);
const kSignatureAt = 6_469;
const instance_id = pattern(32, 200, 3);
const reply_seed = pattern(32, 5, 9);
const signing_seed = pattern(32, 90, 7);
const secret = createPrivateKey({ key: Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), signing_seed]), format: "der", type: "pkcs8" });
const place = { week: 2_968, slot: 3 };
const tokens = [pattern(16, 1, 1), pattern(16, 129, 1)];

interface Made {
  name: string;
  text: string;
  count: number;
  /** Bytes that are put over the finished plaintext before it is signed. */
  over?: [number, Bytes][];
  wrong?: true;
}

/** Where it is not zero: a run ends at sixteen zeros. */
function runs_of(plaintext: Uint8Array): [number, string][] {
  const runs: [number, string][] = [];
  for (let at = 0; at < plaintext.length; ) {
    if (plaintext[at] === 0) {
      at += 1;
      continue;
    }
    let end = at;
    while (end < plaintext.length && plaintext.subarray(end, end + 16).some((byte) => byte !== 0)) end += 1;
    runs.push([at, to_hex(plaintext.subarray(at, end))]);
    at = end;
  }
  return runs;
}

function vector({ name, text, count, over = [], wrong }: Made): object {
  const plaintext = new Uint8Array(kPlaintextBytes);
  const body = ascii(text);
  const head = concat(Uint8Array.of(2, 0x81, 1, count), instance_id, sha256(public_key_of(reply_seed)), number_bytes(place.week, 4), Uint8Array.of(place.slot, 0, 0, 0), ...[2, 20_778, 20_779, body.length].map((one) => number_bytes(one, 4)));
  plaintext.set(head);
  plaintext.set(body, head.length);
  const carried = tokens.slice(0, count);
  carried.forEach((token, i) => plaintext.set(token, kSignatureAt - 16 * (carried.length - i)));
  for (const [at, bytes] of over) plaintext.set(bytes, at);
  plaintext.set(sign(null, concat(ascii(kReplyLabel), plaintext.subarray(0, kSignatureAt)), secret), kSignatureAt);
  return { name, plaintext_runs: runs_of(plaintext), plaintext_sha256: to_hex(sha256(plaintext)), ...(wrong ? { error: "malformed" } : { text, tokens: carried.map(to_hex) }) };
}

const cases: Made[] = [
  { name: "no token", text: "Мы вас слышим.", count: 0 },
  { name: "one token", text: "Мы вас слышим.", count: 1 },
  { name: "two tokens", text: "Мы вас слышим.", count: 2 },
  { name: "two tokens and an empty body", text: "", count: 2 },
  { name: "the longest body beside two tokens", text: "a".repeat(6_345), count: 2 },
  { name: "the longest body beside one", text: "a".repeat(6_361), count: 1 },
  { name: "the longest body of all", text: "a".repeat(6_377), count: 0 },
  { name: "two tokens that are zeros", text: "a", count: 2, over: [[6_437, new Uint8Array(32)]] },
  { name: "three tokens", text: "a", count: 3, wrong: true },
  { name: "255 tokens", text: "a", count: 255, wrong: true },
  { name: "a token that is not counted", text: "a", count: 0, over: [[6_453, tokens[0] as Bytes]], wrong: true },
  { name: "two tokens of which one is counted", text: "a", count: 2, over: [[3, Uint8Array.of(1)]], wrong: true },
  { name: "a byte between body and tokens", text: "a", count: 2, over: [[6_436, Uint8Array.of(1)]], wrong: true },
  { name: "a byte behind the body", text: "a", count: 1, over: [[93, Uint8Array.of(1)]], wrong: true },
  { name: "a body that reaches into the tokens", text: "a", count: 2, over: [[88, number_bytes(6_346, 4)]], wrong: true },
];
const zeros = "two tokens that are zeros";
const vectors = {
  comment: "docs/spec/mailbox.md \"Reply\". Bytes are hexadecimal. plaintext_runs: [offset, bytes] of what is not zero in the 6,533 bytes. reply_key: Ed25519; reply_seed: X-Wing.",
  instance_id: to_hex(instance_id),
  reply_seed: to_hex(reply_seed),
  reply_key: to_hex(createPublicKey(secret).export({ format: "der", type: "spki" }).subarray(-32)),
  ...place,
  replies: cases.map((one) => ({ ...vector(one), ...(one.name === zeros ? { tokens: ["0".repeat(32), "0".repeat(32)] } : {}) })),
};
process.stdout.write(`${JSON.stringify(vectors, null, 1)}\n`);
