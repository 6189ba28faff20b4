// Which key means what, by the physical key (KeyboardEvent.code), so that S is S on a Russian layout, too.

export type Command = "next" | "previous" | "same" | "different" | "unsure" | "undo" | "open" | "help";

const kPlain: Readonly<Record<string, Command>> = {
  KeyJ: "next", ArrowRight: "next", KeyK: "previous", ArrowLeft: "previous",
  KeyS: "same", KeyD: "different", KeyU: "unsure", KeyZ: "undo", KeyN: "open",
};

export interface Press {
  readonly code: string;
  readonly shift: boolean;
  /// Ctrl, Alt or Meta is down, or the key repeats because it is held: nothing is decided by accident.
  readonly modified: boolean;
}

export function commandOf(press: Press): Command | null {
  if (press.modified) return null;
  if (press.shift) return press.code === "Slash" ? "help" : null;
  return kPlain[press.code] ?? null;
}
