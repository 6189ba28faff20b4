// The catalogue of texts in two halves: what the queue and a case say comes with the first load, the rest behind it.
import { readFileSync } from "node:fs";
import type { Plugin } from "vite";

/// What only screens beside the work say.
const kLater = /^desk\.(library|staff|health|docket|print|log|incident|account|figures|numbers)\./;
const kHalf = /^(.*shared\/texts\/desk\.[a-z]{2}\.json)\?(first|rest)$/;

export const textHalves: Plugin = {
  name: "text-halves",
  enforce: "pre",
  load(id) {
    const [, file, half] = kHalf.exec(id) ?? [];
    if (file === undefined) return null;
    const all = JSON.parse(readFileSync(file, "utf8")) as Readonly<Record<string, string>>;
    const wanted = Object.fromEntries(Object.entries(all).filter(([key]) => kLater.test(key) === (half === "rest")));
    return { code: `export default ${JSON.stringify(wanted)};`, moduleType: "js" };
  },
};
