// Builds the requester's pages into web/intake/dist: per language one HTML page with its style inside, one small loader, and the
// pieces that it fetches; a chooser at /. Names of assets carry their hash, every file has a .gz beside it, and the same sources
// give the same bytes. Fails when a piece, the first visit or the page without scripts is larger than it may be (docs/spec/lines.md).
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build, transform } from "esbuild";
import { address_of } from "./src/pieces/load.ts";
import { kBetweenTexts, pack_keys, swapped } from "./src/pieces/bare_texts.ts";
import { read_floor } from "../shared/protocol/floor.ts";
import { back_texts, escaped, first_texts, intake_texts, loader_texts, page_cards, page_pack, page_pack_texts, page_texts, packed_words, read, read_json, site, work_texts } from "./page_content.mjs";
import { kCardFileBytesMax, kPieceBytesMax } from "./piece_bytes.ts";
import { cut, data_statements, pack_cards, pack_pieces, without_messages } from "./pieces.mjs";
import { with_computed_tables } from "./tables.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const root = join(here, "../..");
// Another folder only for the test that builds twice and compares.
const dist = process.env.WAYMARK_INTAKE_OUT ?? join(here, "dist");
const kTarget = ["chrome84", "firefox90", "safari15"];

/** The smallest gzip that every browser reads. zopfli writes no time and no name into it, so that this is reproducible. */
function gzipped(file) {
  const { stdout, error, status } = spawnSync("zopfli", ["--i60", "-c", file], { maxBuffer: 1 << 26 });
  if (error || status !== 0) throw new Error("zopfli is missing or failed: script/bootstrap installs it");
  return stdout;
}

