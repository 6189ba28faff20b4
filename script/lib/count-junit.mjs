// Adds up JUnit files: prints "<passed> <failed>" on stdout, with " <skipped>" when there are any, and one line a failure on stderr.
//
//   count-junit.mjs <file.xml>…                        one result per test case
//   count-junit.mjs --ctest <ctest.xml> <gtest folder>  CTest's list, with each GoogleTest program counted by its cases
//
// A program that CTest calls failed although all its cases passed (a sanitizer's word at its end, a crash, a time-out)
// is one more failure, so that nothing can fail unseen.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const entities = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&amp;": "&" };

/** The attributes of one opening tag. */
function attributes(tag) {
  const found = {};
  for (const [, name, value] of tag.matchAll(/([\w:-]+)="([^"]*)"/g)) {
    found[name] = value.replace(/&(lt|gt|quot|apos|amp);/g, (entity) => entities[entity]);
  }
  return found;
}

/** Every test case of a JUnit file: its name, and whether it ran and failed. */
function casesOf(file) {
  const xml = readFileSync(file, "utf8").replace(/<!\[CDATA\[[\s\S]*?\]\]>/g, "");
  const cases = [];
  for (const [, tag, closed, body] of xml.matchAll(/<testcase\b([^>]*?)(?:(\/)>|>([\s\S]*?)<\/testcase>)/g)) {
    const { name = "", classname = "", status = "", result = "" } = attributes(tag);
    const inner = closed ? "" : body;
    const failed = /<(failure|error)\b/.test(inner) || status === "fail";
    const skipped = /<skipped\b/.test(inner) || status === "notrun" || status === "disabled" || result === "skipped";
    cases.push({ name: classname && classname !== name ? `${classname}: ${name}` : name, plain: name, failed, skipped });
  }
  return cases;
}

const total = { passed: 0, failed: 0, skipped: 0 };

function add(cases, where) {
  for (const one of cases) {
    if (one.failed) {
      total.failed += 1;
      process.stderr.write(`failed: ${where}${one.name}\n`);
    } else if (one.skipped) {
      total.skipped += 1;
    } else {
      total.passed += 1;
    }
  }
}

function addCtest(list, folder) {
  for (const program of casesOf(list)) {
    const file = join(folder, `${program.plain}.xml`);
    if (!existsSync(file)) {
      add([program], "");
      continue;
    }
    const cases = casesOf(file);
    add(cases, `${program.plain}: `);
    if (program.failed && !cases.some((one) => one.failed)) add([program], "");
  }
}

const args = process.argv.slice(2);
if (args[0] === "--ctest") addCtest(args[1], args[2]);
else for (const file of args) add(casesOf(file), "");
process.stdout.write(`${total.passed} ${total.failed}${total.skipped > 0 ? ` ${total.skipped}` : ""}\n`);
