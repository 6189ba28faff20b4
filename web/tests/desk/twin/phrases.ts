// Words of the twin's fictional cases in the three languages, in place of the question pack and the sentences that the
// real desk makes from it.
import type { Language } from "../../../desk/src/api/types.ts";

export type Phrase = Readonly<Record<Language, string>>;

const p = (en: string, ru: string, uk: string): Phrase => ({ en, ru, uk });

export const kSituations = {
  hospital: p("hospital", "госпиталь", "госпіталь"),
  on_leave: p("on leave", "в отпуске", "у відпустці"),
  combat_zone: p("combat zone", "зона боёв", "зона боїв"),
  training: p("training", "учебная часть", "навчальна частина"),
  abroad: p("abroad", "за границей", "за кордоном"),
  hiding: p("hiding", "скрывается", "переховується"),
  home: p("at home", "дома", "удома"),
  detained: p("detained", "задержан", "затриманий"),
  passport_taken: p("passport taken", "паспорт изъят", "паспорт вилучено"),
  no_documents: p("no documents", "без документов", "без документів"),
  military_id_lost: p("military ID lost", "военник утерян", "військовий квиток утрачено"),
  relative_writes: p("a relative writes", "пишет близкий", "пише близька людина"),
  conscript: p("conscript", "срочник", "строковик"),
  mobilised: p("mobilised", "мобилизованный", "мобілізований"),
  contract: p("contract", "контракт", "контракт"),
  wound: p("untreated wound", "рана без лечения", "рана без лікування"),
  threats: p("threats", "угрозы", "погрози"),
} as const;

export type Situation = keyof typeof kSituations;

interface ClockWords {
  readonly label: Phrase;
  readonly why: Phrase;
}

export const kClocks = {
  leave_ends: {
    label: p("leave ends", "конец отпуска", "кінець відпустки"),
    why: p(
      "Leave ends on that day (he said; hour unknown, counted from 00:00). A lawyer needs 6 h, the way 12 h.",
      "Отпуск кончается в этот день (сказал сам; час неизвестен, считаем с 00:00). Юристу нужно 6 ч, на дорогу 12 ч.",
      "Відпустка закінчується того дня (сказав сам; година невідома, рахуємо з 00:00). Юристові потрібно 6 год, на дорогу 12 год.",
    ),
  },
  discharge_from_hospital: {
    label: p("discharge", "выписка", "виписка"),
    why: p(
      "Discharge from hospital is near (he said, about). The complaint to the medical commission must be filed before.",
      "Скоро выписка из госпиталя (сказал сам, примерно). Жалобу в военно-врачебную комиссию нужно подать до неё.",
      "Скоро виписка з госпіталю (сказав сам, приблизно). Скаргу до військово-лікарської комісії треба подати до неї.",
    ),
  },
  court_date: {
    label: p("court", "суд", "суд"),
    why: p(
      "The court sits on that day (summons seen). Two people must acknowledge it.",
      "В этот день суд (повестку видели). Подтвердить должны двое.",
      "Того дня суд (повістку бачили). Підтвердити мають двоє.",
    ),
  },
  absent_two_days: {
    label: p("absent: 2 days", "двое суток", "дві доби"),
    why: p(
      "Two days of absence are near: after that he may be wanted. The date was given to the day.",
      "Скоро двое суток отсутствия: потом возможен розыск. Дата названа с точностью до дня.",
      "Скоро дві доби відсутності: потім можливий розшук. Дату названо з точністю до дня.",
    ),
  },
  promise: {
    label: p("first reply", "первый ответ", "перша відповідь"),
    why: p(
      "We promised a first reply within 60 minutes. No date was named.",
      "Мы обещали первый ответ за 60 минут. Дат не названо.",
      "Ми обіцяли першу відповідь за 60 хвилин. Дат не названо.",
    ),
  },
  ask: {
    label: p("ask the date", "узнать дату", "уточнити дату"),
    why: p(
      "Something happens next, but nobody knows when: ask within two hours.",
      "Что-то произойдёт, но когда — неизвестно: узнать в течение двух часов.",
      "Щось станеться, але коли — невідомо: уточнити протягом двох годин.",
    ),
  },
  stay_permit_ends: {
    label: p("permit ends", "конец ВНЖ", "кінець дозволу"),
    why: p(
      "The stay permit ends (he said, to the month; counted from its first day).",
      "Кончается вид на жительство (сказал сам, до месяца; считаем с первого числа).",
      "Закінчується дозвіл на перебування (сказав сам, до місяця; рахуємо з першого числа).",
    ),
  },
  silence: {
    label: p("silence", "молчание", "мовчання"),
    why: p(
      "No answer since our reply. Contact used to be daily.",
      "Нет ответа на наше письмо. Раньше писал каждый день.",
      "Немає відповіді на наш лист. Раніше писав щодня.",
    ),
  },
  sent_to_front: {
    label: p("sent off", "отправка", "відправка"),
    why: p(
      "He is to be sent off (he said; rumour in the unit, hour unknown). An untreated wound: danger now.",
      "Его отправляют (сказал сам; слух в части, час неизвестен). Рана без лечения: опасность сейчас.",
      "Його відправляють (сказав сам; чутка в частині, година невідома). Рана без лікування: небезпека зараз.",
    ),
  },
} as const satisfies Record<string, ClockWords>;