/** @return size of its compressed twin */
function write(path, text) {
  const file = join(dist, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  const packed = gzipped(file);
  writeFileSync(`${file}.gz`, packed);
  return packed.length;
}

const sha256 = (text, form) => createHash("sha256").update(text).digest(form);
const hashed = (name, extension, text) => `/assets/${name}-${sha256(text, "hex").slice(0, 10)}.${extension}`;

// What the pages know of their organisation before they ask: `waymark pages pin` writes it (docs/spec/freshness.md).
if (site.pins && !read_floor(site.pins)) throw new Error("site.json: pins are not what `waymark pages pin` writes");

// esbuild rewrites `?.` for Chromium before 91, which fails on one odd form of it (a call with spread) that we do not use.
const kPacked = { bundle: true, minify: true, format: "esm", target: kTarget, supported: { "optional-chain": true }, charset: "utf8", legalComments: "none", write: false, absWorkingDir: root, logLevel: "warning" };

const piece_sizes = new Map();

/** Writes statements as pieces. @return their hashes, which is what a loader asks for */
function pieces_of(statements) {
  return pack_pieces(statements).map((text) => {
    const piece = sha256(text, "base64");
    const bytes = write(address_of(piece), text);
    if (bytes > kPieceBytesMax) throw new Error(`a piece of ${bytes} bytes`);
    piece_sizes.set(piece, bytes);
    return piece;
  });
}

/** The loader's turns are everybody's; and nobody reads what the ciphers' own errors say, which is a fiftieth of the code. */
const smaller = {
  name: "smaller",
  setup(plugin) {
    plugin.onLoad({ filter: /protocol\/turns\.ts$/ }, () => ({ contents: "export class Turns { constructor() { return globalThis.waymark.turns; } }", loader: "js" }));
    plugin.onLoad({ filter: /@noble\/hashes\/sha2\.js$/ }, ({ path }) => ({ contents: without_messages(with_computed_tables(read(path))), loader: "js" }));
    plugin.onLoad({ filter: /@noble\/[\w-]+\/.*\.js$/ }, ({ path }) => ({ contents: without_messages(read(path)), loader: "js" }));
  },
};

async function bundled_code() {
  const contents = `export { start } from "./src/main.ts"; export { back_module as back } from "./src/back.ts"; export { aside_module as aside } from "./src/aside/main.ts"; export { work_module as work } from "./src/work.ts";`;
  const { outputFiles } = await build({ ...kPacked, plugins: [smaller], stdin: { contents, resolveDir: here, loader: "ts" } });
  return outputFiles[0].text;
}

const aside_texts = (language) => Object.assign({}, ...["cards", "us"].map((area) => read_json(join(here, `../shared/texts/${area}.${language}.json`))));

const about_of = (language) => page_pack_texts(language)["pack.about"] ?? "";

/** Texts without their keys, in the order of these. */
function bare_texts(language, keys, texts) {
  const lost = Object.keys(texts).filter((key) => !keys.includes(key));
  if (lost.length > 0) throw new Error(`texts with keys that nothing uses: ${lost.join(", ")}`);
  const all = keys.map((key) => texts[key] ?? "");
  if (all.some((text) => text.includes(kBetweenTexts))) throw new Error("a text with a tab");
  return swapped(language, all.join(kBetweenTexts));
}

function bare_pack_texts(language) {
  const { "pack.about": _about, ...texts } = page_pack_texts(language);
  return bare_texts(language, pack_keys(page_pack()), texts);
}

/** Everything that is fetched in pieces; `first` of a language is what a loader of that language asks for at once. */
async function all_pieces() {
  const code = cut(await bundled_code(), ["back", "aside", "work"]);
  const groups = { countries: pieces_of(data_statements("countries", read_json(join(root, "src/envelope/grammar.json")).countries)) };
  const common = code.common.length > 0 ? pieces_of(code.common) : [];
  for (const part of ["back", "aside"]) groups[part] = [...common, ...pieces_of(code.later[part])];
  // Asked for by a server under a flood, on whatever line: in all languages at once, so that it is one piece.
  groups.work = [...common, ...pieces_of([...data_statements("work_texts", Object.fromEntries(site.order.map((language) => [language, work_texts(language)]))), ...code.later.work])];
  // The same in every language; so the texts come without them.
  const text_keys = Object.keys(first_texts(site.order[0]));
  const content = (language) => [...data_statements(`texts_${language}`, bare_texts(language, text_keys, first_texts(language))), ...data_statements(`pack_texts_${language}`, bare_pack_texts(language))];
  const words = (language) => data_statements(`words_${language}`, packed_words(language));
  for (const language of site.order) {
    groups[`words_${language}`] = pieces_of(words(language));
    groups[`content_${language}`] = pieces_of([...content(language), ...data_statements(`page_texts_${language}`, page_texts(language)), ...data_statements(`about_${language}`, about_of(language))]);
    groups[`back_${language}`] = pieces_of(data_statements(`back_texts_${language}`, back_texts(language)));
    groups[`aside_${language}`] = pieces_of(data_statements(`aside_texts_${language}`, aside_texts(language)));
  }
  const { leave, order, mirrors = [], portable = null, pins } = site;
  // The hashes of all that comes later are a piece that comes later: hashes do not compress.
  const later = pieces_of(data_statements("groups", groups));
  const own = Object.entries({ text_keys: text_keys.join(kBetweenTexts), pack: page_pack(), leave, order, mirrors, portable, ...(pins ? { pins } : {}), later }).flatMap(([name, value]) => data_statements(name, value));
  // One row for each language, though the code is the same: each piece is full, so there is one fewer.
  return Object.fromEntries(site.order.map((language) => [language, pieces_of([...words(language), ...content(language), ...own, ...code.first])]));
}

/** The cards in files that each pass such a line, as many in each as fit; the first always exists, and tells of the others. */
function write_cards(language) {
  const files = pack_cards(page_cards(language));
  files.forEach((cards, i) => {
    const bytes = write(`/${language}/cards${i === 0 ? "" : `-${i + 1}`}.json`, JSON.stringify({ cards, files: files.length }));
    if (bytes > kCardFileBytesMax) throw new Error(`cards ${language}: a file of ${bytes} bytes; one card is too long`);
  });
}

/** Script of one file; `given` is what it imports from `virtual:…`. */
async function build_small(name, source, given) {
  const virtual = {
    name: "virtual",
    setup(plugin) {
      plugin.onResolve({ filter: /^virtual:/ }, ({ path }) => ({ path, namespace: "virtual" }));
      plugin.onLoad({ filter: /.*/, namespace: "virtual" }, () => ({ contents: Object.entries(given).map(([key, value]) => `export const ${key} = ${JSON.stringify(value)};`).join(""), loader: "js" }));
    },
  };
  const { outputFiles } = await build({ ...kPacked, format: "iife", entryPoints: [join(here, source)], plugins: [virtual] });
  const { text } = outputFiles[0];
  const address = hashed(name, "js", text);
  return { address, integrity: `sha256-${sha256(text, "base64")}`, bytes: write(address, text) };
}

async function build_loader(language, pieces) {
  const loader = await build_small(`loader-${language}`, "src/pieces/main.ts", { pieces, texts: loader_texts(language) });
  const { address, integrity } = loader;
  const again = await build_small(`again-${language}`, "src/pieces/again.ts", { address, integrity });
  // `defer` runs scripts in their order, so that one which hangs would hold the other up.
  return { scripts: [{ ...loader, when: "defer" }, { ...again, when: "async" }], bytes: loader.bytes + again.bytes };
}

// The style stands inside, allowed by its hash, so that the first answer is a page that can be read. Beside the loader
// stand a few lines that ask for it again, and for the page when it is cut: therefore before the style, which is most of it.
const page = ({ language, title, style, loader, header, main }) => `<!doctype html>
<html lang="${language}" translate="no">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
<link rel="icon" href="data:,">
${(loader?.scripts ?? []).map(({ when, address, integrity }) => `<script ${when} src="${address}" integrity="${integrity}"></script>\n`).join("")}<style>${style}</style>
</head>
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

function first_page(language) {
  const texts = Object.fromEntries(Object.entries(intake_texts(language)).map(([key, text]) => [key, escaped(text)]));
  /** An element whose text the code takes from here, so that it need not come twice. */
  const said = (tag, key, kind = "") => `<${tag}${kind} data-text="${key}">${texts[key]}</${tag}>`;
  const unfold = (key, content) => `<details class="card">${said("summary", `${key}_title`)}${content}</details>`;
  const about = about_of(language);
  // Straight to its form and to its box: what its own first page says stands here already.
  const link = (path, key) => `<p><a href="${site.clerk}/${language}/${path}" rel="noreferrer">${texts[key]}</a></p>`;
  const clerk = site.clerk === "" ? "" : `<p>${texts["no_script.how"]}</p><div class="chooser">${link("write", "no_script.go")}${link("return", "no_script.return")}</div>`;
  return [
    said("h1", "before.title"),
    `<p class="lead">${texts["first.who"]}</p>`,
    ...about.split("\n").map((line) => `<p data-about>${escaped(line)}</p>`),
    `<div id="loading"><p>${texts.no_script}</p></div>`,
    said("p", "before.emergency", ' class="note"'),
    said("p", "before.need"),
    unfold("before.read", said("p", "before.read")),
    unfold("before.keep", said("p", "before.keep")),
    unfold("before.cannot", `<ul>${[1, 2, 3, 4].map((n) => said("li", `before.cannot_${n}`)).join("")}</ul>`),
    clerk,
    said("p", "another_way"),
  ].join("");
}

function chooser(style) {
  const links = site.order.map((language) => `<p><a href="/${language}/" lang="${language}">${site.names[language]}</a></p>`);
  const texts = intake_texts("en");
  const header = `<nav aria-label="${escaped(texts.language)}"></nav><a id="leave" href="${site.leave.en}" rel="noreferrer">${site.order.map((language) => escaped(intake_texts(language).leave)).join(" / ")}</a>`;
  const go = (language) => `<span lang="${language}">${escaped(intake_texts(language)["no_script.go"])}</span>`;
  const clerk = site.clerk === "" ? "" : `<p><a href="${site.clerk}/" rel="noreferrer">${site.order.map(go).join(" / ")}</a></p>`;
  return page({ language: "en", title: texts.title, style, header, main: `<h1>${escaped(texts.chooser)}</h1><div class="chooser">${links.join("")}</div>${clerk}` });
}

/** What the relay shows at /figures/ before the first report (docs/spec/figures-release.md). Nothing of the other pages links to it. */
function no_figures(style) {
  const said = site.order.map((language) => {
    const texts = intake_texts(language);
    return `<section lang="${language}"><h1>${escaped(texts["figures.title"])}</h1><p>${escaped(texts["figures.none"])}</p><p><a href="/${language}/">${escaped(texts["figures.home"])}</a></p></section>`;
  });
  const texts = intake_texts(site.order[0]);
  return page({ language: site.order[0], title: texts["figures.title"], style, header: header_of(site.order[0], texts), main: said.join("") });
}

/** Until a letter can be written and sealed; roster and day keys come on top (docs/spec/lines.md). */
const kFirstVisitBytesMax = 60 * 1_024;
/** What comes on the page's first connection, or beside it. */
const kAnswerBytesMax = 8_192;
const kWithoutScriptsBytesMax = 20 * 1_024;

function check_sizes(language, page_bytes, loader, pieces) {
  for (const [what, bytes] of [["page", page_bytes], ["loader", loader.bytes]]) if (bytes > kAnswerBytesMax) throw new Error(`${what} ${language}: ${bytes} bytes`);
  // What an organisation has said of itself is not ours to make small: its pinned roster, its addresses, its portable page.
  const own = gzipSync(JSON.stringify([site.pins, site.mirrors, site.portable, site.clerk, site.title, site.leave])).length;
  const all = pieces.reduce((sum, piece) => sum + piece_sizes.get(piece), page_bytes + loader.bytes) - own;
  if (all > kFirstVisitBytesMax) throw new Error(`first visit ${language}: ${all} bytes`);
  if (page_bytes > kWithoutScriptsBytesMax) throw new Error(`without scripts ${language}: ${page_bytes} bytes`);
  process.stdout.write(`intake ${language}: page ${page_bytes}, loader ${loader.bytes}, ${pieces.length} pieces of ${pieces.map((piece) => piece_sizes.get(piece)).join(", ")}, together ${all} bytes\n`);
}

rmSync(dist, { recursive: true, force: true });
const { code: style } = await transform(read(join(here, "../shared/tokens.css")) + read(join(here, "intake.css")), { loader: "css", minify: true, charset: "utf8" });
if (/<\/style/i.test(style)) throw new Error("the style would end its own element");
const first = await all_pieces();
for (const language of site.order) {
  const texts = intake_texts(language);
  const loader = await build_loader(language, first[language]);
  write_cards(language);
  const bytes = write(`/${language}/index.html`, page({ language, title: texts.title, style: style.trim(), loader, header: header_of(language, texts), main: first_page(language) }));
  check_sizes(language, bytes, loader, first[language]);
}
write("/index.html", chooser(style.trim()));
write("/no-figures.html", no_figures(style.trim()));
