// A bad line between this machine and a network namespace of its own in which the person's browser runs: tc netem where the kernel
// has it, else bad_line.py. Needs root and network namespaces; `why_not` says what is missing.
import { execFileSync, spawn, spawnSync, type ChildProcess } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { kChromium } from "../browser/intake/stage.ts";

const kEmulator = fileURLToPath(new URL("bad_line.py", import.meta.url));
const kQueuePackets = 20;

export interface LineQuality {
  bits_a_second: number;
  delay_ms: number;
  loss_percent: number;
}

const ip = (...args: string[]): string => execFileSync("ip", args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

export class Line {
  static readonly here = "10.77.0.1";
  static readonly there = "10.77.0.2";
  readonly #name = `waymark-${process.pid}`;
  readonly #ends: [string, string] = [`wm${process.pid}h`, `wm${process.pid}t`];
  readonly #folder = mkdtempSync(join(tmpdir(), "waymark-line-"));
  #emulator: ChildProcess | undefined;
  /** "netem", or "user space" when the kernel has none. */
  made_by = "";

  /** What this machine lacks, or nothing. */
  static why_not(): string {
    if (process.getuid?.() !== 0) return "only root may make a network namespace";
    const tried = spawnSync("unshare", ["--net", "ip", "link", "set", "lo", "up"], { encoding: "utf8" });
    return tried.status === 0 ? "" : `the kernel refuses a network namespace: ${tried.stderr.trim()}`;
  }

  async make(quality: LineQuality): Promise<void> {
    ip("netns", "add", this.#name);
    if (this.#netem(quality)) this.made_by = "netem";
    else await this.#user_space(quality);
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

  async #user_space({ bits_a_second, delay_ms, loss_percent }: LineQuality): Promise<void> {
    const emulator = spawn("python3", [kEmulator, ...this.#ends, String(bits_a_second), String(delay_ms), String(loss_percent)], { stdio: ["ignore", "pipe", "inherit"] });
    this.#emulator = emulator;
    await new Promise<void>((ready, failed) => {
      emulator.stdout.once("data", () => ready());
      emulator.once("exit", (code) => failed(new Error(`bad_line.py ended with ${code}`)));
    });
    ip("link", "set", this.#ends[1], "netns", this.#name);
    this.made_by = "user space";
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
