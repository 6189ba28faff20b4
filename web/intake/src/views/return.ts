// Page 4: coming back with the words. Every way to mistype them has its own sentence.
import { read_words, type Phrase, type Reading, type WordList } from "../../../shared/protocol/words.ts";
import type { Language } from "../../../shared/protocol/envelope.ts";
import type { App } from "../app.ts";
import { button, choice, el, kForgetful, labelled, live } from "../dom.ts";
import { unpack_words } from "../word_lists.ts";
import { start_keys } from "./words.ts";

const kLanguageNames: Readonly<Record<Language, string>> = { ru: "Русский", uk: "Українська", en: "English" };

async function all_lists(app: App): Promise<WordList[] | undefined> {
  try {
    const others = Object.entries(app.content.other_words).map(async ([language, load]) => unpack_words(language as Language, (await load()).default));
    const lists = [app.words, ...(await Promise.all(others))];
    for (const list of lists) app.lists.set(list.language, list);
    return lists;
  } catch {
    return undefined;
  }
}

function sentence(app: App, reading: Reading): string {
  switch (reading.kind) {
    case "wrong-count": return app.t("return.wrong_count", { n: reading.count });
    case "unknown-word": return app.t(reading.near === undefined ? "return.unknown_word" : "return.near_word", { n: reading.position, word: reading.word, near: reading.near ?? "" });
    case "mistyped": return app.t("return.mistyped");
    case "which-language": return app.t("return.which");
    case "found": return "";
  }
}

function accept(app: App, phrase: Phrase): void {
  app.visit.phrase = phrase;
  app.visit.typed_words = "";
  start_keys(app);
  app.go("replies");
}

async function read(app: App, typed: string, said: HTMLElement): Promise<void> {
  const own = read_words(typed, [app.words]);
  const lists = own.kind === "found" ? [app.words] : await all_lists(app);
  if (!lists) {
    return said.replaceChildren(el("p", {}, app.t("return.lists_missing")));
  }
  const reading = own.kind === "found" ? own : read_words(typed, lists);
  if (reading.kind === "found") return accept(app, reading.phrase);
  const ask = reading.kind === "which-language" ? reading.phrases : [];
  said.replaceChildren(el("p", {}, sentence(app, reading)), ...ask.map((phrase) => button(kLanguageNames[phrase.language], "plain", () => accept(app, phrase))));
}

export function come_back(app: App): Node[] {
  const area = el("textarea", { rows: "3", class: "veiled", ...kForgetful });
  area.value = app.visit.typed_words;
  area.addEventListener("input", () => (app.visit.typed_words = area.value));
  const said = live("alert");
  const open = (): void => void read(app, area.value, said);
  area.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    open();
  });
  const show = choice("checkbox", "show", app.t("return.show"), false, (on) => area.classList.toggle("veiled", !on));
  return [
    el("h1", {}, app.t("return.title")),
    labelled(app.t("return.label"), area, app.t("return.hint")),
    show,
    said,
    el("div", { class: "actions" }, button(app.t("return.open"), "main", open), button(app.t("back"), "plain", () => app.back("before"))),
  ];
}
