// Pictures for people: a folder a view, a file a screen. script/shots makes one sheet of each folder.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { name_of, type AuditScreen } from "./screens.ts";

/** Takes a picture of what is in the window, when $WAYMARK_SHOTS names a folder. */
export async function shoot_view(page: Page, view: string, screen: AuditScreen): Promise<void> {
  const folder = process.env["WAYMARK_SHOTS"];
  if (folder === undefined) return;
  mkdirSync(join(folder, view), { recursive: true });
  await page.screenshot({ path: join(folder, view, `${name_of(screen)}.png`) });
}
