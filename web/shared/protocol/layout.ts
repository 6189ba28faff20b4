// Text typed on the wrong keyboard layout: Latin letters where ЙЦУКЕН was meant, and the other way round.

const kLatin = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`";
const kRussian = "йцукенгшщзхъфывапролджэячсмитьбюё";
const kUkrainian = "йцукенгшщзхїфівапролджєячсмитьбю'";

function mapped(text: string, from: string, to: string): string {
  return Array.from(text.toLowerCase(), (letter) => {
    const at = from.indexOf(letter);
    return at < 0 ? letter : (to[at] ?? letter);
  }).join("");
}

/** The text itself first, then what it would have been on the other layouts. */
export function layout_variants(text: string): string[] {
  const all = [text, mapped(text, kLatin, kRussian), mapped(text, kLatin, kUkrainian), mapped(text, kRussian, kLatin), mapped(text, kUkrainian, kLatin), mapped(text, kRussian, kUkrainian), mapped(text, kUkrainian, kRussian)];
  return all.filter((variant, i) => all.indexOf(variant) === i);
}