export type ClockName = keyof typeof kClocks;

export const kEvents = {
  filed: p("Filed from the relay.", "Принято с сервера.", "Прийнято із сервера."),
  take: p("took the case", "взял(а) дело", "взяв(-ла) справу"),
  give_back: p("gave the case back", "вернул(а) дело", "повернув(-ла) справу"),
  open: p("opened the case", "открыл(а) дело", "відкрив(-ла) справу"),
  reply: p("sealed a reply", "запечатал(а) ответ", "запечатав(-ла) відповідь"),
  undo: p("took a reply back", "отозвал(а) ответ", "відкликав(-ла) відповідь"),
  print: p("printed the case", "печать дела", "друк справи"),
  calendar: p("took the docket out as a file", "сроки вынесены файлом", "строки винесено файлом"),
  note: p("added a note", "добавил(а) заметку", "додав(-ла) нотатку"),
  raise: p("moved the case up", "поднял(а) дело", "підняв(-ла) справу"),
  lower: p("moved the case down", "опустил(а) дело", "опустив(-ла) справу"),
  fact: p("wrote down a fact", "записал(а) факт", "записав(-ла) факт"),
  sign_in: p("signed in", "вошёл (вошла)", "увійшов (увійшла)"),
  lock: p("locked", "заблокировал(а)", "заблокував(-ла)"),
  invite: p("invited somebody", "пригласил(а) человека", "запросив(-ла) людину"),
} as const;

export const kFactLabels = {
  where: p("Where, roughly", "Где, примерно", "Де, приблизно"),
  what_next: p("What happens next", "Что будет дальше", "Що буде далі"),
  documents: p("Documents", "Документы", "Документи"),
  status: p("Status", "Положение", "Становище"),
  danger: p("Danger right now", "Опасность сейчас", "Небезпека зараз"),
} as const;

export const kSafeContact = {
  note: p("Only here, with the eight words.", "Только здесь, по восьми словам.", "Лише тут, за вісьмома словами."),
  warn: p(
    "Somebody else sees the phone. Write nothing that harms if read by others.",
    "Телефон видит кто-то ещё. Не пишите того, что навредит, если прочтут другие.",
    "Телефон бачить хтось іще. Не пишіть того, що зашкодить, якщо прочитають інші.",
  ),
  block: p(
    "He said it is not safe to write now. Read his own line first.",
    "Он сказал, что писать сейчас небезопасно. Сначала прочтите его строку.",
    "Він сказав, що писати зараз небезпечно. Спершу прочитайте його рядок.",
  ),
} as const;
