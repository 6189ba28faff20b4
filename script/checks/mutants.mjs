// Changes one operator, constant or statement at a time in the C++ files that changed since a commit, and asks whether any
// test notices. Works in a copy under build/mutants; the tree itself is never touched.
//
//   mutants.mjs [--since <commit>] [--count <n>] [--seed <n>] [--file <path>]… [--tests <program>]…
//
// --tests takes only these test programs, which is quick while one works on their folders; without it, all of them.
//
// A change that does not compile, or that leaves the compiled file as it was, is no mutant and is not counted. Prints every
// mutant that no test noticed, then "<noticed> of <all>: <share>". Exit code 1 when the share is below the goal.
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const goal = 0.95;
const copy = "build/mutants/tree";
const build_folder = join(copy, "build/dev");
const test_seconds_max = 300;

function options(words) {
  const found = { since: "HEAD~20", count: 40, seed: Date.now() % 100_000, files: [], tests: [] };
  for (let at = 0; at < words.length; at += 2) {
    const value = words[at + 1];
    if (value === undefined) throw new Error(`${words[at]} wants a value`);
    if (words[at] === "--since") found.since = value;
    else if (words[at] === "--count") found.count = Number(value);
    else if (words[at] === "--seed") found.seed = Number(value);
    else if (words[at] === "--file") found.files.push(value);
    else if (words[at] === "--tests") found.tests.push(value);
    else throw new Error(`unknown option '${words[at]}'`);
  }
  return found;
}

const wanted = options(process.argv.slice(2));
const git = (...args) => execFileSync("git", args, { encoding: "utf8" }).split("\n").filter((line) => line !== "");

