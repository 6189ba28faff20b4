// The loader: the one script that the first page names. Fetches the pieces and says how far it is; the page can be read meanwhile.
import { pieces, texts } from "virtual:loader";
import type { Language } from "../../../shared/protocol/envelope.ts";
import { kRealClock, Turns } from "../../../shared/protocol/turns.ts";
import { Pieces, type Progress, type Trouble } from "./load.ts";
import { run_in } from "./run.ts";
import { is_whole } from "./whole.ts";

/** The page's own connection may hang on something else (a second copy of this script): it is not waited for longer. */
const kQuietMs = 2_000;

function fill(text: string, { done, all }: Progress): string {
  return text.replace("{n}", String(done)).replace("{all}", String(all));
}

class Bar {
  readonly #box: HTMLElement;
  readonly #said = document.createElement("p");
  readonly #bar = document.createElement("progress");
  #last: Progress = { done: 0, all: pieces.length };

  constructor(box: HTMLElement) {
    this.#box = box;
    this.#said.setAttribute("role", "status");
    this.#bar.setAttribute("aria-label", texts.bar);
    box.replaceChildren(this.#said, this.#bar);
  }

  tell(progress: Progress): void {
    const { trouble } = progress;
    // Once there was trouble it stays said: a sentence that comes and goes with each piece cannot be read.
    const kept = trouble ?? this.#last.trouble;
    this.#last = kept ? { ...progress, trouble: kept } : progress;
    this.#bar.max = progress.all;
    this.#bar.value = progress.done;
    const sentence = fill(kept === "foreign" ? texts.foreign : kept ? texts.cut : texts.wait, progress);
    if (this.#said.textContent !== sentence) this.#said.textContent = sentence;
  }

  stopped(trouble: Trouble, again: () => void): void {
    this.#said.textContent = fill(trouble === "foreign" ? texts.foreign : texts.stopped, this.#last);
    const button = document.createElement("button");
    button.type = "button";
    button.className = "main";
    button.textContent = texts.again;
    button.addEventListener("click", () => {
      button.remove();
      again();
    });
    this.#box.append(button);
  }
}

function begin(box: HTMLElement): void {
  const [page] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  const turns = new Turns(kRealClock, page?.responseEnd);
  const all = new Pieces(run_in(document, turns.clock), turns);
  globalThis.waymark = { data: {}, turns, texts, load: (wanted, tell) => all.load(wanted, tell) };
  const bar = new Bar(box);
  const go = async (): Promise<void> => {
    const trouble = await all.load(pieces, (progress) => bar.tell(progress));
    if (trouble) return bar.stopped(trouble, () => void go());
    const start = globalThis.waymark?.start;
    if (start) start(document.documentElement.lang as Language);
    else box.replaceChildren(document.createTextNode(texts.old));
  };
  const quiet = document.readyState === "complete" ? Promise.resolve() : Promise.race([new Promise((loaded) => addEventListener("load", loaded)), turns.clock.wait(kQuietMs)]);
  void quiet.then(go);
}

const box = document.getElementById("loading");
// again.ts may have brought it a second time, and before the page has come whole.
if (box && is_whole() && !globalThis.waymark) begin(box);
