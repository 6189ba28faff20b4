// Every sentence that a person may read: catalogues, packs, cards, templates of the clerk, the built pages, README.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const kLanguages = ["ru", "uk", "en"] as const;
export type Language = (typeof kLanguages)[number];
export type Audience = "requester" | "staff";

export interface Text {
  /** File and key, for the person who has to mend it. */
  place: string;
  language: Language;
  audience: Audience;
  text: string;
  /** The title of a source may name 112; it is no advice to call. */
  is_title_of_source?: boolean;
}

export interface CardFile {
  id: string;
  jurisdiction: string;
  sources: { title: Record<Language, string> }[];
  texts: Record<Language, { title: string; short: string; body: string; doubts: string }>;
}

export const kRoot = fileURLToPath(new URL("../../..", import.meta.url));
const json = (path: string): unknown => JSON.parse(readFileSync(path, "utf8"));

/** What the requester reads; all other catalogues are for staff. */
const kRequesterCatalogues = ["intake", "clerk", "portable", "us", "cards"];
const kRequesterKeys = /^(pack\.(name|about)$|(question|hint|answer|state|crisis)\.)/;

export function folders_of_packs(): string[] {
  const packs = join(kRoot, "packs");
  return readdirSync(packs).map((name) => join(packs, name)).filter((path) => statSync(path).isDirectory());
}

/** "intake" → language → key → text. */
export function catalogues(): Map<string, Map<Language, Record<string, string>>> {
  const folder = join(kRoot, "web/shared/texts");
  const all = new Map<string, Map<Language, Record<string, string>>>();
  for (const file of readdirSync(folder)) {
    const [area = "", language = ""] = file.split(".");
    const languages = all.get(area) ?? new Map<Language, Record<string, string>>();
    languages.set(language as Language, json(join(folder, file)) as Record<string, string>);
    all.set(area, languages);
  }
  for (const pack of folders_of_packs()) all.set(pack.slice(kRoot.length), new Map(kLanguages.map((language) => [language, json(join(pack, `texts.${language}.json`)) as Record<string, string>])));
  return all;
}

export function cards(): CardFile[] {
  return folders_of_packs().flatMap((pack) => readdirSync(join(pack, "cards")).map((file) => json(join(pack, "cards", file)) as CardFile));
}

function texts_of_card(card: CardFile): Text[] {
  return kLanguages.flatMap((language) => {
    const { title, short, body, doubts } = card.texts[language];
    const said = [title, short, ...body.split("\n"), doubts].map((text, i) => ({ place: `card ${card.id}, ${i}`, language, audience: "requester" as const, text }));
    const sources = card.sources.map((source) => ({ place: `card ${card.id}, source`, language, audience: "requester" as const, text: source.title[language], is_title_of_source: true }));
    return [...said, ...sources];
  });
}

function texts_of_catalogues(): Text[] {
  return [...catalogues()].flatMap(([area, languages]) =>
    [...languages].flatMap(([language, texts]) =>
      Object.entries(texts).map(([key, text]) => {
        const is_requesters = area.startsWith("packs/") ? kRequesterKeys.test(key) : kRequesterCatalogues.includes(area);
        return { place: `${area}.${language}: ${key}`, language, audience: is_requesters ? ("requester" as const) : ("staff" as const), text };
      }),
    ),
  );
}

/** What stands in a page without coming from a catalogue; in the language of the developers. */
function fixed_texts(): Text[] {
  const templates = readdirSync(join(kRoot, "web/clerk")).filter((name) => name.endsWith(".tpl")).map((name) => join(kRoot, "web/clerk", name));
  return [...templates, join(kRoot, "README.md")].map((path) => ({ place: path.slice(kRoot.length), language: "en" as const, audience: "requester" as const, text: readFileSync(path, "utf8").replace(/\{\{[^}]*\}\}|<[^>]*>/g, " ") }));
}

/** The pages as built: their text without tags, and what stands in their cards. */
export function built_texts(folder: string): Text[] {
  return kLanguages.flatMap((language) =>
    readdirSync(join(folder, language)).filter((name) => name === "index.html" || /^cards.*\.json$/.test(name)).map((name) => ({
      place: `built ${language}/${name}`,
      language,
      audience: "requester" as const,
      text: readFileSync(join(folder, language, name), "utf8").replace(/<[^>]*>/g, " "),
    })),
  );
}

export const all_texts = (): Text[] => [...texts_of_catalogues(), ...cards().flatMap(texts_of_card), ...fixed_texts()];
