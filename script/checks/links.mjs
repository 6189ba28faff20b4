// Every relative link in Markdown must lead to a file of the project (and to a heading, when it has a #part), and
// every `@source docs/…` in the code must name a page that exists.
import { existsSync } from "node:fs";
import { basename, dirname, join, normalize } from "node:path";
import { finish, linesOf, projectFiles } from "./files.mjs";

/** A heading's anchor as the usual Markdown viewers make it. */
function anchorOf(heading) {
  return heading.replace(/`|\*|\[|\]\([^)]*\)/g, "").trim().toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, "").replace(/\s/g, "-");
}

function anchorsOf(path) {
  const seen = new Map();
  const anchors = new Set();
  for (const line of outsideCode(linesOf(path))) {
    const heading = /^#{1,6} (.*)$/.exec(line.text);
    if (!heading) continue;
    const anchor = anchorOf(heading[1]);
    const times = seen.get(anchor) ?? 0;
    seen.set(anchor, times + 1);
    anchors.add(times === 0 ? anchor : `${anchor}-${times}`);
  }
  return anchors;
}

/** The lines outside fenced code. */
function outsideCode(lines) {
  let fenced = false;
  const kept = [];
  lines.forEach((text, index) => {
    if (/^\s*```/.test(text)) fenced = !fenced;
    else if (!fenced) kept.push({ text, line: index + 1 });
  });
  return kept;
}

function faultsOfPage(path) {
  const faults = [];
  for (const { text, line } of outsideCode(linesOf(path))) {
    const plain = text.replace(/`[^`]*`/g, "``"); // a link in a code span is an example
    for (const [, link] of plain.matchAll(/\]\(([^)\s]+)(?:\s+"[^"]*")?\)/g)) {
      if (/^[a-z]+:/.test(link)) continue;
      const [file, part] = link.split("#");
      const target = file === "" ? path : normalize(join(dirname(path), decodeURIComponent(file)));
      if (!existsSync(target)) faults.push(`${path}:${line}: ${link}: no such file`);
      else if (part && target.endsWith(".md") && !anchorsOf(target).has(part)) faults.push(`${path}:${line}: ${link}: no such heading`);
    }
  }
  return faults;
}

function faultsOfCode(path) {
  const faults = [];
  linesOf(path).forEach((text, index) => {
    for (const [page] of text.matchAll(/\bdocs\/[\w./-]+\.(?:md|yaml|json)\b/g)) {
      if (!existsSync(page)) faults.push(`${path}:${index + 1}: ${page}: no such page`);
    }
  });
  return faults;
}

if (basename(process.argv[1]) === "links.mjs") {
  const pages = projectFiles(".", /\.md$/);
  const code = projectFiles(".", /^(src|web|tests|cmake|script)\/.*\.(h|cpp|ts|mjs|svelte|cmake|sh)$|CMakeLists\.txt$/);
  finish("links", [...pages.flatMap(faultsOfPage), ...code.flatMap(faultsOfCode)], `${pages.length} pages, ${code.length} sources`);
}
