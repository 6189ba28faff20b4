// Builds desk/dist (or the folder named as argument) and reports what a browser has to load, gzipped.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "vite";

const here = fileURLToPath(new URL(".", import.meta.url));
const argument = process.argv[1]?.endsWith("desk/build.mjs") === true ? process.argv[2] : undefined;
const out = argument ?? `${here}dist`;
// Whatever the shell says: a test's environment would build the debugging variant.
process.env.NODE_ENV = "production";
await build({ configFile: `${here}vite.config.ts`, mode: "production", logLevel: "warn", build: { outDir: out } });

const sizes = readdirSync(out, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => ({ name: entry.name, bytes: gzipSync(readFileSync(`${entry.parentPath}/${entry.name}`), { level: 9 }).length }))
  .sort((a, b) => b.bytes - a.bytes);
for (const { name, bytes } of sizes) process.stdout.write(`  ${String(bytes).padStart(7)} B gzip  ${name}\n`);
// One language is loaded; what is fetched before anybody can work is less (web/tests/browser/desk/build.test.ts).
const others = sizes.filter(({ name }) => /^desk\.(ru|en)-/.test(name)).reduce((sum, { bytes }) => sum + bytes, 0);
const all = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
process.stdout.write(`  all that one person loads: ${((all - others) / 1024).toFixed(1)} KiB gzip\n`);
