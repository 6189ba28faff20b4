// A real mailbox (Dovecot) and a real SMTP server (Postfix's smtp-sink) on loopback, each in a folder of its own, without
// rights of this machine: what src/bridge/dovecot.h and smtp_sink.h are for the C++ tests.
import { chmodSync, chownSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { userInfo } from "node:os";
import { free_port, type Programs } from "../demo/programs.ts";

/** Who owns the mailbox: whom root's server becomes, else who runs the test. */
function owner(): { uid: number; gid: number } {
  const self = userInfo();
  if (self.uid !== 0) return self;
  const number = (flag: string): number => Number(spawnSync("id", [flag, "nobody"], { encoding: "utf8" }).stdout);
  return { uid: number("-u"), gid: number("-g") };
}

export class MailServers {
  readonly #folder: string;
  #delivered = 0;
  imap = "";
  smtp = "";

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** User "box", password "secret". They stop with the programs. */
  async start(programs: Programs): Promise<void> {
    const { uid, gid } = owner();
    for (const part of ["", "run", "state", "mail", "mail/new", "mail/cur", "mail/tmp", "sent"]) mkdirSync(join(this.#folder, part), { recursive: true });
    chmodSync(this.#folder, 0o711); // the owner of the mailbox must get through
    for (const part of ["mail", "mail/new", "mail/cur", "mail/tmp"]) chownSync(join(this.#folder, part), uid, gid);
    chmodSync(join(this.#folder, "sent"), 0o777);
    const [imap, smtp] = [await free_port(10_143), await free_port(10_025)];
    const conf = join(this.#folder, "conf");
    writeFileSync(conf, this.#configuration(imap, uid, gid));
    programs.start("dovecot", "/usr/sbin/dovecot", ["-F", "-c", conf], join(this.#folder, "dovecot.out"));
    programs.start("smtp-sink", "/usr/sbin/smtp-sink", ["-a", "-d", join(this.#folder, "sent", "letter."), ...(userInfo().uid === 0 ? ["-u", "nobody"] : []), `127.0.0.1:${smtp}`, "16"], join(this.#folder, "sink.out"));
    this.imap = `imap://127.0.0.1:${imap}/INBOX`;
    this.smtp = `smtp://127.0.0.1:${smtp}`;
  }

  #configuration(port: number, uid: number, gid: number): string {
    const at = (part: string): string => join(this.#folder, part);
    const self = userInfo();
    const users = self.uid === 0 ? [] : [`default_login_user = ${self.username}`, `default_internal_user = ${self.username}`, "default_internal_group =", "service anvil {\n chroot =\n}"];
    return [
      `base_dir = ${at("run")}`, `state_dir = ${at("state")}`, `log_path = ${at("dovecot.log")}`, "protocols = imap", "listen = 127.0.0.1", "ssl = no", "disable_plaintext_auth = no",
      "first_valid_uid = 1", "first_valid_gid = 1", `mail_location = maildir:${at("mail")}`, ...users,
      `service imap-login {\n chroot =\n inet_listener imap {\n  port = ${port}\n }\n inet_listener imaps {\n  port = 0\n }\n}`,
      "passdb {\n driver = static\n args = password=secret\n}", `userdb {\n driver = static\n args = uid=${uid} gid=${gid} home=${this.#folder}\n}`, "",
    ].join("\n");
  }

  /** After the programs have stopped. */
  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** As a delivery agent puts a letter into the mailbox. */
  deliver(from: string, text: string): void {
    const { uid, gid } = owner();
    this.#delivered += 1;
    const name = `17000000${this.#delivered}.M${this.#delivered}.test`;
    writeFileSync(join(this.#folder, "mail/tmp", name), `Return-Path: <${from}>\r\nFrom: ${from}\r\nSubject: x\r\n\r\n${text.replaceAll("\n", "\r\n")}`);
    chownSync(join(this.#folder, "mail/tmp", name), uid, gid);
    renameSync(join(this.#folder, "mail/tmp", name), join(this.#folder, "mail/new", name));
  }

  /** Letters that lie in the mailbox. */
  waiting(): number {
    return readdirSync(join(this.#folder, "mail/new")).length + readdirSync(join(this.#folder, "mail/cur")).length;
  }

  /** What the SMTP server took, as it came. */
  sent(): string[] {
    return readdirSync(join(this.#folder, "sent")).map((name) => readFileSync(join(this.#folder, "sent", name), "utf8"));
  }
}
