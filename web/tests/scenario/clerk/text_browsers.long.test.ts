// lynx and w3m driven by keys through the whole way, as a person would: search for what is on the screen, press Enter.
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import type { Language } from "../../../shared/protocol/envelope.ts";
import { kLanguages, RealClerk, Sentences } from "./real_clerk.ts";
import { Terminal } from "./terminal.ts";

const kHitsMax = 8;
const kScreensMax = 12;
/** Terminals are slow where processors are shared. */
const kTestMs = 400_000;
const clerk = new RealClerk();
beforeAll(async () => {
  await clerk.start();
});
afterAll(async () => {
  await clerk.remove();
});

/** What both browsers can do, each by its own keys. */
interface TextBrowser {
  readonly terminal: Terminal;
  top(): Promise<void>;
  /** From here on, or from the top of the page. */
  find(text: string, from?: "here" | "top"): Promise<void>;
  /** Marks the radio button or box of a label. */
  mark(label: string, from?: "here" | "top"): Promise<void>;
  press(button: string): Promise<void>;
  write(label: string, text: string): Promise<void>;
  write_line(label: string, text: string): Promise<void>;
  go(url: string): Promise<void>;
}

class Lynx implements TextBrowser {
  readonly terminal: Terminal;
  constructor(url: string) {
    this.terminal = new Terminal(`lynx -nopause -nocolor -assume_charset=utf-8 -display_charset=utf-8 '${url}'`);
  }
  top(): Promise<void> {
    return this.terminal.keys("C-a");
  }
  async find(text: string, from: "here" | "top" = "top"): Promise<void> {
    if (from === "top") await this.top();
    await this.terminal.keys("/");
    await this.terminal.keys("C-u");
    await this.terminal.type(text);
    await this.terminal.keys("Enter");
    await this.terminal.settled();
  }
  async mark(label: string, from: "here" | "top" = "top"): Promise<void> {
    await this.find(label, from);
    await this.terminal.keys("Enter");
  }
  async press(button: string): Promise<void> {
    await this.find(button);
    // The same word may stand in a sentence above.
    for (let i = 0; i < kHitsMax; i += 1) {
      await this.terminal.settled();
      if (this.terminal.under_cursor().startsWith(button)) return this.terminal.keys("Enter");
      await this.terminal.keys("n");
    }
    throw new Error(`no button “${button}” on:\n${this.terminal.screen()}`);
  }
  async write(label: string, text: string): Promise<void> {
    await this.find(label);
    for (let i = 0; i < kHitsMax; i += 1) {
      await this.terminal.settled();
      if (/\(Text/.test(this.terminal.screen())) break;
      await this.terminal.keys("Tab");
    }
    await this.terminal.type(text);
    // Letters would go into the field: step out of it.
    await this.terminal.keys("Tab");
  }
  write_line(label: string, text: string): Promise<void> {
    return this.write(label, text);
  }
  async go(url: string): Promise<void> {
    await this.terminal.keys("g", "C-u");
    await this.terminal.type(url);
    await this.terminal.keys("Enter");
  }
}

class W3m implements TextBrowser {
  readonly terminal: Terminal;
  readonly #note: string;
  constructor(url: string) {
    // w3m opens an editor for a text area; this one takes what the test has put aside.
    this.terminal = new Terminal("sleep 0.1; exec sh");
    this.#note = join(this.terminal.folder, "note");
    const editor = join(this.terminal.folder, "editor");
    writeFileSync(editor, `#!/bin/sh\nfor last; do :; done\ncp '${this.#note}' "$last"\n`);
    chmodSync(editor, 0o755);
    this.#start = `EDITOR='${editor}' exec w3m -no-mouse -M -o ext_image_viewer=0 '${url}'`;
  }
  readonly #start: string;
  async start(): Promise<void> {
    await this.terminal.type(this.#start);
    await this.terminal.keys("Enter");
  }
  top(): Promise<void> {
    return this.terminal.keys("g");
  }
  async find(text: string, from: "here" | "top" = "top"): Promise<void> {
    if (from === "top") await this.top();
    await this.terminal.keys("/");
    await this.terminal.type(text);
    await this.terminal.keys("Enter");
  }
  async mark(label: string, from: "here" | "top" = "top"): Promise<void> {
    await this.find(label, from);
    await this.terminal.keys("BTab", "Enter");
  }
  async press(button: string): Promise<void> {
    // The button is the last place where its words stand.
    await this.terminal.keys("G", "$", "?");
    await this.terminal.type(button);
    await this.terminal.keys("Enter", "Enter");
  }
  async write(label: string, text: string): Promise<void> {
    writeFileSync(this.#note, text);
    await this.find(label);
    await this.terminal.keys("Tab", "Enter");
  }
  async write_line(label: string, text: string): Promise<void> {
    await this.find(label);
    await this.terminal.keys("Tab", "Enter");
    await this.terminal.type(text);
    await this.terminal.keys("Enter");
  }
  async go(url: string): Promise<void> {
    await this.terminal.keys("U", "C-u");
    await this.terminal.type(url);
    await this.terminal.keys("Enter");
  }
}

async function open_browser(name: string, url: string): Promise<TextBrowser> {
  if (name === "lynx") return new Lynx(url);
  const w3m = new W3m(url);
  await w3m.start();
  return w3m;
}

/** The eight words in their order, as they stand on the screen. */
function words_on(screen: string): string[] {
  return Array.from({ length: 8 }, (_, i) => new RegExp(`(?:^|\\s)${i + 1}\\.\\s+(\\p{L}+)`, "mu").exec(screen)?.[1] ?? "");
}

/** The whole page, screen by screen; ends where it began. */
async function read_all(browser: TextBrowser): Promise<string> {
  await browser.top();
  const screens: string[] = [];
  for (let i = 0; i < kScreensMax; i += 1) {
    await browser.terminal.settled();
    const screen = browser.terminal.screen();
    if (screens.at(-1) === screen) break;
    screens.push(screen);
    await browser.terminal.keys("Space");
  }
  await browser.top();
  return screens.join("\n");
}

async function practise(browser: TextBrowser, texts: Sentences, words: string[]): Promise<void> {
  const title = texts.t("clerk.practice.pick", { n: "" });
  const numbers = new Set([...(await read_all(browser)).matchAll(new RegExp(`${title}(\\d)`, "g"))].map((found) => Number(found[1])));
  expect(numbers.size).toBe(3);
  for (const number of numbers) {
    await browser.find(`${title}${number}`);
    await browser.mark(words[number - 1] ?? "", "here");
  }
  await browser.press(texts.t("clerk.practice.check"));
}

const kCases = ["lynx", "w3m"].flatMap((name) => kLanguages.map((language): [string, Language] => [name, language]));

test.each(kCases)("%s in %s: ask, practise, send, read, write more, delete everything", async (name, language) => {
  const texts = new Sentences(language);
  const browser = await open_browser(name, `${clerk.url}/${language}/`);
  const { terminal } = browser;
  onTestFinished(() => terminal.close());
  const limit = texts.t("clerk.text.limit", { n: "" }).trim().split(" ")[0] ?? "";
  const say = `line from ${name}`;

  await terminal.shows(texts.t("intake.before.title"));
  await browser.press(texts.t("intake.before.start"));
  await terminal.shows(texts.t("clerk.form.title"));
  await browser.mark(texts.t("answer.status.mobilised"));
  await browser.mark(texts.t("answer.consent.yes").slice(0, 30));
  await browser.write(`${texts.t("intake.text.label")} ${limit}`, say);
  await browser.press(texts.t("intake.next"));
  await terminal.shows(texts.t("intake.review.title"));
  await terminal.shows(say);
  await browser.press(texts.t("intake.review.next"));
  await terminal.shows(texts.t("intake.words.title"));
  await browser.find(texts.t("intake.words.show"));
  const words = words_on(terminal.screen());
  expect(words.every((word) => word !== ""), terminal.screen()).toBe(true);
  await browser.press(texts.t("intake.words.practice"));
  await terminal.shows(texts.t("intake.practice.title"));
  await practise(browser, texts, words);
  await terminal.shows(texts.t("intake.practice.done"));
  await browser.press(texts.t("intake.send.button"));
  await terminal.shows(texts.t("intake.sent.title"));

  const [row] = await clerk.relay.pull();
  if (!row) throw new Error("nothing was stored");
  expect(row.envelope.text).toBe(say);
  expect(row.envelope.answers.sort()).toEqual(["consent=yes", "contact=only_here", "status=mobilised"]);
  expect(row.envelope.assurance).toBe(3);
  await clerk.relay.acknowledge([row]);
  await clerk.relay.answer(row.envelope, `answer for ${name}`);

  await browser.go(`${clerk.url}/${language}/return`);
  await terminal.shows(texts.t("intake.return.title"));
  await browser.write_line(texts.t("intake.return.label"), words.join(" "));
  await browser.press(texts.t("intake.return.open"));
  await terminal.shows(`answer for ${name}`);
  await browser.press(texts.t("intake.inbox.more"));
  await terminal.shows(texts.t("intake.more.title"));
  await browser.write(`${texts.t("intake.text.label")} ${limit}`, "one more line");
  await browser.press(texts.t("intake.send.button"));
  await terminal.shows(texts.t("clerk.inbox.stored"));
  await browser.press(texts.t("intake.inbox.erase"));
  await terminal.shows(texts.t("intake.erase.cannot_title"));
  await browser.press(texts.t("intake.erase.button"));
  await terminal.shows(texts.t("intake.erase.done_title"));
  const later = await clerk.relay.pull();
  expect(later.map(({ envelope }) => [envelope.kind, envelope.text])).toEqual([[1, "one more line"], [2, ""]]);
  await clerk.relay.acknowledge(later);
}, kTestMs);
