// The catalogue of texts in two halves: what the queue and a case say comes with the first load, the rest behind it. What
// is said before any script has come stands in the page itself, in all languages, since nobody knows yet which is wanted.
import { readFileSync } from "node:fs";
import type { Plugin } from "vite";

/// What only screens beside the work say.
const kLater = /^desk\.(page|library|staff|health|docket|print|log|incident|account|figures|numbers)\./;
const kLanguages = ["ru", "uk", "en"] as const;
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

function inAll(key: string): string {
  return kLanguages.map((language) => {
    const texts = JSON.parse(readFileSync(new URL(`../shared/texts/desk.${language}.json`, import.meta.url), "utf8")) as Readonly<Record<string, string>>;
    return `<p lang="${language}">${texts[key] ?? ""}</p>`;
  }).join("");
}

export const firstWords: Plugin = {
  name: "first-words",
  transformIndexHtml: (html) => html.replace("<!--opening-->", `<div role="status">${inAll("desk.app.loading")}</div>`).replace("<!--noscript-->", inAll("desk.page.noscript")),
};