/** The product's own C++ files that changed since `since`: no tests, no benches, no headers (a header changes everybody). */
function changed_files(since) {
  return git("diff", "--name-only", "--diff-filter=AM", since, "--", "src/*.cpp").filter((path) => !/_(test|bench)\.cpp$|\/demo\//.test(path));
}

/** Small numbers from a seed (mulberry32), so that a run can be repeated. */
function random_from(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const swaps = [
  [/ < /g, " <= "], [/ <= /g, " < "], [/ > /g, " >= "], [/ >= /g, " > "], [/ == /g, " != "], [/ != /g, " == "],
  [/ && /g, " || "], [/ \|\| /g, " && "], [/ \+ /g, " - "], [/ - /g, " + "], [/\btrue\b/g, "false"], [/\bfalse\b/g, "true"],
  [/(?<![\w.'"])\d+(?![\w.'"])/g, (number) => String(Number(number) + 1)], [/!(?=[a-z(])/g, ""],
];
/** A line that is one whole statement with an effect: a call or an assignment, no declaration and no return. */
const statement = /^\s+[a-z_][\w.\->[\]]*(\(.*\)|\s[-+|]?=\s.*);\s*$/;

/** The part of a line before its comment; nothing of lines that hold text, types or preprocessor words. */
function code_of(line) {
  if (/^\s*(\/\/|#|static_assert|using |namespace |template|CHECK|case )|"/.test(line)) return "";
  const end = line.indexOf("//");
  return end < 0 ? line : line.slice(0, end);
}

function mutants_of(path) {
  const found = [];
  readFileSync(path, "utf8").split("\n").forEach((line, at) => {
    const code = code_of(line);
    for (const [pattern, by] of swaps) {
      for (const hit of code.matchAll(pattern)) {
        const to = typeof by === "string" ? by : by(hit[0]);
        found.push({ path, at, line: line.slice(0, hit.index) + to + line.slice(hit.index + hit[0].length) });
      }
    }
    if (statement.test(code)) found.push({ path, at, line: "" });
  });
  return found;
}

/** Up to `count` of them, spread over the files: a file after another gives one until all are enough. */
function choose(files, count, random) {
  const piles = files.map((path) => mutants_of(path)).filter((pile) => pile.length > 0);
  const chosen = [];
  while (chosen.length < count && piles.some((pile) => pile.length > 0)) {
    for (const pile of piles) {
      if (chosen.length < count && pile.length > 0) chosen.push(...pile.splice(Math.floor(random() * pile.length), 1));
    }
  }
  return chosen;
}

function prepare_copy() {
  mkdirSync(copy, { recursive: true });
  execFileSync("sh", ["-c", `git ls-files -z | tar --null -T - -cf - | tar -xf - -C ${copy}`]);
  for (const made of [".deps", "web/node_modules", "web/desk/dist", "web/intake/dist", "web/portable/dist", "web/courts/dist"]) {
    if (existsSync(made) && !existsSync(join(copy, made))) execFileSync("ln", ["-s", join(process.cwd(), made), join(copy, made)]);
  }
  run("cmake", ["--preset", "dev", "-DBUILD_TESTING=ON", "-DWAYMARK_WERROR=OFF"]);
  if (!build()) throw new Error("the tree does not build as it is");
}

function run(program, args, seconds = 3_600) {
  return spawnSync(program, args, { cwd: copy, encoding: "utf8", timeout: seconds * 1_000, stdio: "pipe", maxBuffer: 1 << 28 }).status === 0;
}
const targets = wanted.tests.length > 0 ? wanted.tests : ["other_tests", "plain_tests"];
const build = () => run("ninja", ["-C", "build/dev", ...targets]);

function object_hash(path) {
  const inside = path.split("/").slice(0, -1);
  const command = JSON.parse(readFileSync(join(build_folder, "compile_commands.json"), "utf8")).find((one) => one.file.endsWith(`/${path}`));
  if (command === undefined) return inside.join("/");
  const object = /-o (\S+)/.exec(command.command)?.[1] ?? "";
  const stripped = spawnSync("objdump", ["-d", "-s", "-j", ".text", "-j", ".rodata", join(command.directory, object)], { encoding: "utf8", maxBuffer: 1 << 28 });
  return createHash("sha256").update(stripped.stdout.replace(/^.*file format.*$/m, "")).digest("hex");
}

/** The test programs that the last build linked anew. */
function relinked_since(moment) {
  const folder = join(build_folder, "bin");
  return readdirSync(folder).filter((name) => name.endsWith("_test") && statSync(join(folder, name)).mtimeMs >= moment);
}

function noticed(moment) {
  for (const name of relinked_since(moment)) {
    if (!run(join("build/dev/bin", name), ["--gtest_brief=1"], test_seconds_max)) return true;
  }
  return false;
}

/** What the file compiles to unchanged, by path. Asked once each, before its first change: the object of the last change stays. */
const unchanged = new Map();

/** "noticed", "missed", or undefined for a change that changes nothing. */
function judge(mutant) {
  const file = join(copy, mutant.path);
  const before = readFileSync(file, "utf8");
  if (!unchanged.has(mutant.path)) unchanged.set(mutant.path, object_hash(mutant.path));
  const lines = before.split("\n");
  lines[mutant.at] = mutant.line;
  const moment = Date.now();
  writeFileSync(file, lines.join("\n"));
  try {
    if (!build() || object_hash(mutant.path) === unchanged.get(mutant.path)) return undefined;
    return noticed(moment) ? "noticed" : "missed";
  } finally {
    writeFileSync(file, before);
  }
}

const files = wanted.files.length > 0 ? wanted.files : changed_files(wanted.since);
mkdirSync(dirname(copy), { recursive: true });
prepare_copy();
const counted = { noticed: 0, missed: 0 };
process.stdout.write(`seed ${wanted.seed}, ${files.length} files\n`);
for (const mutant of choose(files, wanted.count, random_from(wanted.seed))) {
  const verdict = judge(mutant);
  if (verdict !== undefined) counted[verdict] += 1;
  if (verdict === "missed") process.stdout.write(`not noticed: ${mutant.path}:${mutant.at + 1}: ${mutant.line.trim() || "(statement removed)"}\n`);
}
const all = counted.noticed + counted.missed;
const share = all === 0 ? 1 : counted.noticed / all;
process.stdout.write(`${counted.noticed} of ${all} noticed: ${share.toFixed(2)} (goal ${goal})\n`);
process.exitCode = share >= goal ? 0 : 1;
