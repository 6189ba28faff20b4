// What passes a line that goes silent after its 25th packet, counted by the line itself, in Chromium behind nginx with a real chain. Holds
// whatever our own sizes are: the large ones do not pass, the small ones do; and the filter of fresh hellos drops what it says.
import { afterAll, beforeAll, expect, test } from "vitest";
import { chromium, type Browser, type Page } from "playwright-core";
import { free_port } from "../program.ts";
import { Line, type Curtain, type Flow } from "../line.ts";
import { SizesServer } from "./sizes_server.ts";
import { TlsFront, why_no_nginx } from "./tls_front.ts";

const kName = "sizes.example";
const kClear: Curtain = { packets: [0, 0], fresh_every: 0 };
const kCurtain: Curtain = { packets: [25, 25], fresh_every: 0 };
/** What never comes was not going to come later either: the filter never opens again. */
const kSilenceMs = 6_000;
const kPatienceMs = 60_000;

const why_not = Line.why_not() || why_no_nginx();
/** What only counts, and does not decide, is for long runs. */
const long = process.env["WAYMARK_LONG"] === "yes";
if (why_not !== "") process.stdout.write(`curtain: skipped, ${why_not}\n`);
const line = new Line();
const front = new TlsFront();
const server = new SizesServer();
let browser: Browser;
let url: string;

beforeAll(async () => {
  if (why_not !== "") return;
  await line.make({ bits_a_second: 2_000_000, delay_ms: 100, loss_percent: 0 }, kClear);
  const port = await free_port();
  await front.start(Line.here, port, [{ name: kName, upstream: await server.start() }], (site) => site.replace(/client_max_body_size .*;/, "client_max_body_size 128k;"));
  url = `https://${kName}:${port}`;
  browser = await chromium.launch({ executablePath: line.chromium, args: ["--no-sandbox", front.trust, TlsFront.found_at(Line.here, [kName])] });
});
afterAll(async () => {
  await browser?.close();
  if (why_not === "") await front.remove();
  await server.stop();
  line.remove();
});

/** A profile without a TLS session: its first hello is a fresh one. */
async function stranger(): Promise<Page> {
  return (await browser.newContext()).newPage();
}

/** The flow that carried most since `seen`: a browser opens spare connections too. */
async function newest(seen: number): Promise<Flow> {
  const flows = (await line.flows()).slice(seen).filter((flow) => flow.hello !== "");
  return flows.reduce((most, flow) => (flow.packets > most.packets ? flow : most), flows[0] ?? expect.fail("no flow"));
}

async function down(page: Page, bytes: number, timeout: number): Promise<boolean> {
  return page.goto(`${url}/down/${bytes}`, { timeout }).then((answer) => answer?.body().then((body) => body.length === bytes) ?? false, () => false);
}

async function up(page: Page, bytes: number, timeout: number): Promise<boolean> {
  await page.setContent(`<form method="post" enctype="text/plain" action="${url}/up"><input name="a"><button>Send</button></form>`);
  // The form adds "a=" and a line end: two bytes each.
  await page.locator("input").evaluate((input: HTMLInputElement, size) => (input.value = "x".repeat(size)), bytes - 4);
  await page.locator("button").click({ noWaitAfter: true });
  return page.getByText("stored").waitFor({ timeout }).then(() => true, () => false);
}

type Hello = "fresh" | "resumed";
interface Exchange { what: string; way: "up" | "down"; bytes: number }

/**
 * One exchange in a profile of its own; a resumed one after a small answer that left tickets. A ticket serves once, and a spare connection
 * of the browser may have taken it: then the exchange is done again. @return whether it came, and its flow
 */
async function once(exchange: Exchange, hello: Hello, curtain: Curtain, timeout: number): Promise<{ came: boolean; flow: Flow }> {
  for (let round = 0; round < 5; round += 1) {
    const page = await stranger();
    line.draw(kClear);
    if (hello === "resumed") expect(await down(page, 100, kPatienceMs)).toBe(true);
    const seen = (await line.flows()).length;
    line.draw(curtain);
    const came = await (exchange.way === "up" ? up : down)(page, exchange.bytes, timeout);
    await page.context().close();
    const flow = await newest(seen);
    if (flow.hello === hello) return { came, flow };
  }
  return expect.fail(`no ${hello} hello in five rounds`);
}

const tell = ({ packets, up, down, seconds }: Flow): string => `${packets} packets (${up} up, ${down} down) in ${seconds.toFixed(1)} s`;

/** How many of `tries` come behind the filter. */
async function behind(exchange: Exchange, hello: Hello, tries: number): Promise<number> {
  let came = 0;
  for (let round = 0; round < tries; round += 1) if ((await once(exchange, hello, kCurtain, kSilenceMs)).came) came += 1;
  return came;
}

