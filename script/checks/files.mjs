// The project's own files, for every check: what git tracks or would track, read once each.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** Paths of tracked and new files below `root` whose names match; deleted ones are left out. */
export function projectFiles(root, pattern) {
  const list = execFileSync("git", ["-C", root, "ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    maxBuffer: 64 << 20,
  });
  const deleted = execFileSync("git", ["-C", root, "ls-files", "-z", "--deleted"], { maxBuffer: 64 << 20 });
  const gone = new Set(deleted.toString().split("\0"));
  return [...new Set(list.toString().split("\0"))].filter((path) => path && !gone.has(path) && pattern.test(path)).sort();
}

export function linesOf(path) {
  return readFileSync(path, "utf8").split("\n");
}

/** Prints the faults and ends the process: 0 when there are none. */
export function finish(name, faults, looked) {
  for (const fault of faults) process.stdout.write(`${fault}\n`);
  process.stdout.write(`${name}: ${looked}, ${faults.length} fault${faults.length === 1 ? "" : "s"}\n`);
  process.exitCode = faults.length === 0 ? 0 : 1;
}
