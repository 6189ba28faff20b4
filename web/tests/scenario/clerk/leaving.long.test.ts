// What Back shows after Leave and after Finish, in a browser that keeps pages in memory for Back, as people's browsers do.
import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import { go_back, launch_keeping } from "../../browser/intake/stage.ts";
import { leave_of, RealClerk } from "./real_clerk.ts";
import { Visitor } from "./visitor.ts";

const kSecret = "secret of mine";
const clerk = new RealClerk();
let browser: Browser;
beforeAll(async () => {
  await clerk.start();
  browser = await launch_keeping();
});
afterAll(async () => {
  await browser.close();
  await clerk.remove();
});

/** The clerk with one fault planted: its pages may be stored. */
async function forgetful_clerk(): Promise<{ url: string; server: Server }> {
  const server = createServer((asked, answer) => {
    const passed = request(`${clerk.url}${asked.url ?? "/"}`, { method: asked.method, headers: asked.headers }, (from) => {
      answer.writeHead(from.statusCode ?? 500, { ...from.headers, "cache-control": "max-age=600" });
      from.pipe(answer);
    });
    asked.pipe(passed);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

function expect_nothing(visitor: Visitor, shown: string): void {
  expect(shown).not.toContain(kSecret);
  for (const word of visitor.words) expect(shown).not.toContain(`>${word}<`);
}

async function at_words(visitor: Visitor): Promise<void> {
  await visitor.answer(kSecret);
  await visitor.note_words();
}

async function leave(visitor: Visitor): Promise<void> {
  await visitor.page.locator("#leave").click();
  await visitor.page.waitForURL(leave_of(clerk.relay.url));
}

test("Back after Leave shows nothing", async () => {
  const visitor = await Visitor.arrive(browser, clerk, "en");
  await at_words(visitor);
  await leave(visitor);
  const shown = await go_back(visitor.page);
  expect_nothing(visitor, shown);
  await visitor.leave_for_good();
});

test("the same look finds the words where pages may be stored", async () => {
  const { url, server } = await forgetful_clerk();
  const visitor = await Visitor.arrive(browser, { url }, "en");
  await at_words(visitor);
  await leave(visitor);
  const shown = await go_back(visitor.page);
  for (const word of visitor.words) expect(shown).toContain(`>${word}<`);
  await visitor.leave_for_good();
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

test("after Finish no page of the visit opens again", async () => {
  const visitor = await Visitor.arrive(browser, clerk, "ru");
  await visitor.answer(kSecret);
  await visitor.send();
  await clerk.relay.acknowledge(await clerk.relay.pull());
  await visitor.press("clerk.end");
  await visitor.page.waitForURL(leave_of(clerk.relay.url));
  expect_nothing(visitor, await go_back(visitor.page));
  await visitor.page.reload().catch(() => null);
  expect_nothing(visitor, await visitor.settled());
  expect(await clerk.relay.pull()).toEqual([]);
  await visitor.leave_for_good();
});
