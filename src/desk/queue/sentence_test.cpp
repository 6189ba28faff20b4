#include "desk/queue/sentence.h"

#include <set>

#include <gtest/gtest.h>

#include "desk/queue/code_names.h"
#include "desk/queue/sample_case.h"

namespace waymark::desk::queue {
namespace {

class SentenceTest : public ::testing::Test {
 protected:
  /// The sentence with ordinary spaces instead of no-break ones.
  std::string say(const Situation& situation, Language language, std::string reader = "vera") {
    const Derived derived = derive(pack_, situation, zone_);
    const Speech speech(catalogue_, pack_, zone_, language, std::move(reader));
    std::string text = speech.sentence(derived, place(derived, Present::at(now_, zone_)), now_);
    for (std::size_t at = 0; (at = text.find("\u00a0")) != std::string::npos;) text.replace(at, 2, " ");
    return text;
  }
  Situation two_unread(std::initializer_list<std::string> answers) {
    Situation situation = sample::request(answers, now_ - Seconds{1800});
    situation.unread = 2;
    return situation;
  }

  text::Catalogue catalogue_ = *text::Catalogue::embedded();
  pack::Pack pack_ = sample::shipped_pack();
  text::Zone zone_ = sample::moscow();
  TimePoint now_ = sample::at("2026-11-22T23:00");
  std::string leave_ = "what_next=leave_ends;date=2026-11-25;precision=day";
};

TEST_F(SentenceTest, ALeaveThatEnds) {
  const Situation situation = two_unread({"what_next=leave_ends;date=2026-11-25;precision=day"});
  EXPECT_EQ(say(situation, Language::kEnglish), std::string(*pack_.text(Language::kEnglish, "clock.leave_ends")) +
                                                    ": Wed 25 Nov (as the requester says; day known, hour not: counted "
                                                    "from 00:00). Help takes 18 h: last safe moment Tue 06:00 MSK, "
                                                    "in 31 h. Nobody owns it; 2 unread, oldest 30 min.");
  EXPECT_EQ(say(situation, Language::kRussian),
            std::string(*pack_.text(Language::kRussian, "clock.leave_ends")) +
                ": ср 25 ноября (со слов заявителя; день известен, час нет: считаем с 00:00). На помощь нужно 18 ч: "
                "успеть до вт 06:00 МСК, "
                "осталось 31 ч. Никто не взял; 2 непрочитанных, самому давнему 30 мин.");
  EXPECT_EQ(say(situation, Language::kUkrainian),
            std::string(*pack_.text(Language::kUkrainian, "clock.leave_ends")) +
                ": ср 25 листопада (зі слів заявника; день відомий, година ні: рахуємо з 00:00). На допомогу треба 18 "
                "год: встигнути до вт 06:00 МСК, "
                "лишилося 31 год. Ніхто не взяв; 2 непрочитані, найдавнішому 30 хв.");
}

TEST_F(SentenceTest, AMissedMomentSaysSo) {
  Situation situation = two_unread({"what_next=leave_ends;date=2026-11-23T10:00;precision=hour"});
  situation.owner = "vera";
  const std::string name(*pack_.text(Language::kEnglish, "clock.leave_ends"));
  EXPECT_EQ(say(situation, Language::kEnglish),
            name +
                ": Mon 23 Nov 10:00 (as the requester says). It is 11 h away and help takes 18 h. There is no room "
                "left: start now. You own it; 2 unread, oldest 30 min.");
  situation.facts[0].attributes["date"] = "2026-11-22T20:00";
  situation.facts[0].key = "what_next";
  situation.facts[0].value = "discharge_from_hospital";
  EXPECT_NE(say(situation, Language::kEnglish).find("It passed 3 h ago. Ask what has happened since."),
            std::string::npos);
}

TEST_F(SentenceTest, AnUnknownDateIsAQuestion) {
  Situation situation = sample::request({"danger=none", "what_next=leave_ends"}, now_ - Seconds{1800});
  situation.owner = "anton";
  const std::string name(*pack_.text(Language::kEnglish, "clock.leave_ends"));
  EXPECT_EQ(say(situation, Language::kEnglish),
            name + ": date not known. Ask by Mon 00:30 MSK, in 1 h 30 min. anton owns it; 1 unread, 30 min old.");
}

TEST_F(SentenceTest, DangerIsNamedFirst) {
  const std::string text = say(two_unread({"danger=untreated_wound", "what_next=nothing_dated"}), Language::kEnglish);
  EXPECT_EQ(
      text,
      "Danger: " + std::string(*pack_.text(Language::kEnglish, "short.danger.untreated_wound")) +
          ". No near date is known. First reply by 23:30 MSK, in 30 min. Nobody owns it; 2 unread, oldest 30 min.");
}

TEST_F(SentenceTest, StaffAndConfirmedDatesSayWhoSaidIt) {
  Situation situation = two_unread({"left=yes;date=2026-11-22;precision=about"});
  situation.facts[0].said_by = Speaker::kStaff;
  EXPECT_NE(say(situation, Language::kEnglish).find("(noted by us; date not exact: counted from the day before)"),
            std::string::npos);
  situation.facts[0].verification = Verification::kVerified;
  EXPECT_NE(say(situation, Language::kRussian).find("(подтверждено; дата примерная: считаем на день раньше)"),
            std::string::npos);
}

TEST_F(SentenceTest, OverridesAndSilenceAndClosing) {
  Situation lowered = two_unread({});
  lowered.override_ = Override{Override::Direction::kLowered, now_};
  EXPECT_NE(say(lowered, Language::kEnglish).find("Moved down by a person until Mon 23:00 MSK."), std::string::npos);
  Situation answered = two_unread({});
  answered.unread = 0;
  answered.oldest_unread_at.reset();
  answered.first_reply_at = answered.last_reply_at = now_ - Seconds{2 * 3600};
  answered.last_message_at = now_ - Seconds{3 * 3600};
  EXPECT_EQ(say(answered, Language::kEnglish), "We replied 2 h ago, no answer yet. Nobody owns it.");
  answered.stage = Stage::kClosed;
  EXPECT_EQ(say(answered, Language::kUkrainian), "Справу закрито. Ніхто не взяв.");
}

TEST_F(SentenceTest, WhoCannotWriteSafelyIsSaidSo) {
  EXPECT_EQ(say(two_unread({"safe=no"}), Language::kRussian),
            "Возможна опасность: писать небезопасно. Что происходит, неизвестно: об опасности ни слова. Спросить до пн "
            "00:30 МСК, осталось 1 ч 30 мин. Первый ответ обещан до 23:30 МСК, осталось 30 мин. Никто не взял; 2 "
            "непрочитанных, самому давнему 30 мин.");
  EXPECT_EQ(say(two_unread({"safe=no", "danger=untreated_wound"}), Language::kRussian).find("Опасность: "), 0U);
}

// "About" the 29th, said on the 28th: it may be today. It has not passed, and nobody must read that it is too late.
TEST_F(SentenceTest, AWindowThatIsOpenIsNotOver) {
  now_ = sample::at("2026-11-28T04:10");
  const Situation situation = two_unread({"what_next=discharge_from_hospital;date=2026-11-29;precision=about"});
  const std::string russian = say(situation, Language::kRussian);
  EXPECT_NE(russian.find("примерно вс 29 ноября"), std::string::npos) << russian;
  EXPECT_NE(russian.find("Это может быть уже сегодня. Запаса нет: начать сейчас."), std::string::npos) << russian;
  EXPECT_EQ(russian.find("прош"), std::string::npos) << russian;
  EXPECT_NE(say(situation, Language::kUkrainian).find("Це може бути вже сьогодні. Запасу немає: починати зараз."),
            std::string::npos);
  EXPECT_NE(say(situation, Language::kEnglish).find("It may be today already. There is no room left: start now."),
            std::string::npos);
}

// Every precision at every age: a date that was said is told, and "passed" stands only where all that it can mean has.
TEST_F(SentenceTest, EveryPrecisionAtEveryAgeIsTrue) {
  const std::pair<Language, std::pair<const char*, const char*>> passed[] = {
      {Language::kRussian, {"Срок прошёл", "срок уже прошёл"}},
      {Language::kUkrainian, {"Строк минув", "строк уже минув"}},
      {Language::kEnglish, {"It passed", "This date has passed"}}};
  const std::pair<Language, const char*> not_known[] = {{Language::kRussian, "дата неизвестна"},
                                                        {Language::kUkrainian, "дата невідома"},
                                                        {Language::kEnglish, "date not known"}};
  constexpr int kDays[] = {-400, -365, -100, -31, -8, -3, -1, 0, 1, 3, 31, 400, 800, 13000};
  for (const char* answer : {"what_next=leave_ends", "what_next=discharge_from_hospital", "left=yes"})
    for (const char* precision : {"hour", "day", "about", "month"})
      for (const int days : kDays) {
        const auto local = zone_.to_local(now_ + std::chrono::days{days});
        char date[32];
        std::snprintf(date, sizeof date, "%04d-%02u-%02u", static_cast<int>(local.day.year()),
                      static_cast<unsigned>(local.day.month()), static_cast<unsigned>(local.day.day()));
        const std::string said = std::string(answer) + ";date=" + date +
                                 (std::string_view(precision) == "hour" ? "T22:00" : "") + ";precision=" + precision;
        const Situation situation = two_unread({"danger=none", said});
        const Derived derived = derive(pack_, situation, zone_);
        const Placement placement = place(derived, Present::at(now_, zone_));
        ASSERT_TRUE(placement.clock.has_value()) << said;
        const bool over = derived.clocks[*placement.clock].over < now_;
        for (const auto& [language, words] : passed) {
          const std::string text = say(situation, language);
          const bool says_over =
              text.find(words.first) != std::string::npos || text.find(words.second) != std::string::npos;
          EXPECT_TRUE(over || !says_over) << said << "\n" << text;
          EXPECT_EQ(text.find("queue."), std::string::npos) << text;
          EXPECT_EQ(text.find(".."), std::string::npos) << text;
        }
        for (const auto& [language, words] : not_known)
          EXPECT_EQ(say(situation, language).find(words), std::string::npos) << said;
      }
}

TEST_F(SentenceTest, WhoseHourItIsIsSaid) {
  pack_ = sample::whole_pack();
  const std::string court = "what_next=court_date;date=2026-12-09T09:00;precision=hour";
  EXPECT_NE(say(two_unread({"danger=none", court}), Language::kRussian)
                .find("ср 9 декабря 09:00 (со слов заявителя; пояс не назван: считаем по самому раннему, МСК+9)"),
            std::string::npos);
  EXPECT_NE(say(two_unread({"danger=none", court, "local_time=plus1_2"}), Language::kEnglish)
                .find("Wed 9 Dec 09:00 (as the requester says; local time, MSK+2)"),
            std::string::npos);
  const text::Zone berlin = *text::Zone::named("Europe/Berlin");
  const Situation situation = two_unread({"danger=none", leave_, "local_time=moscow"});
  const Derived derived = derive(pack_, situation, zone_);
  const Speech speech(catalogue_, pack_, zone_, Language::kRussian, "vera", &berlin);
  const std::string text = speech.sentence(derived, place(derived, Present::at(now_, zone_)), now_);
  EXPECT_NE(text.find("06:00\u00a0МСК (04:00 у вас)"), std::string::npos) << text;
}

TEST_F(SentenceTest, AnotherArmyIsSaid) {
  const std::string text =
      say(two_unread({"army=ukraine", "danger=none", "left=yes;date=2026-11-21;precision=day"}), Language::kUkrainian);
  EXPECT_NE(text.find("Служба в українській армії: російські строки та пам’ятки не підходять"), std::string::npos)
      << text;
  EXPECT_EQ(text.find("Дві доби"), std::string::npos) << text;
}

TEST_F(SentenceTest, NoKeyOfTheCatalogueIsEverShown) {
  for (const pack::Clock& clock : pack_.clocks)
    for (const Language language : kLanguages)
      for (const char* attributes : {"", ";date=2026-11-24;precision=day", ";date=2026-11-01;precision=month",
                                     ";date=2026-11-20T10:00;precision=hour"}) {
        const std::string text = say(two_unread({clock.question + "=" + clock.codes[0] + attributes}), language);
        EXPECT_EQ(text.find("queue."), std::string::npos) << text;
        EXPECT_EQ(text.find("clock."), std::string::npos) << text;
        EXPECT_EQ(text.find('{'), std::string::npos) << text;
      }
}

// What must be seen is never behind the dots: the hour comes first, and nothing of the catalogue shows.
TEST_F(SentenceTest, TheReasonOfARowIsOneLineThatBeginsWithWhatToDo) {
  for (const pack::Clock& clock : pack_.clocks)
    for (const Language language : kLanguages)
      for (const char* attributes : {"", ";date=2026-11-24;precision=day", ";date=2026-11-01;precision=month",
                                     ";date=2026-11-20T10:00;precision=hour", ";date=2031-11-20;precision=day"}) {
        const Situation situation = two_unread({clock.question + "=" + clock.codes[0] + attributes, "danger=none"});
        const Derived derived = derive(pack_, situation, zone_);
        const Speech speech(catalogue_, pack_, zone_, language, "vera");
        const std::string line = speech.reason(derived, place(derived, Present::at(now_, zone_)), now_);
        EXPECT_FALSE(line.empty());
        EXPECT_EQ(line.find("queue."), std::string::npos) << line;
        EXPECT_EQ(line.find("clock."), std::string::npos) << line;
        EXPECT_EQ(line.find('{'), std::string::npos) << line;
        EXPECT_EQ(line.find('\n'), std::string::npos) << line;
      }
}

TEST_F(SentenceTest, DatesAsTheyWereSaid) {
  const Speech speech(catalogue_, pack_, zone_, Language::kEnglish, "");
  const auto label = [&](const char* answer) { return speech.date_label(sample::fact(answer, now_), now_); };
  EXPECT_EQ(label("what_next=leave_ends;date=2026-11-25;precision=about"), "about Wed 25 Nov");
  EXPECT_EQ(label("what_next=court_date;date=2026-12-01;precision=month"), "December 2026");
  EXPECT_EQ(label("what_next=court_date;date=2026-12-01T09:30;precision=hour"), "Tue 1 Dec 09:30");
  EXPECT_EQ(label("what_next=court_date"), "date not known");
  EXPECT_EQ(label("status=mobilised"), "");
}

TEST(CodeNames, EveryPairIsOneNameInEachLanguage) {
  const text::Catalogue catalogue = *text::Catalogue::embedded();
  for (const Language language : kLanguages) {
    std::set<std::string> names;
    for (std::uint32_t index = 0; index < kCodeNamePairs; ++index) names.insert(code_name(catalogue, language, index));
    EXPECT_EQ(names.size(), kCodeNamePairs) << code_of(language);
    EXPECT_FALSE(names.contains("")) << code_of(language);
  }
  EXPECT_EQ(code_name(catalogue, Language::kEnglish, 5 + kCodeNamePairs),
            code_name(catalogue, Language::kEnglish, 5) + " 2");
  EXPECT_EQ(code_name(catalogue, Language::kEnglish, 0).find("code-name"), std::string::npos);
}

}  // namespace
}  // namespace waymark::desk::queue
