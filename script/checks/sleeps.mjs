// No test sleeps for an outcome, and no code of the product sleeps at all: a test waits for what must come (comes_true in
// src/base/comes_true.h, until and at_rest in web/tests/wait.ts) or moves a handed-in clock. A sleep, a look at the machine's
// own clock or a short limit in a test stands only beside its reason: "// sleep: <why>" in its line or the two above.
//
//   sleeps.mjs               checks
//   sleeps.mjs --self-test   expects each planted sleep to be noticed
import { basename } from "node:path";
import { finish, linesOf, projectFiles } from "./files.mjs";

const kReason = /\/\/.*\bsleep: \S.{8,}/;
const kTest = /^(web\/)?tests\/|_test\.cpp$|\.test\.ts$|^web\/demo\//;
const kRules = [
  { files: /^(src|tests)\/.*\.(cpp|h)$/, pattern: /\b(sleep_for|sleep_until|u?sleep|nanosleep)\s*\(/, why: "a sleep without a reason" },
  { files: /_test\.cpp$|^tests\/.*(?<!_bench)\.(cpp|h)$/, pattern: /\b(steady|system)_clock::now\(/, why: "the machine's own clock without a reason" },
  { files: /^web\/(tests|demo)\/.*\.ts$|\.test\.ts$/, pattern: /\b(setTimeout|waitForTimeout)\(/, why: "a sleep without a reason" },
  { files: /^web\/tests\/.*\.ts$|\.test\.ts$/, pattern: /\b(performance|process\.hrtime)\.?(now|bigint)?\(/, why: "the machine's own clock without a reason" },
  { files: /^web\/tests\/.*\.ts$|\.test\.ts$/, pattern: /\btimeout: [0-9]?[0-9]?_?[0-9]{1,3}\b(?!_| \*)|setDefaultTimeout\([0-9]?[0-9]?_?[0-9]{1,3}\)/, why: "a limit that a busy machine reaches (under 60 s) without a reason" },
];

function faultsOf(path, lines) {
  const rules = kRules.filter(({ files }) => files.test(path));
  return lines.flatMap((line, at) => {
    const code = line.replace(/^\s*(\/\/|\*|\/\*).*$/, "");
    const found = rules.find(({ pattern }) => pattern.test(code) && !shortLimitIsLong(pattern, code));
    if (!found || lines.slice(Math.max(0, at - 2), at + 1).some((near) => kReason.test(near))) return [];
    return [`${path}:${at + 1}: ${found.why}`];
  });
}

/** Of a limit, whether it is a minute or more. */
function shortLimitIsLong(pattern, code) {
  if (!pattern.source.includes("timeout")) return false;
  const number = /(?:timeout: |setDefaultTimeout\()([0-9_]+)/.exec(code)?.[1] ?? "0";
  return Number(number.replaceAll("_", "")) >= 60_000;
}

const kPlanted = [
  ["src/a/b_test.cpp", ["  std::this_thread::sleep_for(seconds{1});"]],
  ["src/a/b.cpp", ["  ::usleep(10);"]],
  ["tests/a/b.h", ["  usleep(delay);", "  // sleep: the reason comes too late"]],
  ["tests/a/b_test.cpp", ["  const auto start = std::chrono::steady_clock::now();"]],
  ["tests/a/b_test.cpp", ["  // sleep: because", "  sleep(1);"]],
  ["web/tests/a.ts", ["  await page.waitForTimeout(300);"]],
  ["web/demo/a.ts", ["  await new Promise((done) => setTimeout(done, 50));"]],
  ["web/shared/a.test.ts", ["  setTimeout(run, 5);"]],
  ["web/tests/browser/a.test.ts", ["  const began = performance.now();"]],
  ["web/tests/browser/a.test.ts", ["  await row.waitFor({ timeout: 5_000 });"]],
  ["web/tests/browser/a.test.ts", ["  page.setDefaultTimeout(15_000);"]],
];
const kAllowed = [
  ["src/base/a.cpp", ["  wake_.wait_for(lock, kChoresEvery, stopped);", "  // a sleep( in a comment"]],
  ["src/a/b_test.cpp", ["  // sleep: the moment of the kill is what is tried", "  usleep(1);"]],
  ["web/intake/src/a.ts", ["  setTimeout(run, 5);"]],
  ["web/tests/a.test.ts", ["  await row.waitFor({ timeout: 60_000 });", "  test('x', { timeout: 300_000 }, run);"]],
];

function selfTest() {
  const missed = kPlanted.filter(([path, lines]) => faultsOf(path, lines).length !== 1).map(([, lines]) => `self-test: not noticed: ${lines[0]}`);
  const refused = kAllowed.filter(([path, lines]) => faultsOf(path, lines).length !== 0).map(([, lines]) => `self-test: wrongly refused: ${lines[0]}`);
  return [...missed, ...refused];
}

if (basename(process.argv[1]) === "sleeps.mjs") {
  if (process.argv.includes("--self-test")) {
    finish("sleeps self-test", selfTest(), `${kPlanted.length} planted`);
  } else {
    const files = projectFiles(".", /^(src|tests|web)\/.*\.(cpp|h|ts)$/).filter((path) => kTest.test(path) || path.startsWith("src/"));
    finish("sleeps", files.flatMap((path) => faultsOf(path, linesOf(path))), `${files.length} files`);
  }
}
