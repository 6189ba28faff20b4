// An in-memory twin of the relay's public listener (docs/spec/relay.md) for browser tests: same calls, same headers, and
// switches for what can go wrong. It also counts what crossed the wire.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { existsSync, readFileSync } from "node:fs";
import { join, normalize } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { pbkdf2Sync, randomBytes } from "node:crypto";
import type { AddressInfo } from "node:net";
import { kFileBytes } from "../../shared/protocol/age.ts";
import { day_of } from "../../shared/protocol/days.ts";
import { sha256, type Organisation } from "./organisation.ts";

export const kPageHeaders: Readonly<Record<string, string>> = {
  "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  "Cache-Control": "no-store",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Permissions-Policy": "",
};

const kTypes: Readonly<Record<string, string>> = { html: "text/html; charset=utf-8", css: "text/css; charset=utf-8", js: "text/javascript; charset=utf-8" };

const kHalfAskBytes = 17;
const kPlacesAsk = 3;
const kHalfPutBytes = 17 + kFileBytes / 2;
const kPieceBytes = 6_144;
/** A connection that has carried as many bytes is closed behind the answer. */
const kConnectionBytes = 6_000;

/** What happens to one answer: nothing more comes in the middle of it, it ends there, a bit of it is another, or a proxy answers in its place. */
export type LineTrouble = "freeze" | "cut" | "changed" | "proxy";

/** What the next puts answer: `lost` stores and then cuts the line, `down` cuts before reading, `proxy` is 502. */
export type PutTrouble = "down" | "lost" | "proxy" | "busy" | "full" | "expired" | "wrong-day";

const kPassBytes = 21;

/** What it asks of whoever puts, until it is undefined; `level` is of the epoch, as an honest relay's is. */
export interface Gate {
  level: number;
  epoch: number;
  /** Hexadecimal; each is taken once. */
  tokens: Set<string>;
  /** An honest relay looks at what it gets; a lying one asks on, whatever comes. */
  lies?: boolean;
}

/** The challenge of an epoch; whoever works need not know how it is made. */
const challenge_of = (epoch: number): Buffer => sha256(`challenge ${epoch}`).subarray(0, 16);

/** Written from docs/spec/work.md with Node's own primitives. */
function work_fits(pass: Buffer, row: Buffer, instance_id: Buffer, level: number): boolean {
  const salt = Buffer.concat([Buffer.from("waymark/v1/work\n"), instance_id, row, challenge_of(pass.readUInt32BE(1))]);
  const derived = pbkdf2Sync(pass.subarray(5), salt, 512, 32, "sha256");
  return level <= 32 && (level === 0 || derived.readUInt32BE(0) >>> (32 - level) === 0);
}

export class TwinRelay {
  readonly envelopes = new Map<string, { day: number; blob: Buffer }>();
  readonly halves = new Map<string, (Buffer | undefined)[]>();
  readonly replies = new Map<string, { token_hash: string; blob: Buffer }>();
  readonly calls: string[] = [];
  bytes_out = 0;
  bytes_in = 0;
  /** Bodies of puts: halves, or whole envelopes of programs. */
  puts: Buffer[] = [];
  trouble: (PutTrouble | undefined)[] = [];
  gate: Gate | undefined;
  /** Passes that came, hexadecimal, "" for none, while there was a gate. */
  passes: string[] = [];
  /** Asked for each answer: how often its path was asked for before, without what stands behind a question mark. */
  line: (path: string, before: number) => LineTrouble | undefined = () => undefined;
  /** Connections that were opened. */
  connections = 0;
  today = (): number => day_of(Date.now());
  /** What it serves instead of the organisation's own documents: a relay in the wrong hands, or a newer roster. */
  instead: { rosters?: readonly string[]; "/v1/day-keys"?: string; "/v1/poll"?: (answer: Buffer) => Buffer } = {};
  readonly #server: Server;

  readonly #troubled = new WeakMap<ServerResponse, LineTrouble>();
  readonly #organisation: Organisation;
  readonly #root: string;

  constructor(organisation: Organisation, static_root: string) {
    this.#organisation = organisation;
    this.#root = static_root;
    this.#server = createServer((request, response) => void this.#answer(request, response));
    this.#server.on("connection", () => (this.connections += 1));
  }

