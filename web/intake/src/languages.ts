// The language links. While nothing was typed they are links: the other page takes this one's place in the history. Once there
// is something to lose, only the words of the page change, and the person stays where they are.
import type { Language } from "../../shared/protocol/envelope.ts";
import type { App } from "./app.ts";
import type { Content } from "./content.ts";
import { el, live } from "./dom.ts";

/** Header and Leave in the language of the page. */
function relabel(app: App, leave_link: HTMLAnchorElement): void {
  const { language, texts, leave } = app.content;
  leave_link.textContent = texts.leave;
  leave_link.href = leave;
  document.querySelector("nav")?.setAttribute("aria-label", texts.language);
  for (const link of document.querySelectorAll("nav a")) {
    if (link.getAttribute("lang") === language) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

async function go_on_in(app: App, load: () => Promise<Content>, leave_link: HTMLAnchorElement): Promise<void> {
  const { visit } = app;
  try {
    const content = await load();
    if (app.visit !== visit) return;
    app.speak(content);
    relabel(app, leave_link);
  } catch {
    document.querySelector("main")?.prepend(live("alert", el("p", {}, app.t("aside.failed"))));
  }
}

export function listen_for_languages(app: App, leave_link: HTMLAnchorElement): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>("nav a")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const language = link.lang as Language;
      if (language === app.content.language) return;
      const load = app.content.other_contents?.[language];
      if (load !== undefined && (app.would_lose() || app.visit.phrase)) return void go_on_in(app, load, leave_link);
      app.forget();
      app.steps.unwind(() => location.replace(link.href));
    });
  }
}
