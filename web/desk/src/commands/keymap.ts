// Which key means what, by the physical key (KeyboardEvent.code), so that J works on a Russian layout too.
// A pure function of the key and what came before; the shell listens and carries out. Never while somebody types,
// but for Escape, which leaves the field; three Escapes in a row with nothing left to close are the panic lock.

export type Command =
  | "next" | "previous" | "open" | "back" | "take" | "reply" | "note" | "undo" | "help" | "lock" | "panic"
  | "go-now" | "go-mine" | "go-unowned" | "go-waiting" | "go-all" | "go-log" | "go-health" | "go-staff" | "paste";

export interface Press {
  readonly code: string;
  readonly shift: boolean;
  /// Ctrl, Alt or Meta is down: the browser's own shortcuts stay untouched.
  readonly modified: boolean;
  /// The focus is in a field that takes text.
  readonly typing: boolean;
  /// Something is open that this press closes or leaves: a window, a field, a case. Only Escape asks.
  readonly closes: boolean;
  /// The key is held down and repeats itself.
  readonly repeat: boolean;
  /// What the key writes on the layout at hand: "?" stands elsewhere on each.
  readonly key: string;
  readonly atMs: number;
}

const kGoWindowMs = 1_500;
const kPanicWindowMs = 1_200;
const kPanicPresses = 3;

const kPlain: Readonly<Record<string, Command>> = {
  KeyJ: "next", ArrowDown: "next", KeyK: "previous", ArrowUp: "previous", Enter: "open", NumpadEnter: "open",
  KeyT: "take", KeyR: "reply", KeyN: "note", KeyU: "undo", KeyP: "paste",
};

const kShifted: Readonly<Record<string, Command>> = { Slash: "help", KeyL: "lock" };

const kAfterGo: Readonly<Record<string, Command>> = {
  KeyN: "go-now", KeyM: "go-mine", KeyU: "go-unowned", KeyW: "go-waiting", KeyA: "go-all",
  KeyL: "go-log", KeyH: "go-health", KeyS: "go-staff",
};

export class Keymap {
  private goAtMs = Number.NEGATIVE_INFINITY;
  private escapesMs: number[] = [];

  /// @return the command that this press completes, or null
  press(press: Press): Command | null {
    if (press.code === "Escape") return this.escape(press);
    this.escapesMs = [];
    const afterGo = press.atMs - this.goAtMs <= kGoWindowMs;
    this.goAtMs = Number.NEGATIVE_INFINITY;
    if (press.typing || press.modified || press.repeat && press.code !== "KeyJ" && press.code !== "KeyK" && !press.code.startsWith("Arrow")) return null;
    if (press.key === "?") return "help";
    if (press.shift) return kShifted[press.code] ?? null;
    if (afterGo && press.code in kAfterGo) return kAfterGo[press.code] ?? null;
    if (press.code === "KeyG") {
      this.goAtMs = press.atMs;
      return null;
    }
    return kPlain[press.code] ?? null;
  }

  /// Three presses by habit (leave the field, close the case, once more) are no panic: only those count that had nothing
  /// to close, and a key that is held counts once.
  private escape({ atMs, closes, repeat }: Press): Command | null {
    this.goAtMs = Number.NEGATIVE_INFINITY;
    if (repeat) return null;
    if (closes) {
      this.escapesMs = [];
      return "back";
    }
    this.escapesMs = [...this.escapesMs.filter((ms) => atMs - ms <= kPanicWindowMs), atMs];
    if (this.escapesMs.length < kPanicPresses) return "back";
    this.escapesMs = [];
    return "panic";
  }
}

const kTextInputs = new Set(["text", "password", "search", "email", "tel", "url", "number", "date", "time", "datetime-local"]);

/// Whether keys belong to the element that has the focus rather than to us.
export function takesText(element: Element | null): boolean {
  if (element === null) return false;
  if (element.tagName === "TEXTAREA" || element.tagName === "SELECT") return true;
  return element.tagName === "INPUT" && kTextInputs.has((element as HTMLInputElement).type);
}
