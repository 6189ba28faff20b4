// Known attacks as data (Project Wycheproof) against the primitives the pages use. script/bootstrap brings the files.
import { existsSync, readFileSync } from "node:fs";
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { x25519 } from "@noble/curves/ed25519.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { ml_kem768 } from "@noble/post-quantum/ml-kem.js";
import { beforeAll, describe, expect, test } from "vitest";
import { concat, to_hex, type Bytes } from "./bytes.ts";
import { pbkdf2_in_slices } from "./keys.ts";
import { signature_fits } from "./signed_note.ts";
import { encapsulate } from "./xwing.ts";

type Fields = Readonly<Record<string, string>>;
interface Case extends Fields {
  result: "valid" | "invalid" | "acceptable";
}
interface Suite {
  numberOfTests: number;
  testGroups: { publicKey?: { pk: string }; tests: Case[]; keySize?: number; ivSize?: number; tagSize?: number }[];
}

const kFolder = new URL("../../../.deps/wycheproof/usr/share/gocode/src/github.com/c2sp/wycheproof/testvectors_v1/", import.meta.url);

beforeAll(() => {
  if (!existsSync(kFolder)) throw new Error("no Wycheproof vectors: run script/bootstrap");
});

const bytes = (hex: string | undefined): Bytes => Uint8Array.from(Buffer.from(hex ?? "", "hex"));

/** Runs every case; `accepts` says whether our code takes it. "acceptable" ones may go either way. */
async function run(file: string, accepts: (fields: Case, group: Suite["testGroups"][number]) => boolean | Promise<boolean>): Promise<void> {
  const suite = JSON.parse(readFileSync(new URL(file, kFolder), "utf8")) as Suite;
  const wrong: string[] = [];
  let ran = 0;
  for (const group of suite.testGroups)
    for (const fields of group.tests) {
      ran += 1;
      const accepted = await accepts(fields, group);
      if (fields.result !== "acceptable" && accepted !== (fields.result === "valid")) wrong.push(`${String(fields["tcId"])}: ${fields["comment"] ?? ""} is ${fields.result}`);
    }
  expect(wrong).toEqual([]);
  expect(ran).toBe(suite.numberOfTests);
}

function quiet(work: () => boolean): boolean {
  try {
    return work();
  } catch {
    return false;
  }
}

describe("Wycheproof", () => {
  test("Ed25519 signatures", () => run("ed25519_test.json", ({ msg, sig }, group) => signature_fits(bytes(sig), bytes(msg), bytes(group.publicKey?.pk))));

  test("X25519 agreements", () => run("x25519_test.json", (c) => quiet(() => to_hex(x25519.getSharedSecret(bytes(c["private"]), bytes(c["public"]))) === c["shared"])));

  test("ML-KEM-768 keys that are none are refused before anything is sealed to them", () =>
    run("mlkem_768_encaps_test.json", (c) => {
      const x_public = x25519.getPublicKey(new Uint8Array(32).fill(9));
      const randomness = concat(bytes(c["m"]), new Uint8Array(32).fill(7));
      return quiet(() => to_hex(encapsulate(concat(bytes(c["ek"]), x_public), randomness).encapsulation.subarray(0, 1_088)) === c["c"]);
    }), 60_000);

  test("ML-KEM-768 decapsulation", () =>
    run("mlkem_768_test.json", (c) => quiet(() => to_hex(ml_kem768.decapsulate(bytes(c["c"]), ml_kem768.keygen(bytes(c["seed"])).secretKey)) === c["K"])), 60_000);

  test("ChaCha20-Poly1305", () =>
    run("chacha20_poly1305_test.json", (c) => quiet(() => to_hex(chacha20poly1305(bytes(c["key"]), bytes(c["iv"]), bytes(c["aad"])).decrypt(bytes(`${c["ct"] ?? ""}${c["tag"] ?? ""}`))) === c["msg"])));

  test("HKDF-SHA-256", () => run("hkdf_sha256_test.json", (c) => quiet(() => to_hex(hkdf(sha256, bytes(c["ikm"]), bytes(c["salt"]), bytes(c["info"]), Number(c["size"]))) === c["okm"])));

  test("HMAC-SHA-256", () =>
    run("hmac_sha256_test.json", (c, group) => to_hex(hmac(sha256, bytes(c["key"]), bytes(c["msg"]))).slice(0, (group.tagSize ?? 0) / 4) === c["tag"]));

  test("PBKDF2-HMAC-SHA-512, our slices, where one block is asked for", async () => {
    let compared = 0;
    await run("pbkdf2_hmacsha512_test.json", async (c) => {
      const size = Number(c["dkLen"]);
      if (size > 64 || Number(c["iterationCount"]) > 10_000) return c.result === "valid";
      compared += 1;
      const key = await pbkdf2_in_slices(bytes(c["password"]), bytes(c["salt"]), Number(c["iterationCount"]), () => undefined);
      return to_hex(key.subarray(0, size)) === c["dk"];
    });
    expect(compared).toBeGreaterThan(30);
  }, 120_000);
});
