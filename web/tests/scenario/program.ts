// One built program of $WAYMARK_BIN on loopback: its folder, its configuration, started until it answers, stopped by its number.
import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { free_port as wished_port } from "../../demo/programs.ts";
import { until } from "../wait.ts";

/** The path of a program. Throws when it was not built. */
export function program_of(name: string): string {
  const program = join(process.env["WAYMARK_BIN"] ?? "", name);
  if (!existsSync(program)) throw new Error(`no ${program}: set WAYMARK_BIN to the folder of the built programs`);
  return program;
}

/** Below those that the system hands out: between asking and binding nobody takes one. */
const kFirstPort = 20_000;
let asked = 0;

export const free_port = (): Promise<number> => wished_port(kFirstPort + 2 * (asked++ % 1_000));

export class Program {
  readonly name: string;
  readonly folder: string;
  /** Everything it has written so far. */
  said = "";
  #process: ChildProcess | undefined;

  constructor(name: string) {
    this.name = name;
    this.folder = mkdtempSync(join(tmpdir(), `${name}-`));
  }

  get pid(): number {
    return this.#process?.pid ?? 0;
  }

  /** @param asked the address that answers once the program is ready */
  async start(config: string, asked: string): Promise<void> {
    const file = join(this.folder, "config.toml");
    writeFileSync(file, config);
    const running = spawn(program_of(this.name), ["--config", file], { stdio: ["ignore", "pipe", "pipe"] });
    this.#process = running;
    for (const stream of [running.stdout, running.stderr]) stream.on("data", (text: Buffer) => (this.said += text.toString()));
    const answers = (): Promise<boolean> => fetch(asked).then((answer) => answer.ok, () => false);
    await until(() => `${this.name} answers: ${this.said}`, async () => running.exitCode !== null || (await answers()));
    if (running.exitCode !== null) throw new Error(`${this.name} ended: ${this.said}`);
  }

  /** Ends the program; its folder stays. */
  async stop(): Promise<void> {
    const running = this.#process;
    if (!running || running.exitCode !== null) return;
    const ended = new Promise((done) => running.once("exit", done));
    running.kill("SIGTERM");
    await ended;
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true });
  }
}
