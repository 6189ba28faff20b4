// From the first page to the sealed submit: bytes and requests on the wire, on the pages as built.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import type { Language } from "../../../shared/protocol/envelope.ts";
import { launch, Stage } from "./stage.ts";

const kBytesMax = 60 * 1_024;
/** Page, loader and what asks for it again, pieces of at most 4.75 KB, roster, day keys, a put in two halves. */
const kRequestsMax = 19;

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

test.each(["ru", "uk", "en"] as Language[])("%s: at most 60 KB come down in pieces, and one envelope goes up", async (language) => {
  const stage = new Stage(browser);
  await stage.start();
  const documents_bytes = Buffer.byteLength(stage.organisation.roster) + Buffer.byteLength(stage.organisation.day_keys(stage.relay.today()));
  const person = await stage.visit(language);
  await person.short_way("...");
  await person.send();
  const { calls, bytes_out, bytes_in } = stage.relay;
  process.stdout.write(`intake ${language}: ${calls.length} requests, ${bytes_out} bytes down, ${bytes_in} bytes up\n`);
  expect(calls.filter((call) => call.includes("/v1/"))).toEqual(["GET /v1/roster/chain/1", "GET /v1/day-keys", expect.stringMatching(/^POST \/v1\/put\/\d+$/), expect.stringMatching(/^POST \/v1\/put\/\d+$/)]);
  expect(calls.length).toBeLessThanOrEqual(kRequestsMax);
  expect(bytes_out - documents_bytes, `of ${bytes_out}, roster and day keys apart`).toBeLessThanOrEqual(kBytesMax);
  expect(bytes_in, "each half with its id").toBe(2 * 4_113);
  await stage.stop();
});
