// clang-tidy over the project's own sources, several at once. A source whose preprocessed text and .clang-tidy are the
// same as at its last clean run is not looked at again (build/tidy-cache), so a second run costs seconds.
//
//   tidy.mjs <build folder with compile_commands.json> [path part…]
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

/** The command's words without the ccache before it and without its output. */
function preprocess(command) {
  const words = command.split(" ").filter(Boolean);
  while (/ccache$/.test(words[0])) words.shift();
  const out = words.indexOf("-o");
  if (out >= 0) words.splice(out, 2);
  return [...words.filter((word) => word !== "-c"), "-E", "-P"];
}

async function keyOf(entry) {
  const [program, ...args] = preprocess(entry.command);
  const { stdout } = await run(program, args, { cwd: entry.directory, maxBuffer: 512 << 20 });
  return createHash("sha256").update(readFileSync(".clang-tidy")).update(stdout).update(entry.command).digest("hex");
}

async function look(entry) {
  const key = join(kCache, (await keyOf(entry)).slice(0, 32));
  if (existsSync(key)) return null;
  try {
    await run(kTidy, ["-p", folder, "--quiet", entry.file], { maxBuffer: 64 << 20 });
    writeFileSync(key, "");
    return null;
  } catch (error) {
    const words = `${error.stdout ?? ""}${error.stdout ? "" : error.stderr}`;
    return words.replaceAll(`${process.cwd()}/`, "").trim();
  }
}

const entries = JSON.parse(readFileSync(join(folder, "compile_commands.json"), "utf8")).filter(({ file }) => {
  const path = relative(".", file);
  return path.startsWith("src/") && existsSync(file) && (parts.length === 0 || parts.some((part) => path.includes(part)));
});
mkdirSync(kCache, { recursive: true });
const faults = [];
const rest = [...entries];
await Promise.all(
  Array.from({ length: availableParallelism() }, async () => {
    for (let entry = rest.shift(); entry; entry = rest.shift()) {
      const fault = await look(entry);
      if (fault) faults.push(fault);
    }
  }),
);
if (entries.length === 0) faults.push("no source of the project in compile_commands.json");
finish("tidy", faults, `${entries.length} sources`);
