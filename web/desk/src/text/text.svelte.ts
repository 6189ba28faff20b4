// The texts and dates of the application in the language chosen now. Only that language's catalogue is loaded.
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

const kLoaders: Readonly<Record<Language, () => Promise<{ default: Catalogue }>>> = {
  ru: () => import("../../../shared/texts/desk.ru.json"),
  uk: () => import("../../../shared/texts/desk.uk.json"),
  en: () => import("../../../shared/texts/desk.en.json"),
};

/// Locales for plurals, numbers and dates; British order of day and month for English.
export const kLocales: Readonly<Record<Language, string>> = { ru: "ru-RU", uk: "uk-UA", en: "en-GB" };

export class Text {
  language = $state<Language>("en");
  zone = $state("UTC");
  private catalogue = $state.raw<Catalogue | null>(null);
  private readonly compiled = new Map<string, (values?: Values) => string>();

  dates = $derived(new Dates(kLocales[this.language], this.zone));

  async load(language: Language): Promise<void> {
    const { default: catalogue } = await kLoaders[language]();
    this.compiled.clear();
    this.catalogue = catalogue;
    this.language = language;
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
