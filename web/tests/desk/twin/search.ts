// The twin's search: beginnings of words and some conditions, enough to look at. The real one is src/desk/search.
import type { Language, SearchAnswer } from "../../../desk/src/api/types.ts";
import type { File, Office } from "./office.ts";

const kRowsMax = 20;
const plain = (text: string): string => text.toLowerCase().replaceAll("ё", "е");
const wordsOf = (text: string): string[] => text.split(/([^\p{L}\p{N}]+)/u);

type Pieces = NonNullable<SearchAnswer["snippets"][number]>;

/// One line in pieces; null where no word of it begins as one that is wanted.
function pieces(text: string, wanted: readonly string[]): Pieces | null {
  const all = wordsOf(text.slice(0, 160)).map((part) => ({ text: part.replace(/\s+/gu, " "), wanted: wanted.some((word) => plain(part).startsWith(word)) }));
  return all.some((one) => one.wanted) ? all : null;
}

function problem(why: "unknown-operator" | "bad-value" | "too-long", part: string): SearchAnswer {
  return { rows: [], snippets: [], total: 0, filling: false, problem: { why, part } };
}

/// Some of what src/desk/search/spoken.h knows.
const kSpoken: readonly [RegExp, string][] = [
  [/^(?:срок|строк):/u, "clock:"], [/^(?:док|документ):/u, "doc:"], [/^(?:этап|етап):/u, "stage:"], [/^(?:ведёт|ведет|веде):/u, "owner:"],
  [/^(?:язык|мова):/u, "lang:"], [/^(?:письмо|лист):/u, "from:"], [/:укр$/u, ":uk"], [/:ро?у?с$/u, ":ru"], [/:англ$/u, ":en"], [/:я$/u, ":me"], [/:(?:никто|ніхто)$/u, ":none"],
];

function asCode(part: string): string {
  return kSpoken.reduce((code, [said, means]) => code.replace(said, means), part);
}

export function found(office: Office, alias: string, language: Language, typed: string): SearchAnswer {
  const parts = typed.split(/\s+/u).filter((part) => part !== "").map(asCode);
  const conditions = parts.filter((part) => /^[a-z]{1,12}:/u.test(part));
  const unknown = conditions.find((part) => !/^(clock|doc|stage|owner|lang|from):/u.test(part));
  if (unknown !== undefined) return problem("unknown-operator", unknown);
  const empty = conditions.find((part) => part.endsWith(":"));
  if (empty !== undefined) return problem("bad-value", empty);
  const wanted = parts.filter((part) => !conditions.includes(part)).map(plain);
  if (wanted.length > 12) return problem("too-long", "");
  const meets = (file: File): boolean => conditions.every((part) => {
    if (part.startsWith("owner:")) return part === "owner:none" ? file.owner === null : file.owner === (part === "owner:me" ? alias : part.slice(6));
    return !part.startsWith("lang:") || file.spec.language === part.slice(5);
  });
  const has = (file: File): boolean => {
    const said = file.messages.flatMap((message) => wordsOf(plain(message.text)));
    return wanted.every((word) => said.some((one) => one.startsWith(word)));
  };
  const ids = new Map(office.files.filter((file) => office.mayOpen(file, alias) && meets(file) && has(file)).map((file) => [file.id, file]));
  const rows = office.rows("all", language, alias).filter((row) => ids.has(row.case_id));
  const snippets = rows.map((row) => ids.get(row.case_id)?.messages.toReversed().map((message) => pieces(message.text, wanted)).find((one) => one !== null) ?? null);
  return { rows: rows.slice(0, kRowsMax), snippets: snippets.slice(0, kRowsMax), total: rows.length, filling: false, problem: null };
}
