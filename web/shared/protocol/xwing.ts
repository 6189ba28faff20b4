// X-Wing (ML-KEM-768 and X25519, draft-connolly-cfrg-xwing-kem-10), put together from noble's parts: the ready-made one of
// the same authors brings the NIST curves along, which would cost the page 8 KB.
import { x25519 } from "@noble/curves/ed25519.js";
import { sha3_256, shake256 } from "@noble/hashes/sha3.js";
import { ml_kem768 } from "@noble/post-quantum/ml-kem.js";
import { ascii, concat, type Bytes } from "./bytes.ts";

export const kSeedBytes = 32;
export const kPublicKeyBytes = 1_216;
export const kEncapsulationBytes = 1_120;

const kMlKemPublicBytes = 1_184;
const kMlKemCiphertextBytes = 1_088;
const kMlKemVectorBytes = 1_152;
const kMlKemQ = 3_329;
const kLabel = ascii("\\.//^\\");

interface Expanded {
  ml_kem_secret: Uint8Array;
  x25519_secret: Uint8Array;
  public_key: Bytes;
}

// FIPS 203 section 7.2: every 12-bit coefficient is below q. noble 0.5.4 has the check but it compares equal for any input.
function coefficients_below_q(ml_kem_public: Uint8Array): boolean {
  for (let at = 0; at < kMlKemVectorBytes; at += 3) {
    const [a = 0, b = 0, c = 0] = ml_kem_public.subarray(at, at + 3);
    if (a + 256 * (b % 16) >= kMlKemQ || Math.floor(b / 16) + 16 * c >= kMlKemQ) return false;
  }
  return true;
}

function expand(seed: Uint8Array): Expanded {
  const expanded = shake256(seed, { dkLen: 96 });
  const ml_kem = ml_kem768.keygen(expanded.subarray(0, 64));
  const x25519_secret = expanded.slice(64);
  const public_key = concat(ml_kem.publicKey, x25519.getPublicKey(x25519_secret));
  return { ml_kem_secret: ml_kem.secretKey, x25519_secret, public_key };
}

function combine(ml_kem_shared: Uint8Array, x_shared: Uint8Array, x_ciphertext: Uint8Array, x_public: Uint8Array): Uint8Array {
  return sha3_256(concat(ml_kem_shared, x_shared, x_ciphertext, x_public, kLabel));
}

export function public_key_of(seed: Uint8Array): Bytes {
  return expand(seed).public_key;
}

/**
 * @param randomness 64 bytes, only given by test vectors
 * @throws if the public key is not a valid one (ML-KEM's modulus check, small-order points)
 */
export function encapsulate(public_key: Uint8Array, randomness: Uint8Array = crypto.getRandomValues(new Uint8Array(64))): { encapsulation: Bytes; shared: Uint8Array } {
  if (public_key.length !== kPublicKeyBytes) throw new Error("xwing: public key size");
  if (!coefficients_below_q(public_key)) throw new Error("xwing: public key is none");
  const x_public = public_key.subarray(kMlKemPublicBytes);
  const ephemeral = randomness.slice(32, 64);
  const x_ciphertext = x25519.getPublicKey(ephemeral);
  const x_shared = x25519.getSharedSecret(ephemeral, x_public);
  const ml_kem = ml_kem768.encapsulate(public_key.subarray(0, kMlKemPublicBytes), randomness.subarray(0, 32));
  const shared = combine(ml_kem.sharedSecret, x_shared, x_ciphertext, x_public);
  return { encapsulation: concat(ml_kem.cipherText, x_ciphertext), shared };
}

/** @throws if the encapsulation has another size or holds a small-order point */
export function decapsulate(seed: Uint8Array, encapsulation: Uint8Array): Uint8Array {
  if (encapsulation.length !== kEncapsulationBytes) throw new Error("xwing: encapsulation size");
  const keys = expand(seed);
  const x_ciphertext = encapsulation.subarray(kMlKemCiphertextBytes);
  const x_shared = x25519.getSharedSecret(keys.x25519_secret, x_ciphertext);
  const ml_kem_shared = ml_kem768.decapsulate(encapsulation.subarray(0, kMlKemCiphertextBytes), keys.ml_kem_secret);
  return combine(ml_kem_shared, x_shared, x_ciphertext, keys.public_key.subarray(kMlKemPublicBytes));
}
