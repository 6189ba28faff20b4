// A relay and a clerk behind real TLS at the far end of a line whose filter counts packets.
import { RealClerk } from "../clerk/real_clerk.ts";
import { Line, type Curtain, type Flow, type LineQuality } from "../line.ts";
import { free_port } from "../program.ts";
import { TlsFront, why_no_nginx } from "./tls_front.ts";

export const kClear: Curtain = { packets: [0, 0], fresh_every: 0 };
export const kCurtain: Curtain = { packets: [25, 25], fresh_every: 3 };
export const kRandomCurtain: Curtain = { packets: [15, 25], fresh_every: 0 };
const kRelayName = "relay.example";
const kClerkName = "clerk.example";

export const why_not = Line.why_not() || why_no_nginx();

export class CurtainStage {
  readonly line = new Line();
  readonly clerk = new RealClerk();
  readonly #front = new TlsFront();
  relay_url = "";
  clerk_url = "";

  get relay(): RealClerk["relay"] {
    return this.clerk.relay;
  }

  get root(): string {
    return this.#front.root;
  }

  async start(quality: LineQuality, curtain: Curtain): Promise<void> {
    await this.line.make(quality, curtain);
    const port = await free_port();
    this.relay_url = `https://${kRelayName}:${port}`;
    this.clerk_url = `https://${kClerkName}:${port}`;
    this.relay.known_at([this.relay_url]);
    await this.clerk.start();
    // The clerk's site is the relay's with longer bodies (packaging/clerk/README.md).
    await this.#front.start(Line.here, port, [{ name: kRelayName, upstream: this.clerk.relay.url }, { name: kClerkName, upstream: this.clerk.url }], (site) => site.replace(/client_max_body_size .*;/, "client_max_body_size 96k;").replace(/client_body_buffer_size .*;/, "client_body_buffer_size 128k;"));
  }

  /** Chromium's options to know these names and trust this chain. */
  get flags(): string[] {
    return ["--no-sandbox", this.#front.trust, TlsFront.found_at(Line.here, [kRelayName, kClerkName])];
  }

  async remove(): Promise<void> {
    await this.clerk.remove();
    if (why_not === "") await this.#front.remove();
    this.line.remove();
  }
}

/** What a visit or a step of it cost on the line. */
export interface Cost {
  seconds: number;
  flows: Flow[];
}

export async function cost_of(line: Line, act: () => Promise<void>): Promise<Cost> {
  const seen = (await line.flows()).length;
  // sleep: nothing waits for it; the seconds of an exchange are what is printed
  const began = performance.now();
  const cost = async (): Promise<Cost> => ({ seconds: (performance.now() - began) / 1_000, flows: (await line.flows()).slice(seen) });
  try {
    await act();
  } catch (error) {
    tell("what failed", await cost());
    throw error;
  }
  return cost();
}

export function tell(what: string, { seconds, flows }: Cost): void {
  const of = (hello: string): number => flows.filter((flow) => flow.hello === hello).length;
  const packets = flows.map((flow) => flow.packets);
  process.stdout.write(`curtain, ${what}: ${seconds.toFixed(1)} s, ${flows.length} connections (${of("fresh")} fresh, ${of("resumed")} resumed), ${packets.reduce((sum, count) => sum + count, 0)} packets, largest ${Math.max(0, ...packets)}, silent ${flows.filter(({ silent }) => silent !== "").length}\n`);
  if (process.env["WAYMARK_FLOWS"]) for (const flow of flows) process.stdout.write(`  ${JSON.stringify(flow)}\n`);
}

/** The most hellos that resumed nothing in any minute, those that the filter dropped included. */
export function fresh_in_a_minute(flows: readonly Flow[]): number {
  const began = flows.filter(({ hello }) => hello === "fresh").map((flow) => flow.began);
  return Math.max(0, ...began.map((at) => began.filter((other) => other >= at && other < at + 60).length));
}

export const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

