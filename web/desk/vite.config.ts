// Builds the staff application into desk/dist. The same sources give the same bytes: names carry the hash of their
// content, no time and no path of the machine gets in (a test builds twice and compares).
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { firstWords, textHalves } from "./texts.ts";

const here = fileURLToPath(new URL(".", import.meta.url));

export default defineConfig({
  root: here,
  base: "/",
  plugins: [svelte({ configFile: false }), textHalves, firstWords],
  build: {
    outDir: `${here}dist`,
    emptyOutDir: true,
    target: "es2022",
    // A preload polyfill would be dead weight for browsers that can run the rest.
    modulePreload: { polyfill: false },
    // Nothing inline: the page's policy is style-src 'self', img-src 'self'.
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    reportCompressedSize: false,
  },
  server: { proxy: { "/api": "http://127.0.0.1:8750" } },
});
