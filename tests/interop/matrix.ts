// The cross matrix: every age implementation we meet seals for every other, at sizes around the chunks, to one and to
// three recipients; and every one refuses a changed file.
//   node matrix.ts <age_tool> <folder with Go's age and age-keygen>
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const [age_tool = "", go_folder = ""] = process.argv.slice(2);
const go = { age: join(go_folder, "age"), keygen: join(go_folder, "age-keygen") };
const web = new URL("../../web/", import.meta.url);
const npm = await import(new URL("node_modules/age-encryption/dist/index.js", web).href);
const { bech32 } = await import(new URL("node_modules/@scure/base/index.js", web).href);
const page = await import(new URL("shared/protocol/age.ts", web).href);

const folder = mkdtempSync(join(tmpdir(), "waymark-interop-"));
const kEnvelopePlaintext = 6_533;
const kMaxBuffer = 64 * 1_024 * 1_024;

interface Key {
  identity: string;
  recipient: string;
  file: string;
}

interface Implementation {
  name: string;
  new_key(): Key | Promise<Key>;
  seal(recipients: string[], plaintext: Uint8Array): Uint8Array | Promise<Uint8Array>;
  /** Throws for a file that it refuses. */
  open(key: Key, file: Uint8Array): Uint8Array | Promise<Uint8Array>;
  /** What it can seal and open; the page knows one size only. */
  takes(size: number, recipients: number): boolean;
}

let files = 0;
function in_file(text: string): string {
  files += 1;
  const path = join(folder, `${files}.txt`);
  writeFileSync(path, text);
  return path;
}

function key_of(identity: string, recipient: string): Key {
  return { identity: identity.trim(), recipient: recipient.trim(), file: in_file(identity) };
}

function run(program: string, args: string[], input: Uint8Array): Uint8Array {
  const done = spawnSync(program, args, { input, maxBuffer: kMaxBuffer });
  if (done.status !== 0) throw new Error(`${program}: ${done.error?.message ?? done.stderr.toString()}`);
  return done.stdout;
}

const decoded = (text: string): Uint8Array => Uint8Array.from(bech32.fromWords(bech32.decode(text.toLowerCase(), false).words));
const anything = (): boolean => true;

const cpp: Implementation = {
  name: "C++",
  new_key() {
    const identity = execFileSync(age_tool, ["keygen"], { encoding: "utf8" });
    return key_of(identity, execFileSync(age_tool, ["recipient", in_file(identity)], { encoding: "utf8" }));
  },
  seal: (recipients, plaintext) => run(age_tool, ["seal", in_file(`${recipients.join("\n")}\n`)], plaintext),
  open: (key, file) => run(age_tool, ["open", key.file], file),
  takes: anything,
};

const go_age: Implementation = {
  name: "Go age",
  new_key() {
    const identity = execFileSync(go.keygen, ["-pq"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    return key_of(identity, execFileSync(go.keygen, ["-y", in_file(identity)], { encoding: "utf8" }));
  },
  seal: (recipients, plaintext) => run(go.age, recipients.flatMap((text) => ["-r", text]), plaintext),
  open: (key, file) => run(go.age, ["-d", "-i", key.file], file),
  takes: anything,
};

const npm_age: Implementation = {
  name: "npm age-encryption",
  async new_key() {
    const identity: string = await npm.generateHybridIdentity();
    return key_of(identity, await npm.identityToRecipient(identity));
  },
  seal(recipients, plaintext) {
    const encrypter = new npm.Encrypter();
    for (const text of recipients) encrypter.addRecipient(text);
    return encrypter.encrypt(plaintext);
  },
  open(key, file) {
    const decrypter = new npm.Decrypter();
    decrypter.addIdentity(identity_line(key));
    return decrypter.decrypt(file);
  },
  takes: anything,
};

const browser: Implementation = {
  name: "page",
  new_key: () => npm_age.new_key(),
  seal: (recipients, plaintext) => page.seal(plaintext, decoded(recipients[0] ?? "")),
  open(key, file) {
    const opened = page.open(file, decoded(identity_line(key)));
    if ("error" in opened) throw new Error(opened.error);
    return opened.plaintext;
  },
  takes: (size, recipients) => size === kEnvelopePlaintext && recipients === 1,
};

function identity_line(key: Key): string {
  return key.identity.split("\n").find((line) => line.startsWith("AGE-SECRET-KEY-PQ-1")) ?? "";
}

function random_bytes(size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at += 65_536) crypto.getRandomValues(bytes.subarray(at, Math.min(at + 65_536, size)));
  return bytes;
}

async function refuses(opener: Implementation, key: Key, file: Uint8Array): Promise<boolean> {
  try {
    await opener.open(key, file);
    return false;
  } catch {
    return true;
  }
}

/** A bit in the encapsulation, the sealed file key, the MAC, the payload nonce, the payload and the tag. */
async function refuses_changes(opener: Implementation, key: Key, file: Uint8Array): Promise<boolean> {
  for (const at of [100, 1_550, 1_600, 1_635, 2_000, file.length - 1]) {
    const changed = Uint8Array.from(file);
    changed[at] = (changed[at] ?? 0) ^ 1;
    if (!(await refuses(opener, key, changed))) return false;
  }
  return refuses(opener, key, file.subarray(0, file.length - 1));
}

let failures = 0;
let count = 0;
function expect(good: boolean, what: string): void {
  count += 1;
  if (good) return;
  failures += 1;
  console.error(`FAILED ${what}`);
}

async function pair(sealer: Implementation, opener: Implementation, size: number, recipients: number): Promise<void> {
  const keys: Key[] = [];
  for (let i = 0; i < recipients; i += 1) keys.push(await opener.new_key());
  const plaintext = random_bytes(size);
  const what = `${sealer.name} -> ${opener.name}, ${size} bytes, ${recipients} recipients`;
  const file = await sealer.seal(keys.map((key) => key.recipient), plaintext);
  for (const key of keys) expect(Buffer.compare(await opener.open(key, file), plaintext) === 0, what);
  expect(await refuses(opener, await opener.new_key(), file), `${what}: a stranger opens it`);
  if (size !== kEnvelopePlaintext || recipients !== 1) return;
  expect(file.length === 8_192, `${what}: ${file.length} bytes, not an envelope`);
  expect(await refuses_changes(opener, keys[0] as Key, file), `${what}: a changed file is opened`);
}

const all = [cpp, go_age, npm_age, browser];
const sizes: [number, number][] = [[kEnvelopePlaintext, 1], [0, 1], [1, 3], [65_535, 1], [65_536, 1], [65_537, 3], [200_000, 1]];
try {
  for (const sealer of all)
    for (const opener of all)
      for (const [size, recipients] of sizes)
        if (sealer.takes(size, recipients) && opener.takes(size, recipients)) await pair(sealer, opener, size, recipients);
} finally {
  rmSync(folder, { recursive: true });
}
console.log(`${all.map((one) => one.name).join(", ")}: ${count} checks, ${failures} failed`);
process.exitCode = failures === 0 && count > 0 ? 0 : 1;
