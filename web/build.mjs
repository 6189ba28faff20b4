// Builds every part of the pages: each folder beside this file that has a build.mjs, in the order of their names.
import { readdirSync, existsSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { join } from "node:path";

const here = fileURLToPath(new URL(".", import.meta.url));
for (const entry of readdirSync(here, { withFileTypes: true })) {
  const build = join(here, entry.name, "build.mjs");
  if (!entry.isDirectory() || entry.name === "node_modules" || !existsSync(build)) continue;
  process.stdout.write(`web/${entry.name}\n`);
  await import(pathToFileURL(build).href);
}
