// The real waymark-relay of $WAYMARK_BIN on loopback, with the made-up organisation of tests/twin as its desk: publishes, pulls,
// acknowledges and pushes through the signed calls of docs/spec/relay.md.
import { randomBytes, sign } from "node:crypto";
import { day_of, week_of } from "../../shared/protocol/days.ts";
import { kReplyDays } from "../../shared/protocol/mailbox.ts";
import { Organisation, sha256, signing_key, type OpenedEnvelope } from "../twin/organisation.ts";
import { free_port, Program } from "./program.ts";

const kPullMax = 512;
const kRowBytes = 16 + 4 + 8_192;

export interface Pulled {
  row_id: Buffer;
  envelope: OpenedEnvelope;
}

export class RealRelay {
  organisation = new Organisation({ name: "Линия помощи" });
  readonly #transport = signing_key();
  readonly #program = new Program("waymark-relay");
  #ports: [number, number] = [0, 0];
  #run = Buffer.alloc(16).toString("base64");
  readonly #host: string;
  /** Before it starts: more lines of its quotas. */
  quotas: string[] = [];

  /** @param host where its public side listens */
  constructor(host = "127.0.0.1") {
    this.#host = host;
  }

  /** Before it starts: addresses of public sides for the roster, such as a proxy's. */
  known_at(relays: string[]): void {
    this.organisation = new Organisation({ name: "Линия помощи", relays });
  }

  /** @param pages the built pages to serve */
  async start(pages: string): Promise<void> {
    if (this.#ports[0] === 0) this.#ports = [await free_port(), await free_port()];
    const config = [
      `data = "${this.#program.folder}"`,
      `pages = "${pages}"`,
      `instance = "${this.organisation.instance_id.toString("base64")}"`,
      `transport_key = "${this.#transport.public_key.toString("base64")}"`,
      `[public]\nlisten = "${this.#host}:${this.#ports[0]}"`,
      `[desk]\nlisten = "127.0.0.1:${this.#ports[1]}"`,
      "[quota]\ndisk_reserve_mib = 1",
      ...this.quotas,
    ].join("\n");
    await this.#program.start(config, `${this.url}/v1/health`);
  }

  get url(): string {
    return `http://${this.#host}:${this.#ports[0]}`;
  }

  /** Ends the program; what was acknowledged stays in its folder. */
  async stop(): Promise<void> {
    await this.#program.stop();
  }

  async remove(): Promise<void> {
    await this.#program.remove();
  }

  async publish(): Promise<void> {
    const texts: [number, string][] = [[1, this.organisation.roster], [2, this.organisation.day_keys(day_of(Date.now()))]];
    for (const [kind, text] of texts) {
      const answer = (await this.#call("publish", Buffer.concat([Buffer.from([kind]), Buffer.from(text)]))).toString();
      if (answer.trim() !== "stored") throw new Error(`publish: ${answer}`);
    }
  }

  async pull(): Promise<Pulled[]> {
    const limit = Buffer.alloc(2);
    limit.writeUInt16BE(kPullMax);
    const bytes = await this.#call("pull", limit);
    return Array.from({ length: bytes.readUInt16BE(0) }, (_, i) => {
      const row = bytes.subarray(2 + i * kRowBytes, 2 + (i + 1) * kRowBytes);
      return { row_id: row.subarray(0, 16), envelope: this.organisation.open_envelope(row.readUInt32BE(16), row.subarray(20)) };
    });
  }

  /** How many rows the relay has purged. */
  async acknowledge(rows: Pulled[]): Promise<number> {
    const count = Buffer.alloc(2);
    count.writeUInt16BE(rows.length);
    return (await this.#call("ack", Buffer.concat([count, ...rows.map((row) => row.row_id)]))).readUInt16BE(0);
  }

  /** Seals and pushes a reply; 0 is stored. */
  async answer(to: OpenedEnvelope, text: string, slot = 0, tokens: Buffer[] = []): Promise<number> {
    const reply = this.organisation.reply(to, text, { slot, tokens });
    const body = Buffer.concat([Buffer.from([0, 1]), Buffer.from(reply.id, "hex"), Buffer.from(reply.token_hash, "hex"), Buffer.from([kReplyDays]), reply.blob]);
    return (await this.#call("push", body)).readUInt8(2);
  }

  /** Makes tokens known as those of this week's pool. @return how many of it the relay knows */
  async know_tokens(tokens: Buffer[]): Promise<number> {
    const head = Buffer.alloc(6);
    head.writeUInt32BE(week_of(day_of(Date.now())), 0);
    head.writeUInt16BE(tokens.length, 4);
    return (await this.#call("tokens", Buffer.concat([head, ...tokens.map((token) => sha256(token).subarray(0, 16))]))).readUInt16BE(0);
  }

  async #call(name: string, body: Buffer): Promise<Buffer> {
    let answer = await this.#send(name, body);
    const run = answer.headers.get("Waymark-Run");
    if (answer.status === 401 && run !== null) {
      this.#run = run;
      answer = await this.#send(name, body);
    }
    const bytes = Buffer.from(await answer.arrayBuffer());
    if (!answer.ok) throw new Error(`${name}: ${answer.status} ${bytes.toString()}`);
    return bytes;
  }

  #send(name: string, body: Buffer): Promise<Response> {
    const path = `/desk/v1/${name}`;
    const time = String(Math.floor(Date.now() / 1_000));
    const nonce = randomBytes(16).toString("base64");
    const meant_for = Buffer.concat([Buffer.from("waymark/v2/transport\n"), this.organisation.instance_id, Buffer.from(`relay\n${this.#run}\n`)]);
    const message = Buffer.concat([meant_for, Buffer.from(`${path}\n${time}\n${nonce}\n`), sha256(body)]);
    const signature = sign(null, message, this.#transport.secret).toString("base64");
    return fetch(`http://127.0.0.1:${this.#ports[1]}${path}`, { method: "POST", body: new Uint8Array(body), headers: { "Waymark-Auth": `v2 ${this.#run} ${time} ${nonce} ${signature}` } });
  }
}
