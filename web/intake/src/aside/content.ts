// What the build puts into these pieces: their own texts, and what the organisation has configured in site.json.
import type cards_english from "../../../shared/texts/cards.en.json";
import type us_english from "../../../shared/texts/us.en.json";
import type { Language } from "../../../shared/protocol/envelope.ts";
import { here } from "../pieces/content.ts";
import { fill, type Arguments } from "../content.ts";

export type AsideKey = keyof typeof cards_english | keyof typeof us_english;

/** The portable page as the organisation has published it. */
export interface PortableFile {
  path: string;
  sha256: string;
}

let spoken: Language = "ru";

/** The language of what is said from here on. */
export function speak(language: Language): void {
  spoken = language;
}

/** What the organisation has configured. */
export function site(): { mirrors: readonly string[]; portable: PortableFile | null } {
  const { mirrors, portable } = here().data;
  return { mirrors: mirrors ?? [], portable: portable ?? null };
}

export function say(key: AsideKey, values: Arguments = {}): string {
  return fill(here().data[`aside_texts_${spoken}`]?.[key] ?? "", values);
}
