// clang-tidy over the project's own sources, several at once. A source whose preprocessed text and .clang-tidy are the
// same as at its last clean run is not looked at again (build/tidy-cache), so a second run costs seconds.
//
//   tidy.mjs <build folder with compile_commands.json> [path part…]
//
// Unit tests are looked at only in long runs (WAYMARK_LONG=yes) or when named: GoogleTest's headers treble the time.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import { finish } from "./files.mjs";

const run = promisify(execFile);
const kTidy = "clang-tidy-19";
const kCache = "build/tidy-cache";
const [folder, ...parts] = process.argv.slice(2);

/** The compile command as CMake wrote it for a shell, without ccache and output, stopping after the preprocessor. */
function preprocess(command) {
  return `${command.replace(/^(?:.* )?\S*ccache /, "").replace(/ -o \S+/, "").replace(/ -c /, " ")} -E -P`;
}

async function keyOf(entry) {
  const { stdout } = await run("sh", ["-c", preprocess(entry.command)], { cwd: entry.directory, maxBuffer: 512 << 20 });
  return createHash("sha256").update(readFileSync(".clang-tidy")).update(stdout).update(entry.command).digest("hex");
}

async function look(entry) {
  try {
    const key = join(kCache, (await keyOf(entry)).slice(0, 32));
    if (existsSync(key)) return null;
    await run(kTidy, ["-p", folder, "--quiet", entry.file], { maxBuffer: 64 << 20 });
    writeFileSync(key, "");
    return null;
  } catch (error) {
    // tidy's findings are on stdout; a source that does not even preprocess says so on stderr.
    return (error.stderr?.includes("error:") || !error.stdout ? error.stderr : error.stdout).replaceAll(`${process.cwd()}/`, "").trim();
  }
}

const entries = JSON.parse(readFileSync(join(folder, "compile_commands.json"), "utf8")).filter(({ file }) => {
  const path = relative(".", file);
  if (!path.startsWith("src/") || !existsSync(file)) return false;
  if (parts.length > 0) return parts.some((part) => path.includes(part));
  return process.env.WAYMARK_LONG === "yes" || !path.endsWith("_test.cpp");
});
mkdirSync(kCache, { recursive: true });
const faults = [];
const rest = [...entries];
await Promise.all(
  Array.from({ length: availableParallelism() }, async () => {
    for (let entry = rest.shift(); entry; entry = rest.shift()) {
      const fault = await look(entry);
      if (!fault) continue;
      faults.push(entry.file);
      process.stdout.write(`${fault}\n`); // at once: the whole run takes minutes
    }
  }),
);
if (entries.length === 0) faults.push("compile_commands.json, which names no source of the project");
finish("tidy", faults.map((file) => `see above: ${relative(".", file)}`), `${entries.length} sources`);
