// `waymark doctor --lines` at the person's end of the line, against the real relay behind TLS: a clear line, one that cuts everything, hellos that
// are dropped, a certificate that nobody signed, a provider's own page.
import { spawn } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { free_port, program_of } from "../program.ts";
import { RealRelay } from "../real_relay.ts";
import { kPages } from "../../browser/intake/stage.ts";
import { Line, type Curtain } from "../line.ts";
import { kClear, why_not } from "./stage.ts";
import { TlsFront } from "./tls_front.ts";

const kPatienceMs = 400_000;
const kRelayExit = 8;
const line = new Line();
const relay = new RealRelay();
const front = new TlsFront();
let url: string;

beforeAll(async () => {
  if (why_not !== "") return;
  await line.make({ bits_a_second: 2_000_000, delay_ms: 30, loss_percent: 0 }, kClear);
  await relay.start(kPages);
  await relay.publish();
  const port = await free_port();
  await front.start(Line.here, port, [{ name: "relay.example", upstream: relay.url }]);
  url = `https://${Line.here}:${port}`;
});
afterAll(async () => {
  await relay.remove();
  if (why_not === "") await front.remove();
  line.remove();
});

function doctor(curtain: Curtain, args: string[], language = "en"): Promise<{ exit: number | null; said: string }> {
  line.draw(curtain);
  const [command = "", ...words] = [...line.at_the_persons_end, program_of("waymark"), "--language", language, "doctor", "--lines", ...args];
  const running = spawn(command, words, { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [running.stdout, running.stderr]) stream.on("data", (text: Buffer) => (said += text.toString()));
  return new Promise((done) => running.once("exit", (exit) => done({ exit, said })));
}

test.runIf(why_not === "")("on a clear line every answer comes whole, and nothing is left at the relay", async () => {
  const { exit, said } = await doctor(kClear, ["--at", url, "--ca", front.root]);
  expect(exit, said).toBe(0);
  expect(said).toContain("6 of 6 answers come whole");
  for (const path of ["/v1/roster", "/v1/roster/chain/1", "/v1/day-keys", "/v1/poll", "/v1/put/"]) expect(said).toContain(`ok       ${url}${path}`);
  expect(await relay.pull()).toEqual([]);
}, kPatienceMs);

test.runIf(why_not === "")("on a line that cuts after twelve packets: silence, with its bytes, and what it means", async () => {
  const { exit, said } = await doctor({ packets: [12, 12], fresh_every: 0 }, ["--at", url, "--ca", front.root], "ru");
  expect(exit, said).toBe(kRelayExit);
  expect(said).toContain("тишина после");
  expect(said).toContain("Тишина без ошибки");
  expect(said).toContain(`${url}: `);
}, kPatienceMs);

test.runIf(why_not === "" && process.env["WAYMARK_LONG"] === "yes")("hellos that are dropped, an authority that nobody knows, and a page of another are three things", async () => {
  expect((await doctor({ packets: [0, 0], fresh_every: 1 }, ["--at", url, "--ca", front.root])).said).toContain("the TLS hello gets no answer");
  expect((await doctor(kClear, ["--at", url])).said).toContain("the certificate does not fit");
  const provider = createServer((_, answer) => answer.writeHead(200, { "Content-Type": "text/html" }).end("<h1>Оплатите интернет</h1>"));
  await new Promise<void>((ready) => provider.listen(0, Line.here, ready));
  const { said, exit } = await doctor(kClear, ["--at", `http://${Line.here}:${(provider.address() as AddressInfo).port}`]);
  provider.closeAllConnections();
  provider.close();
  expect(exit).toBe(kRelayExit);
  expect(said).toContain("another page came");
  expect(said).toContain("0 of 2 answers come whole");
}, kPatienceMs);
