// The real waymark-clerk of $WAYMARK_BIN on loopback, in front of the real relay with the made-up organisation behind it.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Language } from "../../../shared/protocol/envelope.ts";
import { kPages } from "../../browser/intake/stage.ts";
import { free_port, Program } from "../program.ts";
import { RealRelay } from "../real_relay.ts";

export const kLanguages: readonly Language[] = ["ru", "uk", "en"];
export const kPack = fileURLToPath(new URL("../../../../packs/military-refusal", import.meta.url));

/** Where Leave goes in these tests: a page of the relay that is plainly another place. */
export const leave_of = (relay: string): string => `${relay}/v1/health`;

export interface ClerkOptions {
  /** Lines after the whole configuration. */
  more?: string;
}

export class RealClerk {
  readonly relay: RealRelay;
  readonly #program = new Program("waymark-clerk");
  readonly #host: string;
  #port = 0;

  /** @param host where it and its relay listen */
  constructor(host = "127.0.0.1") {
    this.#host = host;
    this.relay = new RealRelay(host);
  }

  async start(options: ClerkOptions = {}): Promise<void> {
    await this.relay.start(kPages);
    await this.relay.publish();
    await this.start_clerk(options);
  }

  async start_clerk(options: ClerkOptions = {}): Promise<void> {
    if (this.#port === 0) this.#port = await free_port();
    await this.#program.start(this.config(options.more ?? ""), `${this.url}/en/`);
  }

  config(more: string): string {
    const leave = leave_of(this.relay.url);
    return [
      `instance = "${this.relay.organisation.instance_id.toString("base64")}"`,
      `listen = "${this.#host}:${this.#port}"`,
      `relay = "${this.relay.url}"`,
      `pack = "${kPack}"`,
      `[leave]\nru = "${leave}"\nuk = "${leave}"\nen = "${leave}"`,
      more,
    ].join("\n");
  }

  get url(): string {
    return `http://${this.#host}:${this.#port}`;
  }
  get pid(): number {
    return this.#program.pid;
  }
  get folder(): string {
    return this.#program.folder;
  }
  /** Everything the program has written. */
  get said(): string {
    return this.#program.said;
  }

  async stop_clerk(): Promise<void> {
    await this.#program.stop();
  }

  async remove(): Promise<void> {
    await this.#program.remove();
    await this.relay.remove();
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
