// Six check-words of an organisation: a slow hash of its root keys, for comparing between channels (docs/spec/roster.md).
import { sha256 } from "@noble/hashes/sha2.js";
import { ascii, concat, type Bytes } from "./bytes.ts";
import { kRounds, pbkdf2_in_slices, type KeyOptions } from "./keys.ts";

export const kCheckWords = 6;
const kBitsPerWord = 11;

async function slow_hash(password: Bytes, options: KeyOptions): Promise<Bytes> {
  const salt = ascii("waymark/v1/check words");
  if (!options.subtle) return pbkdf2_in_slices(password, salt, kRounds, options.on_progress ?? (() => undefined), sha256);
  const key = await options.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
  return new Uint8Array(await options.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt, iterations: kRounds }, key, 256));
}

/** @return six indices into the word list of the reader's language */
export async function check_words(roots: readonly Uint8Array[], options: KeyOptions): Promise<number[]> {
  const hash = await slow_hash(concat(...roots), options);
  const bits = Array.from(hash, (byte) => byte.toString(2).padStart(8, "0")).join("");
  return Array.from({ length: kCheckWords }, (_, i) => parseInt(bits.slice(kBitsPerWord * i, kBitsPerWord * (i + 1)), 2));
}
