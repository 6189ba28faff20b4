// What the portable page adds to the requester's pages: its pins, its own texts, and where the organisation was found.
// It connects to nothing until the person sends or looks for replies.
import type english from "../../shared/texts/portable.en.json";
import { day_of, type Day } from "../../shared/protocol/days.ts";
import type { Language } from "../../shared/protocol/envelope.ts";
import { find_organisation, type Found, type Pins } from "../../shared/protocol/portable.ts";
import { Turns } from "../../shared/protocol/turns.ts";
import type { App } from "../../intake/src/app.ts";
import { date_text, fill, type Arguments, type Content } from "../../intake/src/content.ts";

type Stripped<K> = K extends `portable.${infer Rest}` ? Rest : never;
export type PortableKey = Stripped<keyof typeof english>;
export type PortableTexts = Readonly<Record<PortableKey, string>>;

/** What the build puts into the page for each language. */
export interface PortableContent extends Omit<Content, "other_words"> {
  portable: PortableTexts;
  /** The language's own name, short, for the link to it. */
  short_name: string;
  name: string;
}

export class Portable {
  readonly pins: Pins;
  #texts: PortableTexts;
  #language: Language;
  readonly #fetch: typeof fetch;
  readonly #turns = new Turns();
  #found: Found | undefined;

  constructor(pins: Pins, content: PortableContent, fetcher: typeof fetch) {
    this.pins = pins;
    this.#texts = content.portable;
    this.#language = content.language;
    this.#fetch = fetcher;
  }

  /** Goes on in another language. */
  speak(content: PortableContent): void {
    this.#texts = content.portable;
    this.#language = content.language;
  }

  say(key: PortableKey, values: Arguments = {}): string {
    return fill(this.#texts[key], values);
  }

  date(day: Day): string {
    return date_text(day, this.#language);
  }

  /** Looks for the organisation until it was found once; then the app speaks to that server. */
  async find(app: App): Promise<Found> {
    if (this.#found && "relay" in this.#found) return this.#found;
    const found = await find_organisation(this.pins, day_of(app.now()), this.#fetch, this.#turns);
    this.#found = found;
    if ("relay" in found) {
      app.relay = found.relay;
      app.roster = found.roster;
    }
    return found;
  }

  /** The next find() asks anew: the server that was found has stopped answering. */
  lose(): void {
    this.#found = undefined;
  }
}
