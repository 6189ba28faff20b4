// node packaging/debian/manual.mjs BINARY FOLDER: writes the man pages (all languages that the program speaks) and the
// completion for bash of one program, as FOLDER/man/…/NAME.1 and FOLDER/completions/NAME.
import { mkdirSync, writeFileSync } from "node:fs";
import { all_commands, options_of, read_program } from "./help.mjs";

const kHeadings = {
  en: { name: "NAME", synopsis: "SYNOPSIS", about: "DESCRIPTION", exits: "EXIT STATUS", see: "SEE ALSO", folder: "Guides and formats are in" },
  ru: { name: "ИМЯ", synopsis: "ФОРМАТ", about: "ОПИСАНИЕ", exits: "КОДЫ ЗАВЕРШЕНИЯ", see: "СМ. ТАКЖЕ", folder: "Руководства и описания форматов:" },
  uk: { name: "НАЗВА", synopsis: "ФОРМАТ", about: "ОПИС", exits: "КОДИ ЗАВЕРШЕННЯ", see: "ДИВ. ТАКОЖ", folder: "Настанови й описи форматів:" },
};
const kPages = ["waymark", "waymark-bridge", "waymark-clerk", "waymark-courts", "waymark-relay"];

const roff = (text) => text.replace(/\\/g, "\\e").replace(/-/g, "\\-").replace(/^([.'])/gm, "\\&$1");

function rows(section) {
  return section.rows.map(({ name, about }) => `.TP\n.B ${roff(name)}\n${about === "" ? "\\&" : roff(about)}\n`).join("");
}

function command_part(command) {
  const title = `.SS ${roff(command.path.join(" "))}\n`;
  return `${title}${roff(command.about)}\n.PP\n.I ${roff(command.usage)}\n${command.sections.map((section) => `.PP\n${roff(section.title)}:\n${rows(section)}`).join("")}`;
}

function page(program, language) {
  const [name] = program.path;
  const words = kHeadings[language];
  const [, ...commands] = all_commands(program);
  const others = kPages.filter((other) => other !== name).map((other) => `.BR ${roff(other)} (1)`).join(",\n");
  return `.TH ${name.toUpperCase()} 1 "" "Waymark" "Waymark"
.SH ${words.name}
${name} \\- ${roff(program.about.replace(/\.$/, ""))}
.SH ${words.synopsis}
.B ${roff(program.usage)}
.SH ${words.about}
${roff(program.about)}
${program.sections.map((section) => `.SH ${roff(section.title.toUpperCase())}\n${rows(section)}`).join("")}${commands.map(command_part).join("")}.SH ${words.exits}
${roff(program.footer)}
.SH ${words.see}
${others}
.PP
${words.folder} /usr/share/doc/waymark\\-common/.
`;
}

function completion(program) {
  const [name] = program.path;
  const own = `_${name.replace(/-/g, "_")}`;
  const commands = all_commands(program);
  const known = commands.slice(1).map(({ path }) => `'${path.slice(1).join(" ")}'`).join(" | ");
  const words = commands.map((command) => {
    const offered = [...command.commands.map(({ path }) => path.at(-1)), ...options_of(command).flatMap(({ names }) => names)];
    return `    '${command.path.slice(1).join(" ")}') offered='${offered.join(" ")}' ;;`;
  });
  const typed = [...new Set(commands.flatMap(options_of).filter(({ type }) => type !== "").flatMap(({ names }) => names))].filter((option) => option !== "--language");
  return `# bash completion of ${name}, made from its own help
${own}() {
  local current=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD - 1]} path='' wanted='' offered='' i
  for ((i = 1; i < COMP_CWORD; i++)); do
    wanted="\${path:+$path }\${COMP_WORDS[i]}"
    case "$wanted" in
    ${known === "" ? "''" : known}) path=$wanted ;;
    esac
  done
  case "$before" in
  --language)
    mapfile -t COMPREPLY < <(compgen -W 'ru uk en' -- "$current")
    return
    ;;
  ${typed.length === 0 ? "''" : typed.join(" | ")})
    mapfile -t COMPREPLY < <(compgen -f -- "$current")
    return
    ;;
  esac
  case "$path" in
${words.join("\n")}
  esac
  mapfile -t COMPREPLY < <(compgen -W "$offered" -- "$current")
  if ((\${#COMPREPLY[@]} == 0)); then mapfile -t COMPREPLY < <(compgen -f -- "$current"); fi
}
complete -o filenames -F ${own} ${name}
`;
}

function write(folder, file, text) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/${file}`, text);
}

const [binary, folder] = process.argv.slice(2);
const english = read_program(binary, "en");
const [name] = english.path;
write(`${folder}/completions`, name, completion(english));
write(`${folder}/man/man1`, `${name}.1`, page(english, "en"));
for (const language of ["ru", "uk"]) {
  const program = read_program(binary, language);
  if (program.about !== english.about) write(`${folder}/man/${language}/man1`, `${name}.1`, page(program, language));
}
