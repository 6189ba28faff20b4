// The table of commands, walked through: every command works by key on a Russian layout, by mouse and by touch, and is
// described in three languages. A command without a row in `kWalk` fails here.
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import type { Chord } from "../../../desk/src/commands/keymap.ts";
import { kCommands, type Command, type CommandId } from "../../../desk/src/commands/table.ts";
import { kSpecs, type Spec } from "../../desk/twin/cases.ts";
import { launch, Stage } from "./stage.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

type Way = "key" | "mouse" | "touch";
interface Step {
  /// Makes it possible; nothing where it always is.
  ready?: (stage: Stage, way: Way) => Promise<void>;
  /// Waits for what a person sees of it.
  seen: (stage: Stage) => Promise<void>;
  /// Its own button, where the palette cannot offer it.
  own?: (stage: Stage) => Promise<void>;
}

const closed = async (stage: Stage): Promise<void> => {
  await stage.page.locator("dialog[open]").evaluate((window: HTMLDialogElement) => window.close());
  await stage.page.locator("dialog").waitFor({ state: "detached" });
};
const dialog = async (stage: Stage, title: string): Promise<void> => {
  await stage.page.locator("dialog[open]", { hasText: title }).waitFor();
  await closed(stage);
};
const view = (name: string): Step => ({ seen: (stage) => stage.page.locator("h1", { hasText: stage.t(`queue.title.${name}`) }).waitFor() });
const screen = (name: string): Step => ({ seen: (stage) => stage.page.locator("main h1", { hasText: stage.t(`${name}.title`) }).waitFor() });
const speaks = (language: string): Step => ({ seen: (stage) => stage.page.locator(`html[lang="${language}"]`).waitFor({ state: "attached" }) });
const box = (stage: Stage): Promise<string> => stage.page.locator("#composer-box").inputValue();
const focusedId = (stage: Stage): Promise<string> => stage.page.evaluate(() => document.activeElement?.id ?? "");
const focusedRow = (stage: Stage): Promise<number> =>
  stage.page.evaluate(() => [...document.querySelectorAll("[data-case-id]")].findIndex((row) => row === document.activeElement));
const toList = async (stage: Stage): Promise<void> => {
  const back = stage.button("case.back");
  if (await back.isVisible()) await back.click();
  await stage.page.locator("[data-case-id]").first().waitFor();
};
const focusHeading = (stage: Stage): Promise<void> => stage.page.locator("#list-title").focus();
/// All of them were done in one act and are taken back by one.
const undoBulk = async (stage: Stage, replies: number): Promise<void> => {
  const alike = (): (string | null)[] => stage.twin.office.files.filter((file) => kAlike.includes(file.spec)).map((file) => file.owner);
  await expect.poll(alike).toEqual(["larch", "larch", "larch"]);
  await stage.page.locator(".toast").getByRole("button", { name: stage.t("toast.undo"), exact: true }).click();
  await expect.poll(alike).toEqual([null, null, null]);
  const undone = stage.twin.office.files.filter((file) => kAlike.includes(file.spec)).flatMap((file) => file.messages.filter((message) => message.state === "undone"));
  expect(undone.length).toBeGreaterThanOrEqual(replies);
  await stage.page.locator("[data-fold]").waitFor();
};
const undoAside = async (stage: Stage): Promise<void> => {
  const alike = (): (string | null)[] => stage.twin.office.files.filter((file) => kAlike.includes(file.spec)).map((file) => file.end.junk);
  await expect.poll(alike).toEqual(["provocation", "provocation", "provocation"]);
  await stage.page.locator(".toast").getByRole("button", { name: stage.t("toast.undo"), exact: true }).click();
  await expect.poll(alike).toEqual([null, null, null]);
  await stage.page.locator("[data-fold]").waitFor();
};
const openMine = async (stage: Stage): Promise<void> => {
  if (await stage.page.locator("#composer-box").isVisible()) return void (await stage.page.locator("#case-title").focus());
  await toList(stage);
  await stage.open(3);
  await stage.page.locator("#case-title").focus();
};
const toLibrary = async (stage: Stage): Promise<void> => {
  await stage.button("library.back").click();
  await stage.page.locator("#library-search").waitFor();
  await stage.page.locator("main h1").focus();
};
/// The day in court of the open case is two days ahead, and nobody has acknowledged it.
const courtIsNear = async (stage: Stage): Promise<void> => {
  await openMine(stage);
  const { office } = stage.twin;
  const name = await stage.page.locator("#case-title").textContent();
  for (const file of office.files)
    if (office.name(file, "ru") === name?.trim()) file.court = { at: `${new Date(office.now() + 172_800_000).toISOString().slice(0, 19)}Z`, step: 3, wanted: 1, seen: [] };
  office.counter += 1;
  await stage.page.locator('[data-command="see-court"]').first().waitFor({ state: "attached" });
  await stage.page.locator("#case-title").focus();
};
const inCase = (title: string): Step => ({ ready: openMine, seen: (stage) => dialog(stage, stage.t(title)) });

