// The screens that every view is looked at on, Russian first: what is short in English is cut in Russian.
import type { Language } from "../../../shared/protocol/envelope.ts";

export interface AuditScreen {
  readonly language: Language;
  readonly width: number;
  readonly height: number;
  readonly scheme: "light" | "dark";
}

/** 1366x625: what a browser leaves of the commonest laptop. */
const kSizes = [[1440, 900], [1366, 768], [1366, 625], [1024, 768], [768, 1024], [390, 844], [360, 740], [320, 640]] as const;
const kLanguages: readonly Language[] = ["ru", "uk", "en"];
const kSchemes = ["light", "dark"] as const;

export const name_of = (screen: AuditScreen): string => `${screen.language}-${screen.width}x${screen.height}-${screen.scheme}`;

/** Fingers use what is narrower than this. */
export const is_touch = (screen: AuditScreen): boolean => screen.width < 700;

const all = kLanguages.flatMap((language) => kSchemes.flatMap((scheme) => kSizes.map(([width, height]) => ({ language, width, height, scheme }))));
/** Every size in Russian, the two that differ most in Ukrainian and dark, a phone in English, whose words are the longest there. */
const few = all.filter(({ language, scheme, width }) => (language === "ru" && scheme === "light") || (language === "uk" && scheme === "dark" && (width === 1366 || width === 360)) || (language === "en" && scheme === "light" && width === 320));

/** All 48 in a long run or for pictures, eleven otherwise. */
export const kAuditScreens: readonly AuditScreen[] = process.env["WAYMARK_LONG"] === "yes" || process.env["WAYMARK_SHOTS"] !== undefined ? all : few;
