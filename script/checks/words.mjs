// Looks for what words.txt forbids, in every text file of the project.
//
//   words.mjs               checks
//   words.mjs --self-test   expects each line of words.txt to catch its planted example
import { basename } from "node:path";
import { finish, linesOf, projectFiles } from "./files.mjs";

const kRules = "script/checks/words.txt";
const kTexts = /\.(h|cpp|ts|mjs|svelte|md|txt|json|toml|yaml|yml|cmake|sh|html|css|tpl|sql|npmrc)$|(^|\/)(script|\.ci)\/[\w-]+$|\.gitignore$/;
const kToolsMayPrint = /^(script|tests|web\/tests|web\/demo)\/|\/build\.mjs$|^web\/build\.mjs$|\.test\.ts$/;

function readRules() {
  return linesOf(kRules).filter((line) => line && !line.startsWith("#")).map((line) => {
    const [pattern, why] = line.split("\t");
    return { pattern: new RegExp(pattern), why };
  });
}

function judgeLine(rules, path, line) {
  return rules.filter(({ pattern, why }) => pattern.test(line) && !(why.startsWith("the pages log") && kToolsMayPrint.test(path)));
}

// Written in halves, so that this file does not hold what it looks for.
const kPlanted = [
  'see "/ho' + 'me/anna/notes"', "// FIX" + "ME later", "// TO" + "DO: later", "<<<<<" + "<< HEAD",
  "-----BEGIN EC PRIV" + "ATE KEY-----", '  "resol' + 'ved": "x"', "  cons" + "ole.log(x)", "Co-auth" + "ored-by: x",
];

function selfTest(rules) {
  const faults = [];
  kPlanted.forEach((line, index) => {
    if (!judgeLine([rules[index]], "web/intake/a.ts", line).length) faults.push(`self-test: not noticed: ${line}`);
  });
  if (rules.length !== kPlanted.length) faults.push("self-test: every line of words.txt needs its planted example, in order");
  for (const line of ["/usr/include/x.h", "// TO" + "DO(perf): cache", "https://example.org/home/x"]) {
    if (judgeLine(rules, "web/intake/a.ts", line).length) faults.push(`self-test: wrongly refused: ${line}`);
  }
  return faults;
}

if (basename(process.argv[1]) === "words.mjs") {
  const rules = readRules();
  if (process.argv.includes("--self-test")) {
    finish("words self-test", selfTest(rules), `${rules.length} rules`);
  } else {
    const files = projectFiles(".", kTexts).filter((path) => path !== kRules && path !== "LICENSE");
    const faults = files.flatMap((path) =>
      linesOf(path).flatMap((line, index) => judgeLine(rules, path, line).map(({ why }) => `${path}:${index + 1}: ${why}`)),
    );
    finish("words", faults, `${files.length} files`);
  }
}
