// Looking for what was typed in everything a browser has written to its profile folder.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type BrowserContext, type BrowserContextOptions } from "playwright-core";
import { kChromium } from "./intake/stage.ts";

export class Profile {
  readonly folder = mkdtempSync(join(tmpdir(), "waymark-profile-"));

  /** A browser that keeps what browsers keep: history, cache, session, pages in memory for Back. */
  open(options: BrowserContextOptions = {}): Promise<BrowserContext> {
    return chromium.launchPersistentContext(this.folder, { executablePath: kChromium, args: ["--no-sandbox"], ignoreDefaultArgs: ["--disable-back-forward-cache"], ...options });
  }

  /** Which of these texts stand in which file, as UTF-8 or as UTF-16. */
  find(texts: readonly string[]): string[] {
    const wanted = texts.flatMap((text) => [{ text, bytes: Buffer.from(text, "utf8") }, { text, bytes: Buffer.from(text, "utf16le") }]);
    const found: string[] = [];
    for (const name of readdirSync(this.folder, { recursive: true, encoding: "utf8" })) {
      const file = join(this.folder, name);
      if (!statSync(file, { throwIfNoEntry: false })?.isFile()) continue;
      const bytes = readFileSync(file);
      for (const one of wanted) if (bytes.includes(one.bytes)) found.push(`${one.text} in ${name}`);
    }
    return found;
  }

  /** What find() says beyond what it says of a profile that never met these texts: a browser's own tables hold words such as "offer". */
  find_new(texts: readonly string[], blank: Profile): string[] {
    const known = new Set(blank.find(texts).map((place) => place.slice(0, place.lastIndexOf(" in "))));
    return this.find(texts.filter((text) => !known.has(text)));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
