// Builds courts/dist (or the folder named as argument): the review screen that `waymark-courts review` serves.
import { fileURLToPath } from "node:url";
import { build } from "vite";

const here = fileURLToPath(new URL(".", import.meta.url));
const argument = process.argv[1]?.endsWith("courts/build.mjs") === true ? process.argv[2] : undefined;
// Whatever the shell says: a test's environment would build the debugging variant.
process.env.NODE_ENV = "production";
await build({ configFile: `${here}vite.config.ts`, mode: "production", logLevel: "warn", build: { outDir: argument ?? `${here}dist` } });
