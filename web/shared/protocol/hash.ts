// SHA-256 and HKDF-SHA-256 with an empty salt, the only two derivations of the protocol besides the slow one in keys.ts.
import { hkdf as noble_hkdf } from "@noble/hashes/hkdf.js";
import { sha256 as noble_sha256 } from "@noble/hashes/sha2.js";
import { ascii, concat, type Bytes } from "./bytes.ts";

export function sha256(...parts: Uint8Array[]): Bytes {
  return Uint8Array.from(noble_sha256(concat(...parts)));
}

/** HKDF(secret, label ‖ context…) as in docs/spec/mailbox.md. */
export function hkdf(secret: Uint8Array, size: number, label: string, ...context: Uint8Array[]): Bytes {
  return Uint8Array.from(noble_hkdf(noble_sha256, secret, undefined, concat(ascii(label), ...context), size));
}
