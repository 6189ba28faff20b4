// Three kinds of tests, each a project that script/test runs as a stage of its own:
//   unit      beside the code: <part>/**/<name>.test.ts
//   scenario  tests/scenario/: whole programs on loopback, found in $WAYMARK_BIN
//   browser   tests/browser/: the pages in Debian's Chromium, driven by playwright-core
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";
import { textHalves } from "./desk/texts.ts";

// Two files at once: most of the time of both kinds is waiting.
const slow = { testTimeout: 240_000, hookTimeout: 120_000, maxWorkers: 2, expect: { poll: { timeout: 60_000 } } };

// <name>.long.test.ts takes minutes: script/test --long.
const long_only = process.env["WAYMARK_LONG"] === "yes" ? [] : ["**/*.long.test.ts"];

export default defineConfig({
  plugins: [svelte(), textHalves],
  test: {
    projects: [
      {
        extends: true,
        test: { name: "unit", testTimeout: 120_000, hookTimeout: 120_000, include: ["**/*.test.ts"], exclude: ["tests/{scenario,browser}/**", "node_modules/**"] },
      },
      { extends: true, test: { name: "scenario", setupFiles: ["tests/scenario/own_ports.ts"], include: ["tests/scenario/**/*.test.ts"], exclude: long_only, ...slow } },
      { extends: true, test: { name: "browser", include: ["tests/browser/**/*.test.ts"], exclude: long_only, ...slow } },
    ],
  },
});
