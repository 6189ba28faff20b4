// What the build puts into a page besides code: texts, pack and word list of one language. Used for the pages of the relay
// (build.mjs beside this) and for the portable page (web/portable).
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { pack_words } from "./src/word_lists.ts";

const here = fileURLToPath(new URL(".", import.meta.url));
const root = join(here, "../..");
const pack_folder = join(root, "packs/military-refusal");

export const read = (path) => readFileSync(path, "utf8");
export const read_json = (path) => JSON.parse(read(path));
export const site = read_json(join(here, "site.json"));
if (site.clerk !== "" && !/^https?:\/\/[\w.:-]+$/.test(site.clerk)) throw new Error("site.json: clerk is an address such as http://….onion without a slash at its end, or empty");
export const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

const word_list = (language) => read(join(root, `src/mailbox/words/${language}.txt`)).split("\n").filter((line) => line !== "" && !line.startsWith("#"));

export function intake_texts(language) {
  const texts = read_json(join(here, `../shared/texts/intake.${language}.json`));
  return Object.fromEntries(Object.entries(texts).map(([key, text]) => [key.replace(/^intake\./, ""), text]));
}

// Only what the page reads of the pack: no labels of the desk, no clocks, no statistics.
function page_pack() {
  const { id, version, options, short_way, questions } = read_json(join(pack_folder, "pack.json"));
  const page_answer = ({ category: _category, contact: _contact, ...answer }) => answer;
  return { id, version, options, short_way, questions: questions.map((question) => ({ ...question, ...(question.answers ? { answers: question.answers.map(page_answer) } : {}) })) };
}

function page_pack_texts(language) {
  const texts = read_json(join(pack_folder, `texts.${language}.json`));
  return Object.fromEntries(Object.entries(texts).filter(([key]) => /^(question|hint|answer|state|crisis)\./.test(key)));
}

export const packed_words = (language) => pack_words(word_list(language));

// What only stands in the page before its script stays out of the script.
const script_texts = (language) => Object.fromEntries(Object.entries(intake_texts(language)).filter(([key]) => !/^(no_script|chooser)/.test(key)));

export const page_content = (language) => ({ language, texts: script_texts(language), pack: page_pack(), pack_texts: page_pack_texts(language), words: packed_words(language), leave: site.leave[language] });
