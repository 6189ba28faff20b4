// age's armor: an envelope as text that any messenger carries (docs/spec/portable.md, age-encryption.org/v1 "ASCII armor").
import { to_base64 } from "./bytes.ts";

const kBegin = "-----BEGIN AGE ENCRYPTED FILE-----";
const kEnd = "-----END AGE ENCRYPTED FILE-----";
const kLineLetters = 64;

/** Strict RFC 7468: lines of 64 letters, the last one shorter, a line feed after each. */
export function to_armor(file: Uint8Array): string {
  const lines = to_base64(file).match(new RegExp(`.{1,${kLineLetters}}`, "g")) ?? [];
  return [kBegin, ...lines, kEnd, ""].join("\n");
}
