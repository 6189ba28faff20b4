// The shared vectors still come out of this code: tests/vectors/{protocol,reply}.json are read by the C++ tests too.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

test.each([
  ["protocol.json", "make_vectors.ts"],
  ["reply.json", "make_reply_vectors.ts"],
])("tests/vectors/%s is what %s writes", (file, maker) => {
  const script = fileURLToPath(new URL(maker, import.meta.url));
  const written = execFileSync(process.execPath, [script], { encoding: "utf8" });
  expect(written).toBe(readFileSync(new URL(`../../../tests/vectors/${file}`, import.meta.url), "utf8"));
}, 60_000);
