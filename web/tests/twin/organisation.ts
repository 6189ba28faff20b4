// A made-up organisation for tests: keys, a signed roster, a signed list of day keys, opening envelopes, sealing replies.
// Written from docs/spec/ with node:crypto for hashes and signatures, so that it is a second opinion on web/shared/protocol.
import { createHash, createPrivateKey, createPublicKey, randomBytes, sign, type KeyObject } from "node:crypto";
import { MLKEM768X25519 } from "@noble/post-quantum/hybrid.js";
import { kPlaintextBytes, open, seal } from "../../shared/protocol/age.ts";
import { day_of, day_text, week_of, type Day } from "../../shared/protocol/days.ts";
import { delete_token, mailbox_id } from "../../shared/protocol/mailbox.ts";

const kPkcs8Prefix = Buffer.from("302e020100300506032b657004220420", "hex");

export interface SigningKey {
  secret: KeyObject;
  public_key: Buffer;
}

export function signing_key(seed: Buffer = randomBytes(32)): SigningKey {
  const secret = createPrivateKey({ key: Buffer.concat([kPkcs8Prefix, seed]), format: "der", type: "pkcs8" });
  return { secret, public_key: createPublicKey(secret).export({ format: "der", type: "spki" }).subarray(-32) };
}

export function sha256(...parts: (Uint8Array | string)[]): Buffer {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
}

export function note(text: string, name: string, keys: SigningKey[]): string {
  const lines = keys.map((key) => {
    const id = sha256(name, Buffer.from([0x0a, 0x01]), key.public_key).subarray(0, 4);
    return `\u2014 ${name} ${Buffer.concat([id, sign(null, Buffer.from(text), key.secret)]).toString("base64")}\n`;
  });
  return `${text}\n${lines.join("")}`;
}

/** What the desk reads out of an envelope. */
export interface OpenedEnvelope {
  kind: number;
  assurance: number;
  language: number;
  day: Day;
  message_id: string;
  reply_public_key: Buffer;
  mailbox_secret: Buffer;
  text: string;
  pack: string | undefined;
  answers: string[];
  contact_words: string;
}

export interface OrganisationOptions {
  name?: string;
  today?: Day;
  days_valid?: number;
  relays?: string[];
  mails?: string[];
}

export class Organisation {
  readonly root = signing_key();
  readonly list_key = signing_key();
  readonly reply_key = signing_key();
  readonly instance_id: Buffer;
  readonly roster: string;
  readonly #day_seeds = new Map<Day, Uint8Array>();

  constructor(options: OrganisationOptions = {}) {
    const today = options.today ?? day_of(Date.now());
    const text = [
      "waymark roster v1",
      `name ${options.name ?? "Example Help Line"}`,
      "serial 1",
      "instance self",
      "previous none",
      `issued ${day_text(today)}`,
      `expires ${day_text(today + (options.days_valid ?? 30))}`,
      "threshold 1",
      `root ${this.root.public_key.toString("base64")}`,
      `list ${this.list_key.public_key.toString("base64")}`,
      `reply ${this.reply_key.public_key.toString("base64")}`,
      ...(options.relays ?? []).map((address) => `relay ${address}`),
      ...(options.mails ?? []).map((address) => `mail ${address}`),
      "",
    ].join("\n");
    this.instance_id = sha256(text);
    this.roster = note(text, "root", [this.root]);
  }

  seed_of(day: Day): Uint8Array {
    const seed = this.#day_seeds.get(day) ?? randomBytes(32);
    this.#day_seeds.set(day, seed);
    return seed;
  }

  public_key_of(day: Day): Buffer {
    return Buffer.from(MLKEM768X25519.getPublicKey(this.seed_of(day)));
  }

  day_keys(today: Day, serial = 1): string {
    const key = (day: Day): Buffer => this.public_key_of(day);
    const days = Array.from({ length: 8 }, (_, i) => today + i);
    const text = [
      "waymark day keys v1",
      `instance ${this.instance_id.toString("base64")}`,
      `serial ${serial}`,
      `issued ${day_text(today)}`,
      ...days.map((day) => `hash ${day} ${sha256(key(day)).toString("base64")}`),
      ...days.slice(0, 2).map((day) => `key ${day} ${key(day).toString("base64")}`),
      "",
    ].join("\n");
    return note(text, "list", [this.list_key]);
  }

