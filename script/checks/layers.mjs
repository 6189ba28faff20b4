// Checks every #include in src/ against the tables of ARCHITECTURE.md, which are this check's only input:
//   "Layers"              which folder may include which, and why
//   "Inside the <folder>" the folders of one of them, in their order: each includes those above it only
//   "Third-party headers" which header belongs to which folder, or to which single file
// A folder that is not in the table, an edge that is not in it, and a fenced header outside its place are faults.
//
//   layers.mjs             checks the project
//   layers.mjs --self-test plants violations in a made-up tree and expects each to be found, and nothing else
import { basename, extname } from "node:path";
import { readFileSync } from "node:fs";
import { finish, linesOf, projectFiles } from "./files.mjs";

/** The rows of the first Markdown table below the heading, as arrays of trimmed cells. */
function tableBelow(markdown, heading) {
  const lines = markdown.split("\n");
  const start = lines.findIndex((line) => /^#+ /.test(line) && line.replace(/^#+ /, "").trim() === heading);
  if (start < 0) throw new Error(`ARCHITECTURE.md has no heading "${heading}"`);
  const rows = [];
  for (const line of lines.slice(start + 1)) {
    if (line.startsWith("|")) rows.push(line.split("|").slice(1, -1).map((cell) => cell.trim()));
    else if (rows.length > 0) break;
  }
  if (rows.length < 3) throw new Error(`the table below "${heading}" is empty`);
  return rows.slice(2);
}

const namesIn = (cell) => [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1]);

/** What ARCHITECTURE.md allows. */
export function readRules(markdown) {
  const layers = new Map();
  for (const [folder, , may] of tableBelow(markdown, "Layers")) {
    for (const name of namesIn(folder)) layers.set(name, new Set(namesIn(may)));
  }
  for (const [folder, allowed] of layers) {
    for (const name of allowed) {
      if (!layers.has(name.split("/")[0])) throw new Error(`${folder} may include ${name}, which is no folder of the table`);
    }
  }
  const fences = tableBelow(markdown, "Third-party headers").map(([headers, , places]) => ({
    headers: namesIn(headers),
    places: namesIn(places),
  }));
  return { layers, fences, inside: readInside(markdown, layers) };
}