  async start(port = 0): Promise<string> {
    await new Promise<void>((ready) => this.#server.listen(port, "127.0.0.1", ready));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** What is said to the next questions in how many places an envelope is; then that there is no other. */
  places: ("copied" | "stored" | "single")[] = [];

  /** Envelopes of which both halves were put, whatever was answered. */
  sent(): Buffer[] {
    const seen = new Map<string, (Buffer | undefined)[]>();
    for (const body of this.puts) {
      const id = body.subarray(0, 16).toString("hex");
      const halves = seen.get(id) ?? [];
      halves[body.readUInt8(16)] = body.subarray(17);
      seen.set(id, halves);
    }
    return [...seen.values()].flatMap(([first, second]) => (first && second ? [Buffer.concat([first, second])] : []));
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((done) => this.#server.close(() => done()));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? "/").replace(/\?.*/, "");
    const call = `${request.method} ${path}`;
    const trouble = this.line(path, this.calls.filter((other) => other === call).length);
    this.calls.push(call);
    if (trouble) this.#troubled.set(response, trouble);
    if (path.startsWith("/v1/")) response.shouldKeepAlive = false;
    if (request.method === "OPTIONS") return this.#send(response, 405, "wrong-method");
    if (/^\/v1\/(roster|day-keys|put\/|poll|delete)/.test(path)) response.setHeader("Access-Control-Allow-Origin", "*");
    const body = await read_all(request);
    this.bytes_in += body.length;
    if (path.startsWith("/v1/put/")) return this.#put(Number(path.slice(8)), body, response);
    const rosters = this.instead.rosters ?? [this.#organisation.roster];
    if (path === "/v1/roster") return this.#send(response, 200, rosters[rosters.length - 1] ?? "");
    if (path === "/v1/roster/chain") return this.#send(response, 200, rosters.map((one) => `${one}\0`).join(""));
    if (path.startsWith("/v1/roster/chain/")) return this.#piece(rosters, Number(path.slice(17)), response);
    if (path === "/v1/day-keys") return this.#send(response, 200, this.instead["/v1/day-keys"] ?? this.#organisation.day_keys(this.today()));
    if (path === "/v1/poll") return this.#poll(body, response);
    if (path === "/v1/delete") return this.#delete(body, response);
    this.#file(path, response);
  }

  #send(response: ServerResponse, status: number, body: string | Buffer, headers: Record<string, string> = {}): void {
    this.bytes_out += Buffer.byteLength(body);
    if (Buffer.byteLength(body) >= kConnectionBytes) response.shouldKeepAlive = false;
    const trouble = this.#troubled.get(response);
    const bytes = typeof body === "string" ? Buffer.from(body) : body;
    if (trouble === "changed") return void response.writeHead(200, { ...headers, "Content-Encoding": "gzip" }).end(gzipSync(Buffer.concat([gunzipSync(bytes), Buffer.from(" ")])));
    if (trouble === "proxy") return void response.writeHead(200, { "Content-Type": "text/html" }).end("<!doctype html><p>Please log in");
    response.writeHead(status, { "Content-Type": "text/plain; charset=utf-8", ...kPageHeaders, ...headers, "Content-Length": Buffer.byteLength(body) });
    if (!trouble) return void response.end(body);
    response.write(bytes.subarray(0, bytes.length >> 1), () => (trouble === "cut" ? response.destroy() : undefined));
  }

  #piece(rosters: readonly string[], from: number, response: ServerResponse): void {
    if (rosters.length === 0 || from < 1 || from > rosters.length + 1) return this.#send(response, 404, "not-found");
    let piece = "";
    for (let at = from - 1; at < rosters.length; at += 1) {
      const next = `${rosters[at] ?? ""}\0`;
      if (piece !== "" && Buffer.byteLength(piece + next) > kPieceBytes) return this.#send(response, 200, piece);
      piece += next;
    }
    this.#send(response, 200, `${piece}\0`);
  }

  /** What is said to a put that does not pass. */
  #demand(body: Buffer, pass: Buffer | undefined): string | undefined {
    const { gate } = this;
    const row = body.subarray(0, 16);
    if (!gate || body.length !== kHalfPutBytes || this.envelopes.has(row.toString("hex"))) return undefined;
    this.passes.push(pass?.toString("hex") ?? "");
    const token = pass?.readUInt8(0) === 2 ? pass.subarray(1, 17).toString("hex") : undefined;
    const passes = token !== undefined ? gate.tokens.has(token) : pass !== undefined && work_fits(pass, row, this.#organisation.instance_id, gate.level);
    if (passes && !gate.lies) return undefined;
    return `work ${gate.level} ${gate.epoch} ${challenge_of(gate.epoch).toString("hex")}`;
  }

  #put(day: number, sent: Buffer, response: ServerResponse): void {
    const pass = sent.length === kHalfPutBytes + kPassBytes ? sent.subarray(kHalfPutBytes) : undefined;
    const body = pass ? sent.subarray(0, kHalfPutBytes) : sent;
    if (body.length === kHalfAskBytes && body.readUInt8(16) === kPlacesAsk) return this.#send(response, 200, this.envelopes.has(body.subarray(0, 16).toString("hex")) ? (this.places.shift() ?? "single") : "absent");
    const trouble = this.trouble.shift();
    if (trouble === "down") return void response.destroy();
    if (![kHalfAskBytes, kHalfPutBytes, kFileBytes].includes(body.length)) return this.#send(response, 400, "wrong-size");
    if (body.length > kHalfAskBytes) this.puts.push(body);
    const demand = this.#demand(body, pass);
    if (demand !== undefined) return this.#send(response, 429, demand);
    const codes = { proxy: 502, busy: 503, full: 507, expired: 503, "wrong-day": 409 };
    if (trouble && trouble !== "lost") return this.#send(response, codes[trouble], trouble);
    const word = body.length === kFileBytes ? this.#store(day, body) : this.#half(day, body);
    if (word === "stored" && pass?.readUInt8(0) === 2) this.gate?.tokens.delete(pass.subarray(1, 17).toString("hex"));
    if (trouble === "lost") return void response.destroy();
    this.#send(response, word === "malformed" ? 400 : 200, word);
  }

  #half(day: number, body: Buffer): "none" | "first" | "second" | "stored" | "malformed" {
    const id = body.subarray(0, 16).toString("hex");
    if (this.envelopes.has(id)) return "stored";
    const halves = this.halves.get(id) ?? [];
    if (body.length > kHalfAskBytes) halves[body.readUInt8(16)] = body.subarray(17);
    this.halves.set(id, halves);
    const [first, second] = halves;
    if (!first || !second) return first ? "first" : second ? "second" : "none";
    this.halves.delete(id);
    const blob = Buffer.concat([first, second]);
    return row_id(day, blob) === id ? this.#store(day, blob) : "malformed";
  }

