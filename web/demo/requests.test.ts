// The fictional queue follows the pack and the limits of the envelope; sent through the twin it arrives whole.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { asked, answer_of, offered, type Chosen, type PagePack } from "../intake/src/pack.ts";
import { Organisation } from "../tests/twin/organisation.ts";
import { TwinRelay } from "../tests/twin/relay.ts";
import { send_all } from "./send.ts";
import { requests, type DemoRequest } from "./requests.ts";

const pack = JSON.parse(readFileSync(new URL("../../packs/military-refusal/pack.json", import.meta.url), "utf8")) as PagePack;
const all = requests(new Date());

function choices_of(request: DemoRequest): Map<string, Chosen[]> {
  const choices = new Map<string, Chosen[]>();
  for (const answer of request.answers) {
    const [question = "", code = ""] = (answer.split(";")[0] ?? "").split("=");
    choices.set(question, [...(choices.get(question) ?? []), { code }]);
  }
  return choices;
}

test("there are 28: 17 Russian, 7 Ukrainian, 4 English, each with its own name", () => {
  const count = (language: string): number => all.filter((request) => request.language === language).length;
  expect([all.length, count("ru"), count("uk"), count("en")]).toEqual([28, 17, 7, 4]);
  expect(new Set(all.map((request) => request.name)).size).toBe(28);
});

describe.each(all)("$name", (request) => {
  test("answers only what the page would have asked and offered", () => {
    const choices = choices_of(request);
    const open = asked(pack, choices);
    for (const [id, chosen] of choices) {
      const question = open.find((candidate) => candidate.id === id);
      expect(question, id).toBeDefined();
      if (!question || question.kind === "consent") continue;
      for (const { code } of chosen) expect(offered(pack, question).map((answer) => answer.code), `${id}=${code}`).toContain(code);
      if (question.kind === "one") expect(chosen.length, id).toBe(1);
      if (chosen.some(({ code }) => answer_of(question, code)?.exclusive)) expect(chosen.length, id).toBe(1);
    }
    expect(request.answers).toContain("consent=yes");
    expect(request.text.trim()).not.toBe("");
  });
});

test("sent to a relay, every message arrives once", async () => {
  const organisation = new Organisation();
  const relay = new TwinRelay(organisation, "/nowhere");
  const url = await relay.start();
  const folder = mkdtempSync(join(tmpdir(), "waymark-demo-"));
  let sent = 0;
  await send_all(url, join(folder, "words.txt"), () => (sent += 1));
  expect(sent).toBe(28);
  const lines = readFileSync(join(folder, "words.txt"), "utf8").trimEnd().split("\n");
  expect(lines.every((line) => line.slice(line.lastIndexOf(":") + 2).split(" ").length === 8)).toBe(true);
  const messages = [...relay.envelopes.values()].map(({ day, blob }) => organisation.open_envelope(day, blob));
  const expected = all.flatMap((request) => [request.text, ...(request.later ?? [])]);
  expect(messages.map((message) => message.text).sort()).toEqual([...expected].sort());
  expect(new Set(messages.map((message) => message.mailbox_secret.toString("hex"))).size).toBe(28);
  await relay.stop();
  rmSync(folder, { recursive: true });
}, 120_000);
