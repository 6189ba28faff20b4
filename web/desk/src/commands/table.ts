// Everything that a person can do at the desk as a whole, one row each: what it is called, which physical key it has,
// when it is possible, what it does and how it is undone. Keyboard, buttons, help, the menu of a row and the palette are
// all drawn from here; a component names a command and hands down no callback. What it does is in screens/shell/steering.
import type { Fact } from "../api/types.ts";
import type { IconName } from "../parts/Icon.svelte";
import type { TextKey } from "../text/text.svelte.ts";
import type { Chord } from "./keymap.ts";

export type CommandId =
  | "next" | "previous" | "open" | "unfold" | "ask-all" | "take-all" | "aside-all" | "filters" | "keep-view" | "back" | "take" | "give-back" | "raise" | "lower" | "fact" | "check" | "task" | "record" | "link" | "timeline" | "see-court" | "ask"
  | "triage" | "triage-unknown" | "triage-several" | "triage-next" | "triage-back" | "out-of-mandate"
  | "junk-provocation" | "junk-press" | "junk-test" | "junk-wrong-service" | "junk-abuse" | "junk-duplicate"
  | "end" | "contact-lost" | "wait" | "aside" | "reopen" | "undo-end" | "merge" | "unmerge" | "print"
  | "reply" | "note" | "ready" | "cards" | "send" | "send-wait" | "undo" | "make-card" | "new-card" | "new-ready" | "count-figures"
  | "go-now" | "go-mine" | "go-unowned" | "go-waiting" | "go-all" | "go-closed" | "go-docket" | "go-library" | "go-numbers" | "go-log" | "go-health" | "go-staff"
  | "paste" | "search" | "palette" | "menu" | "more" | "help" | "russian" | "ukrainian" | "english" | "lock" | "panic";

/// What a command is about when that is not simply what is selected or open.
export interface Target {
  readonly caseId?: string;
  readonly fact?: Fact | null;
}

/// What the table may ask about the moment, and nothing more.
export interface Moment {
  readonly screen: "now" | "docket" | "print" | "library" | "numbers" | "log" | "health" | "staff";
  readonly phone: boolean;
  readonly rows: boolean;
  readonly selectedId: string | null;
  readonly openId: string | null;
  readonly held: boolean;
  readonly draft: boolean;
  /// A filter is on that is not kept yet.
  readonly newFilter: boolean;
  readonly busy: boolean;
  /// What of the triage card is on the screen: a question, the choice at its end, or nothing.
  readonly triage: "question" | "end" | null;
  /// The question at hand takes several answers.
  readonly several: boolean;
  /// Nobody has answered us for longer than the pack's rule.
  readonly silent: boolean;
  /// What several requests wait for that stand in one line; null for a request alone.
  fold(target: Target): "ask" | "burst" | "danger" | null;
  /// The open case has an answer of ours, from which a card may be made.
  readonly answered: boolean;
  /// A reply may be written in the open case, and there is something ready to put into it.
  readonly answer: boolean;
  /// Something is not known of the open case, and the question for it is ready.
  readonly gap: boolean;
  /// May this be done with the case that is meant? A case that is not open is judged by its row.
  may(act: "triage" | "take" | "give-back" | "raise" | "lower" | "fact" | "write" | "end" | "reopen" | "undo-end" | "merge" | "unmerge" | "court", target: Target): boolean;
}

export type Group = "case" | "triage" | "write" | "list" | "go" | "desk";
/// In the order in which help and palette show them.
export const kGroups: readonly Group[] = ["case", "triage", "write", "list", "go", "desk"];

export interface Command {
  readonly id: CommandId;
  readonly group: Group;
  /// The first is the one that buttons and help teach.
  readonly keys: readonly [Chord, ...Chord[]];
  readonly words: TextKey;
  readonly icon: IconName;
  /// How it is taken back; null where nothing changes but what is on the screen.
  readonly undone: TextKey | null;
  /// Stands in the menu of a row.
  readonly inRow?: boolean;
  /// Its keys mean this on the triage card alone, and there before anything else.
  readonly scope?: "triage";
  readonly when: (moment: Moment, target: Target) => boolean;
}

