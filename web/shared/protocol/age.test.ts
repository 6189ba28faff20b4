// Our one-stanza age file against npm age-encryption (the age authors' own), both ways, and every byte changed.
import { Decrypter, Encrypter, generateHybridIdentity, identityToRecipient } from "age-encryption";
import { bech32 } from "@scure/base";
import { XWing } from "@noble/post-quantum/hybrid.js";
import { describe, expect, test } from "vitest";
import { kFileBytes, kPlaintextBytes, kSizes, open, seal } from "./age.ts";
import { ascii, concat } from "./bytes.ts";
import { decapsulate, encapsulate, public_key_of } from "./xwing.ts";

const random = (size: number): Uint8Array<ArrayBuffer> => crypto.getRandomValues(new Uint8Array(size));
const error_of = (file: Uint8Array, seed: Uint8Array): string => {
  const opened = open(file, seed);
  return "error" in opened ? opened.error : "opened";
};

async function theirs(): Promise<{ identity: string; recipient: string; seed: Uint8Array }> {
  const identity = await generateHybridIdentity();
  return { identity, recipient: await identityToRecipient(identity), seed: bech32.decodeToBytes(identity).bytes };
}

describe("sizes", () => {
  test("add up to the file", () => {
    expect(kSizes.header + kSizes.nonce + kPlaintextBytes + kSizes.tag).toBe(kFileBytes);
    expect(kSizes.header).toBe(22 + 18 + 1494 + 1 + 43 + 1 + 4 + 43 + 1);
  });
});

describe("X-Wing", () => {
  test("agrees with noble's own combination on keys and secrets", () => {
    const seed = random(32);
    expect(public_key_of(seed)).toEqual(Uint8Array.from(XWing.getPublicKey(seed)));
    const { encapsulation, shared } = encapsulate(public_key_of(seed));
    expect(Uint8Array.from(XWing.decapsulate(encapsulation, seed))).toEqual(Uint8Array.from(shared));
    const back = XWing.encapsulate(public_key_of(seed));
    expect(Uint8Array.from(decapsulate(seed, back.cipherText))).toEqual(Uint8Array.from(back.sharedSecret));
  });

  test("refuses keys that are none", () => {
    expect(() => encapsulate(random(1_215))).toThrow();
    expect(() => encapsulate(new Uint8Array(1_216).fill(255))).toThrow();
    expect(() => decapsulate(random(32), random(1_119))).toThrow();
  });
});

describe("age file", () => {
  test("is opened by age-encryption", async () => {
    const { identity, seed } = await theirs();
    const plaintext = random(kPlaintextBytes);
    const file = seal(plaintext, public_key_of(seed));
    expect(file.length).toBe(kFileBytes);
    const decrypter = new Decrypter();
    decrypter.addIdentity(identity);
    expect(Uint8Array.from(await decrypter.decrypt(file))).toEqual(plaintext);
  });

  test("of age-encryption is opened", async () => {
    const { recipient, seed } = await theirs();
    const plaintext = random(kPlaintextBytes);
    const encrypter = new Encrypter();
    encrypter.addRecipient(recipient);
    expect(open(await encrypter.encrypt(plaintext), seed)).toEqual({ plaintext });
  });

  test("with two stanzas, another stanza, another size or another key is refused", async () => {
    const first = await theirs();
    const second = await theirs();
    const encrypter = new Encrypter();
    encrypter.addRecipient(first.recipient);
    encrypter.addRecipient(second.recipient);
    const two = await encrypter.encrypt(random(kPlaintextBytes - 1_557));
    expect(two.length).toBe(kFileBytes);
    expect(error_of(two, first.seed)).toBe("unsupported");
    const file = seal(random(kPlaintextBytes), public_key_of(first.seed));
    expect(error_of(concat(file, random(1)), first.seed)).toBe("wrong-size");
    expect(error_of(file.subarray(1), first.seed)).toBe("wrong-size");
    expect(error_of(file, second.seed)).toBe("not-for-us");
    const renamed = concat(ascii("age-encryption.org/v1\n-> mlkem768x25518 "), file.subarray(40));
    expect(error_of(renamed, first.seed)).toBe("unsupported");
  });

  test("changed in any one byte of the header, and in samples of the payload, is refused", () => {
    const seed = random(32);
    const file = seal(random(kPlaintextBytes), public_key_of(seed));
    // The long encapsulation is sampled: each of its bytes costs a whole decapsulation.
    const places = Array.from({ length: kSizes.header + kSizes.nonce }, (_, i) => i).filter((i) => i < 60 || i > 1_530 || i % 37 === 0);
    for (const at of [...places, 1_700, 5_000, kFileBytes - 17, kFileBytes - 16, kFileBytes - 1]) {
      const changed = Uint8Array.from(file);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(error_of(changed, seed), `byte ${at}`).not.toBe("opened");
    }
  });
});
