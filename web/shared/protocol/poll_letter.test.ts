// Both sides read tests/vectors/mail.json; then what mail programs and people do to the text of an answer.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { kFileBytes, open, seal } from "./age.ts";
import { to_armor } from "./armor.ts";
import { concat, number_bytes, to_hex, type Bytes } from "./bytes.ts";
import { sha256 } from "./hash.ts";
import { read_armor } from "./pasted.ts";
import { kAnswerBytes, poll_letter, poll_plaintext, read_answer } from "./poll_letter.ts";
import type { ReplyContext } from "./reply.ts";
import { public_key_of } from "./xwing.ts";

const vectors = JSON.parse(readFileSync(new URL("../../../tests/vectors/mail.json", import.meta.url), "utf8")) as Record<string, string> & { day: number; skip: number };
const hex = (name: string): Bytes => Uint8Array.from(Buffer.from(vectors[name] ?? "", "hex"));
const reply_seed = hex("reply_seed");
const context: ReplyContext = { keys: { reply_seed, reply_public_key: public_key_of(reply_seed), mailbox_secret: hex("mailbox_secret") }, instance_id: hex("instance_id"), reply_keys: [] };
const answer = vectors["answer_armor"] ?? "";

test("a poll letter has the bytes that the bridge reads", () => {
  const plaintext = poll_plaintext(context, vectors.day, hex("nonce"), vectors.skip);
  expect(to_hex(sha256(plaintext))).toBe(vectors["poll_plaintext_sha256"]);
  const sealed = read_armor(vectors["poll_armor"] ?? "", kFileBytes);
  expect("file" in sealed && open(sealed.file, hex("bridge_seed"))).toEqual({ plaintext });
});

test("a poll letter looks like a message, and no two are alike", () => {
  const key = { day: vectors.day, public_key: public_key_of(hex("bridge_seed")) };
  const [one, two] = [poll_letter(context, key, 0), poll_letter(context, key, 0)];
  expect(one).not.toBe(two);
  expect(one).toMatch(/^2026-11-22\n-----BEGIN AGE ENCRYPTED FILE-----\n/);
  expect(one.length).toBe(`2026-11-22\n${to_armor(seal(new Uint8Array(6_533), key.public_key))}`.length);
});

test("an answer of the bridge is read", () => {
  expect(read_answer(answer, context)).toEqual({ day: vectors.day, total: 5, skip: vectors.skip, reply: "not-ours" });
});

const lines = answer.trim().split("\n");
describe("an answer as programs leave it is read:", () => {
  test.each([
    ["CRLF", answer.replaceAll("\n", "\r\n")],
    ["quoted", lines.map((line) => `> ${line}`).join("\n")],
    ["quoted twice with a line above", `On Sunday somebody wrote:\n${lines.map((line) => `>> ${line}`).join("\n")}\n`],
    ["one line", lines.join(" ")],
    ["lines of 76", [lines[0], ...(lines.slice(1, -1).join("").match(/.{1,76}/g) ?? []), lines.at(-1)].join("\n")],
    ["blank lines between", lines.join("\n\n")],
    ["long dashes", answer.replaceAll("-----", "—————")],
    ["hard spaces and marks without a width", lines.map((line) => `\u00A0${line}\u200B`).join("\n").replaceAll(" AGE ", "\u00A0AGE\u00A0")],
    ["entities", answer.replaceAll("+", "&#43;").replaceAll("-----", "&ndash;&ndash;")],
    ["head and footer", `From: box@mail.example\nSubject: Re:\n\n${answer}\n--\nОтправлено из мобильной почты`],
    ["bold", lines.map((line) => `*${line}*`.replace(/\*$/, "")).join("\n")],
    ["a footer of the provider in the middle", [...lines.slice(0, 50), "Sent with a free mail program!", ...lines.slice(50)].join("\n")],
  ])("%s", (_, text) => {
    expect(read_answer(text, context)).toMatchObject({ total: 5 });
  });
});

describe("what is no answer is named:", () => {
  const sealed = (plaintext: Uint8Array<ArrayBuffer>): string => to_armor(seal(plaintext, public_key_of(reply_seed)));
  test.each([
    ["nothing", "", "not-found"],
    ["something else", "Good day", "not-found"],
    ["two", answer + answer, "several"],
    ["without its end", lines.slice(0, -1).join("\n"), "cut"],
    ["without a line", [...lines.slice(0, 9), ...lines.slice(10)].join("\n"), "cut"],
    ["with a changed letter", answer.replace(lines[150] ?? "", (line) => (line.startsWith("A") ? "B" : "A") + line.slice(1)), "changed"],
    ["with a line twice", [...lines.slice(0, 9), lines[8], ...lines.slice(9)].join("\n"), "changed"],
    ["the poll letter itself", vectors["poll_armor"] ?? "", "own"],
    ["any other envelope", sealed(new Uint8Array(6_533)), "own"],
  ])("%s", (_, text, error) => {
    expect(read_answer(text, context)).toEqual({ error });
  });

  test("to other words", () => {
    expect(read_answer(answer, { ...context, keys: { ...context.keys, reply_seed: hex("bridge_seed") } })).toEqual({ error: "not-for-us" });
  });

  test("of another organisation", () => {
    expect(read_answer(answer, { ...context, instance_id: concat(number_bytes(0, 32)) })).toEqual({ error: "foreign" });
  });
});

test("a text without end is looked at for a moment only", () => {
  const began = performance.now(); // sleep: measures our own work
  for (const part of ["-----BEGIN AGE ENCRYPTED FILE-----\n", "BEGIN AGE ", "- ", "A ", "&#43;", "=", "BEGIN AGE ENCRYPTED FILE=- =- ", "> "]) read_armor(part.repeat(60_000), kAnswerBytes);
  expect(performance.now() - began).toBeLessThan(20_000); // sleep: as above; generous, for a busy machine
});
