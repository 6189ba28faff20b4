// The portable page, opened from disk, with or without a network: an organisation, its relay (the in-memory twin), a file.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { armor } from "age-encryption";
import type { Browser, BrowserContext, BrowserContextOptions } from "playwright-core";
import { fill, type Arguments } from "../../../intake/src/content.ts";
import type { PortableKey } from "../../../portable/src/portable.ts";
import { day_of, parse_day } from "../../../shared/protocol/days.ts";
import type { Language } from "../../../shared/protocol/envelope.ts";
import { Organisation, type OpenedEnvelope } from "../../twin/organisation.ts";
import { portable_page, type PinOptions } from "../../twin/portable.ts";
import { TwinRelay } from "../../twin/relay.ts";
import { Person } from "../intake/stage.ts";

/** Bridges of the organisation. */
export const kMails = ["box-1@mail.example", "box-2@post.example"];

export const kToday = day_of(Date.now());

export class PortablePerson extends Person {
  readonly context: BrowserContext;
  /** Addresses that the page asked for, beyond the file itself. */
  readonly asked: string[] = [];
  readonly #own: Record<string, string>;

  constructor(context: BrowserContext, ...rest: ConstructorParameters<typeof Person>) {
    super(...rest);
    this.context = context;
    this.#own = JSON.parse(readFileSync(new URL(`../../../shared/texts/portable.${rest[1]}.json`, import.meta.url), "utf8")) as Record<string, string>;
    this.page.on("request", (request) => (request.url().startsWith("file:") ? undefined : this.asked.push(request.url())));
  }

  p(key: PortableKey, values: Arguments = {}): string {
    return fill(this.#own[`portable.${key}`] ?? key, values);
  }

  async tap(key: PortableKey): Promise<void> {
    await this.page.getByRole("button", { name: this.p(key), exact: true }).click();
  }

  /** Once it is there: the sealed text, as it would be copied. */
  async sealed_text(): Promise<string> {
    await this.heading(this.p("sealed.title"));
    const area = this.page.locator("textarea.sealed");
    await this.page.getByRole("button", { name: this.p("sealed.copy"), exact: true }).and(this.page.locator(":enabled")).waitFor();
    return area.inputValue();
  }
}

export class PortableStage {
  organisation = new Organisation();
  relay = new TwinRelay(this.organisation, "/nowhere");
  url = "";
  readonly #browser: Browser;
  readonly #folder = mkdtempSync(join(tmpdir(), "waymark-portable-"));
  #contexts: BrowserContext[] = [];

  constructor(browser: Browser) {
    this.#browser = browser;
  }

  /** The relay's address is in the roster, so it is chosen first. */
  async start(): Promise<void> {
    const port = Number(new URL(await this.relay.start()).port);
    await this.relay.stop();
    this.organisation = new Organisation({ name: "Линия помощи", relays: [`http://127.0.0.1:${port}`], mails: kMails });
    this.relay = new TwinRelay(this.organisation, "/nowhere");
    this.url = await this.relay.start(port);
  }

  async stop(): Promise<void> {
    for (const context of this.#contexts) await context.close();
    await this.relay.stop();
    rmSync(this.#folder, { recursive: true });
  }

  file(options: Partial<PinOptions> = {}): string {
    const path = join(this.#folder, "notes.html");
    writeFileSync(path, portable_page(this.organisation, [this.url], { made: kToday, ...options }));
    return pathToFileURL(path).href;
  }

  /** Someone opens the file; `prepare` sees the page before that. */
  async open(language: Language, options: BrowserContextOptions = {}, prepare: (person: PortablePerson) => Promise<void> = () => Promise.resolve(), pins: Partial<PinOptions> = {}): Promise<PortablePerson> {
    const context = await this.#browser.newContext({ locale: language, ...options });
    this.#contexts.push(context);
    const person = new PortablePerson(context, await context.newPage(), language);
    await prepare(person);
    await person.page.goto(this.file(pins));
    await person.heading(person.texts.t("before.title"));
    return person;
  }

  /** What the organisation reads in a pasted text. */
  read(text: string): OpenedEnvelope {
    const day = parse_day(text.slice(0, 10)) ?? 0;
    return this.organisation.open_envelope(day, Buffer.from(armor.decode(text.slice(11))));
  }

  only_envelope(): OpenedEnvelope {
    const [only, another] = [...this.relay.envelopes.values()];
    if (!only || another) throw new Error(`${this.relay.envelopes.size} envelopes`);
    return this.organisation.open_envelope(only.day, only.blob);
  }
}
