// Finds commands by words: every word typed must begin a word of the command, in any order and on any layout.
import { readings } from "./layouts.ts";

const plain = (words: string): string => words.toLowerCase().replaceAll("ё", "е");
const split = (words: string): string[] => plain(words).split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "");

/// @param label what one is called, in the reader's language
/// @return those that match, in the order given: whose name begins with what was typed before the others
export function findByWords<T>(all: readonly T[], label: (one: T) => string, typed: string): T[] {
  if (typed.trim() === "") return [...all];
  const asked = readings(typed).map(split).filter((words) => words.length > 0);
  const found = all.filter((one) => {
    const words = split(label(one));
    return asked.some((wanted) => wanted.every((word) => words.some((own) => own.startsWith(word))));
  });
  const first = (one: T): boolean => asked.some((wanted) => plain(label(one)).startsWith(wanted.join(" ")));
  return [...found.filter(first), ...found.filter((one) => !first(one))];
}