const kTries = 3;
const too_large: Exchange[] = [
  { what: "put, envelope of 16 KiB", way: "up", bytes: 16_384 },
  { what: "poll, two replies of 16 KiB", way: "down", bytes: 32_804 },
  { what: "first page on one connection", way: "down", bytes: 59_000 },
];
const small_enough: Exchange[] = [
  { what: "put, half an envelope", way: "up", bytes: 4_113 },
  { what: "poll, one reply of 8 KiB", way: "down", bytes: 8_212 },
  { what: "a piece of 4.75 KiB", way: "down", bytes: 4_864 },
];
const at_the_edge: Exchange[] = [
  { what: "put, whole envelope of 8 KiB", way: "up", bytes: 8_192 },
  { what: "the question what is here", way: "up", bytes: 17 },
  { what: "a piece of 6 KiB", way: "down", bytes: 6_144 },
  { what: "12 KiB", way: "up", bytes: 12_288 },
  { what: "12 KiB", way: "down", bytes: 12_288 },
];

test.skipIf(why_not !== "").each(too_large)("$what, $bytes bytes $way: passes without the filter, never behind it", async (exchange) => {
  for (const hello of ["fresh", "resumed"] as const) {
    const clear = await once(exchange, hello, kClear, kPatienceMs);
    expect(clear.came).toBe(true);
    const cut = await once(exchange, hello, kCurtain, kSilenceMs);
    expect(cut).toMatchObject({ came: false, flow: { packets: 25, silent: "after 25 packets" } });
    process.stdout.write(`curtain, ${exchange.what}, ${exchange.bytes} ${exchange.way}, ${hello}: ${tell(clear.flow)}; behind 25 packets 0 of 1\n`);
  }
}, 180_000);

test.skipIf(why_not !== "").each(small_enough)("$what, $bytes bytes $way: passes behind the filter once a session is resumed", async (exchange) => {
  for (const hello of ["fresh", "resumed"] as const) {
    const clear = await once(exchange, hello, kClear, kPatienceMs);
    expect(clear.came).toBe(true);
    const came = await behind(exchange, hello, kTries);
    process.stdout.write(`curtain, ${exchange.what}, ${exchange.bytes} ${exchange.way}, ${hello}: ${tell(clear.flow)}; behind 25 packets ${came} of ${kTries}\n`);
    if (hello === "resumed") expect(came).toBeGreaterThan(0);
  }
}, 180_000);

test.skipIf(why_not !== "" || !long).each(at_the_edge)("$what $way: counted", async (exchange) => {
  for (const hello of ["fresh", "resumed"] as const) {
    const clear = await once(exchange, hello, kClear, kPatienceMs);
    expect(clear.came).toBe(true);
    process.stdout.write(`curtain, ${exchange.what}, ${exchange.bytes} ${exchange.way}, ${hello}: ${tell(clear.flow)}; behind 25 packets ${await behind(exchange, hello, 1)} of 1\n`);
  }
}, 180_000);

test.skipIf(why_not !== "")("each third fresh hello is dropped with its flow, a resumed one never", async () => {
  const seen = (await line.flows()).length;
  line.draw({ packets: [0, 0], fresh_every: 3 });
  for (let person = 0; person < 5; person += 1) {
    const page = await stranger();
    // A browser may try again on a connection of its own, which is why persons are not counted.
    await down(page, 1_000, kSilenceMs);
    await down(page, 1_000, kSilenceMs);
    await page.context().close();
  }
  const hellos = (await line.flows()).slice(seen);
  const fresh = hellos.filter(({ hello }) => hello === "fresh").map(({ silent }) => silent !== "");
  expect(fresh.length).toBeGreaterThanOrEqual(3);
  // The order of beginning may differ from the order of hellos by one, so they are counted.
  expect(fresh.filter((dropped) => dropped).length).toBe(Math.floor(fresh.length / 3));
  const resumed = hellos.filter(({ hello }) => hello === "resumed");
  expect(resumed.length).toBeGreaterThan(0);
  expect(resumed.filter(({ silent }) => silent !== "")).toEqual([]);
}, 180_000);

test.skipIf(why_not !== "" || !long)("a limit drawn for each flow lies between its ends", async () => {
  line.draw({ packets: [15, 25], fresh_every: 0 });
  const seen = (await line.flows()).length;
  for (let person = 0; person < 4; person += 1) {
    const page = await stranger();
    expect(await down(page, 59_000, kSilenceMs)).toBe(false);
    await page.context().close();
  }
  const cut = (await line.flows()).slice(seen).filter(({ silent, hello }) => silent.startsWith("after") && hello === "fresh").map(({ packets }) => packets);
  expect(cut.length).toBeGreaterThanOrEqual(4);
  expect(Math.min(...cut)).toBeGreaterThanOrEqual(15);
  expect(Math.max(...cut)).toBeLessThanOrEqual(25);
  expect(new Set(cut).size).toBeGreaterThan(1);
}, 180_000);
