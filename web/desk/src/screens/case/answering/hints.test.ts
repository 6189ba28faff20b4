import { describe, expect, test } from "vitest";
import { hintsFor, type Hint } from "./hints.ts";
import type { Language } from "../../../api/types.ts";

describe("a reply is looked at once more for", () => {
  test.each<[string, Language, readonly Hint[]]>([
    ["Обратитесь к Ивану Сергеевичу, он поможет.", "ru", ["name"]],
    ["Скажите Олені Петрівні про це.", "uk", ["name"]],
    ["Спросите у юриста, его зовут Пётр Орлов.", "ru", ["name"]],
    ["Войсковая часть 12345 вам знакома?", "ru", ["five_digits"]],
    ["Позвоните по номеру +7 (900) 000-00-00.", "ru", ["phone"]],
    ["Телефон 8 900 000 00 00", "ru", ["phone"]],
    ["Есть тропинка за блокпостом.", "ru", ["route"]],
    ["Не пишіть, де саме стежка.", "uk", ["route"]],
    ["We will look at it and tell you more about it.", "ru", ["language"]],
    ["Мы прочитали ваше письмо, это было важно.", "uk", ["language"]],
    ["Ми прочитали ваш лист, і він важливий для нас.", "ru", ["language"]],
    ["Мы узнаем и ответим.", "ru", ["promise"]],
    ["Ми дізнаємося й відповімо.", "uk", ["promise"]],
    ["We will ask the lawyer.", "en", ["promise"]],
  ])("%s", (text, person, wanted) => expect(hintsFor(text, person)).toEqual(wanted));

  test.each<[string, Language]>([
    ["Здравствуйте. Пусть ничего не подписывает. Какого числа комиссия?", "ru"],
    ["Ответим до 15:30 (МСК). Если станет опаснее, напишите ещё раз.", "ru"],
    ["Ответим завтра утром.", "ru"],
    ["Спросим юриста в понедельник.", "ru"],
    ["Відповімо до 28 листопада, 15:30.", "uk"],
    ["We will answer by Monday 10:00.", "en"],
    ["Статья 337, часть 2.1: до пяти лет. Закон № 53-ФЗ.", "ru"],
    ["Верховный Суд. Военная Прокуратура принимает жалобы.", "ru"],
    ["Штраф до 40 000 рублей, срок 100000.", "ru"],
    ["Ок", "en"],
    ["", "ru"],
  ])("and nothing is said of: %s", (text, person) => expect(hintsFor(text, person)).toEqual([]));

  test("ten thousand letters are read like ten", () => {
    expect(["ответим ".repeat(2_000), "1 ".repeat(5_000), "Аа ".repeat(4_000), "а".repeat(10_000)].map((text) => hintsFor(text, "ru").length)).toEqual([1, 1, 0, 0]);
  });
});
