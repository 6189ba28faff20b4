// File and function sizes, as a ratchet: what is too long today is listed in size-exceptions.txt with its size.
// A new one is a fault, a listed one that grew is a fault, and one that became shorter must be listed shorter or
// taken off the list, so that the list only ever shrinks.
//
//   size.mjs                checks
//   size.mjs --update       writes the list anew (say in the commit why anything was added)
//   size.mjs --self-test    checks the check
import { basename } from "node:path";
import { existsSync, writeFileSync } from "node:fs";
import { finish, linesOf, projectFiles } from "./files.mjs";

const kFileLinesMax = 450; // 95 % of the files of the code bases we learn from are shorter
const kFunctionLinesMax = 70; // 99 % of their functions
const kList = "script/checks/size-exceptions.txt";
const kSources = /^(src|web|tests|script)\/.*\.(h|cpp|ts|mjs|svelte|sh)$/;

const notAFunction = /^\s*(namespace|class|struct|enum|union|extern|export default \{|const|type|interface|if|for|while|switch|describe|test\.describe)\b/;
const opensFunction = {
  // clang-format puts a function's head at column 0, or 2 inside a class, and its closing brace below its first letter.
  cpp: /^( {0,2})[A-Za-z_~[].*$/,
  ts: /^( {0,2})(export |async |function |static |private |public |get |set |[a-zA-Z_#]+\().*\{$/,
};

/** The functions of a file: name (the text before the first parenthesis), first line, number of lines. */
export function functionsOf(lines, language) {
  const found = [];
  let head = null;
  lines.forEach((line, index) => {
    const indent = line.length - line.trimStart().length;
    if (head && line.startsWith(`${" ".repeat(head.indent)}}`)) {
      if (head.open) found.push({ name: head.name, line: head.line, lines: index + 1 - head.from });
      head = null;
    } else if (head?.open) {
      return;
    } else if (opensFunction[language].test(line) && indent <= 2 && !notAFunction.test(line) && line.includes("(")) {
      head = { name: nameOf(line), indent, line: index + 1, from: index, open: line.endsWith("{") };
      if (line.endsWith(";") || line.endsWith("}")) head = null;
    } else if (head && !head.open) {
      head.open = line.endsWith("{");
      if (line.endsWith(";") || line.endsWith("}") || line === "") head = null;
    }
  });
  return found;
}

function nameOf(line) {
  const test = /^(TEST|TEST_F|TEST_P|BENCHMARK)\(([^)]*)\)/.exec(line);
  if (test) return `${test[1]}(${test[2]})`;
  return line.slice(0, line.indexOf("(")).trim().split(/[\s&*]+/).pop();
}

/** Everything above its limit: "path" or "path name" → lines. */
export function tooLong(files) {
  const long = new Map();
  for (const [path, lines] of files) {
    if (lines.slice(0, 5).some((line) => line.includes("auto-generated"))) continue;
    const count = lines.at(-1) === "" ? lines.length - 1 : lines.length;
    if (count > kFileLinesMax) long.set(path, count);
    const language = /\.(h|cpp)$/.test(path) ? "cpp" : /\.(ts|mjs)$/.test(path) ? "ts" : null;
    if (!language) continue;
    for (const one of functionsOf(lines, language)) {
      const key = `${path} ${one.name}`;
      if (one.lines > kFunctionLinesMax) long.set(key, Math.max(one.lines, long.get(key) ?? 0));
    }
  }
  return long;
}

function readList() {
  const list = new Map();
  if (!existsSync(kList)) return list;
  for (const line of linesOf(kList)) {
    const match = /^(\d+) (.+)$/.exec(line);
    if (match) list.set(match[2], Number(match[1]));
  }
  return list;
}

export function compare(long, list) {
  const faults = [];
  for (const [key, lines] of long) {
    const allowed = list.get(key);
    if (allowed === undefined) faults.push(`${key}: ${lines} lines (limits: file ${kFileLinesMax}, function ${kFunctionLinesMax})`);
    else if (lines > allowed) faults.push(`${key}: grew from ${allowed} to ${lines} lines`);
    else if (lines < allowed) faults.push(`${key}: now ${lines} lines, so ${kList} must say so (script/check-size --update)`);
  }
  for (const key of list.keys()) {
    if (!long.has(key)) faults.push(`${key}: is within the limits now: take it off ${kList} (script/check-size --update)`);
  }
  return faults;
}

function selfTest() {
  const body = (count) => Array.from({ length: count }, () => "  x();");
  const faults = [];
  const expect = (what, fine) => fine || faults.push(`self-test: ${what}`);
  const cpp = ["namespace a {", "Result<int> Thing::run(int a,", "               int b) {", ...body(80), "}", "int f();", "int g() { return 1; }",
    "class K {", "  int h() {", ...body(3), "  }", "};", "}"];
  const found = functionsOf(cpp, "cpp");
  expect("a long C++ function", found.length === 2 && found[0].name === "Thing::run" && found[0].lines === 83);
  expect("a method in its class", found[1]?.name === "h" && found[1]?.lines === 5);
  const ts = functionsOf(["export async function load(a: string): Promise<void> {", ...body(2), "}"], "ts");
  expect("a TypeScript function", ts.length === 1 && ts[0].name === "load");
  const long = tooLong([["src/a/b.cpp", cpp]]);
  expect("the limit", long.get("src/a/b.cpp Thing::run") === 83 && long.size === 1);
  expect("a new one", compare(long, new Map()).length === 1);
  expect("a grown one", compare(long, new Map([["src/a/b.cpp Thing::run", 82]])).length === 1);
  expect("a shorter one", compare(long, new Map([["src/a/b.cpp Thing::run", 84]])).length === 1);
  expect("a listed one", compare(long, new Map([["src/a/b.cpp Thing::run", 83]])).length === 0);
  expect("a gone one", compare(new Map(), new Map([["src/a/b.cpp f", 83]])).length === 1);
  return faults;
}

if (basename(process.argv[1]) === "size.mjs") {
  const files = projectFiles(".", kSources).map((path) => [path, linesOf(path)]);
  if (process.argv.includes("--self-test")) {
    finish("size self-test", selfTest(), "9 cases");
  } else if (process.argv.includes("--update")) {
    const rows = [...tooLong(files)].sort().map(([key, lines]) => `${lines} ${key}`);
    writeFileSync(kList, ["# Longer than the limits of size.mjs; this list only shrinks.", ...rows, ""].join("\n"));
  } else {
    finish("size", compare(tooLong(files), readList()), `${files.length} files`);
  }
}
