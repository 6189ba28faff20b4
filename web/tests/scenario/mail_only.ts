// A day on which only mail passes: the mailbox, the bridge, the relay and the desk (the made-up organisation's); the person has a file and
// no network at all.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { Programs, run } from "../../demo/programs.ts";
import { day_of } from "../../shared/protocol/days.ts";
import { kPages } from "../browser/intake/stage.ts";
import { PortablePerson } from "../browser/portable/stage.ts";
import { MailServers } from "../mail_servers.ts";
import { portable_page, type PinOptions } from "../twin/portable.ts";
import { until } from "../wait.ts";
import { program_of } from "./program.ts";
import { RealRelay, type Pulled } from "./real_relay.ts";

const kMailbox = "box@mail.example";

export class MailOnly {
  readonly relay = new RealRelay();
  /** In a folder of its own: the mailbox's owner must get through to it, and through nothing else of ours. */
  readonly mail = new MailServers(mkdtempSync(join(tmpdir(), "waymark-mail-servers-")));
  readonly #folder = mkdtempSync(join(tmpdir(), "waymark-mail-only-"));
  readonly #programs = new Programs();
  /** Answers that were read. */
  readonly #seen = new Set<string>();

  async start(): Promise<void> {
    await this.relay.start(kPages);
    await this.relay.publish();
    await this.mail.start(this.#programs);
    const config = join(this.#folder, "bridge.toml");
    writeFileSync(join(this.#folder, "password"), "secret\n");
    writeFileSync(config, [`relay = "${this.relay.url}"`, "every_seconds = 1", "polls_an_hour = 1000", `keys = "${join(this.#folder, "keys")}"`, `instance = "${this.relay.organisation.instance_id.toString("base64")}"`, "[[mailbox]]", `imap = "${this.mail.imap}"`, 'user = "box"', `password_file = "${join(this.#folder, "password")}"`, `address = "${kMailbox}"`, `smtp = "${this.mail.smtp}"`, ""].join("\n"));
    const made = run(program_of("waymark-bridge"), ["--config", config, "--make-keys"]);
    const bridges = [JSON.parse(made) as NonNullable<PinOptions["bridges"]>[number]];
    writeFileSync(this.#file, portable_page(this.relay.organisation, [this.relay.url], { made: day_of(Date.now()), bridges }));
    this.#programs.start("bridge", program_of("waymark-bridge"), ["--config", config], join(this.#folder, "bridge.log"));
  }

  get #file(): string {
    return join(this.#folder, "notes.html");
  }

  /** Somebody opens the file; nothing leaves their browser but what they copy. */
  async open(browser: Browser): Promise<PortablePerson> {
    const context = await browser.newContext({ locale: "ru" });
    await context.setOffline(true);
    const person = new PortablePerson(context, await context.newPage(), "ru");
    await person.page.goto(pathToFileURL(this.#file).href);
    await person.heading(person.texts.t("before.title"));
    return person;
  }

  /** A letter that the bridge has dealt with. */
  async letter(from: string, text: string): Promise<void> {
    this.mail.deliver(from, text);
    await until("the bridge has taken the letter", () => Promise.resolve(this.mail.waiting() === 0));
  }

  /** The one answer that came since the last look. */
  answer(): Promise<string> {
    return until("an answer comes by letter", () => {
      const fresh = this.mail.sent().find((letter) => !this.#seen.has(letter) && letter.includes("-----END"));
      if (fresh !== undefined) this.#seen.add(fresh);
      return Promise.resolve(fresh);
    });
  }

  async pulled(): Promise<Pulled[]> {
    const rows = await this.relay.pull();
    await this.relay.acknowledge(rows);
    return rows;
  }

  async remove(): Promise<void> {
    await this.#programs.stop();
    this.mail.remove();
    await this.relay.remove();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
