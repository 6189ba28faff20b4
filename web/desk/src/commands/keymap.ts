// Which key means what, by the physical key (KeyboardEvent.code), so that J works on a Russian layout too. The keys
// themselves are in table.ts; here is how presses become commands, a pure function of the key and what came before.
// Never while somebody types, but for Escape, which leaves the field, and keys with Ctrl. Three Escapes in a row with
// nothing left to close are the panic lock.
import type { Command, CommandId } from "./table.ts";

/// One physical key, with what must be held down, pressed before, or how often.
export interface Chord {
  readonly code: string;
  readonly shift?: boolean;
  /// Ctrl, or Command on a Mac.
  readonly ctrl?: boolean;
  /// The key that comes before.
  readonly after?: string;
  readonly times?: number;
  /// The sign it stands for, wherever the layout at hand has it.
  readonly writes?: string;
}

export interface Press {
  readonly code: string;
  readonly shift: boolean;
  /// Ctrl or Command alone is down.
  readonly ctrl: boolean;
  /// Ctrl, Alt or Meta is down: what the table does not name with Ctrl stays the browser's.
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
  /// The triage card is on the screen.
  readonly triage?: boolean;
}

const kGoWindowMs = 1_500;
const kPanicWindowMs = 1_200;
const kPanicPresses = 3;
/// May be held down: they only move.
const kRepeating: ReadonlySet<CommandId> = new Set(["next", "previous"]);

const name = (chord: Chord, scope: Command["scope"] = undefined): string => `${scope ?? ""} ${chord.after ?? ""} ${chord.ctrl === true ? "ctrl " : ""}${chord.shift === true ? "shift " : ""}${chord.code}`;

export class Keymap {
  private readonly chords = new Map<string, CommandId>();
  private readonly signs = new Map<string, CommandId>();
  private readonly prefixes = new Set<string>();
  private before: { code: string; atMs: number } | null = null;
  private escapesMs: number[] = [];

  constructor(commands: readonly Command[]) {
    for (const { id, keys, scope } of commands) {
      for (const chord of keys) {
        if (chord.code === "Escape") continue;
        this.chords.set(name(chord, scope), id);
        if (chord.writes !== undefined) this.signs.set(chord.writes, id);
        if (chord.after !== undefined) this.prefixes.add(chord.after);
      }
    }
  }

  /// @return the command that this press completes, or null
  press(press: Press): CommandId | null {
    if (press.code === "Escape") return this.escape(press);
    this.escapesMs = [];
    const before = this.before !== null && press.atMs - this.before.atMs <= kGoWindowMs ? this.before.code : "";
    this.before = null;
    if (press.ctrl) return press.repeat ? null : (this.chords.get(name({ code: press.code, ctrl: true, shift: press.shift })) ?? null);
    if (press.typing || press.modified) return null;
    const id = this.plain(press, before);
    return press.repeat && id !== null && !kRepeating.has(id) ? null : id;
  }

  private plain(press: Press, before: string): CommandId | null {
    const sign = this.signs.get(press.key);
    if (sign !== undefined) return sign;
    const { code, shift } = press;
    const own = press.triage === true ? this.chords.get(name({ code, shift }, "triage")) : undefined;
    if (own !== undefined) return own;
    const after = before === "" || shift ? undefined : this.chords.get(name({ code, after: before }));
    if (after !== undefined) return after;
    if (!shift && this.prefixes.has(code)) {
      this.before = { code, atMs: press.atMs };
      return null;
    }
    return this.chords.get(name({ code, shift })) ?? null;
  }

  /// Three presses by habit (leave the field, close the case, once more) are no panic: only those count that had nothing
  /// to close, and a key that is held counts once.
  private escape({ atMs, closes, repeat }: Press): CommandId | null {
    this.before = null;
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

const kCaps: Readonly<Record<string, string>> = { Slash: "?", ArrowDown: "↓", ArrowUp: "↑", Escape: "Esc", ContextMenu: "☰", Backspace: "⌫" };

/// The caps of a key as they stand on a keyboard: ["Ctrl", "K"], ["G", "N"].
export function capsOf(chord: Chord): string[] {
  if (chord.writes !== undefined) return [chord.writes];
  const cap = kCaps[chord.code] ?? chord.code.replace(/^(Key|Digit)/, "");
  const one = [...(chord.ctrl === true ? ["Ctrl"] : []), ...(chord.shift === true ? ["Shift"] : []), cap];
  const all = chord.after === undefined ? one : [chord.after.replace("Key", ""), ...one];
  return Array.from({ length: chord.times ?? 1 }, () => all).flat();
}
