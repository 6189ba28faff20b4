// What the programs say of themselves: `PROGRAM … --help`, read into a tree. Man pages and completions are made of it, so that
// neither can differ from the commands.
import { spawnSync } from "node:child_process";

/**
 * @typedef {{ name: string, about: string }} Row
 * @typedef {{ path: string[], about: string, usage: string, sections: { title: string, rows: Row[] }[], footer: string, commands: Command[] }} Command
 */

/** @param {string} binary @param {string} language @returns {Command} */
export function read_program(binary, language) {
  return read_command(binary, [binary.slice(binary.lastIndexOf("/") + 1)], language);
}

function read_command(binary, path, language) {
  const command = { path, ...parse_help(help_of(binary, path.slice(1), language), path), commands: [] };
  const names = command.sections.find((section) => is_commands(section))?.rows ?? [];
  for (const { name } of names) command.commands.push(read_command(binary, [...path, name], language));
  return command;
}

/** Commands are bare words; options begin with a dash, positionals have a type behind them. */
function is_commands(section) {
  return section.rows.length > 0 && section.rows.every(({ name }) => /^[a-z][a-z-]*$/.test(name));
}

function help_of(binary, words, language) {
  const done = spawnSync(binary, [...words, "--help"], { encoding: "utf8", env: { PATH: "/usr/bin:/bin", LC_ALL: "C.UTF-8", WAYMARK_LANGUAGE: language } });
  if (done.status !== 0) throw new Error(`${binary} ${words.join(" ")} --help ended with ${done.status}: ${done.stderr}`);
  return done.stdout;
}

function parse_help(text, path) {
  const lines = text.trimEnd().split("\n");
  const usage_at = lines.findIndex((line) => new RegExp(`: ${path.join(" ")}( |$)`).test(line));
  if (usage_at < 0) throw new Error(`no usage in the help of ${path.join(" ")}`);
  const usage = lines[usage_at];
  const sections = [];
  const footer = [];
  for (const line of lines.slice(usage_at + 1)) {
    if (/^\S.*:$/.test(line) && footer.length === 0) sections.push({ title: line.slice(0, -1), rows: [] });
    else if (/^ {2}\S/.test(line) && footer.length === 0) sections.at(-1).rows.push(row_of(line));
    else if (/^ {3,}\S/.test(line) && footer.length === 0) append(sections.at(-1).rows.at(-1), line.trim());
    else if (line !== "" || footer.length > 0) footer.push(line);
  }
  return { about: lines.slice(0, usage_at).join(" ").trim(), usage: usage.slice(usage.indexOf(": ") + 2), sections, footer: footer.join("\n") };
}

function row_of(line) {
  const [, name, about = ""] = /^ {2}(\S+(?: \S+)*)(?: {2,}(.*))?$/.exec(line.trimEnd());
  return { name, about };
}

function append(row, words) {
  row.about = row.about === "" ? words : `${row.about} ${words}`;
}

/** All commands of the tree, the program itself first. @returns {Command[]} */
export function all_commands(command) {
  return [command, ...command.commands.flatMap(all_commands)];
}

/** The options of a command: every name, and the type of its value ("" for a flag). */
export function options_of(command) {
  return command.sections.flatMap((section) => section.rows).filter(({ name }) => name.startsWith("-")).map(({ name }) => {
    const [names, type = ""] = name.split(" ");
    return { names: names.split(","), type: /^[A-ZА-Я]/.test(type) && !/^(Excludes|Needs|REQUIRED)/.test(type) ? type : "" };
  });
}
