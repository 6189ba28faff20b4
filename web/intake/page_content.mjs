// What the build puts into a page besides code: texts, pack and word list of one language. Used for the pages of the relay
// (build.mjs beside this) and for the portable page (web/portable).
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { pack_words } from "./src/word_lists.ts";

const here = fileURLToPath(new URL(".", import.meta.url));
const root = join(here, "../..");
// An organisation's own: its pack (WAYMARK_INTAKE_PACK, a folder) and its title, addresses and Leave (WAYMARK_INTAKE_SITE, a
// JSON file with any members of site.json).
const pack_folder = process.env.WAYMARK_INTAKE_PACK ?? join(root, "packs/military-refusal");

export const read = (path) => readFileSync(path, "utf8");
export const read_json = (path) => JSON.parse(read(path));
const own_site = process.env.WAYMARK_INTAKE_SITE ? read_json(process.env.WAYMARK_INTAKE_SITE) : {};
export const site = { ...read_json(join(here, "site.json")), ...own_site };
if (site.clerk !== "" && !/^https?:\/\/[\w.:-]+$/.test(site.clerk)) throw new Error("site.json: clerk is an address such as http://….onion without a slash at its end, or empty");
export const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

const word_list = (language) => read(join(root, `src/mailbox/words/${language}.txt`)).split("\n").filter((line) => line !== "" && !line.startsWith("#"));

export function intake_texts(language) {
  const texts = read_json(join(here, `../shared/texts/intake.${language}.json`));
  const own_title = site.title?.[language] ? { "intake.title": site.title[language] } : {};
  return Object.fromEntries(Object.entries({ ...texts, ...own_title }).map(([key, text]) => [key.replace(/^intake\./, ""), text]));
}

const kCardTexts = ["id", "jurisdiction", "confidence", "written", "valid_from", "checked", "known_to", "review_by"];

function page_card(card, language) {
  const text = card.texts?.[language];
  const sources = (card.sources ?? []).map(({ date, where, title }) => ({ date, where, title: title?.[language] }));
  const whole = kCardTexts.every((name) => card[name]) && text?.title && text.short && text.body && text.doubts && card.basis?.length === text.body.split("\n").length && sources.length > 0 && sources.every((source) => source.date && source.where && source.title);
  if (card.format !== "waymark card 1" || !whole) throw new Error(`card ${card.id}: see waymark pack check`);
  const { id, version, jurisdiction, confidence, written, valid_from, checked, known_to, review_by } = card;
  const basis = card.basis.map((one) => ({ sure: one.sure, sources: one.sources ?? [] }));
  return { id, version, crisis: card.crisis === true, example: card.example === true, jurisdiction, confidence, written, valid_from, checked, known_to, review_by, sources, basis, ...text };
}

/** What is shown of the pack's cards in one language; a withdrawn card leaves no letter. */
export function page_cards(language) {
  const folder = join(pack_folder, "cards");
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".json")) : [];
  const cards = files.map((name) => read_json(join(folder, name))).filter((card) => card.withdrawn === undefined);
  const place = (card) => (card.crisis ? -1 : card.order);
  return cards.sort((a, b) => place(a) - place(b) || (a.id < b.id ? -1 : 1)).map((card) => page_card(card, language));
}

const whole_pack = () => read_json(join(pack_folder, "pack.json"));
/** Answers that this organisation does not offer are not carried to anybody's phone. */
const is_offered = (pack, answer) => answer.needs === undefined || pack.options?.[answer.needs] === true;

// Only what the page reads of the pack: no labels of the desk, no clocks, no statistics.
export function page_pack() {
  const pack = whole_pack();
  const { id, version, short_way, questions } = pack;
  const page_answer = ({ category: _category, contact: _contact, zones: _zones, at_risk: _at_risk, needs: _needs, ...answer }) => answer;
  const answers = (question) => question.answers.filter((answer) => is_offered(pack, answer)).map(page_answer);
  return { id, version, options: {}, short_way, questions: questions.map((question) => ({ ...question, ...(question.answers ? { answers: answers(question) } : {}) })) };
}

/** `answer.QUESTION.CODE` and `crisis.CODE` of what is not offered. */
function texts_not_offered(pack) {
  const keys = pack.questions.flatMap((question) => (question.answers ?? []).filter((answer) => !is_offered(pack, answer)).flatMap((answer) => [`answer.${question.id}.${answer.code}`, `crisis.${answer.code}`]));
  return new Set(keys);
}

export function page_pack_texts(language) {
  const texts = read_json(join(pack_folder, `texts.${language}.json`));
  const not_offered = texts_not_offered(whole_pack());
  return Object.fromEntries(Object.entries(texts).filter(([key]) => !not_offered.has(key.replace("@other", "")) && /^(pack\.about$|(question|hint|answer|state|crisis)\.)/.test(key)));
}

export const packed_words = (language) => pack_words(word_list(language));

// What only stands in the page before its script stays out of the script, what can be read there is taken from there (in its own
// language), and what only somebody who comes back reads comes later.
const kBack = /^(return|inbox|more|erase|places)\./;
const kWork = /^work\./;
const kLoader = /^load\.(stopped|again|old)/;
/** What the first page and its loader say in the words of the later ones. */
const kPage = /^(another_way|load\.(wait|cut|foreign|bar)|before\.(title|emergency|need|read|keep|cannot)(_\w+)?)$/;
const kPageOnly = /^(no_script|chooser|first\.|figures\.)/;
const texts_of = (language, wanted) => Object.fromEntries(Object.entries(intake_texts(language)).filter(([key]) => !kPageOnly.test(key) && !kLoader.test(key) && wanted(key)));
export const back_texts = (language) => texts_of(language, (key) => kBack.test(key));
export const page_texts = (language) => texts_of(language, (key) => kPage.test(key));
/** Of what comes when a server asks for work. */
export const work_texts = (language) => texts_of(language, (key) => kWork.test(key));
export const first_texts = (language) => texts_of(language, (key) => !kBack.test(key) && !kPage.test(key) && !kWork.test(key));

/** What the loader says while the pieces come. */
export const loader_texts = (language) => Object.fromEntries(Object.entries(intake_texts(language)).flatMap(([key, text]) => (key.startsWith("load.") ? [[key.slice(5), text]] : [])));

export const page_content = (language) => ({ language, texts: texts_of(language, () => true), pack: page_pack(), pack_texts: page_pack_texts(language), words: packed_words(language), leave: site.leave[language] });
