// The checked-in types are exactly what openapi.json says today; run `npm run types:desk` after changing the contract.
import { readFileSync } from "node:fs";
import openapiTs, { astToString } from "openapi-typescript";
import { expect, test } from "vitest";

const contract = new URL("../../openapi.json", import.meta.url);

test("schema.ts is generated from openapi.json", async () => {
  const generated = astToString(await openapiTs(contract));
  const kept = readFileSync(new URL("./schema.ts", import.meta.url), "utf8");
  expect(kept.slice(kept.indexOf("export interface paths")).trim()).toBe(generated.trim());
});
