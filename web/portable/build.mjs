// Builds the template of the portable page into web/portable/dist/page.html: everything in one file. `waymark portable make`
// puts the pins and the addresses of an organisation into it and signs it (docs/spec/portable.md). The same sources give the
// same bytes; script and style are named in the page's policy by their hashes.
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";
import { escaped, page_content, read, read_json, site } from "../intake/page_content.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
// Another folder only for the test that builds twice and compares.
const dist = process.env.WAYMARK_PORTABLE_OUT ?? join(here, "dist");
const kTarget = ["chrome84", "firefox90", "safari15"];
export const kPinsMark = "@@WAYMARK-PINS@@";
export const kConnectMark = "@@WAYMARK-CONNECT@@";

const policy_hash = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
/** JSON that cannot end the element it stands in. */
const json_block = (value) => JSON.stringify(value).replace(/</g, "\\u003c");

function content(language) {
  const texts = read_json(join(here, `../shared/texts/portable.${language}.json`));
  const portable = Object.fromEntries(Object.entries(texts).map(([key, text]) => [key.replace(/^portable\./, ""), text]));
  return { ...page_content(language), portable, short_name: site.short_names[language], name: site.names[language] };
}

async function bundle() {
  const result = await build({ entryPoints: [join(here, "src/main.ts")], bundle: true, minify: true, format: "iife", target: kTarget, charset: "utf8", legalComments: "none", write: false, logLevel: "warning" });
  return result.outputFiles[0].text;
}

const page = ({ style, script, contents }) => `<!doctype html>
<html lang="${site.order[0]}" translate="no">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src ${policy_hash(script)}; style-src ${policy_hash(style)}; connect-src ${kConnectMark}; form-action 'none'; base-uri 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>${escaped(contents[0].texts.title)}</title>
<style>${style}</style>
</head>
<body>
<div class="bar"><header><nav aria-label="${escaped(contents[0].texts.language)}"></nav><a id="leave" href="${contents[0].leave}" rel="noreferrer">${escaped(contents[0].texts.leave)}</a></header></div>
<main id="main"><h1>${escaped(contents[0].texts.title)}</h1>${contents.map(({ language, portable }) => `<p lang="${language}">${escaped(portable.static)}</p>`).join("")}</main>
<script type="application/json" id="content">${json_block(contents)}</script>
<script type="application/json" id="pins">${kPinsMark}</script>
<script>${script}</script>
</body>
</html>
`;

const css = await transform(["../shared/tokens.css", "../intake/intake.css", "portable.css"].map((name) => read(join(here, name))).join(""), { loader: "css", minify: true, charset: "utf8" });
const script = await bundle();
if (/<\/script/i.test(script)) throw new Error("the script would end its own element");
mkdirSync(dist, { recursive: true });
writeFileSync(join(dist, "page.html"), page({ style: css.code, script, contents: site.order.map(content) }));
