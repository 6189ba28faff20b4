// What a relay asks while very many write at once, and the pass that it takes instead (docs/spec/work.md). PBKDF2 natively in
// WebCrypto, also where a browser compiles no scripts; here in slices where a page has no WebCrypto.
import { sha256 } from "@noble/hashes/sha2.js";
import { ascii, concat, number_bytes, type Bytes } from "./bytes.ts";
import { pbkdf2_in_slices } from "./keys.ts";

export const kWorkRounds = 512;
/** No honest relay asks for more. */
export const kMostLevel = 15;
const kDerivedBytes = 32;
const kWork = 1;
const kToken = 2;
const kPassBytes = 21;
/** Tries that WebCrypto has at once: each engine works at them beside the page, and Leave waits for none of them. */
const kAtOnce = 16;
const kSliceMilliseconds = 40;

export interface Demand {
  level: number;
  epoch: number;
  challenge: Bytes;
}

/** What a relay said, if it is a demand; its level is not judged here. */
export function read_demand(word: string): Demand | undefined {
  const found = /^work (0|[1-9]\d{0,2}) (0|[1-9]\d{0,9}) ([0-9a-f]{32})$/.exec(word);
  const [, level = "", epoch = "", hex = ""] = found ?? [];
  if (!found || Number(level) > 255 || Number(epoch) > 0xffff_ffff) return undefined;
  return { level: Number(level), epoch: Number(epoch), challenge: Uint8Array.from({ length: 16 }, (_, i) => parseInt(hex.slice(2 * i, 2 * i + 2), 16)) };
}

export function zero_bits(bytes: Uint8Array): number {
  const first = bytes.findIndex((byte) => byte !== 0);
  return first < 0 ? 8 * bytes.length : 8 * first + Math.clz32(bytes[first] ?? 0) - 24;
}

export const token_pass = (token: Uint8Array): Bytes => concat(Uint8Array.of(kToken), token, new Uint8Array(kPassBytes - 1 - token.length));
export const work_pass = (epoch: number, nonce: Uint8Array): Bytes => concat(Uint8Array.of(kWork), number_bytes(epoch, 4), nonce);

export const salt_of = (instance_id: Uint8Array, row: Uint8Array, challenge: Uint8Array): Bytes => concat(ascii("waymark/v1/work\n"), instance_id, row, challenge);

async function natively(subtle: SubtleCrypto, nonce: Bytes, salt: Bytes): Promise<Bytes> {
  const key = await subtle.importKey("raw", nonce, "PBKDF2", false, ["deriveBits"]);
  return new Uint8Array(await subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt, iterations: kWorkRounds }, key, 8 * kDerivedBytes));
}

/** @param subtle WebCrypto, or undefined where a page has none */
export const derive = (subtle: SubtleCrypto | undefined, nonce: Bytes, salt: Bytes): Promise<Bytes> =>
  subtle ? natively(subtle, nonce, salt) : pbkdf2_in_slices(nonce, salt, kWorkRounds, () => undefined, sha256).then((derived) => derived.slice());

export interface WorkOptions {
  subtle?: SubtleCrypto | undefined;
  /** Asked between tries: whether it is enough. */
  enough: () => boolean;
  /** Told how many tries there were. */
  on_tries?: (tries: number) => void;
}

/**
 * Nonces until one fits; the page stays alive meanwhile.
 * @return the pass; undefined when it was enough before
 */
export async function work({ level, epoch, challenge }: Demand, instance_id: Uint8Array, row: Uint8Array, { subtle, enough, on_tries = () => undefined }: WorkOptions): Promise<Bytes | undefined> {
  const salt = salt_of(instance_id, row, challenge);
  const begin = crypto.getRandomValues(new Uint8Array(12));
  let rested = Date.now();
  for (let tries = 0; !enough(); ) {
    const nonces = Array.from({ length: subtle ? kAtOnce : 1 }, (_, i) => concat(begin, number_bytes(tries + i, 4)));
    const derived = await Promise.all(nonces.map((nonce) => derive(subtle, nonce, salt)));
    const fits = derived.findIndex((bytes) => zero_bits(bytes) >= level);
    if (fits >= 0) return work_pass(epoch, nonces[fits] ?? begin);
    tries += nonces.length;
    if (Date.now() - rested < kSliceMilliseconds) continue;
    on_tries(tries);
    await new Promise((resume) => setTimeout(resume, 0));
    rested = Date.now();
  }
  return undefined;
}
