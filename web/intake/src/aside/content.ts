// What the build puts into this script: its own texts, and what the organisation has configured in site.json.
import type cards_english from "../../../shared/texts/cards.en.json";
import type us_english from "../../../shared/texts/us.en.json";
import content from "virtual:aside";
import { fill, type Arguments } from "../content.ts";

export type AsideKey = keyof typeof cards_english | keyof typeof us_english;

/** The portable page as the organisation has published it. */
export interface PortableFile {
  path: string;
  sha256: string;
}

export interface AsideContent {
  texts: Readonly<Record<AsideKey, string>>;
  mirrors: readonly string[];
  portable: PortableFile | null;
}

export const site: Pick<AsideContent, "mirrors" | "portable"> = content;

export function say(key: AsideKey, values: Arguments = {}): string {
  return fill(content.texts[key], values);
}
