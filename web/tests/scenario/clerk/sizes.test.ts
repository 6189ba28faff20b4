// What the first pages of the clerk cost on the wire.
import { afterAll, beforeAll, expect, test } from "vitest";
import { kLanguages, RealClerk } from "./real_clerk.ts";
import { ask, kSizes, wire_bytes } from "./wire.ts";

const kWireMax = 30_000;
const clerk = new RealClerk();
beforeAll(() => clerk.start());
afterAll(() => clerk.remove());

test.each(kLanguages)("%s: choice of a language, first page and whole form are at most 30 KB", async (language) => {
  const answers = await Promise.all(["/", `/${language}/`, `/${language}/write`].map((path) => ask(`${clerk.url}${path}`, undefined, "gzip")));
  for (const answer of answers) {
    expect(answer.headers["content-encoding"]).toBe("gzip");
    expect(kSizes).toContain(answer.body.length);
  }
  const bytes = answers.map(wire_bytes);
  const sum = bytes.reduce((all, one) => all + one, 0);
  process.stdout.write(`clerk ${language}: ${bytes.join(" + ")} = ${sum} bytes down for the choice of a language, the first page and the whole form\n`);
  expect(sum).toBeLessThanOrEqual(kWireMax);
});
