// The texts and dates of the application in the language chosen now. Only that language's catalogue is loaded: first what
// the queue and a case say, and at once behind it the rest (desk/texts.ts says what that is).
// `say` is read inside templates, so a change of language redraws what depends on it.
import { createContext } from "svelte";
import type { Language } from "../api/types.ts";
import { compile, type Values } from "./icu.ts";
import { Dates } from "./dates.ts";
import type english from "../../../shared/texts/desk.en.json";

type CatalogueKey = keyof typeof english;
/// A key of the catalogue `desk` without its first word.
export type TextKey = CatalogueKey extends `desk.${infer Rest}` ? Rest : never;
type Catalogue = Readonly<Record<CatalogueKey, string>>;

type Load = () => Promise<{ default: Partial<Catalogue> }>;
const kFirst: Readonly<Record<Language, Load>> = {
  ru: () => import("../../../shared/texts/desk.ru.json?first"),
  uk: () => import("../../../shared/texts/desk.uk.json?first"),
  en: () => import("../../../shared/texts/desk.en.json?first"),
};
const kRest: Readonly<Record<Language, Load>> = {
  ru: () => import("../../../shared/texts/desk.ru.json?rest"),
  uk: () => import("../../../shared/texts/desk.uk.json?rest"),
  en: () => import("../../../shared/texts/desk.en.json?rest"),
};

/// Locales for plurals, numbers and dates; British order of day and month for English.
export const kLocales: Readonly<Record<Language, string>> = { ru: "ru-RU", uk: "uk-UA", en: "en-GB" };

export class Text {
  language = $state<Language>("en");
  zone = $state("UTC");
  private catalogue = $state.raw<Partial<Catalogue> | null>(null);
  private rest: Promise<void> = Promise.resolve();
  private readonly compiled = new Map<string, (values?: Values) => string>();

  dates = $derived(new Dates(kLocales[this.language], this.zone));

  async load(language: Language): Promise<void> {
    const { default: catalogue } = await kFirst[language]();
    this.compiled.clear();
    this.catalogue = catalogue;
    this.language = language;
    this.rest = this.loadRest(language);
    this.rest.catch(() => undefined); // whoever needs it asks for it
  }

  /// Ends when all texts are there, also those of the screens that are opened later. @throws where they cannot be loaded
  async whole(): Promise<void> {
    await this.rest.catch(() => (this.rest = this.loadRest(this.language)));
  }

  private async loadRest(language: Language): Promise<void> {
    const { default: rest } = await kRest[language]();
    if (language === this.language) this.catalogue = { ...this.catalogue, ...rest };
  }

  say(key: TextKey, values: Values = {}): string {
    const pattern = this.catalogue?.[`desk.${key}`];
    if (pattern === undefined) return "";
    let message = this.compiled.get(key);
    if (message === undefined) {
      message = compile(pattern, kLocales[this.language]);
      this.compiled.set(key, message);
    }
    return message(values);
  }

  /// For keys made of a code that came from the desk; an unknown code is shown as it is rather than hidden.
  sayCode(prefix: string, code: string): string {
    const text = this.say(`${prefix}.${code.replaceAll("-", "_")}` as TextKey);
    return text === "" ? code : text;
  }
}

/// The first language that the browser wants and we have.
export function preferredLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const primary = tag.toLowerCase().split("-")[0];
    if (primary === "ru" || primary === "uk" || primary === "en") return primary;
  }
  return "en";
}

export const [useText, provideText] = createContext<Text>();
