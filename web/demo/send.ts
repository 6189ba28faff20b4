// Sends the fictional queue to a relay through the same code that the pages use.
import { writeFileSync } from "node:fs";
import { Requester } from "../shared/protocol/node.ts";
import { kPackName, requests, type DemoRequest } from "./requests.ts";

async function send(relay_url: string, request: DemoRequest): Promise<string> {
  const requester = await Requester.create(relay_url, request.language);
  await requester.send({ text: request.text, pack: kPackName, answers: request.answers, contact_words: request.contact_words ?? "" });
  for (const text of request.later ?? []) await requester.send({ text, answers: [], contact_words: "" });
  return requester.words.join(" ");
}

/** Sends all, one after the other, and writes the words of every requester to `words_file`, so that their replies can be read. */
export async function send_all(relay_url: string, words_file: string, on_sent: () => void): Promise<void> {
  const words: string[] = [];
  for (const request of requests(new Date())) {
    words.push(`${request.name}: ${await send(relay_url, request)}`);
    on_sent();
  }
  writeFileSync(words_file, `${words.join("\n")}\n`, { mode: 0o600 });
}