/** folder → its own folders from the lowest up, for every folder that has a table of its own. */
function readInside(markdown, layers) {
  const inside = new Map();
  for (const folder of layers.keys()) {
    const heading = `Inside the ${folder}`;
    if (!markdown.split("\n").some((line) => line.replace(/^#+ /, "").trim() === heading)) continue;
    inside.set(folder, tableBelow(markdown, heading).flatMap(([names]) => namesIn(names)));
  }
  return inside;
}

/** `crypto/verify` allows crypto/verify.h, crypto/verify_hash.h and crypto/verify/…; `crypto` allows the whole folder. */
function allows(allowed, header) {
  for (const name of allowed) {
    if (!name.includes("/") ? header.startsWith(`${name}/`) : new RegExp(`^${name}[./_]`).test(header)) return true;
  }
  return false;
}

function includesOf(lines) {
  const found = [];
  lines.forEach((line, index) => {
    const match = /^\s*#\s*include\s*([<"])([^>"]+)[>"]/.exec(line);
    if (match) found.push({ own: match[1] === '"', header: match[2], line: index + 1 });
  });
  return found;
}

function judgeOwn(rules, folder, include) {
  const target = include.header.split("/")[0];
  if (!include.header.includes("/")) return `"${include.header}" must be written from the src/ root`;
  if (!rules.layers.has(target)) return `"${include.header}": no folder ${target} in the table of ARCHITECTURE.md`;
  if (target === folder || allows(rules.layers.get(folder), include.header)) return null;
  return `${folder} may not include ${include.header} (see the table in ARCHITECTURE.md)`;
}

function judgeInside(rules, path, include) {
  const [, folder, own, file] = path.split("/");
  const order = rules.inside.get(folder);
  if (!order || file === undefined || !include.header.startsWith(`${folder}/`)) return null;
  const target = include.header.split("/")[1];
  if (!order.includes(own)) return `folder ${folder}/${own} is not in the table of ARCHITECTURE.md`;
  if (order.includes(target) && order.indexOf(target) <= order.indexOf(own)) return null;
  return `${folder}/${own} may not include ${include.header}: it stands above it in the table of ARCHITECTURE.md`;
}

function judgeFenced(rules, path, include) {
  for (const { headers, places } of rules.fences) {
    const header = headers.find((prefix) => include.header === prefix || (prefix.endsWith("/") && include.header.startsWith(prefix)));
    if (!header) continue;
    const inside = places.some((place) => (extname(place) ? path === `src/${place}` : path.startsWith(`src/${place}/`)));
    if (!inside) return `<${include.header}> belongs to ${places.join(", ")} alone`;
  }
  return null;
}

/** Faults of a tree given as [path, lines] pairs; paths start with src/. */
export function judge(rules, files) {
  const faults = [];
  for (const [path, lines] of files) {
    const folder = path.split("/")[1];
    if (path.split("/").length < 3) continue;
    if (!rules.layers.has(folder)) {
      faults.push(`${path}: folder ${folder} is not in the table of ARCHITECTURE.md`);
      continue;
    }
    for (const include of includesOf(lines)) {
      const fault = include.own
        ? (judgeOwn(rules, folder, include) ?? judgeInside(rules, path, include))
        : judgeFenced(rules, path, include);
      if (fault) faults.push(`${path}:${include.line}: ${fault}`);
    }
  }
  return faults;
}

/** Every kind of violation once, and every kind of allowed include once. */
const planted = [];

function selfTest() {
  const rules = readRules(
    [
      "## Layers", "| folder | what | may include |", "|---|---|---|", "| `base` | | |", "| `crypto` | | `base` |",
      "| `relay` | | `base`, `crypto/verify` |", "| `desk` | | `base` |", "", "### Inside the desk", "| folder | what |", "|---|---|",
      "| `queue` | |", "| `office` | |", "", "## Third-party headers", "| header | why | only in |", "|---|---|---|",
      "| `sodium.h`, `openssl/` | | `crypto` |", "| `boost/beast` | | `relay/server.cpp` |",
      "| `boost/` | | `relay/server.cpp` |",
    ].join("\n"),
  );
  const good = [
    ["src/crypto/a.cpp", ['#include "crypto/a.h"', "#include <sodium.h>", '#include "base/b.h"', "#include <vector>"]],
    ["src/relay/a.cpp", ['#include "crypto/verify.h"', '#include "crypto/verify/x.h"', '// #include "desk/x.h"']],
    ["src/relay/server.cpp", ["#include <boost/beast/http.hpp>"]],
    ["src/desk/office/a.cpp", ['#include "desk/queue/a.h"', '#include "desk/office/a.h"', '#include "base/b.h"']],
  ];
  planted.push(
    ["src/base/up.cpp", '#include "crypto/a.h"'],
    ["src/relay/key.cpp", '#include "crypto/kem.h"'],
    ["src/relay/near.cpp", '#include "crypto/verifying.h"'],
    ["src/relay/sodium.cpp", "#include <sodium.h>"],
    ["src/relay/ssl.cpp", "#include  <openssl/evp.h>"],
    ["src/relay/other.cpp", "# include <boost/asio.hpp>"],
    ["src/relay/bare.cpp", '#include "store.h"'],
    ["src/relay/unknown.cpp", '#include "nowhere/x.h"'],
    ["src/fresh/a.cpp", ""],
    ["src/desk/queue/up.cpp", '#include "desk/office/a.h"'],
    ["src/desk/fresh/a.cpp", '#include "desk/queue/a.h"'],
  );
  const faults = judge(rules, good).map((fault) => `self-test: wrongly refused ${fault}`);
  for (const [path, line] of planted) {
    if (judge(rules, [[path, [line]]]).length !== 1) faults.push(`self-test: not noticed: ${path}: ${line}`);
  }
  return faults;
}

if (basename(process.argv[1]) === "layers.mjs") {
  if (process.argv.includes("--self-test")) {
    finish("layers self-test", selfTest(), `${planted.length} violations planted`);
  } else {
    const rules = readRules(readFileSync("ARCHITECTURE.md", "utf8"));
    const files = projectFiles(".", /^src\/.*\.(h|cpp)$/).map((path) => [path, linesOf(path)]);
    finish("layers", judge(rules, files), `${files.length} files, ${rules.layers.size} folders`);
  }
}
