import { expect, test } from "vitest";
import { load_word_list } from "../../shared/protocol/node.ts";
import type { Language } from "../../shared/protocol/envelope.ts";
import { pack_words, unpack_words } from "./word_lists.ts";

test.each(["ru", "uk", "en"] as Language[])("the %s list comes out as it went in", (language) => {
  const list = load_word_list(language);
  expect(unpack_words(language, pack_words(list.words))).toEqual(list);
});
