// One age v1 file of exactly 8,192 bytes with one mlkem768x25519 stanza: what requesters send and what they get back.
// Not a general age library: another stanza, a second one or another size is refused. Layout: docs/spec/envelope.md,
// format: age-encryption.org/v1, HPKE (RFC 9180) with X-Wing, HKDF-SHA-256 and ChaCha20-Poly1305.
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { expand, extract } from "@noble/hashes/hkdf.js";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 as noble_sha256 } from "@noble/hashes/sha2.js";
import { ascii, concat, equal, from_base64_bare, number_bytes, to_base64_bare, type Bytes } from "./bytes.ts";
import { hkdf } from "./hash.ts";
import { decapsulate, encapsulate, kEncapsulationBytes } from "./xwing.ts";

export const kFileBytes = 8_192;
export const kPlaintextBytes = 6_533;

const kIntro = "age-encryption.org/v1\n-> mlkem768x25519 ";
const kMac = "\n---";
const kEncapsulationText = 1_494;
const kBodyText = 43;
const kStanzaBytes = kIntro.length + kEncapsulationText + 1 + kBodyText;
const kHeaderBytes = kStanzaBytes + kMac.length + 1 + 43 + 1;
const kNonceBytes = 16;
const kTagBytes = 16;
const kLastChunkNonce = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);

const kSuite = concat(ascii("HPKE"), Uint8Array.of(0x64, 0x7a, 0, 1, 0, 3));
const kHpkeVersion = ascii("HPKE-v1");
const kInfo = ascii("age-encryption.org/mlkem768x25519");
const kEmpty = new Uint8Array(0);

export type OpenError = "wrong-size" | "unsupported" | "not-for-us" | "authentication";
export type Opened = { plaintext: Bytes } | { error: OpenError };

function labeled_extract(salt: Uint8Array, label: string, input: Uint8Array): Uint8Array {
  return extract(noble_sha256, concat(kHpkeVersion, kSuite, ascii(label), input), salt);
}

function labeled_expand(secret: Uint8Array, label: string, info: Uint8Array, size: number): Uint8Array {
  return expand(noble_sha256, secret, concat(number_bytes(size, 2), kHpkeVersion, kSuite, ascii(label), info), size);
}

// HPKE base mode key schedule (RFC 9180 section 5.1), one message only.
function stanza_cipher(shared: Uint8Array): ReturnType<typeof chacha20poly1305> {
  const context = concat(Uint8Array.of(0), labeled_extract(kEmpty, "psk_id_hash", kEmpty), labeled_extract(kEmpty, "info_hash", kInfo));
  const secret = labeled_extract(shared, "secret", kEmpty);
  return chacha20poly1305(labeled_expand(secret, "key", context, 32), labeled_expand(secret, "base_nonce", context, 12));
}

function header_mac(file_key: Uint8Array, header_without_mac: Uint8Array): Uint8Array {
  return hmac(noble_sha256, hkdf(file_key, 32, "header"), header_without_mac);
}

function payload_cipher(file_key: Uint8Array, nonce: Uint8Array): ReturnType<typeof chacha20poly1305> {
  const key = expand(noble_sha256, extract(noble_sha256, file_key, nonce), ascii("payload"), 32);
  return chacha20poly1305(key, kLastChunkNonce);
}

/** Seals exactly kPlaintextBytes; the file is always kFileBytes long. */
export function seal(plaintext: Uint8Array, public_key: Uint8Array): Bytes {
  return seal_sized(plaintext, public_key, kPlaintextBytes);
}

/** The same for another one size, of one chunk. */
export function seal_sized(plaintext: Uint8Array, public_key: Uint8Array, size: number): Bytes {
  if (plaintext.length !== size) throw new Error("age: plaintext size");
  const file_key = crypto.getRandomValues(new Uint8Array(16));
  const { encapsulation, shared } = encapsulate(public_key);
  const body = stanza_cipher(shared).encrypt(file_key);
  const header = ascii(kIntro + to_base64_bare(encapsulation) + "\n" + to_base64_bare(body) + kMac);
  const mac = ascii(" " + to_base64_bare(header_mac(file_key, header)) + "\n");
  const nonce = crypto.getRandomValues(new Uint8Array(kNonceBytes));
  return concat(header, mac, nonce, payload_cipher(file_key, nonce).encrypt(plaintext));
}

interface Header {
  encapsulation: Bytes;
  body: Bytes;
  mac: Bytes;
  signed: Uint8Array;
}

function parse_header(file: Uint8Array): Header | undefined {
  const text = String.fromCharCode(...file.subarray(0, kHeaderBytes));
  const match = /^([A-Za-z0-9+/]{1494})\n([A-Za-z0-9+/]{43})\n--- ([A-Za-z0-9+/]{43})\n$/.exec(text.slice(kIntro.length));
  if (!text.startsWith(kIntro) || !match) return undefined;
  const encapsulation = from_base64_bare(match[1] ?? "", kEncapsulationBytes);
  const body = from_base64_bare(match[2] ?? "", 32);
  const mac = from_base64_bare(match[3] ?? "", 32);
  if (!encapsulation || !body || !mac) return undefined;
  return { encapsulation, body, mac, signed: file.subarray(0, kStanzaBytes + kMac.length) };
}

function unwrap(header: Header, seed: Uint8Array): Uint8Array | undefined {
  try {
    return stanza_cipher(decapsulate(seed, header.encapsulation)).decrypt(header.body);
  } catch {
    return undefined;
  }
}

/** Opens a file that was sealed to the key of `seed`; whatever is wrong with it comes back as an error, nothing is thrown. */
export function open(file: Uint8Array, seed: Uint8Array): Opened {
  return open_sized(file, seed, kFileBytes);
}

/** The same for a file of another one size; of one chunk, so at most 65,536 bytes of plaintext. */
export function open_sized(file: Uint8Array, seed: Uint8Array, size: number): Opened {
  if (file.length !== size) return { error: "wrong-size" };
  const header = parse_header(file);
  if (!header) return { error: "unsupported" };
  const file_key = unwrap(header, seed);
  if (!file_key) return { error: "not-for-us" };
  if (!equal(header_mac(file_key, header.signed), header.mac)) return { error: "authentication" };
  const nonce = file.subarray(kHeaderBytes, kHeaderBytes + kNonceBytes);
  try {
    return { plaintext: Uint8Array.from(payload_cipher(file_key, nonce).decrypt(file.subarray(kHeaderBytes + kNonceBytes))) };
  } catch {
    return { error: "authentication" };
  }
}

/** The sum of docs/spec/envelope.md, checked by a test. */
export const kSizes = { header: kHeaderBytes, nonce: kNonceBytes, tag: kTagBytes };
