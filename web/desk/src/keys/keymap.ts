// Which key means what, by the physical key (KeyboardEvent.code), so that J works on a Russian layout too.
// A pure function of the key and what came before; the shell listens and carries out. Never while somebody types,
// but for the two that must always work: Escape (leave the field) and three Escapes in a row (panic lock).

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
    if (press.code === "Escape") return this.escape(press.atMs);
    this.escapesMs = [];
    const afterGo = press.atMs - this.goAtMs <= kGoWindowMs;
    this.goAtMs = Number.NEGATIVE_INFINITY;
    if (press.typing || press.modified) return null;
    if (press.shift) return kShifted[press.code] ?? null;
    if (afterGo && press.code in kAfterGo) return kAfterGo[press.code] ?? null;
    if (press.code === "KeyG") {
      this.goAtMs = press.atMs;
      return null;
    }
    return kPlain[press.code] ?? null;
  }

  private escape(atMs: number): Command {
    this.goAtMs = Number.NEGATIVE_INFINITY;
    this.escapesMs = [...this.escapesMs.filter((ms) => atMs - ms <= kPanicWindowMs), atMs];
    if (this.escapesMs.length < kPanicPresses) return "back";
    this.escapesMs = [];
    return "panic";
  }
}

const kTextInputs = new Set(["text", "password", "search", "email", "tel", "url", "number", "date", "datetime-local"]);

/// Whether keys belong to the element that has the focus rather than to us.
export function takesText(element: Element | null): boolean {
  if (element === null) return false;
  if (element.tagName === "TEXTAREA" || element.tagName === "SELECT") return true;
  return element.tagName === "INPUT" && kTextInputs.has((element as HTMLInputElement).type);
}