  open_envelope(day: Day, blob: Uint8Array): OpenedEnvelope {
    const opened = open(blob, this.seed_of(day));
    if ("error" in opened) throw new Error(opened.error);
    const bytes = Buffer.from(opened.plaintext);
    if (!bytes.subarray(4, 36).equals(this.instance_id) || bytes.readUInt32BE(36) !== day || bytes[0] !== 2) throw new Error("not for this organisation");
    const fields = read_fields(bytes);
    const of = (id: number): string[] => fields.filter((field) => field.id === id).map((field) => field.text);
    return {
      kind: bytes.readUInt8(1),
      assurance: bytes.readUInt8(2),
      language: bytes.readUInt8(3),
      day,
      message_id: bytes.subarray(40, 56).toString("hex"),
      reply_public_key: bytes.subarray(56, 1_272),
      mailbox_secret: bytes.subarray(1_272, 1_304),
      text: of(1)[0] ?? "",
      pack: of(2)[0],
      answers: split_answers(of(3)[0]),
      contact_words: of(4)[0] ?? "",
    };
  }

  /** A sealed reply and where it belongs. */
  reply(to: OpenedEnvelope, text: string, options: ReplyOptions = {}): { id: string; token_hash: string; blob: Buffer } {
    const today = options.today ?? day_of(Date.now());
    const week = week_of(today);
    const slot = options.slot ?? 0;
    const plain = Buffer.alloc(kPlaintextBytes);
    const body = Buffer.from(text);
    const tokens = options.tokens ?? [];
    Buffer.from([2, 0x81, to.language, tokens.length]).copy(plain, 0);
    Buffer.concat(tokens).copy(plain, 6_469 - 16 * tokens.length);
    this.instance_id.copy(plain, 4);
    sha256(to.reply_public_key).copy(plain, 36);
    plain.writeUInt32BE(week, 68);
    plain.writeUInt8(slot, 72);
    plain.writeUInt32BE(options.messages_arrived ?? 1, 76);
    plain.writeUInt32BE(to.day, 80);
    plain.writeUInt32BE(today, 84);
    plain.writeUInt32BE(body.length, 88);
    body.copy(plain, 92);
    const signer = options.signer ?? this.reply_key;
    sign(null, Buffer.concat([Buffer.from("waymark/v2/reply"), plain.subarray(0, 6_469)]), signer.secret).copy(plain, 6_469);
    const secret = to.mailbox_secret;
    return {
      id: Buffer.from(mailbox_id(secret, week, slot)).toString("hex"),
      token_hash: sha256(delete_token(secret, week, slot)).toString("hex"),
      blob: Buffer.from(seal(plain, to.reply_public_key)),
    };
  }
}

export interface ReplyOptions {
  today?: Day;
  slot?: number;
  messages_arrived?: number;
  signer?: SigningKey;
  tokens?: Buffer[];
}

/** One answer a line; a line that begins with its "=" is to the question of the line before. */
function split_answers(joined: string | undefined): string[] {
  let question = "";
  return (joined === undefined ? [] : joined.split("\n")).map((line) => {
    if (!line.startsWith("=")) question = line.slice(0, line.indexOf("="));
    return line.startsWith("=") ? question + line : line;
  });
}

function read_fields(bytes: Buffer): { id: number; text: string }[] {
  const count = bytes.readUInt16BE(1_304);
  const fields = [];
  let at = 1_306;
  for (let i = 0; i < count; i += 1) {
    const length = bytes.readUInt16BE(at + 1);
    fields.push({ id: bytes.readUInt8(at), text: bytes.subarray(at + 3, at + 3 + length).toString("utf8") });
    at += 3 + length;
  }
  if (bytes.subarray(at).some((byte) => byte !== 0)) throw new Error("padding");
  return fields;
}
