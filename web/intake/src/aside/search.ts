// Finding cards by words, in the page. Pure functions: nothing is sent and nothing is kept.

/** Lower case, without the signs that people type differently. */
export function folded(text: string): string {
  return text.toLowerCase().replace(/ё/g, "е").replace(/ґ/g, "г").replace(/[’ʼ`']/g, "").replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

/** Whether every word that was typed begins a word of the text. */
export function matches(text: string, typed: string): boolean {
  const words = ` ${folded(text)}`;
  return folded(typed).split(" ").every((word) => word === "" || words.includes(` ${word}`));
}
