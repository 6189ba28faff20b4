// 28 fictional requests for the twin. Every person, date and text is invented.
import type { Case, Language, Section } from "../../../desk/src/api/types.ts";
import type { ClockName, Situation } from "./phrases.ts";

export interface Said {
  readonly hoursAgo: number;
  readonly by: "requester" | "reply" | "note";
  readonly text: string;
  readonly assurance?: "browser" | "portable" | "clerk" | "bridge";
  readonly author?: string;
}

export interface Spec {
  readonly name: readonly [quality: number, noun: number];
  readonly section: Section;
  readonly clock: ClockName | null;
  readonly leftH: number;
  readonly situation: readonly Situation[];
  readonly language: Language;
  readonly unread: number;
  readonly owner?: string;
  readonly stage?: Case["stage"];
  readonly safe?: "note" | "warn" | "block";
  readonly third?: boolean;
  /// Nobody has answered for too long.
  readonly silent?: boolean;
  readonly override?: "raised" | "lowered";
  readonly said: readonly Said[];
}

const kShort: Readonly<Record<Language, readonly string[]>> = {
  ru: [
    "Здравствуйте. Я в госпитале после ранения, выписывают на этой неделе. Ноги ещё не зажили, но сказали, что поеду обратно. Паспорт забрали ещё весной.\n\nЧто мне делать до выписки?",
    "Добрый день! Пишу за мужа. Он в отпуске до вторника и не хочет возвращаться. Есть ли законный способ?",
    "Нас собирают отправить. Кто-то говорит завтра, кто-то через неделю. Я написал рапорт, его не приняли.",
    "Я за границей, документы заканчиваются. Загранпаспорта нет, только внутренний. Можно ли что-то сделать?",
  ],
  uk: [
    "Вітаю. Пишу з телефону брата. Його тримають у навчальній частині, зв’язок раз на тиждень. Що можна зробити?",
    "Доброго дня. Мені прийшла повістка до суду, дату знаю точно. Адвоката немає.",
  ],
  en: ["Hello. I have a foreign passport and was made to sign. I do not read Russian well. Please answer in English."],
};

function first(language: Language, at: number, hoursAgo: number, assurance: Said["assurance"] = "browser"): Said {
  const texts = kShort[language];
  return { hoursAgo, by: "requester", text: texts[at % texts.length] ?? "", assurance };
}

export const kHostileText =
  "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>\n{{7*7}} ${7*7} <%= 7*7 %> {@html 'x'}\n" +
  "שלום עולם · مرحبا بالعالم · \u202eoverride\u202c\n👩‍👩‍👧‍👦 🏳️‍🌈 👋🏽 Z̸̢͔a̴l̷g̶o̸ \u0000 конец " + "безпробелов".repeat(24);

/** What a pasted text becomes. */
export const kPasted: Spec = { name: [9, 9], section: "today", clock: "promise", leftH: 20, situation: ["on_leave"], language: "ru", unread: 1, said: [first("ru", 1, 0, "portable")] };

