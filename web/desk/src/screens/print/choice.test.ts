import { expect, test } from "vitest";
import type { Case, Fact, Message } from "../../api/types.ts";
import { kParts, kUsual, sheetOf, type Choice } from "./choice.ts";

const message = (kind: Message["kind"], state: Message["state"] = "received"): Message => ({ kind, state, text: `${kind} ${state}` }) as Message;
const fact = (key: string, superseded = false): Fact => ({ key, superseded }) as Fact;
const kFile = {
  messages: [message("message"), message("reply", "sent"), message("reply", "held"), message("reply", "refused"), message("note", "done"), message("event", "done")],
  facts: [fact("where"), fact("where", true), fact("documents"), fact("documents", true)],
} as unknown as Case;
const only = (...parts: (typeof kParts)[number][]): Choice => Object.fromEntries(kParts.map((part) => [part, parts.includes(part)])) as Choice;

test("usually neither notes nor what is not sent nor what was struck out", () => {
  const sheet = sheetOf(kFile, kUsual);
  expect(sheet.messages.map((one) => one.text)).toEqual(["message received", "reply sent"]);
  expect([sheet.facts.length, sheet.documents.length]).toEqual([1, 1]);
});

test("each part alone, and nothing when all is left out", () => {
  expect(sheetOf(kFile, only("notes")).messages.map((one) => one.kind)).toEqual(["note"]);
  expect(sheetOf(kFile, only("facts"))).toMatchObject({ messages: [], documents: [] });
  expect(sheetOf(kFile, only("documents")).documents.map((one) => one.key)).toEqual(["documents"]);
  expect(sheetOf(kFile, only())).toEqual({ messages: [], facts: [], documents: [] });
});
