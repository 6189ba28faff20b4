// A fictional organisation on loopback: an office with three people, its relay, its clerk and its desk. All in one folder.
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { answers, free_port, Programs, run } from "./programs.ts";

export interface Person { alias: string; roles: string[]; passphrase: string }

/** The passphrases are in this file because the organisation is a fiction. */
export const people: readonly [Person, Person, Person] = [
  { alias: "juniper", roles: [], passphrase: "juniper keeps the first light" },
  { alias: "heron", roles: ["first_line"], passphrase: "heron waits beside quiet water" },
  { alias: "larch", roles: ["first_line", "lead", "lawyer"], passphrase: "larch drops needles in autumn" },
];

export interface Ports { relay: number; relay_desk: number; clerk: number; desk: number }

export interface Settings {
  /** Folder of the built programs. */
  binaries: string;
  /** Folder for everything that this organisation keeps. */
  state: string;
  /** Folder of built intake pages; without it they are built for this organisation, so that they lead to its clerk. */
  pages?: string;
  /** Folder of another question pack, for the pages, the clerk and the desk alike. */
  pack?: string;
  /** Members of site.json (docs/spec/site.md) that this organisation has chosen itself. */
  site?: Record<string, unknown>;
  /** For tests only: a cheaper passphrase hash. */
  init_options?: string[];
}

const kPortsFile = "ports.json";
const kStartMs = 60_000;
const kPagesBuild = fileURLToPath(new URL("../intake/build.mjs", import.meta.url));
const kPack = fileURLToPath(new URL("../../packs/military-refusal", import.meta.url));
/** Where Leave goes, as in web/intake/site.json. */
const kLeave = (["ru", "uk", "en"] as const).map((language) => `${language} = "https://${language}.wikipedia.org/"`);

export class Organisation {
  readonly #settings: Settings;
  readonly ports: Ports;
  readonly programs = new Programs();

  private constructor(settings: Settings, ports: Ports) {
    this.#settings = settings;
    this.ports = ports;
  }

