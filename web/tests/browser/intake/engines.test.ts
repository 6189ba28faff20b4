// The worst engines: no compiler for scripts and no WebAssembly; a plain http address, where browsers have no crypto.subtle.
// The whole way must work; how long it takes is measured by engine_speed.long.test.ts.
import { describe, expect, test } from "vitest";
import type { Language } from "../../../shared/protocol/envelope.ts";
import { kLanguages, kLong, launch, on_stage, type Person, type Stage } from "./stage.ts";

/** 600,000 rounds without WebCrypto, on a busy machine. */
const kSlicesMs = 400_000;
const languages: readonly Language[] = kLong ? kLanguages : ["en"];

async function ask_and_send(person: Person, text: string): Promise<void> {
  await person.short_way(text);
  await person.to_send();
  await person.press("send.button");
}

/** The answer of the organisation, read in the same engine. */
async function read_answer(stage: Stage, person: Person, url: string): Promise<void> {
  stage.answer(stage.only_envelope(), "Ответ.");
  const reader = await stage.visit(person.language, {}, url);
  await reader.come_back(person.words.join(" "));
  await reader.page.getByText("Ответ.").waitFor({ timeout: kSlicesMs });
  expect([...person.errors, ...reader.errors]).toEqual([]);
}

describe("without a compiler", () => {
  const on = on_stage(() => launch("--js-flags=--jitless"));

  test.each(languages)("%s: the whole way, and the answer", async (language) => {
    const person = await on.stage.visit(language);
    expect(await person.page.evaluate(() => typeof WebAssembly)).toBe("undefined");
    await ask_and_send(person, "No compiler.");
    await person.heading(person.texts.t("sent.title"));
    expect(on.stage.only_envelope()).toMatchObject({ text: "No compiler.", assurance: 1 });
    await read_answer(on.stage, person, on.stage.url);
  });
});

describe("without crypto.subtle", () => {
  const on = on_stage(() => launch("--host-resolver-rules=MAP help.example 127.0.0.1"));

  test.each(languages)("%s: the keys are made in slices, with a bar, and are the same keys", async (language) => {
    const plain = on.stage.url.replace("127.0.0.1", "help.example");
    const person = await on.stage.visit(language, {}, plain);
    expect(await person.page.evaluate(() => [isSecureContext, typeof crypto.subtle])).toEqual([false, "undefined"]);
    await ask_and_send(person, "Old phone.");
    await person.page.locator("progress[value]").waitFor();
    await person.page.getByRole("heading", { level: 1, name: person.texts.t("sent.title") }).waitFor({ timeout: kSlicesMs });
    expect(on.stage.only_envelope().text).toBe("Old phone.");
    // Where WebCrypto is, the same words open the same mailbox.
    await read_answer(on.stage, person, on.stage.url);
  }, 2 * kSlicesMs);
});
