// The fictional queue: 28 requests by nobody, with no real person, unit or place. 17 Russian, 7 Ukrainian, 4 English.
// They show what a help line meets: dates that run out, people who cannot say much, relatives, somebody who tests the line.
import type { Language } from "../shared/protocol/envelope.ts";

export const kPackName = "military-refusal@1";

export interface DemoRequest {
  /** What a reader of the code calls it; never sent. */
  name: string;
  language: Language;
  answers: string[];
  text: string;
  contact_words?: string;
  /** Further messages of the same requester, in their order. */
  later?: string[];
}

type Days = (days: number) => string;

const kSafe = "safe=yes";
const kOnlyHere = "contact=only_here";

function dated(now: Date): Days {
  return (days) => new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10);
}

const russian = (day: Days): DemoRequest[] => [
  {
    name: "leave ends in two days, passport taken",
    language: "ru",
    answers: [kSafe, "who=self", "army=russia", "status=mobilised", "where=on_leave", "danger=none", `what_next=leave_ends;date=${day(2)};precision=day`, "left=no", "local_time=moscow", "documents=internal_passport;state=taken_by_command", "documents=military_id;state=have", "need=legal_question", "need=medical_commission", kOnlyHere, "device=nobody", "consent=yes"],
    text: "Отпуск по ранению кончается послезавтра. Рука работает плохо, комиссии не было, сказали: вернёшься, там разберёмся. Паспорт остался у командира. Возвращаться не хочу и не могу. Что можно сделать за два дня, чтобы это было по закону?",
    later: ["Забыл написать: выписной эпикриз на руках, там написано «нуждается в лечении»."],
  },
  {
    name: "beaten, locked up, one line",
    language: "ru",
    answers: ["safe=no", "consent=yes"],
    text: "Держат в подвале шестерых, бьют, требуют подписать. Телефон на десять минут. Помогите.",
  },
  {
    name: "hospital, discharge the day after tomorrow",
    language: "ru",
    answers: [kSafe, "who=self", "army=russia", "status=contract_after_2022", "where=hospital", "danger=untreated_wound", `what_next=discharge_from_hospital;date=${day(1)};precision=about`, "left=no", "local_time=moscow", "documents=internal_passport;state=have", "documents=military_id;state=taken_by_command", "need=medical_commission", kOnlyHere, "device=unknown", "consent=yes"],
    text: "Лежу в госпитале, осколок в колене. Обещают выписать «как ходячего» на днях и сразу обратно. Врач говорит, что от него ничего не зависит. Как потребовать комиссию письменно?",
  },
  {
    name: "a mother writes for a conscript",
    language: "ru",
    answers: [kSafe, "who=relative", "knows=yes", "army=russia", "status=conscript", "where=training", "danger=beaten_or_threatened", `what_next=pressed_to_sign;date=${day(1)};precision=about`, "left=no", "local_time=plus1_2", "need=legal_question", "need=complaint_for_documents", kOnlyHere, "device=family", "consent=yes"],
    text: "Сын на срочной, ему девятнадцать. Их строем водят подписывать контракт, кто отказывается, тех не кормят ужином. Завтра опять. Он пока не подписал. Что ему говорить и куда мне жаловаться?",
  },
  {
    name: "left 30 hours ago",
    language: "ru",
    answers: [kSafe, "who=self", "army=russia", "status=mobilised", "where=hiding", "danger=armed_search", "what_next=police_looking", `left=yes;date=${day(-1)};precision=day`, "documents=internal_passport;state=have", "documents=military_id;state=lost", "need=criminal_case_lawyer", "contact=only_here_hours", "device=nobody", "consent=yes"],
    text: "Ушёл вчера. Слышал, что до двух суток это ещё не уголовное дело. Правда ли это сейчас? К родителям уже приходили.",
    contact_words: "Телефон включаю на пять минут после полуночи",
  },
  {
    name: "date not known",
    language: "ru",
    answers: [kSafe, "who=self", "army=russia", "status=contract_from_prison", "where=rear_unit", "danger=none", "what_next=sent_to_front;precision=unknown", "left=deciding", "local_time=moscow", "documents=internal_passport;state=unknown", "need=refusal_report", kOnlyHere, "device=command", "consent=yes"],
    text: "Контракт подписал в колонии. Срок по нему кончился месяц назад, но никого не отпускают. Говорят, скоро отправка, когда, не говорят. Хочу написать рапорт. Есть образец?",
  },
  {
    name: "court in nine days",
    language: "ru",
    answers: [kSafe, "who=self", "army=russia", "status=already_left", "where=detained", "danger=none", `what_next=court_date;date=${day(9)}T10:00;precision=hour`, `left=yes;date=${day(-60)};precision=about`, "local_time=plus3_4", "need=criminal_case_lawyer", kOnlyHere, "device=command", "consent=yes"],
    text: "Пишу через чужой телефон. Суд по 337-й. Следователь предлагает: согласишься вернуться, дадут условно. Стоит ли соглашаться? Адвокат по назначению видел меня один раз.",
  },
  {
    name: "a wife whose husband does not know",
    language: "ru",
    answers: [kSafe, "who=relative", "knows=no", "army=russia", "status=mobilised", "where=on_leave", "danger=none", `what_next=leave_ends;date=${day(6)};precision=day`, "left=no", "local_time=moscow", "need=psychologist", "need=legal_question", kOnlyHere, "device=family", "consent=yes"],
    text: "Муж дома до следующей недели. Не спит, не разговаривает, говорит только, что всё равно поедет, потому что «своих не бросают». Я боюсь за него и боюсь ему сказать, что пишу вам. С чего начать?",
  },
  {
    name: "electronic summons",
    language: "ru",
    answers: [kSafe, "who=self", "army=russia", "status=summons_electronic", "where=home", "danger=none", `what_next=summons_date;date=${day(4)}T09:00;precision=hour`, "local_time=moscow", "documents=internal_passport;state=have", "documents=international_passport;state=have;valid_until=2029", "need=legal_question", kOnlyHere, "device=nobody", "consent=yes"],
    text: "Пришла повестка в личный кабинет. У меня астма, но последняя выписка старая. Можно ли просить отсрочку явки, и чем грозит неявка один раз?",
  },
  {
    name: "asks who we are, like a provocateur",
    language: "ru",
    answers: [kSafe, "who=self", "army=russia", "status=volunteer_unit", "where=combat_zone", "need=unknown", kOnlyHere, "consent=yes"],
    text: "Есть группа, двенадцать человек, готовы уйти прямо сегодня. Дайте маршрут, где у вас свои люди и кто вас финансирует. Без этого разговора не будет. Ответ нужен в течение часа.",
  },
  {
    name: "brother is missing",
    language: "ru",
    answers: [kSafe, "who=relative", "knows=cannot_ask", "army=russia", "status=contract_after_2022", "where=combat_zone", "what_next=nothing_dated", "need=missing_or_captured_relative", kOnlyHere, "device=nobody", "consent=yes"],
    text: "Брат не выходит на связь три недели. В части отвечают «выполняет задачи», зарплата не пришла. Куда писать, чтобы искали, и не навредит ли это ему, если он жив и прячется?",
  },
  {
    name: "foreign citizen",
    language: "ru",
    answers: [kSafe, "who=friend", "knows=yes", "army=russia", "status=foreign_citizen", "where=training", "danger=beaten_or_threatened", "what_next=sent_to_front;precision=unknown", "local_time=plus7_9", "documents=international_passport;state=taken_by_command", "need=complaint_for_documents", "need=legal_question", kOnlyHere, "device=nobody", "consent=yes"],
    text: "Пишу за друга, он плохо говорит по-русски. Приехал работать на склад, подписал бумаги, не понял какие. Теперь полигон. Паспорт забрали в первый день. Консульство не отвечает.",
  },
  {
    name: "abroad, permit ends",
    language: "ru",
    answers: [kSafe, "who=self", "army=russia", "status=already_left", "where=abroad;country=KZ", "danger=none", `what_next=stay_permit_ends;date=${day(21)};precision=day`, `left=yes;date=${day(-240)};precision=month`, "documents=international_passport;state=expired", "documents=internal_passport;state=have", "need=asylum_abroad", "need=money", kOnlyHere, "device=nobody", "consent=yes"],
    text: "Уже восемь месяцев здесь. Разрешение кончается через три недели, загранпаспорт просрочен. Домой нельзя: дело возбудили. Какие есть законные варианты остаться?",
  },
  {
    name: "only a question",
    language: "ru",
    answers: [kSafe, "who=self", "army=russia", "status=reservist", "where=home", "what_next=nothing_dated", "need=information_only", kOnlyHere, "device=nobody", "consent=yes"],
    text: "В резерве с 2021 года, контракт на резерв подписал ради выплаты. Можно ли выйти из резерва сейчас и как это делается?",
  },
  {
    name: "officer whose report was torn up",
    language: "ru",
    answers: [kSafe, "who=self", "army=russia", "status=officer", "where=rear_unit", "danger=relatives_threatened", `what_next=pressed_to_sign;date=${day(3)};precision=about`, "left=no", "local_time=moscow", "documents=military_id;state=have", "need=refusal_report", "need=criminal_case_lawyer", "contact=only_here_hours", "device=command", "consent=yes"],
    text: "Подал рапорт об увольнении, его порвали при мне. Намекают на жену и ребёнка. Записал разговор. Как правильно подать второй раз, чтобы он не исчез?",
    contact_words: "Смотрю по воскресеньям вечером",
  },
  {
    name: "one line, not safe",
    language: "ru",
    answers: ["safe=unsure", "consent=yes"],
    text: "не могу писать, спросите завтра",
  },
  {
    name: "suspended sentence",
    language: "ru",
    answers: [kSafe, "who=self", "army=russia", "status=mobilised", "where=rear_unit", "danger=none", `what_next=sent_to_front;date=${day(5)};precision=about`, "left=no", "local_time=moscow", "documents=internal_passport;state=handed_over", "documents=military_id;state=have", "need=legal_question", "need=criminal_case_lawyer", kOnlyHere, "device=unknown", "consent=yes"],
    text: "Получил условный срок и меня вернули в часть. Теперь говорят, что через неделю снова туда. Если откажусь, условный станет реальным? Какие шаги есть до отправки?",
    later: ["Сегодня сказали, что отправка может быть раньше.", "Если можно, ответьте простыми словами, я не юрист."],
  },
];

