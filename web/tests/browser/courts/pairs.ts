// Made-up pairs in the form of review.csv (docs/spec/courts-review.md). Nobody in them exists.

interface Person {
  readonly name: string;
  readonly articles: string;
  readonly court: string;
  readonly number: string;
  readonly received: string;
  readonly outcome: string;
  readonly judge: string;
}

const kPairs: readonly (readonly [Person, Person, number, string])[] = [
  [
    { name: "Осинов Тимур Ренатович", articles: "ст.337 ч.5 УК РФ", court: "Приволжский гарнизонный военный суд", number: "1-17/2025 (1-204/2024;)", received: "2025-02-11", outcome: "suspended", judge: "Кленов А.В." },
    { name: "Осинов Т.Р.", articles: "ст.337 ч.5 УК РФ; ст.338 ч.3 УК РФ", court: "Самарский гарнизонный военный суд", number: "1-96/2025", received: "2025-06-30", outcome: "colony-general", judge: "Рябинин С.П." }, 0.51, "likeness",
  ],
  [
    { name: "Берёзкин Олег Павлович", articles: "ст.337 ч.4 УК РФ", court: "Тверской гарнизонный военный суд", number: "1-8/2024", received: "2024-03-04", outcome: "suspended", judge: "" },
    { name: "Березкин Олег Павлович", articles: "ст.337 ч.4 УК РФ", court: "Второй Западный окружной военный суд", number: "22-51/2024", received: "2024-05-20", outcome: "upheld", judge: "Ольхина М.Ю." }, 0.62, "contradiction",
  ],
  [
    { name: "Липин Савва Игоревич", articles: "ст.332 ч.2.1 УК РФ", court: "Читинский гарнизонный военный суд", number: "1-301/2023", received: "2023-11-02", outcome: "", judge: "Вязов Д.Д." },
    { name: "Липкин Савелий Игоревич", articles: "ст.332 ч.2.1 УК РФ", court: "Читинский гарнизонный военный суд", number: "1-302/2023", received: "2023-11-02", outcome: "returned-to-prosecutor", judge: "Вязов Д.Д." }, 0.37, "uid",
  ],
];

const kSides = ["case", "court", "court_code", "region", "number", "uid", "stage", "name", "articles", "received", "decided", "outcome", "judge", "lower_court", "lower_number", "sentence"] as const;
const kEvidence = [["surname", "equal", 9.41], ["given", "initial", 1.3], ["patronymic", "initial", 1.12], ["articles", "overlap 0.5", 0.02], ["place", "different", -4.36], ["received", "days 365", -1.2]] as const;

function side(person: Person, key: string): Readonly<Record<(typeof kSides)[number], string>> {
  const { name, articles, court, number, received, outcome, judge } = person;
  const sentence = outcome === "suspended" ? "наказание считать условным с испытательным сроком 2 года, ст. 73 УК РФ" : "";
  return { case: key, court, court_code: "63GV0002", region: "63", number, uid: "", stage: number.startsWith("22") ? "appeal" : "first", name, articles, received, decided: "", outcome, judge, lower_court: "", lower_number: "", sentence };
}

const cell = (text: string): string => (/[",;\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/// The ids of pair `n` from 0.
export const leftId = (n: number): string => `63GV0002|1-${n + 1}/2025#1`;
export const rightId = (n: number): string => `63GV0003|1-${n + 1}/2025#1`;

/// @param count  number of pairs; they repeat after three
export function reviewCsv(count: number): string {
  const head = ["left", "right", "probability", "bits", "why", "start", ...kSides.flatMap((name) => [`left.${name}`, `right.${name}`]), ...kEvidence.flatMap(([name]) => [`evidence.${name}`, `bits.${name}`])];
  const rows = Array.from({ length: count }, (_, n) => {
    const [a, b, probability, why] = kPairs[n % kPairs.length] ?? kPairs[0]!;
    const left = side(a, leftId(n).slice(0, -2));
    const right = side(b, rightId(n).slice(0, -2));
    const evidence = why === "uid" ? kEvidence.flatMap(() => ["", ""]) : kEvidence.flatMap(([, level, bits]) => [level, String(bits)]);
    return [leftId(n), rightId(n), String(probability), "0.06", why, "-6.23", ...kSides.flatMap((name) => [left[name], right[name]]), ...evidence];
  });
  return [head, ...rows].map((row) => row.map(cell).join(",")).join("\n") + "\n";
}