  /** The one in the folder, or a new one. */
  static async open(settings: Settings): Promise<Organisation> {
    const file = join(settings.state, kPortsFile);
    const kept = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Partial<Ports>) : {};
    // An organisation of before there was a clerk is founded again: its roster does not name one.
    if (kept.clerk !== undefined) return new Organisation(settings, kept as Ports);
    rmSync(settings.state, { recursive: true, force: true });
    for (const folder of ["staff", "relay"]) mkdirSync(join(settings.state, folder), { recursive: true, mode: 0o700 });
    const ports = { relay: await free_port(8080), relay_desk: await free_port(8180), desk: await free_port(8280), clerk: await free_port(8380) };
    const organisation = new Organisation(settings, ports);
    organisation.#found();
    writeFileSync(file, JSON.stringify(ports));
    return organisation;
  }

  get relay_url(): string { return `http://127.0.0.1:${this.ports.relay}`; }
  get clerk_url(): string { return `http://127.0.0.1:${this.ports.clerk}`; }
  get desk_url(): string { return `http://127.0.0.1:${this.ports.desk}`; }
  path(...parts: string[]): string { return join(this.#settings.state, ...parts); }
  binary(name: string): string { return join(this.#settings.binaries, name); }
  totp_file(person: Person): string { return this.path("staff", `${person.alias}.totp`); }
  passphrase_file(person: Person): string { return this.path("staff", `${person.alias}.passphrase`); }
  code(person: Person): string { return run(this.binary("waymark"), ["totp", "--secret-file", this.totp_file(person)]).trim(); }

  /** Starts the programs, and waits until the day's keys are published and the clerk has them. */
  async start(): Promise<void> {
    this.#write_site();
    if (this.#settings.pages === undefined) this.#build_pages();
    this.programs.start("relay", this.binary("waymark-relay"), ["--config", this.path("office", "relay.toml")], this.path("relay.log"));
    await answers(`${this.relay_url}/v1/health`, kStartMs);
    this.programs.start("desk", this.binary("waymark"), ["desk", "--office", this.path("office")], this.path("desk.log"));
    await answers(`${this.desk_url}/`, kStartMs);
    await answers(`${this.relay_url}/v1/day-keys`, kStartMs);
    this.#configure_clerk();
    this.programs.start("clerk", this.binary("waymark-clerk"), ["--config", this.path("clerk.toml")], this.path("clerk.log"));
    await answers(`${this.clerk_url}/en/`, kStartMs);
  }

  /** Folder of the pages that the relay serves. */
  get #pages(): string { return this.#settings.pages ?? this.path("pages"); }

  /** With what pages and clerk know of the organisation in advance. */
  #write_site(): void {
    writeFileSync(this.path("site.json"), JSON.stringify({ ...this.#settings.site, clerk: this.clerk_url }));
    run(this.binary("waymark"), ["pages", "pin", "--office", this.path("office"), "--site", this.path("site.json")]);
  }

  #build_pages(): void {
    run(process.execPath, [kPagesBuild], { WAYMARK_INTAKE_SITE: this.path("site.json"), WAYMARK_INTAKE_PACK: this.#pack, WAYMARK_INTAKE_OUT: this.#pages });
  }

  get #pack(): string { return this.#settings.pack ?? kPack; }

  #configure_clerk(): void {
    const instance = /^instance = .*$/m.exec(readFileSync(this.path("office", "relay.toml"), "utf8"))?.[0] ?? "";
    writeFileSync(this.path("clerk.toml"), [instance, `listen = "127.0.0.1:${this.ports.clerk}"`, `relay = "${this.relay_url}"`, `pack = "${this.#pack}"`, `site = "${this.path("site.json")}"`, ...(this.#settings.site ? [] : ["[leave]", ...kLeave]), ""].join("\n"));
  }

  #found(): void {
    for (const person of people) writeFileSync(this.passphrase_file(person), `${person.passphrase}\n`, { mode: 0o600 });
    const [first, ...others] = people;
    run(this.binary("waymark"), [
      "init", this.path("office"), "--name", "Open Road (fictional)", "--alias", first.alias,
      "--root-key", this.path("root.key"), "--recovery-to", this.path("recovery.txt"),
      "--totp-to", this.totp_file(first), "--passphrase-file", this.passphrase_file(first),
      "--relay-listen", `127.0.0.1:${this.ports.relay}`, "--relay-desk-listen", `127.0.0.1:${this.ports.relay_desk}`,
      "--listen", `127.0.0.1:${this.ports.desk}`, "--relay-data", this.path("relay"), "--relay-pages", this.#pages, "--clerk", this.clerk_url,
      ...(this.#settings.init_options ?? []),
    ]);
    // [desk] is the last table of the file.
    if (this.#settings.pack !== undefined) appendFileSync(this.path("office", "desk.toml"), `pack = "${this.#settings.pack}"\n`);
    this.#invite(first, others);
  }

  /** All in one sign-in, because a code of the second factor works once. */
  #invite(inviter: Person, others: Person[]): void {
    const list = this.path("staff", "invite.csv");
    const invitations = this.path("staff", "invitations");
    writeFileSync(list, ["alias,roles", ...others.map((person) => `${person.alias},${person.roles.join(" ")}`), ""].join("\n"));
    run(this.binary("waymark"), [
      "staff", "invite", "--csv", list, "--office", this.path("office"), "--alias", inviter.alias,
      "--passphrase-file", this.passphrase_file(inviter), "--totp-secret-file", this.totp_file(inviter), "--to", invitations,
    ]);
    const lines = readFileSync(invitations, "utf8").split("\n");
    for (const person of others) this.#accept(person, lines.find((line) => line.startsWith(`${person.alias}\t`)) ?? "");
    for (const file of [list, invitations]) rmSync(file);
  }

  #accept(person: Person, invitation_line: string): void {
    const invitation = this.path("staff", `${person.alias}.invitation`);
    writeFileSync(invitation, `${invitation_line}\n`, { mode: 0o600 });
    run(this.binary("waymark"), [
      "staff", "accept", "--office", this.path("office"), "--invitation-file", invitation,
      "--passphrase-file", this.passphrase_file(person), "--totp-to", this.totp_file(person),
    ]);
    rmSync(invitation);
  }
}