/// What is said to screen readers.
const announced = (stage: Stage, words: string): Promise<void> => stage.page.getByText(stage.t(words)).first().waitFor({ state: "attached" });
/// The window that is open does what it is for.
const submitted = async (stage: Stage, words: string): Promise<void> => {
  await stage.page.locator("dialog[open] button[type=submit]").click();
  await announced(stage, words);
  await stage.page.locator("dialog").waitFor({ state: "detached" });
};
const begun = async (stage: Stage, code: string): Promise<void> => {
  await stage.page.locator("#case-title").focus();
  await press(stage, { code });
  await stage.page.locator("dialog[open]").waitFor();
};

const begunTaking = async (stage: Stage): Promise<void> => {
  await stage.page.locator("#case-title").focus();
  if (!(await stage.page.locator("#composer-box").isVisible())) await press(stage, { code: "KeyT" });
  await stage.page.locator("#composer-box").waitFor();
};

// ---- the triage card

/// Presses that were counted.
const progress = (stage: Stage, keys: number): Promise<void> => expect.poll(() => stage.page.locator("[data-triage-progress]").innerText()).toMatch(new RegExp(`${keys}$`, "u"));
const toSeveral = async (stage: Stage): Promise<void> => {
  for (let at = 0; at < 9 && !(await stage.page.locator('.acts [data-command="triage-several"]').isVisible()); at += 1) await stage.page.locator('[data-command="triage-next"]').click();
  await stage.page.locator("#triage-title").focus();
};
const toRows = async (stage: Stage): Promise<void> => {
  if (await stage.page.locator("#triage-title").isVisible()) {
    await stage.button("triage.leave").click();
    await stage.page.locator("#case-title").waitFor();
  }
  await toList(stage);
};
/// What an act before has closed is opened again, so that there is always one to look through.
const inTriage = async (stage: Stage): Promise<void> => {
  for (const file of stage.twin.office.files) if (file.end.stage === "closed") file.end = { ...file.end, stage: null, side: null, junk: null };
  stage.twin.office.counter += 1;
  if (!(await stage.page.locator("#triage-title").isVisible())) {
    await toRows(stage);
    await stage.page.locator("[data-case-id]").nth(3).focus();
    await press(stage, { code: "KeyA" });
  }
  await stage.page.locator("#triage-title").focus();
};
const ended = (stage: Stage): typeof stage.twin.office.files => stage.twin.office.files.filter((file) => file.end.stage === "closed");
/// The page says so too: until then it still shows the request before, and takes no second key for it.
const setAside = async (stage: Stage, kind: string): Promise<void> => {
  await expect.poll(() => ended(stage).map((file) => file.end.junk)).toEqual([kind]);
  await stage.page.locator("aside.told", { hasText: stage.t(`aside.${kind}`) }).waitFor();
};
const endedAs = async (stage: Stage, side: string): Promise<void> => {
  await expect.poll(() => ended(stage).map((file) => file.end.side)).toEqual([side]);
  await stage.page.locator("aside.told", { hasText: stage.t(`triage.${side}`, { name: "" }).trim() }).waitFor();
  const [file] = ended(stage);
  if (file !== undefined) file.end = { ...file.end, stage: null, side: null };
  stage.twin.office.counter += 1;
};
/// In an order in which one makes the next possible. At the fourth row: a request that nobody has taken.
const kWalk: readonly [CommandId, Step][] = [
  ["go-all", view("all")], ["go-waiting", view("waiting")], ["go-mine", view("mine")], ["go-closed", view("closed")], ["go-unowned", view("unowned")],
  ["go-docket", screen("docket")], ["go-library", screen("library")], ["go-numbers", screen("numbers")], ["count-figures", { seen: (stage) => stage.page.locator("[data-figure]").first().waitFor().then(() => stage.button("figures.back").click()).then(() => stage.page.locator("form.figures").waitFor()) }], ["go-log", screen("log")], ["go-health", screen("health")], ["go-staff", screen("staff")], ["go-now", view("unowned")],
  ["ukrainian", speaks("uk")], ["english", speaks("en")], ["russian", speaks("ru")],
  ["next", { ready: (stage) => focusHeading(stage), seen: (stage) => expect.poll(() => focusedRow(stage)).toBe(0) }],
  ["previous", { seen: (stage) => expect.poll(() => focusedRow(stage)).toBe(0) }],
  ["ask-all", { ready: (stage) => stage.page.locator("[data-fold]").focus(), seen: (stage) => undoBulk(stage, 3) }],
  ["take-all", { ready: (stage) => stage.page.locator("[data-fold]").focus(), seen: (stage) => undoBulk(stage, 0) }],
  ["aside-all", { ready: (stage) => stage.page.locator("[data-fold]").focus(), seen: undoAside }],
  ["unfold", { ready: (stage) => stage.page.locator("[data-fold]").focus(), seen: (stage) => expect.poll(() => stage.page.locator("[data-fold]").count()).toBe(0) }],
  ["filters", { ready: (stage) => focusHeading(stage), seen: (stage) => stage.page.locator(".chips button[aria-pressed]").nth(3).waitFor() }],
  ["keep-view", {
    ready: (stage) => stage.page.locator(".chips button[aria-pressed]", { hasText: stage.t("filter.writes.uk") }).click().then(() => focusHeading(stage)),
    seen: async (stage) => {
      await stage.page.locator(".chips .kept").waitFor();
      await stage.page.locator(".chips .drop").click();
      await stage.button("filter.clear").click();
      await stage.page.locator("[data-case-id]").nth(9).waitFor();
    },
  }],
  ["triage", { ready: (stage) => stage.page.locator("[data-case-id]").nth(3).focus(), seen: async (stage) => stage.page.locator("[data-answer]").first().waitFor() }],
  ["triage-next", { seen: (stage) => progress(stage, 1) }],
  ["triage-back", { seen: (stage) => progress(stage, 2) }],
  ["triage-unknown", { seen: (stage) => progress(stage, 3) }],
  ["triage-several", { ready: toSeveral, seen: (stage) => stage.page.getByText(stage.t("triage.picking")).waitFor() }],
  ...(["provocation", "press", "test", "wrong-service", "abuse", "duplicate"] as const).map((kind): [CommandId, Step] => [`junk-${kind}`, { ready: inTriage, seen: (stage) => setAside(stage, kind.replace("-", "_")) }]),
  ["out-of-mandate", { ready: inTriage, seen: (stage) => endedAs(stage, "out_of_mandate") }],
  ["menu", { ready: async (stage) => toRows(stage).then(() => stage.page.locator("[data-case-id]").nth(3).focus()), seen: (stage) => dialog(stage, stage.t("command.take")) }],
  ["open", { seen: (stage) => stage.page.locator("#case-title").waitFor() }],
  ["take", { seen: (stage) => stage.page.locator("#composer-box").waitFor() }],
  ["raise", inCase("reason.label")], ["lower", inCase("reason.label")], ["fact", inCase("facts.dialog.title")],
  ["check", {
    ready: async (stage, way) => {
      if (await stage.button("case.tab.facts").isVisible()) await stage.button("case.tab.facts").click();
      if (way === "key") await stage.page.locator(".fact button").first().focus();
    },
    own: (stage) => stage.page.locator(".fact").first().getByRole("button").nth(1).click(),
    seen: (stage) => stage.page.locator("dialog[open] #check-note").waitFor().then(() => dialog(stage, "")),
  }],
  ["note", { ready: (stage) => stage.page.locator("#case-title").focus(), seen: async (stage) => {
    await stage.page.locator("form.composer.note").waitFor();
    await expect.poll(() => focusedId(stage)).toBe("composer-box");
  } }],
  ["reply", { ready: (stage) => stage.page.locator("#case-title").focus(), seen: async (stage) => {
    await stage.page.locator("form.composer.reply").waitFor();
    await expect.poll(() => focusedId(stage)).toBe("composer-box");
  } }],
  ["task", inCase("item.what")], ["record", inCase("item.code.article")], ["link", inCase("link.text")], ["timeline", inCase("timeline.title")],
  ["see-court", { ready: courtIsNear, seen: (stage) => announced(stage, "court.told") }],
  ["ask", { ready: openMine, seen: async (stage) => {
    await expect.poll(() => box(stage)).not.toBe("");
    await stage.page.locator("#composer-box").fill("");
  } }],
  ["ready", inCase("ready.said")], ["cards", inCase("ready.cards")],
  ["send", {
    ready: async (stage, way) => {
      await stage.page.locator("#composer-box").fill("Мы читаем вас каждый день.");
      if (way !== "key") await stage.page.locator("#case-title").focus();
    },
    seen: (stage) => stage.page.locator("div.held").waitFor(),
  }],
  ["undo", { ready: (stage) => stage.page.locator("#case-title").focus(), seen: (stage) => expect.poll(() => box(stage)).toBe("Мы читаем вас каждый день.") }],
  ["send-wait", {
    ready: async (stage) => {
      await stage.page.locator("#composer-box").fill("Мы читаем вас каждый день.");
      await stage.page.locator("#case-title").focus();
    },
    seen: (stage) => dialog(stage, stage.t("send_wait.send")),
  }],
  ["give-back", { ready: async (stage) => stage.page.locator("#composer-box").fill("").then(() => stage.page.locator("#case-title").focus()), seen: (stage) => dialog(stage, stage.t("case.give_back")) }],
  ["contact-lost", inCase("end.dialog.how")],
  ["wait", inCase("wait.for")], ["aside", inCase("aside.text")], ["merge", inCase("merge.text")],
  ["end", { ready: openMine, seen: (stage) => submitted(stage, "end.closed") }],
  ["undo-end", { ready: openMine, seen: (stage) => announced(stage, "end.undone") }],
  ["reopen", { ready: (stage) => begun(stage, "KeyE").then(() => submitted(stage, "end.closed")), seen: (stage) => announced(stage, "end.reopened") }],
  ["unmerge", {
    ready: async (stage) => {
      await begun(stage, "KeyY");
      await stage.page.locator("#merge-into").selectOption({ index: 1 });
      await submitted(stage, "end.merged");
    },
    seen: (stage) => announced(stage, "end.unmerged"),
  }],
  ["print", { ready: openMine, seen: (stage) => stage.page.locator("main h1", { hasText: stage.t("print.title") }).waitFor().then(() => stage.button("print.back").click()).then(() => stage.page.locator("#case-title").waitFor()) }],
  ["back", { ready: (stage) => stage.page.locator("#case-title").focus(), seen: (stage) => expect.poll(() => stage.page.locator("#case-title").count()).toBe(0) }],
  ["make-card", {
    ready: async (stage) => {
      await toList(stage);
      await stage.open(3);
      await begunTaking(stage);
      await stage.page.locator("#composer-box").fill("Мы читаем вас каждый день.");
      await press(stage, { code: "Enter", ctrl: true });
      await stage.page.locator("div.held").waitFor();
      await stage.page.locator("#case-title").focus();
    },
    seen: async (stage) => {
      // In the language of whoever was answered.
      const bodies = (): Promise<string[]> => stage.page.locator("textarea[id^=body-]").evaluateAll((all) => all.map((one) => (one as HTMLTextAreaElement).value));
      await expect.poll(bodies).toContain("Мы читаем вас каждый день.");
      await toLibrary(stage);
    },
  }],
  ["new-card", { seen: (stage) => stage.page.locator("#title-ru").waitFor().then(() => toLibrary(stage)) }],
  ["new-ready", { seen: (stage) => stage.page.locator("#name-ru").waitFor().then(() => toLibrary(stage)).then(() => press(stage, { code: "KeyG" })).then(() => press(stage, { code: "KeyU" })).then(() => stage.page.locator("[data-case-id]").first().waitFor()) }],
  ["search", { seen: (stage) => stage.page.locator("#search").waitFor().then(() => closed(stage)) }],
  ["paste", { seen: (stage) => dialog(stage, stage.t("paste.title")) }],
  ["more", { seen: (stage) => dialog(stage, stage.t("nav.staff")) }],
  ["help", { seen: (stage) => dialog(stage, stage.t("help.lead")) }],
  ["palette", { own: (stage) => openPalette(stage), seen: (stage) => stage.page.locator("#palette").waitFor().then(() => closed(stage)) }],
  ["lock", { seen: (stage) => stage.page.locator("#alias").waitFor() }],
  // A case that was open opens again after signing in, and takes an Escape.
  ["panic", { ready: (stage) => stage.signIn().then(() => press(stage, { code: "Escape" })), seen: (stage) => stage.page.getByText(stage.t("signin.ended_panic")).waitFor() }],
];

