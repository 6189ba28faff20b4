// Builds the requester's pages into web/intake/dist: per language one HTML page and one script that holds its texts, pack and
// word list; one style sheet; a chooser at /. Names of assets carry their hash, every file has a .gz beside it, and the same
// sources give the same bytes.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";
import { read_floor } from "../shared/protocol/floor.ts";
import { back_texts, escaped, first_texts, intake_texts, page_cards, page_content, packed_words, read, read_json, site } from "./page_content.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const root = join(here, "../..");
// Another folder only for the test that builds twice and compares.
const dist = process.env.WAYMARK_INTAKE_OUT ?? join(here, "dist");
const kTarget = ["chrome84", "firefox90", "safari15"];

/** The smallest gzip that every browser reads. zopfli writes no time and no name into it, so that this is reproducible. */
function gzipped(file) {
  const { stdout, error, status } = spawnSync("zopfli", ["-c", file], { maxBuffer: 1 << 26 });
  if (error || status !== 0) throw new Error("zopfli is missing or failed: script/bootstrap installs it");
  return stdout;
}

function write(path, text) {
  const file = join(dist, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  writeFileSync(`${file}.gz`, gzipped(file));
}

const hashed = (name, extension, text) => `/assets/${name}-${createHash("sha256").update(text).digest("hex").slice(0, 10)}.${extension}`;

function aside_module(language) {
  const texts = Object.assign({}, ...["cards", "us"].map((area) => read_json(join(here, `../shared/texts/${area}.${language}.json`))));
  return `export default ${JSON.stringify({ texts, mirrors: site.mirrors ?? [], portable: site.portable ?? null })};`;
}

// What the pages know of their organisation before they ask: `waymark pages pin` writes it (docs/spec/freshness.md).
if (site.pins && !read_floor(site.pins)) throw new Error("site.json: pins are not what `waymark pages pin` writes");
const pins = site.pins ? { pins: site.pins } : {};

function content_module(language, { aside, back, other_contents }) {
  const others = site.order.filter((other) => other !== language).map((other) => `${other}: () => import("virtual:words/${other}")`);
  return `export default { ...${JSON.stringify({ ...page_content(language), texts: first_texts(language), ...pins, aside, back, other_contents })}, other_words: { ${others.join(", ")} }, countries: () => import("virtual:countries") };`;
}

const virtual_modules = (language, addresses) => ({
  name: "virtual",
  setup(plugin) {
    plugin.onResolve({ filter: /^virtual:/ }, ({ path }) => ({ path, namespace: "virtual" }));
    plugin.onLoad({ filter: /.*/, namespace: "virtual" }, ({ path }) => {
      if (path === "virtual:content") return { contents: content_module(language, addresses), loader: "js", resolveDir: here };
      if (path === "virtual:back") return { contents: `export default ${JSON.stringify(back_texts(language))};`, loader: "js" };
      if (path === "virtual:countries") return { contents: `export default ${JSON.stringify(read_json(join(root, "src/envelope/grammar.json")).countries)};`, loader: "js" };
      if (path === "virtual:aside") return { contents: aside_module(language), loader: "js" };
      return { contents: `export default ${JSON.stringify(packed_words(path.split("/")[1]))};`, loader: "js" };
    });
  },
});

// Cards and "Is this really us?", and coming back with words: bundles of their own, so that the first script is not cut in two by
// what they share.
async function build_beside(name, source, language) {
  const result = await build({
    entryPoints: [join(here, source)], bundle: true, minify: true, format: "esm", target: kTarget, charset: "utf8", legalComments: "none", write: false,
    plugins: [virtual_modules(language)], absWorkingDir: root, logLevel: "warning",
  });
  const { text } = result.outputFiles[0];
  const path = hashed(`${name}-${language}`, "js", text);
  write(path, text);
  return path;
}

// The same page in other words: fetched only by somebody who changes the language in the middle of what they write.
function build_content(language, addresses) {
  const text = `export default ${JSON.stringify({ ...page_content(language), ...addresses })};`;
  const path = hashed(`content-${language}`, "js", text);
  write(path, text);
  return path;
}

async function build_script(language, addresses) {
  const result = await build({
    entryPoints: { intake: join(here, "src/main.ts") },
    bundle: true, minify: true, splitting: true, format: "esm", target: kTarget, charset: "utf8", legalComments: "none", write: false,
    outdir: join(dist, "assets"), entryNames: `intake-${language}-[hash]`, chunkNames: "words-[hash]",
    plugins: [virtual_modules(language, addresses)], absWorkingDir: root, logLevel: "warning",
  });
  let entry = "";
  for (const file of result.outputFiles) {
    const path = file.path.slice(dist.length);
    if (path.includes(`intake-${language}-`)) entry = path;
    write(path, file.text);
  }
  return entry;
}

const page = ({ language, title, style, script, header, main }) => `<!doctype html>
<html lang="${language}" translate="no">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${style}">
${script ? `<script type="module" src="${script}"></script>\n` : ""}</head>
<body>
<div class="bar"><header>${header}</header></div>
<main id="main">${main}</main>
</body>
</html>
`;

function header_of(language, texts) {
  const links = site.order.map((other) => `<a href="/${other}/" lang="${other}" title="${site.names[other]}"${other === language ? ' aria-current="page"' : ""}>${site.short_names[other]}</a>`);
  return `<nav aria-label="${escaped(texts.language)}">${links.join("")}</nav><a id="leave" href="${site.leave[language]}" rel="noreferrer">${escaped(texts.leave)}</a>`;
}

// For browsers without scripts, and for those too old for ours; the script takes its place.
function without_script(language, texts) {
  const link = `<div class="chooser"><p><a href="${site.clerk}/${language}/" rel="noreferrer">${escaped(texts["no_script.go"])}</a></p></div>`;
  const clerk = site.clerk === "" ? "" : `<p>${escaped(texts["no_script.how"])}</p>${link}`;
  return `<h1>${escaped(texts["before.title"])}</h1><p>${escaped(texts.no_script)}</p>${clerk}<p>${escaped(texts.another_way)}</p><p class="note">${escaped(texts["before.emergency"])}</p>`;
}

function chooser(style) {
  const links = site.order.map((language) => `<p><a href="/${language}/" lang="${language}">${site.names[language]}</a></p>`);
  const texts = intake_texts("en");
  const header = `<nav aria-label="${escaped(texts.language)}"></nav><a id="leave" href="${site.leave.en}" rel="noreferrer">${site.order.map((language) => escaped(intake_texts(language).leave)).join(" / ")}</a>`;
  const go = (language) => `<span lang="${language}">${escaped(intake_texts(language)["no_script.go"])}</span>`;
  const clerk = site.clerk === "" ? "" : `<p><a href="${site.clerk}/" rel="noreferrer">${site.order.map(go).join(" / ")}</a></p>`;
  return page({ language: "en", title: texts.title, style, header, main: `<h1>${escaped(texts.chooser)}</h1><div class="chooser">${links.join("")}</div>${clerk}` });
}

rmSync(dist, { recursive: true, force: true });
const css = await transform(read(join(here, "../shared/tokens.css")) + read(join(here, "intake.css")), { loader: "css", minify: true, charset: "utf8" });
const style = hashed("intake", "css", css.code);
write(style, css.code);
const addresses = {};
for (const language of site.order)
  addresses[language] = { aside: await build_beside("aside", "src/aside/main.ts", language), back: await build_beside("back", "src/back.ts", language) };
const other_contents = Object.fromEntries(site.order.map((language) => [language, build_content(language, addresses[language])]));
for (const language of site.order) {
  const texts = intake_texts(language);
  const script = await build_script(language, { ...addresses[language], other_contents });
  write(`/${language}/cards.json`, JSON.stringify(page_cards(language)));
  write(`/${language}/index.html`, page({ language, title: texts.title, style, script, header: header_of(language, texts), main: without_script(language, texts) }));
}
write("/index.html", chooser(style));