export const kSpecs: readonly Spec[] = [
  { name: [0, 3], section: "danger", clock: "sent_to_front", leftH: 5.4, situation: ["combat_zone", "wound", "passport_taken"], language: "ru", unread: 2, safe: "block", said: [first("ru", 2, 3), { hoursAgo: 1, by: "requester", text: "Телефон отбирают в девять вечера. Если не отвечу, значит забрали.", assurance: "clerk" }] },
  { name: [5, 17], section: "danger", clock: "ask", leftH: 1.2, situation: ["detained", "threats"], language: "ru", unread: 1, third: true, safe: "warn", said: [first("ru", 1, 0.8, "clerk")] },
  { name: [21, 40], section: "unread", clock: "promise", leftH: -0.7, situation: ["training", "conscript"], language: "uk", unread: 1, said: [first("uk", 0, 1.7)] },
  { name: [33, 9], section: "past", clock: "absent_two_days", leftH: -6.2, situation: ["hiding", "military_id_lost"], language: "ru", unread: 0, owner: "birch", stage: "active", said: [first("ru", 2, 50), { hoursAgo: 49, by: "reply", author: "birch", text: "Мы читаем. Пожалуйста, не пишите, где вы. Когда вы в последний раз были в части — число и примерный час?" }] },
  { name: [12, 55], section: "under_6h", clock: "promise", leftH: 0.6, situation: ["hospital", "mobilised"], language: "ru", unread: 1, said: [first("ru", 0, 0.4)] },
  { name: [2, 71], section: "under_6h", clock: "ask", leftH: 1.6, situation: ["abroad", "contract"], language: "en", unread: 1, said: [first("en", 0, 0.3, "portable")] },
  { name: [44, 12], section: "under_6h", clock: "leave_ends", leftH: 5.8, situation: ["on_leave", "passport_taken"], language: "ru", unread: 1, owner: "larch", stage: "active", said: [first("ru", 1, 20), { hoursAgo: 18, by: "reply", author: "larch", text: "Да, способ есть: рапорт и обращение к врачу до конца отпуска. Скажите, есть ли у него документы о лечении?" }, { hoursAgo: 2, by: "requester", text: "Есть выписка из госпиталя, март. И снимки.", assurance: "browser" }] },
  { name: [8, 30], section: "today", clock: "court_date", leftH: 16, situation: ["home", "no_documents"], language: "uk", unread: 1, said: [first("uk", 1, 5)] },
  { name: [17, 22], section: "today", clock: "discharge_from_hospital", leftH: 19, situation: ["hospital", "passport_taken"], language: "ru", unread: 3, safe: "note", said: [first("ru", 0, 9), { hoursAgo: 6, by: "requester", text: "Врач сказал: комиссия в понедельник утром. Бумаг на руки не дают.", assurance: "browser" }, { hoursAgo: 3, by: "requester", text: "Вы здесь?", assurance: "browser" }] },
  { name: [26, 5], section: "today", clock: "silence", leftH: 21, situation: ["combat_zone", "contract"], language: "ru", unread: 0, owner: "larch", stage: "waiting_person", said: [first("ru", 2, 90), { hoursAgo: 70, by: "reply", author: "larch", text: "Рапорт пишется от руки, в двух экземплярах. Образец ниже." }] },
  { name: [1, 3], section: "under_48h", clock: "leave_ends", leftH: 31, situation: ["on_leave", "hospital", "passport_taken"], language: "ru", unread: 2, safe: "note", said: [first("ru", 1, 3), { hoursAgo: 2, by: "requester", text: kHostileText, assurance: "browser" }] },
  { name: [39, 60], section: "under_48h", clock: "court_date", leftH: 40, situation: ["home", "conscript"], language: "ru", unread: 1, said: [first("ru", 3, 12)] },
  { name: [50, 81], section: "under_48h", clock: "discharge_from_hospital", leftH: 46, situation: ["hospital"], language: "uk", unread: 1, third: true, safe: "warn", said: [first("uk", 0, 14, "clerk")] },
  { name: [7, 90], section: "week", clock: "court_date", leftH: 75, situation: ["home", "mobilised"], language: "ru", unread: 1, said: [first("ru", 3, 26)] },
  { name: [14, 14], section: "week", clock: "leave_ends", leftH: 98, situation: ["on_leave", "no_documents"], language: "ru", unread: 1, said: [first("ru", 1, 20)] },
  { name: [31, 77], section: "week", clock: "stay_permit_ends", leftH: 132, situation: ["abroad", "no_documents"], language: "ru", unread: 1, said: [first("ru", 3, 30)] },
  { name: [23, 48], section: "week", clock: "discharge_from_hospital", leftH: 150, situation: ["hospital", "military_id_lost"], language: "uk", unread: 1, said: [first("uk", 0, 31)] },
  { name: [36, 101], section: "week", clock: "court_date", leftH: 160, situation: ["home", "contract"], language: "uk", unread: 0, owner: "aspen", stage: "active", said: [first("uk", 1, 60), { hoursAgo: 58, by: "reply", author: "aspen", text: "Дякуємо. Напишіть, будь ласка, який саме суд і чи був адвокат на слідстві." }] },
  { name: [4, 66], section: "waiting", clock: null, leftH: 0, situation: ["home", "mobilised"], language: "ru", unread: 1, said: [first("ru", 2, 33)] },
  { name: [19, 2], section: "waiting", clock: null, leftH: 0, situation: ["abroad"], language: "en", unread: 1, said: [first("en", 0, 35, "portable")] },
  { name: [28, 34], section: "waiting", clock: null, leftH: 0, situation: ["training", "contract"], language: "ru", unread: 1, said: [first("ru", 2, 36)] },
  { name: [41, 19], section: "waiting", clock: null, leftH: 0, situation: ["relative_writes"], language: "uk", unread: 1, third: true, said: [first("uk", 0, 40, "clerk")] },
  { name: [47, 27], section: "waiting", clock: "silence", leftH: 70, situation: ["on_leave"], language: "ru", unread: 0, owner: "birch", stage: "waiting_person", said: [first("ru", 1, 80), { hoursAgo: 76, by: "reply", author: "birch", text: "Ответили. Возвращайтесь, когда будет безопасно." }] },
  { name: [53, 111], section: "waiting", clock: "silence", leftH: 90, situation: ["hospital"], language: "ru", unread: 0, owner: "larch", stage: "waiting_person", said: [first("ru", 0, 100), { hoursAgo: 96, by: "reply", author: "larch", text: "Комиссию можно обжаловать. Срок — три месяца." }, { hoursAgo: 95, by: "note", author: "larch", text: "Проверить у юриста: апрельская комиссия." }] },
  { name: [58, 120], section: "waiting", clock: null, leftH: 0, situation: ["abroad", "no_documents"], language: "uk", unread: 0, owner: "aspen", stage: "waiting_third", said: [first("uk", 1, 120)] },
  { name: [60, 8], section: "waiting", clock: null, leftH: 0, situation: ["home"], language: "ru", unread: 1, said: [first("ru", 3, 44)] },
  { name: [10, 45], section: "waiting", clock: null, leftH: 0, situation: ["conscript"], language: "ru", unread: 1, said: [first("ru", 2, 46)] },
  { name: [25, 99], section: "waiting", clock: null, leftH: 0, situation: ["mobilised"], language: "ru", unread: 1, override: "lowered", said: [first("ru", 1, 50)] },
];