const ukrainian = (day: Days): DemoRequest[] => [
  {
    name: "a sister writes",
    language: "uk",
    answers: [kSafe, "who=relative", "knows=yes", "army=russia", "status=contract_coerced", "where=training", "danger=beaten_or_threatened", `what_next=sent_to_front;date=${day(3)};precision=about`, "left=no", "local_time=moscow", "documents=internal_passport;state=taken_by_command", "need=refusal_report", "need=legal_question", kOnlyHere, "device=nobody", "consent=yes"],
    text: "Брата змусили підписати контракт, погрожували справою. За кілька днів відправлення. Він хоче відмовитися письмово, але боїться, що папір зникне. Як зробити, щоб лишився слід?",
  },
  {
    name: "passport of an occupied district",
    language: "uk",
    answers: [kSafe, "who=self", "army=russia", "status=civilian_no_summons", "where=home", "danger=none", "what_next=nothing_dated", "documents=internal_passport;state=have", "documents=other;state=taken_by_command", "need=legal_question", "need=information_only", kOnlyHere, "device=family", "consent=yes"],
    text: "Мені вісімнадцять за місяць. Ставлять на облік усіх хлопців зі школи. Чи можуть мене призвати, якщо я не просив цього паспорта?",
  },
  {
    name: "wounded, no treatment",
    language: "uk",
    answers: ["safe=unsure", "consent=yes"],
    text: "Поранення в стегно, третій тиждень без лікаря. Пишу з чужого телефону. Що казати, щоб повезли в лікарню?",
  },
  {
    name: "leave ends, hour known",
    language: "uk",
    answers: [kSafe, "who=self", "army=russia", "status=mobilised", "where=on_leave", "danger=none", `what_next=leave_ends;date=${day(1)}T20:00;precision=hour`, "left=deciding", "local_time=plus1_2", "documents=internal_passport;state=have", "documents=international_passport;state=lost", "need=legal_question", "need=criminal_case_lawyer", kOnlyHere, "device=nobody", "consent=yes"],
    text: "Поїзд завтра о восьмій вечора. Я не поїду. Хочу розуміти, що буде через два дні, через десять і через місяць, щоб не вигадувати.",
    later: ["Ще питання: чи чіпатимуть батьків, якщо я не повернуся?"],
  },
  {
    name: "housing abroad",
    language: "uk",
    answers: [kSafe, "who=self", "army=russia", "status=already_left", "where=abroad;country=GE", "danger=none", `what_next=stay_permit_ends;date=${day(45)};precision=month`, `left=yes;date=${day(-90)};precision=about`, "documents=international_passport;state=have;valid_until=2028", "need=housing_food", "need=psychologist", kOnlyHere, "device=nobody", "consent=yes"],
    text: "Живу в знайомих, але до кінця місяця треба з’їхати. Сплю погано, здригаюся від кожного звуку. Чи є хтось, з ким можна поговорити українською?",
  },
  {
    name: "another organisation asks",
    language: "uk",
    answers: [kSafe, "who=other_org", "knows=yes", "army=russia", "status=conscript", "where=detained", "danger=none", `what_next=court_date;date=${day(16)};precision=day`, "left=no", "local_time=moscow", "need=criminal_case_lawyer", kOnlyHere, "device=nobody", "consent=yes"],
    text: "Ведемо людину, суд за два тижні. У нашому списку немає адвоката в цьому окрузі. Чи можете взяти справу або порадити, кого питати?",
  },
  {
    name: "emoji and little text",
    language: "uk",
    answers: [kSafe, "who=self", "army=not_known", "status=volunteer_unit", "where=rear_unit", "danger=none", "what_next=nothing_dated", "left=deciding", "need=unknown", kOnlyHere, "device=command", "consent=yes"],
    text: "🕊️ хочу додому. не знаю з чого почати 🙏🏽",
  },
];

