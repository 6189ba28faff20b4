// From eight words to the requester's keys (docs/spec/mailbox.md). The slow step runs in WebCrypto; where a page has none
// (plain HTTP on an old browser) it runs here in slices, so that the page can show how far it is.
import { hmac } from "@noble/hashes/hmac.js";
import { type sha256, sha512 } from "@noble/hashes/sha2.js";
import { ascii, concat, type Bytes } from "./bytes.ts";
import { hkdf } from "./hash.ts";
import { canonical, type Phrase } from "./words.ts";
import { public_key_of } from "./xwing.ts";

export const kRounds = 600_000;
const kMasterBytes = 64;
const kSliceMilliseconds = 40;

/** Everything that belongs to one requester. Lives in the memory of the page, nowhere else. */
export interface RequesterKeys {
  reply_seed: Bytes;
  reply_public_key: Bytes;
  mailbox_secret: Bytes;
}

export interface KeyOptions {
  /** WebCrypto, or undefined to compute in slices. */
  subtle?: SubtleCrypto | undefined;
  /** Called with 0…1 while computing in slices. */
  on_progress?: ((done: number) => void) | undefined;
}

async function pbkdf2_native(subtle: SubtleCrypto, password: Bytes, salt: Bytes): Promise<Bytes> {
  const key = await subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
  return new Uint8Array(await subtle.deriveBits({ name: "PBKDF2", hash: "SHA-512", salt, iterations: kRounds }, key, 8 * kMasterBytes));
}

/** PBKDF2-HMAC (RFC 8018 section 5.2), one block of the hash, SHA-512 unless told otherwise, giving the page air between slices. */
export async function pbkdf2_in_slices(password: Uint8Array, salt: Uint8Array, rounds: number, on_progress: (done: number) => void, hash: typeof sha512 | typeof sha256 = sha512): Promise<Bytes> {
  const keyed = hmac.create(hash, password);
  let block: Uint8Array = keyed.clone().update(salt).update(Uint8Array.of(0, 0, 0, 1)).digest();
  const sum = Uint8Array.from(block);
  const working = keyed.clone();
  let slice_began = Date.now();
  for (let round = 1; round < rounds; round += 1) {
    keyed._cloneInto(working);
    working.update(block).digestInto(block);
    for (let i = 0; i < sum.length; i += 1) sum[i] = (sum[i] ?? 0) ^ (block[i] ?? 0);
    if (round % 256 !== 0 || Date.now() - slice_began < kSliceMilliseconds) continue;
    on_progress(round / rounds);
    await new Promise((resume) => setTimeout(resume, 0));
    slice_began = Date.now();
  }
  on_progress(1);
  return sum;
}

/** The 64 bytes from which all keys of a requester follow. */
export async function master_of(phrase: Phrase, instance_id: Uint8Array, options: KeyOptions): Promise<Bytes> {
  const password = canonical(phrase);
  const salt = concat(ascii("waymark/v1/words"), instance_id);
  if (options.subtle) return pbkdf2_native(options.subtle, password, salt);
  return pbkdf2_in_slices(password, salt, kRounds, options.on_progress ?? (() => undefined));
}

export async function keys_of(phrase: Phrase, instance_id: Uint8Array, options: KeyOptions): Promise<RequesterKeys> {
  const master = await master_of(phrase, instance_id, options);
  const reply_seed = hkdf(master, 32, "waymark/v1/reply identity");
  const mailbox_secret = hkdf(master, 32, "waymark/v1/mailbox secret");
  master.fill(0);
  return { reply_seed, reply_public_key: public_key_of(reply_seed), mailbox_secret };
}