/// Three that wait for the same question, in three languages.
const kAlike: readonly Spec[] = (["ru", "uk", "en"] as const).map((language, at) => ({ ...(kSpecs[5] as Spec), name: [50 + at, 60 + at], section: "under_48h", leftH: 33 + at, language, situation: ["abroad"] }));

const kRussian: Readonly<Record<string, string>> = { KeyT: "е", KeyK: "л", KeyJ: "о", KeyF: "а", KeyV: "м", KeyR: "к", KeyN: "т", KeyU: "г", KeyM: "ь", KeyG: "п", KeyW: "ц", KeyX: "ч", KeyA: "ф", KeyL: "д", KeyH: "р", KeyS: "ы", KeyP: "з", KeyO: "щ", KeyI: "ш", KeyC: "с", KeyE: "у", KeyY: "н", KeyD: "в", KeyZ: "я", KeyB: "и", KeyQ: "й", Slash: ".", Digit1: "!", Digit2: "\"", Digit3: "№" };

/// All presses at once: between two of a chord no slow machine stands.
async function press(stage: Stage, chord: Chord, times = 1): Promise<void> {
  // On a Russian layout "?" is Shift and 7.
  const init = chord.writes === "/" ? { code: "Slash", key: ".", shiftKey: false } : chord.writes === "?" ? { code: "Digit7", key: "?", shiftKey: true } : { code: chord.code, key: kRussian[chord.code] ?? chord.code, shiftKey: chord.shift === true, ctrlKey: chord.ctrl === true };
  await stage.page.evaluate(([how, count]) => {
    for (let pressed = 0; pressed < count; pressed += 1) (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent("keydown", { ...how, bubbles: true, cancelable: true }));
  }, [init, times] as const);
}

