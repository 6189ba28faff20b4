// Where two values differ, for eyes that must find it quickly: letters of short values, words of long ones.

export interface Piece {
  readonly text: string;
  readonly differs: boolean;
}

export type Likeness = "equal" | "different" | "missing";

const kLettersMax = 80;
const kPartsMax = 400;
/// With less in common than this, marks on single letters only confuse.
const kCommonMin = 0.4;
const kIslandMax = 2;

/// Letter case, ё and runs of spaces do not make a difference, as they make none to the model.
function normal(text: string): string {
  return text.normalize("NFC").toLowerCase().replaceAll("ё", "е").replaceAll(/\s+/gu, " ").trim();
}

export function likenessOf(left: string, right: string): Likeness {
  if (left.trim() === "" || right.trim() === "") return "missing";
  return normal(left) === normal(right) ? "equal" : "different";
}

/// Both sides in pieces; the pieces of a side are its text again.
export function differences(left: string, right: string): readonly [readonly Piece[], readonly Piece[]] {
  if (likenessOf(left, right) !== "different") return [whole(left, false), whole(right, false)];
  const letters = left.length <= kLettersMax && right.length <= kLettersMax;
  const a = partsOf(left, letters);
  const b = partsOf(right, letters);
  if (a.length > kPartsMax || b.length > kPartsMax) return [whole(left, true), whole(right, true)];
  const [inA, inB, common] = commonParts(a, b);
  if (common < kCommonMin * Math.max(a.length, b.length)) return [whole(left, true), whole(right, true)];
  return [pieces(a, letters ? withoutIslands(a, inA) : inA), pieces(b, letters ? withoutIslands(b, inB) : inB)];
}

const whole = (text: string, differs: boolean): readonly Piece[] => (text === "" ? [] : [{ text, differs }]);
const partsOf = (text: string, letters: boolean): readonly string[] => (letters ? [...text] : text.split(/(?<=\s)/u));

/// Longest common subsequence: which parts of each side belong to it, and how many there are.
function commonParts(a: readonly string[], b: readonly string[]): [boolean[], boolean[], number] {
  const width = b.length + 1;
  const best = new Uint16Array((a.length + 1) * width);
  const at = (i: number, j: number): number => best[i * width + j] ?? 0;
  const same = (i: number, j: number): boolean => normal(a[i] ?? "") === normal(b[j] ?? "");
  for (let i = a.length - 1; i >= 0; i -= 1)
    for (let j = b.length - 1; j >= 0; j -= 1)
      best[i * width + j] = same(i, j) ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const inA = a.map(() => false);
  const inB = b.map(() => false);
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (same(i, j)) {
      inA[i] = true;
      inB[j] = true;
      i += 1;
      j += 1;
    } else if (at(i + 1, j) >= at(i, j + 1)) i += 1;
    else j += 1;
  }
  return [inA, inB, at(0, 0)];
}

/// One or two letters in common within a word that differs before and after them are chance: "П[р]иволж" and "Сама[р]".
function withoutIslands(parts: readonly string[], common: readonly boolean[]): readonly boolean[] {
  const found = [...common];
  const isLetter = (at: number): boolean => /[\p{L}\d]/u.test(parts[at] ?? "");
  const differs = (at: number): boolean => common[at] === false && isLetter(at);
  for (let at = 0; at < parts.length; at += 1) {
    let end = at;
    while (end < parts.length && common[end] === true && isLetter(end)) end += 1;
    if (end > at && end - at <= kIslandMax && differs(at - 1) && differs(end)) found.fill(false, at, end);
    if (end > at) at = end - 1;
  }
  return found;
}

function pieces(parts: readonly string[], common: readonly boolean[]): readonly Piece[] {
  const found: { text: string; differs: boolean }[] = [];
  parts.forEach((text, at) => {
    const differs = common[at] !== true;
    const last = found.at(-1);
    if (last !== undefined && last.differs === differs) last.text += text;
    else found.push({ text, differs });
  });
  return found;
}
