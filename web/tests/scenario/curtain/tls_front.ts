// Real TLS in front of the programs: Debian's nginx with the site that packaging/relay ships, and a chain made for this run: a root that is
// not sent, and the two certificates that are, ECDSA as real ones.
import { execFileSync, spawn, spawnSync, type ChildProcess } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createHash, X509Certificate } from "node:crypto";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const kSite = fileURLToPath(new URL("../../../../packaging/relay/nginx.conf", import.meta.url));
const kPatienceMs = 20_000;

export interface Behind {
  /** The name in the certificate and the address bar. */
  name: string;
  /** Where the program answers, http://…. */
  upstream: string;
}

/** What this machine lacks, or nothing. */
export function why_no_nginx(): string {
  return nginx() === undefined ? "nginx is not installed" : "";
}

function nginx(): string | undefined {
  return ["/usr/sbin/nginx", "/usr/bin/nginx"].find((path) => spawnSync(path, ["-v"]).status === 0);
}

export class TlsFront {
  readonly #folder = mkdtempSync(join(tmpdir(), "waymark-tls-"));
  #nginx: ChildProcess | undefined;
  #said = "";

  /** The certificate to trust, for programs that read a PEM file. */
  get root(): string {
    return join(this.#folder, "root.pem");
  }

  /** Chromium's option to trust this chain: the hash of the intermediate's key. */
  get trust(): string {
    const key = new X509Certificate(readFileSync(join(this.#folder, "middle.pem"))).publicKey.export({ type: "spki", format: "der" });
    return `--ignore-certificate-errors-spki-list=${createHash("sha256").update(key).digest("base64")}`;
  }

  /** Chromium's option to find these names at this address. */
  static found_at(address: string, names: readonly string[]): string {
    return `--host-resolver-rules=${names.map((name) => `MAP ${name} ${address}`).join(", ")}`;
  }

  /** @param change the shipped site's text, changed for this run */
  async start(address: string, port: number, behind: readonly Behind[], change = (site: string): string => site): Promise<void> {
    chmodSync(this.#folder, 0o755);
    this.#make_chain(address, behind.map(({ name }) => name));
    for (const part of ["body", "proxy", "fastcgi", "uwsgi", "scgi"]) mkdirSync(join(this.#folder, part));
    const shipped = readFileSync(kSite, "utf8");
    const sites = behind.map(({ name, upstream }, index) => {
      const zone = `waymark_relay${index}`;
      return change(shipped)
        .replaceAll("waymark_relay", zone)
        .replaceAll("/etc/ssl/certs/ssl-cert-snakeoil.pem", join(this.#folder, "chain.pem"))
        .replaceAll("/etc/ssl/private/ssl-cert-snakeoil.key", join(this.#folder, "leaf.key"))
        .replace(/server_name .*;/, `server_name ${name};`)
        .replace(/listen 443 ssl;/, `listen ${address}:${port} ssl;`)
        .replace(/listen \[::\]:443 ssl;/, "")
        .replaceAll("http://127.0.0.1:8080", upstream);
    });
    const folders = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((part) => `${part}_temp_path ${join(this.#folder, part === "client_body" ? "body" : part)};`);
    const config = join(this.#folder, "nginx.conf");
    writeFileSync(config, ["daemon off;", `pid ${this.#folder}/pid;`, "error_log stderr;", "worker_processes 1;", "events {}", "http {", ...folders, ...sites, "}"].join("\n"));
    await this.#run(config, address, port);
  }

  async #run(config: string, address: string, port: number): Promise<void> {
    const program = nginx();
    if (program === undefined) throw new Error(why_no_nginx());
    const running = spawn(program, ["-p", this.#folder, "-c", config], { stdio: ["ignore", "pipe", "pipe"] });
    this.#nginx = running;
    running.stderr.on("data", (text: Buffer) => (this.#said += text.toString()));
    for (const end = Date.now() + kPatienceMs; Date.now() < end && running.exitCode === null; ) {
      if (await answers(address, port)) return;
      await new Promise((resume) => setTimeout(resume, 50)); // sleep: between two looks
    }
    throw new Error(`nginx did not answer: ${this.#said}`);
  }

  #make_chain(address: string, names: string[]): void {
    const at = (name: string): string => join(this.#folder, name);
    const openssl = (...args: string[]): void => void execFileSync("openssl", args, { stdio: "pipe" });
    const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
    const sign = (name: string, by: string, extensions: string, subject: string): void => {
      writeFileSync(at(`${name}.ext`), extensions);
      openssl("req", ...key, "-subj", subject, "-keyout", at(`${name}.key`), "-out", at(`${name}.csr`));
      openssl("x509", "-req", "-in", at(`${name}.csr`), "-CA", at(`${by}.pem`), "-CAkey", at(`${by}.key`), "-CAcreateserial", "-days", "30", "-extfile", at(`${name}.ext`), "-out", at(`${name}.pem`));
    };
    openssl("req", "-x509", ...key, "-days", "30", "-subj", "/C=XX/O=Trust made for a test/CN=Test root", "-keyout", at("root.key"), "-out", at("root.pem"));
    // As long as what a real authority writes: addresses of its lists, a policy, identifiers.
    sign("middle", "root", "basicConstraints=critical,CA:TRUE,pathlen:0\nkeyUsage=critical,keyCertSign,cRLSign\nextendedKeyUsage=serverAuth,clientAuth\ncrlDistributionPoints=URI:http://lists.test.example/root.crl\nauthorityInfoAccess=caIssuers;URI:http://certs.test.example/root.der\ncertificatePolicies=2.23.140.1.2.1\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid", "/C=XX/O=Trust made for a test/CN=Test E5");
    sign("leaf", "middle", `basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=serverAuth\nauthorityInfoAccess=OCSP;URI:http://ocsp.test.example,caIssuers;URI:http://certs.test.example/e5.der\ncertificatePolicies=2.23.140.1.2.1\ncrlDistributionPoints=URI:http://lists.test.example/e5/7.crl\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\nsubjectAltName=IP:${address},${names.map((name) => `DNS:${name}`).join(",")}`, `/CN=${names[0] ?? ""}`);
    writeFileSync(at("chain.pem"), readFileSync(at("leaf.pem"), "utf8") + readFileSync(at("middle.pem"), "utf8"));
  }

  async remove(): Promise<void> {
    const running = this.#nginx;
    if (running && running.exitCode === null) {
      const ended = new Promise((done) => running.once("exit", done));
      running.kill("SIGTERM");
      await ended;
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function answers(address: string, port: number): Promise<boolean> {
  return new Promise((say) => {
    const socket = connect(port, address, () => (socket.destroy(), say(true)));
    socket.once("error", () => say(false));
  });
}
