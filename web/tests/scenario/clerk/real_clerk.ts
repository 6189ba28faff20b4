// The real waymark-clerk of $WAYMARK_BIN on loopback, in front of the real relay with the made-up organisation behind it.
import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Language } from "../../../shared/protocol/envelope.ts";
import { kPages } from "../../browser/intake/stage.ts";
import { RealRelay } from "../real_relay.ts";

export const kLanguages: readonly Language[] = ["ru", "uk", "en"];
export const kPack = fileURLToPath(new URL("../../../../packs/military-refusal", import.meta.url));

export function program_of(name: string): string {
  const program = join(process.env["WAYMARK_BIN"] ?? "", name);
  if (!existsSync(program)) throw new Error(`no ${program}: set WAYMARK_BIN to the folder of the built programs`);
  return program;
}

async function free_port(): Promise<number> {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

/** Where Leave goes in these tests: a page of the relay that is plainly another place. */
export const leave_of = (relay: string): string => `${relay}/v1/health`;

export interface ClerkOptions {
  /** Lines after the whole configuration. */
  more?: string;
}

export class RealClerk {
  readonly relay = new RealRelay();
  readonly folder = mkdtempSync(join(tmpdir(), "waymark-clerk-"));
  #process: ChildProcess | undefined;
  #port = 0;
  /** Everything the program has written. */
  said = "";

  async start(options: ClerkOptions = {}): Promise<void> {
    await this.relay.start(kPages);
    await this.relay.publish();
    await this.start_clerk(options);
  }

  async start_clerk(options: ClerkOptions = {}): Promise<void> {
    if (this.#port === 0) this.#port = await free_port();
    writeFileSync(join(this.folder, "clerk.toml"), this.config(options.more ?? ""));
    const running = spawn(program_of("waymark-clerk"), ["--config", join(this.folder, "clerk.toml")], { stdio: ["ignore", "pipe", "pipe"] });
    this.#process = running;
    for (const stream of [running.stdout, running.stderr]) stream?.on("data", (text: Buffer) => (this.said += text.toString()));
    for (let i = 0; i < 200; i += 1) {
      if (await fetch(`${this.url}/en/`).then((answer) => answer.ok, () => false)) return;
      await new Promise((resume) => setTimeout(resume, 100));
    }
    throw new Error(`waymark-clerk did not answer: ${this.said}`);
  }

  config(more: string): string {
    const leave = leave_of(this.relay.url);
    return [
      `instance = "${this.relay.organisation.instance_id.toString("base64")}"`,
      `listen = "127.0.0.1:${this.#port}"`,
      `relay = "${this.relay.url}"`,
      `pack = "${kPack}"`,
      `[leave]\nru = "${leave}"\nuk = "${leave}"\nen = "${leave}"`,
      more,
    ].join("\n");
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }
  get pid(): number {
    return this.#process?.pid ?? 0;
  }

  async stop_clerk(): Promise<void> {
    const running = this.#process;
    if (!running || running.exitCode !== null) return;
    const ended = new Promise((done) => running.once("exit", done));
    running.kill("SIGTERM");
    await ended;
  }

  async remove(): Promise<void> {
    await this.stop_clerk();
    await this.relay.remove();
    rmSync(this.folder, { recursive: true });
  }
}

function catalogue(path: string): Record<string, string> {
  return JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8")) as Record<string, string>;
}

/** A sentence of the pages or of the pack, by its key, with `{name}` filled in. */
export class Sentences {
  readonly #all: Record<string, string>;

  constructor(language: Language) {
    this.#all = {
      ...catalogue(`../../../shared/texts/intake.${language}.json`),
      ...catalogue(`../../../shared/texts/clerk.${language}.json`),
      ...catalogue(`../../../../packs/military-refusal/texts.${language}.json`),
    };
  }

  t(key: string, values: Readonly<Record<string, string | number>> = {}): string {
    const text = this.#all[key];
    if (text === undefined) throw new Error(`no text ${key}`);
    return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
  }
}