async function byKey(stage: Stage, { keys: [chord] }: Command): Promise<void> {
  if (chord.after !== undefined) await press(stage, { code: chord.after });
  // On a row Enter is the browser's own: a press of the button that the row is.
  if (chord.code === "Enter" && chord.ctrl !== true) return void (await stage.page.keyboard.press("Enter"));
  await press(stage, chord, chord.times ?? 1);
}

/// Where a finger or the pointer finds it: the rail, the bar under "more", or the dots of a case.
async function openPalette(stage: Stage): Promise<void> {
  const { page } = stage;
  const direct = page.locator('[data-command="palette"]').first();
  if (!(await direct.isVisible())) await page.locator('[aria-controls="case-more"], nav [data-command="more"]').first().click();
  await direct.click();
  await page.locator("#palette").waitFor();
}

/// On a phone the card to look a request through has the whole screen: its acts are its own buttons.
async function onCard({ page }: Stage, id: CommandId): Promise<boolean> {
  if (!/^(triage-|junk-|out-of-mandate)/.test(id)) return false;
  const button = page.locator(`article:has(#triage-title) ${id === "triage-unknown" ? '[data-answer="unknown"]' : `[data-command="${id}"]`}`).first();
  await button.waitFor({ state: "attached" });
  // The next request opens with its list folded, also while a finger is on its way.
  await expect.poll(async () => {
    if (!(await button.isVisible())) await page.locator("article:has(#triage-title) details summary").first().tap();
    return button.tap({ timeout: 1_000 }).then(() => true, () => false); // sleep: one try of a tap, after which it is looked for again
  }, { timeout: 120_000 }).toBe(true);
  return true;
}

