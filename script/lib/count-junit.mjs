// Adds up JUnit files: prints "<passed> <failed>" on stdout, with " <skipped>" when there are any, and one line a failure on stderr.
//
//   count-junit.mjs <file.xml>…                        one result per test case
//   count-junit.mjs --ctest <ctest.xml> <gtest folder>  CTest's list, with each GoogleTest program counted by its cases
//   count-junit.mjs --said <file> …                     and what each failed test said is added to that file
//
// A program that CTest calls failed although all its cases passed (a sanitizer's word at its end, a crash, a time-out)
// is one more failure, so that nothing can fail unseen.
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const entities = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&amp;": "&" };

const plain = (text) =>
  text.replace(/&(lt|gt|quot|apos|amp);/g, (entity) => entities[entity]).replace(/&#(x?)([0-9a-fA-F]+);/g, (_, hex, digits) =>
    String.fromCodePoint(Number.parseInt(digits, hex ? 16 : 10)));

/** The attributes of one opening tag. */
function attributes(tag) {
  const found = {};
  for (const [, name, value] of tag.matchAll(/([\w:-]+)="([^"]*)"/g)) found[name] = plain(value);
  return found;
}

/** Lines kept of what one failed test said: its last ones, where the reason stands. */
const said_lines_max = 60;

/** What a failed case said: the text of its failures and its own output, without the marks around them. */
function saidBy(inner) {
  const parts = [];
  for (const [, tag, body = ""] of inner.matchAll(/<(?:failure|error)\b([^>]*?)(?:\/>|>([\s\S]*?)<\/(?:failure|error)>)/g)) {
    parts.push(body.trim() === "" ? (attributes(tag).message ?? "") : plain(body));
  }
  for (const [, body] of inner.matchAll(/<system-(?:out|err)>([\s\S]*?)<\/system-(?:out|err)>/g)) parts.push(plain(body));
  return parts.join("\n").trim().split("\n").slice(-said_lines_max).join("\n");
}

/** Every test case of a JUnit file: its name, whether it ran and failed, and what it said if it did. */
function casesOf(file) {
  // Inside CDATA a mark is text: written as the entities it would be elsewhere.
  const xml = readFileSync(file, "utf8").replace(/<!\[CDATA\[([\s\S]*?)\]\]>/g, (_, text) =>
    text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;"));
  const cases = [];
  for (const [, tag, closed, body] of xml.matchAll(/<testcase\b([^>]*?)(?:(\/)>|>([\s\S]*?)<\/testcase>)/g)) {
    const { name = "", classname = "", status = "", result = "" } = attributes(tag);
    const inner = closed ? "" : body;
    const failed = /<(failure|error)\b/.test(inner) || status === "fail";
    const skipped = /<skipped\b/.test(inner) || status === "notrun" || status === "disabled" || result === "skipped";
    cases.push({ name: classname && classname !== name ? `${classname}: ${name}` : name, plain: name, failed, skipped, said: failed ? saidBy(inner) : "" });
  }
  return cases;
}

const args = process.argv.slice(2);
const said_file = args[0] === "--said" ? args.splice(0, 2)[1] : "";
const total = { passed: 0, failed: 0, skipped: 0 };

function add(cases, where) {
  for (const one of cases) {
    if (one.failed) {
      total.failed += 1;
      process.stderr.write(`failed: ${where}${one.name}\n`);
      if (said_file !== "") appendFileSync(said_file, `failed: ${where}${one.name}\n${one.said}\n`);
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

if (args[0] === "--ctest") addCtest(args[1], args[2]);
else for (const file of args) add(casesOf(file), "");
process.stdout.write(`${total.passed} ${total.failed}${total.skipped > 0 ? ` ${total.skipped}` : ""}\n`);
