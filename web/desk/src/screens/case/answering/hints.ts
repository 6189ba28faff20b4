// What a reply should be looked at once more for before it goes, found on this page alone. Hints, not rules: nothing is stopped.
import type { Language } from "../../../api/types.ts";

export type Hint = "name" | "five_digits" | "phone" | "route" | "language" | "promise";

const kLetter = String.raw`[\p{L}\p{M}’']`;
const word = (pattern: string): RegExp => new RegExp(`(?<!${kLetter})(?:${pattern})(?!${kLetter})`, "iu");
const stem = (pattern: string): RegExp => new RegExp(`(?<!${kLetter})(?:${pattern})`, "iu");

/// A patronymic is hardly ever anything else; a surname alone cannot be told from the beginning of a sentence.
const kPatronymic = /(?<!\p{L})\p{Lu}\p{Ll}+(?:ович|евич|йович|ьич|овна|евна|ична|инична|івна|ївна)(?:а|у|ем|ом|е|и|і|ой|ою)?(?!\p{L})/u;
const kTwoNames = /(?<![.!?…]\s|^|[\p{L}«"])\p{Lu}\p{Ll}{2,}\s\p{Lu}\p{Ll}{2,}(?!\p{L})/mu;
const kFiveDigits = /(?<![\d:.,-])\d{5}(?![\d:.,]\d|\d)/u;
const kPhone = /(?<!\d)(?:\+?\d[\s().-]{0,2}){9,14}\d(?!\d)/u;
const kRoute = stem(String.raw`маршрут|тропой|тропинк|блокпост|блок-пост|координат|обойти пост|перейти границ|пересечь границ|перейти кордон|перетнути кордон|стежк|checkpoint|coordinates|cross the border|back road`);
const kPromise = word(String.raw`ответим|отвечу|ответит|напишем|напишу|перезвоним|свяжемся|вернёмся|вернемся|узнаем|узнаю|спросим|спрошу|проверим|проверю|відповімо|відповім|напишемо|дізнаємося|дізнаюся|спитаємо|спитаю|перевіримо|повернемося|(?:we|i|he|she)(?: will|’ll|'ll) (?:answer|write|call|ask|find out|check|come back)`);
const kWhen = new RegExp(
  String.raw`\d{1,2}[:.]\d{2}|\d{1,2}\s*(?:час|год|мин|хв|дн|дня|днів|hour|day|minute|am|pm|январ|феврал|март|апрел|ма[яй]|июн|июл|август|сентябр|октябр|ноябр|декабр|січ|лют|берез|квіт|трав|черв|лип|серп|верес|жовт|листоп|груд|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|` +
    stem(String.raw`сегодня|завтра|послезавтра|понедельник|вторник|сред[уы]|четверг|пятниц|суббот|воскресень|сьогодні|завтра|понеділ|вівтор|середу|четвер|п[’']ятниц|субот|неділ|today|tonight|tomorrow|monday|tuesday|wednesday|thursday|friday|saturday|sunday`).source,
  "iu",
);

const count = (text: string, letters: RegExp): number => text.match(letters)?.length ?? 0;

/// Whether it is written in another script or, among Russian and Ukrainian, with letters that the person's language has not.
function inAnotherLanguage(text: string, person: Language): boolean {
  const cyrillic = count(text, /\p{Script=Cyrillic}/gu);
  const latin = count(text, /\p{Script=Latin}/gu);
  if (cyrillic + latin < 12) return false;
  if (person === "en") return cyrillic > latin;
  if (latin > cyrillic) return true;
  const ukrainian = count(text, /[іїєґ]/giu);
  const russian = count(text, /[ыэёъ]/giu);
  return person === "ru" ? ukrainian > russian + 1 : russian > ukrainian + 1;
}

/// @param person  the language in which they wrote
/// @return what to look at, in the order in which it is said; empty for an empty text
export function hintsFor(text: string, person: Language): readonly Hint[] {
  const found: readonly (readonly [Hint, boolean])[] = [
    ["name", kPatronymic.test(text) || kTwoNames.test(text)],
    ["phone", kPhone.test(text)],
    ["five_digits", kFiveDigits.test(text)],
    ["route", kRoute.test(text)],
    ["language", inAnotherLanguage(text, person)],
    ["promise", text.split(/[.!?…\n]+/u).some((sentence) => kPromise.test(sentence) && !kWhen.test(sentence))],
  ];
  return found.filter(([, is]) => is).map(([hint]) => hint);
}
