// The texts of the review screen in the language chosen now, and numbers as that language writes them.
import { createContext } from "svelte";
import { compile, type Values } from "../../desk/src/text/icu.ts";
import type english from "../../shared/texts/review.en.json";

export type Language = "ru" | "uk" | "en";
type CatalogueKey = keyof typeof english;
/// A key of the catalogue `review` without its first word.
export type TextKey = CatalogueKey extends `review.${infer Rest}` ? Rest : never;
type Catalogue = Readonly<Record<CatalogueKey, string>>;

const kLoaders: Readonly<Record<Language, () => Promise<{ default: Catalogue }>>> = {
  ru: () => import("../../shared/texts/review.ru.json"),
  uk: () => import("../../shared/texts/review.uk.json"),
  en: () => import("../../shared/texts/review.en.json"),
};
const kLocales: Readonly<Record<Language, string>> = { ru: "ru-RU", uk: "uk-UA", en: "en-GB" };

export class Text {
  language = $state<Language>("en");
  private catalogue = $state.raw<Catalogue | null>(null);
  private readonly compiled = new Map<string, (values?: Values) => string>();

  async load(language: Language): Promise<void> {
    const { default: catalogue } = await kLoaders[language]();
    this.compiled.clear();
    this.catalogue = catalogue;
    this.language = language;
  }

  say(key: TextKey, values: Values = {}): string {
    const pattern = this.catalogue?.[`review.${key}`];
    if (pattern === undefined) return "";
    let message = this.compiled.get(key);
    if (message === undefined) {
      message = compile(pattern, kLocales[this.language]);
      this.compiled.set(key, message);
    }
    return message(values);
  }

  /// For names that came with the file; an unknown one is shown as it is rather than hidden.
  sayName(prefix: string, name: string, values: Values = {}): string {
    const text = this.say(`${prefix}.${name.replaceAll("-", "_")}` as TextKey, values);
    return text === "" ? name : text;
  }

  /// "edits 1" is a kind and a limit.
  level(level: string): string {
    const [, kind = level, limit = ""] = /^(\S+)(?:\s+(.*))?$/u.exec(level) ?? [];
    const text = this.say(`level.${kind.replaceAll("-", "_")}` as TextKey, { limit });
    return text === "" ? level : text;
  }

  percent(share: number): string {
    return new Intl.NumberFormat(kLocales[this.language], { style: "percent", maximumFractionDigits: 1 }).format(share);
  }

  /// "+6.2", "−3.1"
  signed(bits: number): string {
    return new Intl.NumberFormat(kLocales[this.language], { minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay: "exceptZero" }).format(bits).replace("-", "−");
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
