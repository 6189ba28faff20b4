// Puts together what came in pieces: the content of a language, and the ways to what comes later.
import type { Language } from "../../../shared/protocol/envelope.ts";
import type { Content } from "../content.ts";
import type { AsideModule } from "../aside/main.ts";
import type { BackModule } from "../back.ts";
import type { WorkModule } from "../work.ts";
import type { Piece, Progress } from "./load.ts";
import { kBetweenTexts, named_texts, pack_keys } from "./bare_texts.ts";
import type { Group, Waymark } from "./waymark.ts";

/** The loader has made it before any piece ran. */
export function here(): Waymark {
  const { waymark } = globalThis;
  if (!waymark) throw new Error("no loader");
  return waymark;
}

async function fetched(groups: readonly Group[], tell: (progress: Progress) => void = () => undefined): Promise<Waymark> {
  const waymark = here();
  const load = async (pieces: readonly Piece[]): Promise<void> => {
    if (await waymark.load(pieces, tell)) throw new Error("not all pieces came");
  };
  await load(wanted(waymark.data.later));
  await load(groups.flatMap((group) => waymark.data.groups?.[group] ?? []));
  return waymark;
}

function wanted<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("a piece without its content");
  return value;
}

async function other_words(language: Language): Promise<{ default: string }> {
  const { data } = await fetched([`words_${language}`]);
  return { default: wanted(data[`words_${language}`]) };
}

async function other_content(language: Language): Promise<Content> {
  await fetched([`content_${language}`, `back_${language}`, `words_${language}`]);
  return content_of(language);
}

async function countries(): Promise<{ default: NonNullable<Waymark["data"]["countries"]> }> {
  const { data } = await fetched(["countries"]);
  return { default: wanted(data.countries) };
}

async function back_of(language: Language, tell?: (progress: Progress) => void): Promise<BackModule> {
  return wanted((await fetched([`back_${language}`, "back"], tell)).back);
}

async function aside_of(language: Language, tell: (progress: Progress) => void): Promise<AsideModule> {
  return wanted((await fetched([`aside_${language}`, "aside"], tell)).aside);
}

async function work_of(): Promise<WorkModule> {
  return wanted((await fetched(["work"])).work);
}

/** What the page says already need not come again. */
export function take_page_texts(language: Language, page: ParentNode): void {
  const said = Array.from(page.querySelectorAll<HTMLElement>("[data-text]"), (element) => [element.dataset["text"] ?? "", element.textContent ?? ""]);
  const { data, texts } = here();
  data[`about_${language}`] = Array.from(page.querySelectorAll("[data-about]"), (line) => line.textContent ?? "").join("\n");
  const of_loader = Object.entries(texts).map(([key, text]) => [`load.${key}`, text]);
  data[`page_texts_${language}`] = Object.fromEntries([...said, ...of_loader]) as Readonly<Record<string, string>>;
}

/** What has come for this language; its first pieces must be here. */
export function content_of(language: Language): Content {
  const { data } = here();
  const others = wanted(data.order).filter((other) => other !== language);
  return {
    language,
    texts: { ...data[`back_texts_${language}`], ...data[`page_texts_${language}`], ...named_texts(language, wanted(data.text_keys).split(kBetweenTexts), wanted(data[`texts_${language}`])) } as Content["texts"],
    pack: wanted(data.pack),
    pack_texts: { "pack.about": data[`about_${language}`] ?? "", ...named_texts(language, pack_keys(wanted(data.pack)), wanted(data[`pack_texts_${language}`])) },
    words: wanted(data[`words_${language}`]),
    leave: wanted(data.leave)[language],
    ...(data.pins ? { pins: data.pins } : {}),
    other_words: Object.fromEntries(others.map((other) => [other, () => other_words(other)])),
    other_contents: Object.fromEntries(others.map((other) => [other, () => other_content(other)])),
    countries,
    back: (tell) => back_of(language, tell),
    work: work_of,
    aside: (tell) => aside_of(language, tell),
  };
}
