// A bad line between this machine and a network namespace of its own in which the person's browser runs: tc netem where the kernel
// has it, else tests/line/bad_line.py; always the second where a filter counts packets. Needs root and network namespaces; `why_not`
// says what is missing.
import { execFileSync, spawn, spawnSync, type ChildProcess } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { kChromium } from "../browser/intake/stage.ts";

const kEmulator = fileURLToPath(new URL("../../../tests/line/bad_line.py", import.meta.url));
const kQueuePackets = 20;

export interface LineQuality {
  bits_a_second: number;
  delay_ms: number;
  loss_percent: number;
}

/** The filter at the border: after so many packets of one flow, both ways together, nothing more of it passes. */
export interface Curtain {
  /** A number, or the smallest and the largest of which each flow gets one; [0, 0] lets everything through. */
  packets: [number, number];
  /** 3: each third TLS hello that resumes nothing is dropped with its flow; 0: none. */
  fresh_every: number;
}

/** One TCP or UDP pair of ports, as the filter saw it. */
export interface Flow {
  flow: number;
  client: number;
  server: number;
  up: number;
  down: number;
  packets: number;
  bytes_up: number;
  bytes_down: number;
  /** Its first packet, in seconds of a clock that only goes forward. */
  began: number;
  /** From its first packet to the last that passed. */
  seconds: number;
  /** Why nothing passes any more, or nothing. */
  silent: string;
  /** "fresh", "resumed", "none", or nothing while it is not known. */
  hello: string;
}

const ip = (...args: string[]): string => execFileSync("ip", args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

export class Line {
  // Two runs on one machine do not share their addresses.
  static readonly here = `10.77.${process.pid % 250}.1`;
  static readonly there = `10.77.${process.pid % 250}.2`;
  readonly #name = `waymark-${process.pid}`;
  readonly #ends: [string, string] = [`wm${process.pid}h`, `wm${process.pid}t`];
  readonly #folder = mkdtempSync(join(tmpdir(), "waymark-line-"));
  #emulator: ChildProcess | undefined;
  #answer: ((line: string) => void) | undefined;
  /** "netem", or "user space" when the kernel has none. */
  made_by = "";

  /** What this machine lacks, or nothing. */
  static why_not(): string {
    if (process.getuid?.() !== 0) return "only root may make a network namespace";
    const tried = spawnSync("unshare", ["--net", "ip", "link", "set", "lo", "up"], { encoding: "utf8" });
    return tried.status === 0 ? "" : `the kernel refuses a network namespace: ${tried.stderr.trim()}`;
  }

  async make(quality: LineQuality, curtain?: Curtain): Promise<void> {
    ip("netns", "add", this.#name);
    if (!curtain && this.#netem(quality)) this.made_by = "netem";
    else await this.#user_space(quality, curtain);
    const [here, there] = this.#ends;
    ip("address", "add", Line.here, "peer", Line.there, "dev", here);
    ip("link", "set", here, "up", "mtu", "1400");
    this.#inside("ip", "address", "add", Line.there, "peer", Line.here, "dev", there);
    this.#inside("ip", "link", "set", there, "up", "mtu", "1400");
    this.#inside("ip", "link", "set", "lo", "up");
  }

  #inside(...command: string[]): string {
    return ip("netns", "exec", this.#name, ...command);
  }

  #netem(quality: LineQuality): boolean {
    const [here, there] = this.#ends;
    const rules = ["root", "netem", "rate", `${quality.bits_a_second}bit`, "delay", `${quality.delay_ms}ms`, "loss", `${quality.loss_percent}%`, "limit", String(kQueuePackets)];
    ip("link", "add", "name", here, "type", "veth", "peer", "name", there, "netns", this.#name);
    try {
      execFileSync("tc", ["qdisc", "add", "dev", here, ...rules], { stdio: "pipe" });
      this.#inside("tc", "qdisc", "add", "dev", there, ...rules);
      return true;
    } catch {
      ip("link", "delete", here);
      return false;
    }
  }

  async #user_space({ bits_a_second, delay_ms, loss_percent }: LineQuality, curtain?: Curtain): Promise<void> {
    const filter = curtain ? ["--packets", curtain.packets.join(":"), "--fresh-every", String(curtain.fresh_every)] : [];
    const emulator = spawn("python3", [kEmulator, ...this.#ends, String(bits_a_second), String(delay_ms), String(loss_percent), ...filter], { stdio: ["pipe", "pipe", "inherit"] });
    this.#emulator = emulator;
    createInterface({ input: emulator.stdout }).on("line", (line) => this.#answer?.(line));
    await new Promise<void>((ready, failed) => {
      this.#answer = () => ready();
      emulator.once("exit", (code) => failed(new Error(`bad_line.py ended with ${code}`)));
    });
    ip("link", "set", this.#ends[1], "netns", this.#name);
    this.made_by = "user space";
  }

  /** From now on new flows meet this filter; the line must have been made with one. */
  draw(curtain: Curtain): void {
    this.#emulator?.stdin?.write(`packets ${curtain.packets.join(":")}\nfresh-every ${curtain.fresh_every}\n`);
  }

  /** All flows since the line was made, oldest first. */
  async flows(): Promise<Flow[]> {
    const emulator = this.#emulator;
    if (!emulator?.stdin) throw new Error("this line counts no flows");
    const answer = new Promise<string>((resolve) => (this.#answer = resolve));
    emulator.stdin.write("flows\n");
    return JSON.parse(await answer) as Flow[];
  }

  /** The words that run a command at the person's end of the line. */
  get at_the_persons_end(): string[] {
    return ["ip", "netns", "exec", this.#name];
  }

  /** A Chromium that sees nothing but this line. */
  get chromium(): string {
    const script = join(this.#folder, "chromium");
    writeFileSync(script, `#!/bin/sh\nexec ip netns exec ${this.#name} ${kChromium} "$@"\n`);
    chmodSync(script, 0o755);
    return script;
  }

  /** Bytes that this machine has put onto the line and taken from it: headers of TCP and IP and everything sent again included. */
  bytes(): { down: number; up: number } {
    const count = (name: string): number => Number(readFileSync(`/sys/class/net/${this.#ends[0]}/statistics/${name}`, "utf8"));
    return { down: count("tx_bytes"), up: count("rx_bytes") };
  }

  remove(): void {
    this.#emulator?.removeAllListeners("exit").kill();
    spawnSync("ip", ["link", "delete", this.#ends[0]]);
    spawnSync("ip", ["netns", "delete", this.#name]);
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
