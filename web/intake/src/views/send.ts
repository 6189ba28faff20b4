// Sending: says honestly what is happening, keeps the message in the open tab, and goes on by itself when the line is back.
import { to_armor } from "../../../shared/protocol/armor.ts";
import type { Bytes } from "../../../shared/protocol/bytes.ts";
import { day_of } from "../../../shared/protocol/days.ts";
import { Sender, type Asked, type SendState } from "../../../shared/protocol/sender.ts";
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
    case "working": return state.text;
    case "waiting": return app.t(`send.${state.why}`);
    case "refused": return app.t(`send.${state.why}`, { today: app.date(day_of(app.now())), issued: app.date(state.issued ?? 0) });
    case "stored": return "";
  }
}

/** The sealed text for a letter to a bridge (docs/spec/bridge.md): the same bytes, so it is filed once, whichever way comes first. */
function letter_of(app: App, blob: Uint8Array): Node[] {
  const { mails } = app.roster ?? { mails: [] };
  if (mails.length === 0 || app.other_ways(app).length > 0) return [];
  const title = app.t("send.mail");
  const text = el("textarea", { readonly: "", "aria-label": title }, to_armor(blob));
  text.onfocus = () => text.select();
  return [el("details", {}, el("summary", {}, title), el("p", {}, app.t("send.mail_how")), text, ...mails.map((one) => el("p", {}, el("a", { href: `mailto:${one}` }, one))))];
}

/** What makes passes is fetched when a server asks for one; if it does not come, it is waited as for a full server. */
async function pass_for(app: App, asked: Asked): Promise<Bytes | undefined> {
  const work = await app.content.work?.().catch(() => undefined);
  return work?.pass_for(app, asked);
}

class SendScreen {
  readonly nodes: Node[];
  readonly #app: App;
  readonly #bar: HTMLProgressElement;
  readonly #said = live("status");
  readonly #actions = el("div", { class: "actions" });
  readonly #count = el("p", { class: "hint" });
  readonly #letter = el("div");
  #blob: Uint8Array | undefined;
  #countdown: ReturnType<typeof setInterval> | undefined;

  constructor(app: App) {
    this.#app = app;
    this.#bar = el("progress", { max: "1", "aria-label": app.t("send.title") });
    this.nodes = [el("h1", {}, app.t("send.title")), this.#bar, this.#said, this.#count, this.#actions, this.#letter];
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
    visit.sender ??= new Sender(message, { relay, roster, keys, now, message_id, list_floor: app.list_floor, pass: (asked) => pass_for(app, asked) });
    const end = await visit.sender.run((state) => {
      visit.send_state = state;
      visit.on_send?.(state);
    });
    visit.sending = false;
    visit.send_state = undefined;
    if (app.visit !== visit || end.kind !== "stored") return;
    visit.outgoing = undefined;
    const { sealed } = visit.sender;
    visit.sender = undefined;
    visit.more_text = "";
    visit.rest = rest;
    app.go(then);
    // In how many places it is kept comes with the script for coming back, and is said when the server has. It is one where the
    // organisation has one server.
    if (roster.relays[1]) void app.content.back?.().then((back) => back.tell_places(app, sealed), () => undefined);
  }

  #show(state: SendState): void {
    clearInterval(this.#countdown);
    this.#count.textContent = "";
    this.#said.textContent = sentence(this.#app, state);
    this.#bar.hidden = state.kind === "waiting" || state.kind === "refused";
    this.#actions.replaceChildren(...this.#buttons(state));
    if (state.kind !== "waiting") return;
    this.#count_down(state.seconds);
    // Stays as it is through further tries: somebody may be copying it.
    const blob = this.#app.visit.sender?.sealed?.blob;
    if (!blob || blob === this.#blob) return;
    this.#blob = blob;
    this.#letter.replaceChildren(...letter_of(this.#app, blob));
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
