// The shared vectors still come out of this code: tests/vectors/protocol.json is read by the C++ tests too.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

test("tests/vectors/protocol.json is what make_vectors.ts writes", () => {
  const script = fileURLToPath(new URL("make_vectors.ts", import.meta.url));
  const written = execFileSync(process.execPath, [script], { encoding: "utf8" });
  expect(written).toBe(readFileSync(new URL("../../../tests/vectors/protocol.json", import.meta.url), "utf8"));
}, 60_000);
