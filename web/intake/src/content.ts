// What the build puts into a page: one language, one pack, one word list. See build.mjs.
import type english from "../../shared/texts/intake.en.json";
import type { Day } from "../../shared/protocol/days.ts";
import type { Language } from "../../shared/protocol/envelope.ts";
import type { WrittenFloor } from "../../shared/protocol/floor.ts";
import type { Countries } from "../../shared/protocol/grammar.ts";
import type { AsideModule } from "./aside/main.ts";
import type { BackModule } from "./back.ts";
import type { PagePack } from "./pack.ts";
import type { WorkModule } from "./work.ts";
import type { Progress } from "./pieces/load.ts";

type Stripped<K> = K extends `intake.${infer Rest}` ? Rest : never;
/** Every text of the pages; a wrong key does not compile. */
export type TextKey = Stripped<keyof typeof english>;

/** Is told how far the fetching is. */
export type Tell = (progress: Progress) => void;

export interface Content {
  language: Language;
  texts: Readonly<Record<TextKey, string>>;
  pack: PagePack;
  pack_texts: Readonly<Record<string, string>>;
  /** Packed by build.mjs, read by word_lists.ts. */
  words: string;
  /** The other lists, fetched only when a person comes back with words of another language. */
  other_words: Readonly<Partial<Record<Language, () => Promise<{ default: string }>>>>;
  leave: string;
  /** What this page knows of its organisation before it asks; absent in a page that was built for any of them. */
  pins?: WrittenFloor;
  /** Fetched when somebody says that they are in another country. */
  countries?: () => Promise<{ default: Countries }>;
  /** Fetches the screens for coming back with words; a page without it has these screens itself. */
  back?: (tell?: Tell) => Promise<BackModule>;
  /** The same in other languages, for going on in one of them with what was said. */
  other_contents?: Readonly<Partial<Record<Language, () => Promise<Content>>>>;
  /** Fetches what makes a pass for a server that asks for work. */
  work?: () => Promise<WorkModule>;
  /** Fetches cards and "Is this really us?"; a page without it offers neither. */
  aside?: (tell: Tell) => Promise<AsideModule>;
}

/** "22 ноября 2026", "22 November 2026": without the word for year, which some languages put behind with a full stop. */
export function date_text(day: Day, language: Language): string {
  const date = new Date(day * 86_400_000);
  return `${date.toLocaleDateString(date_locale(language), { day: "numeric", month: "long", timeZone: "UTC" })} ${date.getUTCFullYear()}`;
}

export type Arguments = Readonly<Record<string, string | number>>;

/** The texts are British; with "en" alone a browser writes November 22. */
export const date_locale = (language: string): string => (language === "en" ? "en-GB" : language);

/** Puts arguments into `{name}`; what it puts in is shown as text and is not read again. */
export function fill(text: string, values: Arguments): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
