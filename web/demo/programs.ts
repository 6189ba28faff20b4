// Starts Waymark's programs, waits until they answer, stops them. For the demonstration and the whole-way tests.
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { createServer } from "node:net";
import { openSync } from "node:fs";

export const kStopMs = 10_000;

/** A free port on loopback: the wished one, or the nearest above it. $WAYMARK_PORTS_ABOVE moves all wishes, for two at once. */
export async function free_port(wished: number): Promise<number> {
  const first = wished + Number(process.env["WAYMARK_PORTS_ABOVE"] ?? 0);
  for (let port = first; port < first + 100; port += 1) if (await can_listen(port)) return port;
  throw new Error(`no free port between ${first} and ${first + 99}`);
}

function can_listen(port: number): Promise<boolean> {
  return new Promise((answer) => {
    const server = createServer();
    server.once("error", () => { answer(false); });
    server.listen(port, "127.0.0.1", () => server.close(() => { answer(true); }));
  });
}

/** Runs a program to its end. Throws with what it said when it fails. @param environment what differs from ours */
export function run(binary: string, args: string[], environment: Record<string, string> = {}): string {
  const done = spawnSync(binary, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...environment } });
  if (done.status === 0) return done.stdout;
  throw new Error(`${binary} ${args.slice(0, 2).join(" ")}: exit code ${done.status ?? "none"}\n${done.stderr}`);
}

/** Programs that run until they are stopped, in the order in which they were started. */
export class Programs {
  #running: { name: string; process: ChildProcess }[] = [];
  #stopping = false;
  /** Called when a program ends although nobody stopped it. */
  on_death: (name: string) => void = () => undefined;

  /** Their standard error goes to `log_file`; they share no terminal signals with us. */
  start(name: string, binary: string, args: string[], log_file: string): void {
    const log = openSync(log_file, "a");
    const child = spawn(binary, args, { stdio: ["ignore", log, log], detached: true });
    child.once("exit", () => { if (!this.#stopping) this.on_death(name); });
    child.once("error", () => { if (!this.#stopping) this.on_death(name); });
    this.#running.push({ name, process: child });
  }

  /** The process number of a program, to measure it. */
  pid(name: string): number | undefined {
    return this.#running.find((program) => program.name === name)?.process.pid;
  }

  /** Asks all to stop, last first; kills what has not stopped after kStopMs. */
  async stop(): Promise<void> {
    this.#stopping = true;
    for (const { process } of this.#running.reverse()) await stopped(process);
    this.#running = [];
  }
}

function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return Promise.resolve();
  return new Promise((done) => {
    const killer = setTimeout(() => child.kill("SIGKILL"), kStopMs); // sleep: none, a last resort
    child.once("exit", () => { clearTimeout(killer); done(); });
    child.kill("SIGTERM");
  });
}

/** Waits until an address answers with 200. */
export async function answers(url: string, within_ms: number): Promise<void> {
  const end = Date.now() + within_ms;
  for (;;) {
    try {
      if ((await fetch(url)).ok) return;
    } catch { /* not listening yet */ }
    if (Date.now() > end) throw new Error(`${url} does not answer`);
    await new Promise((wait) => setTimeout(wait, 100)); // sleep: between two looks
  }
}
