// Sending: says honestly what is happening, keeps the message in the open tab, and goes on by itself when the line is back.
import { day_of } from "../../../shared/protocol/days.ts";
import { Sender, type SendState } from "../../../shared/protocol/sender.ts";
import type { App, Outgoing } from "../app.ts";
import { button, el, live } from "../dom.ts";
import { prepare_request } from "../request.ts";
import { nothing_asked } from "./question.ts";
import { watch_keys } from "./words.ts";

/** What is to be sent: the request, unless something else was asked for. */
export function outgoing_of(app: App): Outgoing {
  return app.visit.outgoing ?? prepare_request(app);
}

function sentence(app: App, state: SendState): string {
  switch (state.kind) {
    case "sealing": return app.t("send.sealing");
    case "sending": return app.t("send.sending");
    case "waiting": return app.t(`send.${state.why}`);
    case "refused": return app.t(`send.${state.why}`, { today: app.date(day_of(app.now())), issued: app.date(state.issued ?? 0) });
    case "stored": return "";
  }
}

class SendScreen {
  readonly nodes: Node[];
  readonly #app: App;
  readonly #bar: HTMLProgressElement;
  readonly #said = live("status");
  readonly #actions = el("div", { class: "actions" });
  readonly #count = el("p", { class: "hint" });
  #countdown: ReturnType<typeof setInterval> | undefined;

  constructor(app: App) {
    this.#app = app;
    this.#bar = el("progress", { max: "1", "aria-label": app.t("send.title") });
    this.nodes = [el("h1", {}, app.t("send.title")), this.#bar, this.#said, this.#count, this.#actions];
  }

  async run(): Promise<void> {
    const app = this.#app;
    const { visit, roster, relay, now } = app;
    // Nothing was said and nothing waits: there is nothing to send.
    if (!visit.outgoing && nothing_asked(app)) return app.go("before");
    const outgoing = outgoing_of(app);
    this.#said.textContent = app.t("send.keys");
    visit.on_send = (state) => this.#show(state);
    // The same letter on a screen of another language: it goes on by itself, this screen only tells.
    if (visit.sending) return visit.send_state ? this.#show(visit.send_state) : undefined;
    visit.sending = true;
    const stop = watch_keys(app, this.#bar, this.#said);
    const keys = await visit.keys;
    stop();
    if (!keys || !roster || app.visit !== visit) {
      visit.sending = false;
      return;
    }
    const { message, message_id, rest, then } = outgoing;
    visit.sender ??= new Sender(message, { relay, roster, keys, now, message_id, list_floor: app.list_floor });
    const end = await visit.sender.run((state) => {
      visit.send_state = state;
      visit.on_send?.(state);
    });
    visit.sending = false;
    visit.send_state = undefined;
    if (app.visit !== visit || end.kind !== "stored") return;
    visit.outgoing = undefined;
    visit.sender = undefined;
    visit.more_text = "";
    visit.rest = rest;
    app.go(then);
  }

  #show(state: SendState): void {
    clearInterval(this.#countdown);
    this.#count.textContent = "";
    this.#said.textContent = sentence(this.#app, state);
    this.#bar.hidden = state.kind === "waiting" || state.kind === "refused";
    this.#actions.replaceChildren(...this.#buttons(state));
    if (state.kind === "waiting") this.#count_down(state.seconds);
  }

  #buttons(state: SendState): HTMLElement[] {
    const app = this.#app;
    if (state.kind === "waiting") return [button(app.t("send.try_now"), "main", () => app.visit.sender?.try_now()), ...app.other_ways(app)];
    if (state.kind !== "refused") return [];
    const back = app.visit.outgoing?.back ?? "review";
    return [button(app.t("send.again"), "main", () => app.go("send")), button(app.t("back"), "plain", () => app.go(back)), ...app.other_ways(app)];
  }

  #count_down(seconds: number): void {
    const until = Date.now() + 1_000 * seconds;
    const update = (): void => {
      if (!this.#app.showing(this.#count)) return clearInterval(this.#countdown);
      this.#count.textContent = this.#app.t("send.next_try", { n: Math.max(0, Math.ceil((until - Date.now()) / 1_000)) });
    };
    update();
    this.#countdown = setInterval(update, 1_000);
  }
}

export function send(app: App): Node[] {
  const screen = new SendScreen(app);
  void screen.run();
  return screen.nodes;
}
