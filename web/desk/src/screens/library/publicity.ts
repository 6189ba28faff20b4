// Where a card stands on its way to the public page, in words. Pure.
import type { LibraryRow } from "../../api/types.ts";
import type { Text } from "../../text/text.svelte.ts";

export function publicityOf(text: Text, { publicity, public_since: since }: Pick<LibraryRow, "publicity" | "public_since">): string {
  if (publicity === "public" && since !== null) return text.say("library.publicity.since", { date: text.dates.day(Date.parse(since)) });
  return text.say(`library.publicity.${publicity ?? "no"}`);
}
