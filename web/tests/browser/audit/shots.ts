// Pictures for people: a folder a view, a file a screen. script/shots makes one sheet of each folder.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import type { Language } from "../../../shared/protocol/envelope.ts";
import { faults_of } from "./audit.ts";
import { is_touch, name_of, type AuditScreen } from "./screens.ts";

/** The folder for them, when pictures are wanted. */
export const kShots = process.env["WAYMARK_SHOTS"];

/** Takes a picture of what is in the window, or of the whole length, when $WAYMARK_SHOTS names a folder. */
export async function shoot_view(page: Page, view: string, screen: AuditScreen, fullPage = false): Promise<void> {
  if (kShots === undefined) return;
  mkdirSync(join(kShots, view), { recursive: true });
  await page.screenshot({ path: join(kShots, view, `${name_of(screen)}.png`), fullPage });
}

const kPageSizes = [[1440, 900], [1366, 768], [768, 1024], [390, 844], [360, 740]] as const;

/** What is looked at of a page that is opened once: every size in light; colours alone differ in dark, so there the narrowest will do. */
function page_screens(language: Language): AuditScreen[] {
  const all = (["light", "dark"] as const).flatMap((scheme) => kPageSizes.map(([width, height]) => ({ language, width, height, scheme })));
  return kShots !== undefined ? all : all.filter(({ scheme, width }) => scheme === "light" || width === 360);
}

/** The layout audit of a page as it stands, at every size, with its pictures of the whole length. @return every fault, with its screen */
export async function look_at_sizes(page: Page, view: string, language: Language): Promise<string[]> {
  const size = page.viewportSize();
  const faults: string[] = [];
  for (const screen of page_screens(language)) {
    await page.emulateMedia({ colorScheme: screen.scheme });
    await page.setViewportSize({ width: screen.width, height: screen.height });
    faults.push(...(await faults_of(page, { touch: is_touch(screen) })).map((fault) => `${view}, ${name_of(screen)}: ${fault}`));
    await shoot_view(page, view, screen, true);
  }
  await page.emulateMedia({ colorScheme: null });
  if (size) await page.setViewportSize(size);
  return faults;
}