async function byPointer(stage: Stage, { id }: Command, way: Way): Promise<void> {
  if (way === "touch" && (await onCard(stage, id))) return;
  await openPalette(stage);
  const item = stage.page.locator(`[data-palette="${id}"]`);
  await (way === "touch" ? item.tap() : item.click());
}

describe("every command", { timeout: 300_000 }, () => {
  test("has a row in this walk", () => expect(kWalk.map(([id]) => id).toSorted()).toEqual(kCommands.map(({ id }) => id).toSorted()));

  test("is described in three languages, and says how it is undone", () => {
    for (const language of ["ru", "uk", "en"]) {
      const texts = JSON.parse(readFileSync(new URL(`../../../shared/texts/desk.${language}.json`, import.meta.url), "utf8")) as Record<string, string>;
      const said = kCommands.map(({ words }) => texts[`desk.${words}`] ?? "");
      expect(said.filter((words) => words === ""), language).toEqual([]);
      expect(new Set(said).size, `${language}: each is called differently`).toBe(said.length);
      expect(kCommands.filter(({ undone }) => undone !== null && (texts[`desk.${undone}`] ?? "") === ""), language).toEqual([]);
    }
  });

  test.each(["key", "mouse", "touch"] as const)("works by %s", async (way) => {
    const stage = await Stage.open(browser, { language: "ru", specs: [...kSpecs.map((spec) => ({ ...spec, silent: true })), ...kAlike], ...(way === "touch" ? { width: 390, height: 844 } : {}) });
    // sleep: a command that does nothing is noticed after this; each answers in a fraction of a second.
    stage.page.setDefaultTimeout(15_000);
    await stage.signIn();
    for (const [id, { ready, seen, own }] of kWalk) {
      const command = kCommands.find((one) => one.id === id) as Command;
      const done = async (): Promise<void> => {
        await ready?.(stage, way);
        if (way === "key") await byKey(stage, command);
        else if (own !== undefined) await own(stage);
        else await byPointer(stage, command, way);
        await seen(stage);
      };
      await done().catch((error: unknown) => {
        throw new Error(`${id} by ${way}: ${String(error)}`);
      });
    }
    await stage.close();
  });
});

