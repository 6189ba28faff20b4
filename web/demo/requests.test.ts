// The fictional queue follows the pack and the limits of the envelope; sent through the twin it arrives whole.
import { readFileSync } from "node:fs";
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { asked, answer_of, offered, type Chosen, type PagePack } from "../intake/src/pack.ts";
import { Organisation } from "../tests/twin/organisation.ts";
import { TwinRelay } from "../tests/twin/relay.ts";
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
  const script = fileURLToPath(new URL("send.ts", import.meta.url));
  const child = spawn(process.execPath, [script, url], { stdio: ["ignore", "pipe", "inherit"] });
  const code = await new Promise((done) => child.on("exit", done));
  expect(code).toBe(0);
  const messages = [...relay.envelopes.values()].map(({ day, blob }) => organisation.open_envelope(day, blob));
  const expected = all.flatMap((request) => [request.text, ...(request.later ?? [])]);
  expect(messages.map((message) => message.text).sort()).toEqual([...expected].sort());
  expect(new Set(messages.map((message) => message.mailbox_secret.toString("hex"))).size).toBe(28);
  await relay.stop();
}, 120_000);
