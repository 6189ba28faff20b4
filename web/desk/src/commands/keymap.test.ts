import { describe, expect, test } from "vitest";
import { capsOf, Keymap as Map_, takesText, type Press } from "./keymap.ts";
import { commandOf, kCommands } from "./table.ts";

class Keymap extends Map_ {
  constructor() {
    super(kCommands);
  }
}

const press = (code: string, more: Partial<Press> = {}): Press => ({ code, shift: false, ctrl: false, modified: false, typing: false, closes: false, repeat: false, key: "", atMs: 0, ...more });

describe("keys", () => {
  test.each([
    ["KeyJ", "next"], ["KeyK", "previous"], ["Enter", "open"], ["KeyT", "take"], ["KeyR", "reply"], ["KeyN", "note"], ["KeyU", "undo"], ["KeyP", "paste"], ["Escape", "back"],
  ])("%s is %s", (code, command) => expect(new Keymap().press(press(code))).toBe(command));

  test("? and the lock need Shift", () => {
    expect(new Keymap().press(press("Slash"))).toBe("search");
    expect(new Keymap().press(press("Slash", { shift: true }))).toBe("help");
    expect(new Keymap().press(press("KeyL", { shift: true }))).toBe("lock");
    expect(new Keymap().press(press("KeyL")), "L itself only shows").toBe("timeline");
    expect(new Keymap().press(press("KeyJ", { shift: true })), "J itself only moves").toBe("lower");
  });

  test.each([
    ["KeyN", "go-now"], ["KeyM", "go-mine"], ["KeyU", "go-unowned"], ["KeyW", "go-waiting"], ["KeyA", "go-all"], ["KeyL", "go-log"], ["KeyH", "go-health"], ["KeyS", "go-staff"],
  ])("G then %s is %s", (code, command) => {
    const keymap = new Keymap();
    expect(keymap.press(press("KeyG"))).toBeNull();
    expect(keymap.press(press(code, { atMs: 400 }))).toBe(command);
  });

  test("G is forgotten after a while, by another key, and by Escape", () => {
    const keymap = new Keymap();
    keymap.press(press("KeyG"));
    expect(keymap.press(press("KeyN", { atMs: 1_600 }))).toBe("note");
    keymap.press(press("KeyG", { atMs: 2_000 }));
    expect(keymap.press(press("Digit9", { atMs: 2_100 }))).toBeNull();
    expect(keymap.press(press("KeyN", { atMs: 2_200 }))).toBe("note");
    keymap.press(press("KeyG", { atMs: 3_000 }));
    keymap.press(press("Escape", { atMs: 3_100 }));
    expect(keymap.press(press("KeyN", { atMs: 3_200 }))).toBe("note");
  });

  test("nothing while typing or with Ctrl, Alt, Meta, but Escape", () => {
    const keymap = new Keymap();
    expect(keymap.press(press("KeyT", { typing: true }))).toBeNull();
    expect(keymap.press(press("KeyT", { modified: true }))).toBeNull();
    expect(keymap.press(press("KeyT", { modified: true, ctrl: true })), "Ctrl+T is the browser's").toBeNull();
    expect(keymap.press(press("Escape", { typing: true }))).toBe("back");
  });

  test("? is where the layout has it: Shift and 7 on a Russian one", () => {
    expect(new Keymap().press(press("Digit7", { shift: true, key: "?" }))).toBe("help");
    expect(new Keymap().press(press("Digit7", { shift: true, key: "&" }))).toBeNull();
    expect(new Keymap().press(press("Digit7", { shift: true, key: "?", typing: true }))).toBeNull();
  });

  test("a key that is held acts once, but for moving in the list", () => {
    expect(new Keymap().press(press("KeyT", { repeat: true }))).toBeNull();
    expect(new Keymap().press(press("KeyJ", { repeat: true }))).toBe("next");
  });

  test("Escape, Escape, Escape by habit is no panic: only those count that had nothing to close", () => {
    const keymap = new Keymap();
    const closing = [0, 150, 300].map((atMs) => keymap.press(press("Escape", { atMs, closes: atMs < 300 })));
    expect(closing).toEqual(["back", "back", "back"]);
    expect(keymap.press(press("Escape", { atMs: 450 }))).toBe("back");
    expect(keymap.press(press("Escape", { atMs: 600 }))).toBe("panic");
  });

  test("an Escape that is held down is one", () => {
    const keymap = new Keymap();
    expect(keymap.press(press("Escape", { atMs: 0 }))).toBe("back");
    expect([30, 60, 90].map((atMs) => keymap.press(press("Escape", { atMs, repeat: true })))).toEqual([null, null, null]);
  });

  test("three Escapes within 1.2 s are the panic lock; slower ones are not", () => {
    const keymap = new Keymap();
    const escapes = [0, 300, 600].map((atMs) => keymap.press(press("Escape", { atMs })));
    expect(escapes).toEqual(["back", "back", "panic"]);
    expect([2_000, 3_000, 4_000].map((atMs) => keymap.press(press("Escape", { atMs })))).toEqual(["back", "back", "back"]);
    keymap.press(press("Escape", { atMs: 9_000 }));
    keymap.press(press("KeyJ", { atMs: 9_100 }));
    keymap.press(press("Escape", { atMs: 9_200 }));
    expect(keymap.press(press("Escape", { atMs: 9_300 }))).toBe("back");
  });
});

test("Ctrl+K and Ctrl+Enter act while somebody types, once", () => {
  const keymap = new Keymap();
  const ctrl = { ctrl: true, modified: true, typing: true };
  expect(keymap.press(press("KeyK", ctrl))).toBe("palette");
  expect(keymap.press(press("Enter", ctrl))).toBe("send");
  expect(keymap.press(press("KeyK", { ...ctrl, repeat: true }))).toBeNull();
});

test("no two commands have the same key", () => {
  const all = kCommands.flatMap(({ keys, scope }) => keys.map((chord) => `${scope ?? ""} ${capsOf(chord).join(" ")}`));
  expect(all.filter((caps, at) => all.indexOf(caps) !== at)).toEqual([]);
});

test("on the triage card its own keys come first, and elsewhere they mean what they always do", () => {
  expect(new Keymap().press(press("KeyN", { triage: true }))).toBe("junk-duplicate");
  expect(new Keymap().press(press("KeyN"))).toBe("note");
  expect(new Keymap().press(press("KeyT", { triage: true })), "what the card has no key for").toBe("take");
  expect(new Keymap().press(press("Digit0"))).toBeNull();
  expect(new Keymap().press(press("KeyN", { triage: true, typing: true }))).toBeNull();
});

test("keys are named as they stand on a keyboard", () => {
  expect((["palette", "go-now", "help", "panic", "lower"] as const).map((id) => capsOf(commandOf(id).keys[0]).join(" "))).toEqual(["Ctrl K", "G N", "?", "Esc Esc Esc", "Shift J"]);
});

describe("what takes text", () => {
  const element = (tagName: string, type = ""): Element => ({ tagName, type }) as unknown as Element;
  test("fields do, boxes and buttons do not", () => {
    for (const one of [element("TEXTAREA"), element("SELECT"), element("INPUT", "text"), element("INPUT", "password")]) expect(takesText(one)).toBe(true);
    for (const one of [element("BUTTON"), element("INPUT", "checkbox"), element("BODY"), null]) expect(takesText(one)).toBe(false);
  });
});