const english = (day: Days): DemoRequest[] => [
  {
    name: "foreign recruit",
    language: "en",
    answers: [kSafe, "who=self", "army=russia", "status=foreign_citizen", "where=training", "danger=beaten_or_threatened", `what_next=sent_to_front;date=${day(2)};precision=about`, "left=no", "local_time=plus3_4", "documents=international_passport;state=taken_by_command", "need=legal_question", "need=complaint_for_documents", kOnlyHere, "device=command", "consent=yes"],
    text: "I was promised a job as a cook. They took my passport and phone; this phone is borrowed. They say we go forward in two days. I signed a paper in a language I cannot read. Can I refuse?",
  },
  {
    name: "right-to-left text",
    language: "en",
    answers: [kSafe, "who=friend", "knows=cannot_ask", "army=russia", "status=foreign_citizen", "where=hospital", "danger=untreated_wound", "what_next=discharge_from_hospital;precision=unknown", "local_time=moscow", "documents=international_passport;state=lost", "need=medical_commission", kOnlyHere, "device=nobody", "consent=yes"],
    text: "I write for a friend. His own words: «أنا في المستشفى ولا أفهم ما يقولون». He says the wound smells and nobody changes the bandage. Please answer in simple English.",
  },
  {
    name: "a lawyer tests whether it leaks",
    language: "en",
    answers: [kSafe, "who=other_org", "knows=yes", "need=information_only", kOnlyHere, "device=nobody", "consent=yes"],
    text: "<b>Test</b> of your form by a colleague from another organisation: {{7*7}} ${7*7} <script>alert(1)</script> '; -- This is not a real case. Please tell us whether the text above arrived exactly as written.",
  },
  {
    name: "asylum deadline",
    language: "en",
    answers: [kSafe, "who=self", "army=russia", "status=already_left", "where=abroad;country=DE", "danger=none", `what_next=court_date;date=${day(12)};precision=day`, `left=yes;date=${day(-400)};precision=month`, "documents=international_passport;state=expired", "documents=military_id;state=have", "need=asylum_abroad", kOnlyHere, "device=nobody", "consent=yes"],
    text: "My asylum hearing is in twelve days. My lawyer asks for proof that people who refuse are punished. Do you have public sources that a court accepts?",
  },
];

/** The whole queue, mixed as a real one would be; dates are relative to `now`. */
export function requests(now: Date): DemoRequest[] {
  const day = dated(now);
  const all = [...russian(day), ...ukrainian(day), ...english(day)];
  // 28 and 9 have no common factor: every ninth, around the circle, visits each once.
  return all.map((_, i) => all[(i * 9) % all.length]).filter((request) => request !== undefined);
}
