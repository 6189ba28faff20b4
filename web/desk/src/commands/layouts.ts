// What somebody meant who typed with the other layout on: "dpznm" is "взять". By the places of the keys on the common
// keyboards (ISO for Latin, ЙЦУКЕН for Russian and Ukrainian); nothing is guessed from language.

const kLatin = "`qwertyuiop[]asdfghjkl;'zxcvbnm,./";
const kRows: Readonly<Record<"ru" | "uk", string>> = {
  ru: "ёйцукенгшщзхъфывапролджэячсмитьбю.",
  uk: "'йцукенгшщзхїфівапролджєячсмитьбю.",
};

function swap(text: string, from: string, to: string): string {
  return [...text].map((letter) => to[from.indexOf(letter)] ?? letter).join("");
}

/// @return `text` in lower case, and what it is when the keys are read in each other layout
export function readings(text: string): string[] {
  const low = text.toLowerCase();
  const all = [low];
  for (const row of Object.values(kRows)) all.push(swap(low, kLatin, row), swap(low, row, kLatin));
  all.push(swap(low, kRows.ru, kRows.uk), swap(low, kRows.uk, kRows.ru));
  return [...new Set(all)];
}