const always = (): boolean => true;
const inTriage = (moment: Moment): boolean => moment.triage !== null;
const atQuestion = (moment: Moment): boolean => moment.triage === "question";
const meant = (moment: Moment, target: Target): boolean => (target.caseId ?? moment.openId) !== null;

export const kCommands: readonly Command[] = [
  { id: "take", group: "case", keys: [{ code: "KeyT" }], words: "command.take", icon: "mine", undone: "command.undone.give_back", inRow: true, when: (m, t) => m.may("take", t) },
  { id: "give-back", group: "case", keys: [{ code: "KeyT", shift: true }], words: "command.give_back", icon: "unowned", undone: "command.undone.toast", inRow: true, when: (m, t) => m.may("give-back", t) },
  { id: "raise", group: "case", keys: [{ code: "KeyK", shift: true }], words: "command.raise", icon: "up", undone: "command.undone.lower", inRow: true, when: (m, t) => m.may("raise", t) },
  { id: "lower", group: "case", keys: [{ code: "KeyJ", shift: true }], words: "command.lower", icon: "down", undone: "command.undone.raise", inRow: true, when: (m, t) => m.may("lower", t) },
  { id: "fact", group: "case", keys: [{ code: "KeyF" }], words: "command.fact", icon: "pen", undone: "command.undone.fact", when: (m, t) => m.may("fact", t) },
  { id: "check", group: "case", keys: [{ code: "KeyV" }], words: "command.check", icon: "check", undone: "command.undone.check", when: (m, t) => t.fact != null && m.may("fact", t) },
  { id: "task", group: "case", keys: [{ code: "KeyZ" }], words: "command.task", icon: "check", undone: "command.undone.item", when: (m, t) => m.may("fact", t) },
  { id: "record", group: "case", keys: [{ code: "KeyB" }], words: "command.record", icon: "note", undone: "command.undone.item", when: (m, t) => m.may("fact", t) },
  { id: "link", group: "case", keys: [{ code: "KeyB", shift: true }], words: "command.link", icon: "staff", undone: "command.undone.item", when: (m, t) => m.may("fact", t) },
  { id: "timeline", group: "case", keys: [{ code: "KeyL" }], words: "command.timeline", icon: "now", undone: null, when: (m) => m.openId !== null && m.screen === "now" },
  { id: "see-court", group: "case", keys: [{ code: "KeyV", shift: true }], words: "command.see_court", icon: "docket", undone: "command.undone.again", inRow: true, when: (m, t) => m.may("court", t) },
  { id: "triage", group: "triage", keys: [{ code: "KeyA" }], words: "command.triage", icon: "filter", undone: null, inRow: true, when: (m, t) => m.may("triage", t) },
  { id: "triage-unknown", group: "triage", scope: "triage", keys: [{ code: "Digit0" }, { code: "Numpad0" }], words: "command.triage_unknown", icon: "help", undone: "command.undone.triage", when: atQuestion },
  { id: "triage-several", group: "triage", scope: "triage", keys: [{ code: "KeyS" }], words: "command.triage_several", icon: "all", undone: null, when: (m) => atQuestion(m) && m.several },
  { id: "triage-next", group: "triage", scope: "triage", keys: [{ code: "Enter" }, { code: "NumpadEnter" }], words: "command.triage_next", icon: "down", undone: null, when: atQuestion },
  { id: "triage-back", group: "triage", scope: "triage", keys: [{ code: "Backspace" }], words: "command.triage_back", icon: "back", undone: null, when: inTriage },
  { id: "junk-provocation", group: "triage", scope: "triage", keys: [{ code: "KeyZ" }], words: "command.junk_provocation", icon: "down", undone: "command.undone.end", when: inTriage },
  { id: "junk-press", group: "triage", scope: "triage", keys: [{ code: "KeyX" }], words: "command.junk_press", icon: "down", undone: "command.undone.end", when: inTriage },
  { id: "junk-test", group: "triage", scope: "triage", keys: [{ code: "KeyC" }], words: "command.junk_test", icon: "down", undone: "command.undone.end", when: inTriage },
  { id: "junk-wrong-service", group: "triage", scope: "triage", keys: [{ code: "KeyV" }], words: "command.junk_wrong_service", icon: "down", undone: "command.undone.end", when: inTriage },
  { id: "junk-abuse", group: "triage", scope: "triage", keys: [{ code: "KeyB" }], words: "command.junk_abuse", icon: "down", undone: "command.undone.end", when: inTriage },
  { id: "junk-duplicate", group: "triage", scope: "triage", keys: [{ code: "KeyN" }], words: "command.junk_duplicate", icon: "down", undone: "command.undone.end", when: inTriage },
  { id: "out-of-mandate", group: "triage", scope: "triage", keys: [{ code: "KeyM" }], words: "command.out_of_mandate", icon: "check", undone: "command.undone.end", when: inTriage },

  { id: "end", group: "case", keys: [{ code: "KeyE" }], words: "command.end", icon: "check", undone: "command.undone.end", inRow: true, when: (m, t) => m.may("end", t) },
  { id: "contact-lost", group: "case", keys: [{ code: "KeyW", shift: true }], words: "command.contact_lost", icon: "waiting", undone: "command.undone.end", when: (m, t) => m.silent && m.may("end", t) },
  { id: "wait", group: "case", keys: [{ code: "KeyW" }], words: "command.wait", icon: "waiting", undone: "command.undone.end", inRow: true, when: (m, t) => m.may("end", t) },
  { id: "aside", group: "case", keys: [{ code: "KeyD" }], words: "command.aside", icon: "down", undone: "command.undone.end", inRow: true, when: (m, t) => m.may("end", t) },
  { id: "reopen", group: "case", keys: [{ code: "KeyE", shift: true }], words: "command.reopen", icon: "up", undone: "command.undone.reopen", when: (m, t) => m.may("reopen", t) },
  { id: "undo-end", group: "case", keys: [{ code: "KeyU", shift: true }], words: "command.undo_end", icon: "undo", undone: "command.undone.again", when: (m, t) => m.may("undo-end", t) },
  { id: "merge", group: "case", keys: [{ code: "KeyY" }], words: "command.merge", icon: "mine", undone: "command.undone.unmerge", when: (m, t) => m.may("merge", t) },
  { id: "unmerge", group: "case", keys: [{ code: "KeyY", shift: true }], words: "command.unmerge", icon: "undo", undone: "command.undone.merge", when: (m, t) => m.may("unmerge", t) },
  { id: "print", group: "case", keys: [{ code: "KeyP", shift: true }], words: "command.print", icon: "print", undone: null, when: (m) => m.openId !== null && m.screen !== "print" },

  { id: "reply", group: "write", keys: [{ code: "KeyR" }], words: "command.reply", icon: "pen", undone: null, when: (m, t) => meant(m, t) && m.may("write", t) },
  { id: "note", group: "write", keys: [{ code: "KeyN" }], words: "command.note", icon: "note", undone: null, when: (m, t) => meant(m, t) && m.may("write", t) },
  { id: "ready", group: "write", keys: [{ code: "KeyI" }], words: "command.ready", icon: "note", undone: "command.undone.ready", when: (m) => m.answer },
  { id: "ask", group: "write", keys: [{ code: "KeyQ" }], words: "command.ask", icon: "help", undone: "command.undone.ready", when: (m) => m.gap },
  { id: "cards", group: "write", keys: [{ code: "KeyC" }], words: "command.cards", icon: "all", undone: "command.undone.ready", when: (m) => m.answer },
  { id: "send", group: "write", keys: [{ code: "Enter", ctrl: true }, { code: "NumpadEnter", ctrl: true }], words: "command.send", icon: "check", undone: "command.undone.held", when: (m) => m.openId !== null && m.draft },
  { id: "send-wait", group: "write", keys: [{ code: "Enter", ctrl: true, shift: true }, { code: "NumpadEnter", ctrl: true, shift: true }], words: "command.send_wait", icon: "waiting", undone: "command.undone.held", when: (m) => m.openId !== null && m.draft && m.answer },
  { id: "undo", group: "write", keys: [{ code: "KeyU" }], words: "command.undo", icon: "undo", undone: "command.undone.send", when: (m) => m.held },
  { id: "make-card", group: "write", keys: [{ code: "KeyC", shift: true }], words: "command.make_card", icon: "note", undone: "command.undone.drop", when: (m) => m.answered },
  { id: "new-card", group: "write", keys: [{ code: "KeyN", shift: true }], words: "command.new_card", icon: "note", undone: "command.undone.drop", when: (m) => m.screen === "library" },
  { id: "new-ready", group: "write", keys: [{ code: "KeyR", shift: true }], words: "command.new_ready", icon: "pen", undone: "command.undone.drop", when: (m) => m.screen === "library" },
  { id: "count-figures", group: "write", keys: [{ code: "KeyQ", shift: true }], words: "command.count_figures", icon: "numbers", undone: "command.undone.drop", when: (m) => m.screen === "numbers" },

  { id: "next", group: "list", keys: [{ code: "KeyJ" }, { code: "ArrowDown" }], words: "command.next", icon: "down", undone: null, when: (m) => m.rows && m.screen === "now" && !(m.phone && m.openId !== null) },
  { id: "previous", group: "list", keys: [{ code: "KeyK" }, { code: "ArrowUp" }], words: "command.previous", icon: "up", undone: null, when: (m) => m.rows && m.screen === "now" && !(m.phone && m.openId !== null) },
  { id: "open", group: "list", keys: [{ code: "Enter" }, { code: "NumpadEnter" }], words: "command.open", icon: "now", undone: null, inRow: true, when: (m, t) => (t.caseId ?? m.selectedId) !== null },
  { id: "menu", group: "list", keys: [{ code: "KeyM" }, { code: "ContextMenu" }, { code: "F10", shift: true }], words: "command.menu", icon: "more", undone: null, when: (m, t) => m.screen === "now" && (t.caseId ?? m.selectedId) !== null },
  { id: "unfold", group: "list", keys: [{ code: "KeyX" }], words: "command.unfold", icon: "all", undone: null, when: (m, t) => m.fold(t) !== null },
  { id: "ask-all", group: "list", keys: [{ code: "KeyA", shift: true }], words: "command.ask_all", icon: "help", undone: "command.undone.toast", when: (m, t) => m.fold(t) === "ask" && !m.busy },
  { id: "aside-all", group: "list", keys: [{ code: "KeyZ", shift: true }], words: "command.aside_all", icon: "down", undone: "command.undone.toast", when: (m, t) => m.fold(t) !== null && m.fold(t) !== "danger" && !m.busy },
  { id: "take-all", group: "list", keys: [{ code: "KeyX", shift: true }], words: "command.take_all", icon: "mine", undone: "command.undone.toast", when: (m, t) => m.fold(t) !== null && !m.busy },
  { id: "filters", group: "list", keys: [{ code: "KeyF", shift: true }], words: "command.filters", icon: "filter", undone: null, when: (m) => m.screen === "now" },
  { id: "keep-view", group: "list", keys: [{ code: "KeyS", shift: true }], words: "command.keep_view", icon: "check", undone: "command.undone.unkeep", when: (m) => m.screen === "now" && m.newFilter },
  { id: "back", group: "list", keys: [{ code: "Escape" }], words: "command.back", icon: "back", undone: null, when: (m) => m.openId !== null },

  { id: "go-now", group: "go", keys: [{ code: "KeyN", after: "KeyG" }], words: "command.go_now", icon: "now", undone: null, when: always },
  { id: "go-mine", group: "go", keys: [{ code: "KeyM", after: "KeyG" }], words: "command.go_mine", icon: "mine", undone: null, when: always },
  { id: "go-unowned", group: "go", keys: [{ code: "KeyU", after: "KeyG" }], words: "command.go_unowned", icon: "unowned", undone: null, when: always },
  { id: "go-waiting", group: "go", keys: [{ code: "KeyW", after: "KeyG" }], words: "command.go_waiting", icon: "waiting", undone: null, when: always },
  { id: "go-all", group: "go", keys: [{ code: "KeyA", after: "KeyG" }], words: "command.go_all", icon: "all", undone: null, when: always },
  { id: "go-closed", group: "go", keys: [{ code: "KeyC", after: "KeyG" }], words: "command.go_closed", icon: "check", undone: null, when: always },
  { id: "go-docket", group: "go", keys: [{ code: "KeyD", after: "KeyG" }], words: "command.go_docket", icon: "docket", undone: null, when: always },
  { id: "go-library", group: "go", keys: [{ code: "KeyB", after: "KeyG" }], words: "command.go_library", icon: "note", undone: null, when: always },
  { id: "go-numbers", group: "go", keys: [{ code: "KeyF", after: "KeyG" }], words: "command.go_numbers", icon: "numbers", undone: null, when: always },
  { id: "go-log", group: "go", keys: [{ code: "KeyL", after: "KeyG" }], words: "command.go_log", icon: "log", undone: null, when: always },
  { id: "go-health", group: "go", keys: [{ code: "KeyH", after: "KeyG" }], words: "command.go_health", icon: "health", undone: null, when: always },
  { id: "go-staff", group: "go", keys: [{ code: "KeyS", after: "KeyG" }], words: "command.go_staff", icon: "staff", undone: null, when: always },

  { id: "search", group: "desk", keys: [{ code: "Slash", writes: "/" }], words: "command.search", icon: "search", undone: null, when: always },
  { id: "palette", group: "desk", keys: [{ code: "KeyK", ctrl: true }], words: "command.palette", icon: "all", undone: null, when: always },
  { id: "paste", group: "desk", keys: [{ code: "KeyP" }], words: "command.paste", icon: "note", undone: null, when: always },
  { id: "help", group: "desk", keys: [{ code: "Slash", shift: true, writes: "?" }], words: "command.help", icon: "help", undone: null, when: always },
  { id: "more", group: "desk", keys: [{ code: "KeyO" }], words: "command.more", icon: "more", undone: null, when: always },
  { id: "russian", group: "desk", keys: [{ code: "Digit1", shift: true }], words: "command.russian", icon: "note", undone: null, when: always },
  { id: "ukrainian", group: "desk", keys: [{ code: "Digit2", shift: true }], words: "command.ukrainian", icon: "note", undone: null, when: always },
  { id: "english", group: "desk", keys: [{ code: "Digit3", shift: true }], words: "command.english", icon: "note", undone: null, when: always },
  { id: "lock", group: "desk", keys: [{ code: "KeyL", shift: true }], words: "command.lock", icon: "lock", undone: "command.undone.sign_in", when: always },
  { id: "panic", group: "desk", keys: [{ code: "Escape", times: 3 }], words: "command.panic", icon: "panic", undone: "command.undone.never", when: always },
];

const kById = new Map(kCommands.map((command) => [command.id, command]));

export function commandOf(id: CommandId): Command {
  const command = kById.get(id);
  if (command === undefined) throw new Error(`no command ${id}`);
  return command;
}
