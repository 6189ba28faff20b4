import { describe, expect, test } from "vitest";
import { commandOf } from "./keymap.ts";

describe("keys", () => {
  test.each([
    ["KeyJ", "next"], ["ArrowRight", "next"], ["KeyK", "previous"], ["ArrowLeft", "previous"], ["KeyS", "same"], ["KeyD", "different"], ["KeyU", "unsure"], ["KeyZ", "undo"], ["KeyN", "open"],
  ])("%s is %s", (code, command) => expect(commandOf({ code, shift: false, modified: false })).toBe(command));

  test("? is help; Ctrl+S, Shift+S and a key held down decide nothing", () => {
    expect(commandOf({ code: "Slash", shift: true, modified: false })).toBe("help");
    expect(commandOf({ code: "Slash", shift: false, modified: false })).toBeNull();
    expect(commandOf({ code: "KeyS", shift: false, modified: true })).toBeNull();
    expect(commandOf({ code: "KeyS", shift: true, modified: false })).toBeNull();
    expect(commandOf({ code: "Enter", shift: false, modified: false })).toBeNull();
  });
});