  #store(day: number, blob: Buffer): "stored" {
    this.envelopes.set(row_id(day, blob), { day, blob });
    return "stored";
  }

  #poll(body: Buffer, response: ServerResponse): void {
    if (body.length !== 770) return this.#send(response, 400, "wrong-size");
    const skip = body.readUInt16BE(0);
    const ids = Array.from({ length: 48 }, (_, i) => body.subarray(2 + 16 * i, 18 + 16 * i).toString("hex"));
    const found = [...this.replies].filter(([id]) => ids.includes(id));
    const page = found.slice(skip, skip + 1);
    const answer = randomBytes(8_212);
    answer.writeUInt16BE(found.length, 0);
    answer.writeUInt16BE(page.length, 2);
    for (const [id, reply] of page) {
      Buffer.from(id, "hex").copy(answer, 4);
      reply.blob.copy(answer, 20);
    }
    this.#send(response, 200, this.instead["/v1/poll"]?.(answer) ?? answer, { "Content-Type": "application/octet-stream" });
  }

  #delete(body: Buffer, response: ServerResponse): void {
    if (body.length !== 48 * 48) return this.#send(response, 400, "wrong-size");
    for (let at = 0; at < body.length; at += 48) {
      const id = body.subarray(at, at + 16).toString("hex");
      const reply = this.replies.get(id);
      if (reply?.token_hash === sha256(body.subarray(at + 16, at + 48)).toString("hex")) this.replies.delete(id);
    }
    this.#send(response, 200, "deleted");
  }

  #file(path: string, response: ServerResponse): void {
    const clean = normalize(path.endsWith("/") ? `${path}index.html` : path);
    const file = join(this.#root, clean);
    if (clean.includes("..") || !existsSync(`${file}.gz`)) return this.#send(response, 404, "not-found");
    const type = kTypes[clean.split(".").pop() ?? ""] ?? "application/octet-stream";
    const style = clean.endsWith(".html") ? /<style>(.*?)<\/style>/s.exec(readFileSync(file, "utf8"))?.[1] : undefined;
    const policy = kPageHeaders["Content-Security-Policy"] ?? "";
    const own = style === undefined ? policy : policy.replace("style-src 'self'", `style-src 'self' 'sha256-${sha256(Buffer.from(style)).toString("base64")}'`);
    this.#send(response, 200, readFileSync(`${file}.gz`), { "Content-Type": type, "Content-Encoding": "gzip", "Content-Security-Policy": own });
  }
}

function row_id(day: number, blob: Buffer): string {
  const prefix = Buffer.alloc(4);
  prefix.writeUInt32BE(day);
  return sha256(Buffer.concat([prefix, blob])).subarray(0, 16).toString("hex");
}

async function read_all(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