describe("the palette", () => {
  test("finds by words, also on the other layout, and offers only what is possible now", async () => {
    const stage = await Stage.open(browser, { language: "ru" });
    await stage.signIn();
    await stage.page.keyboard.press("Control+k");
    await stage.page.locator("#palette").fill("rjvfyl");
    await expect.poll(() => stage.page.locator("[data-palette]").evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset["palette"]))).toEqual(["go-staff"]);
    await stage.axe();
    await stage.page.keyboard.press("Enter");
    await stage.page.locator("main h1", { hasText: stage.t("staff.title") }).waitFor();
    await stage.page.keyboard.press("Control+k");
    expect(await stage.page.locator('[data-palette="send"], [data-palette="back"], [data-palette="undo"]').count()).toBe(0);
    await stage.page.locator("#palette").fill("я".repeat(100));
    await stage.page.getByText(stage.t("palette.none")).waitFor();
    await stage.page.keyboard.press("Enter");
    expect(await stage.page.locator("dialog[open]").count()).toBe(1);
    await stage.close();
  });
});

describe("the menu of a row", () => {
  test("by the right button and by the menu key; its keys work in it; the focus returns to the row", async () => {
    const stage = await Stage.open(browser, { language: "ru" });
    await stage.signIn();
    const row = stage.page.locator("[data-case-id]").nth(2);
    await row.click({ button: "right" });
    await stage.page.locator('[data-menu="take"]').waitFor();
    await stage.axe();
    await stage.page.keyboard.press("Escape");
    await expect.poll(() => stage.page.locator("dialog[open]").count()).toBe(0);
    await row.focus();
    await stage.page.keyboard.press("ContextMenu");
    await stage.page.locator('[data-menu="open"]').waitFor();
    await stage.page.keyboard.press("ArrowDown");
    await stage.page.keyboard.press("Escape");
    await expect.poll(() => focusedRow(stage)).toBe(2);
    const id = await row.getAttribute("data-case-id");
    await row.click({ button: "right" });
    await stage.page.keyboard.press("t");
    await expect.poll(() => stage.twin.office.files.find((file) => file.id === id)?.owner).toBe("larch");
    await stage.close();
  });

  test("by a long press, which does not open the case as well", async () => {
    const stage = await Stage.open(browser, { language: "ru", width: 390, height: 844 });
    await stage.signIn();
    const row = stage.page.locator("[data-case-id]").nth(1);
    const at = await row.boundingBox();
    const client = await stage.page.context().newCDPSession(stage.page);
    await client.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [{ x: (at?.x ?? 0) + 150, y: (at?.y ?? 0) + 20 }] });
    await stage.page.locator('[data-menu="take"]').waitFor();
    await client.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
    expect(await stage.page.locator("#case-title").count()).toBe(0);
    await stage.page.locator('[data-menu="take"]').tap();
    await stage.page.locator("#composer-box").waitFor();
    await stage.close();
  });
});
