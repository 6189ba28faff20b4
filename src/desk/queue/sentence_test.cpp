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
    Situation situation = sample::request(answers, now_ - Seconds{3 * 3600});
    situation.unread = 2;
    return situation;
  }

  text::Catalogue catalogue_ = *text::Catalogue::embedded();
  pack::Pack pack_ = sample::shipped_pack();
  text::Zone zone_ = sample::moscow();
  TimePoint now_ = sample::at("2026-11-22T23:00");
};

TEST_F(SentenceTest, ALeaveThatEnds) {
  const Situation situation = two_unread({"what_next=leave_ends;date=2026-11-25;precision=day"});
  EXPECT_EQ(say(situation, Language::kEnglish), std::string(*pack_.text(Language::kEnglish, "clock.leave_ends")) +
                                                    ": Wed 25 Nov (as the requester says; day known, hour not: counted "
                                                    "from 00:00). Help takes 18 h: last safe moment Tue 06:00, "
                                                    "in 31 h. Nobody owns it; 2 unread, oldest 3 h.");
  EXPECT_EQ(say(situation, Language::kRussian),
            std::string(*pack_.text(Language::kRussian, "clock.leave_ends")) +
                ": ср 25 ноября (со слов заявителя; день известен, час нет: считаем с 00:00). На помощь нужно 18 ч: "
                "успеть до вт 06:00, "
                "осталось 31 ч. Никто не взял; 2 непрочитанных, самому давнему 3 ч.");
  EXPECT_EQ(say(situation, Language::kUkrainian),
            std::string(*pack_.text(Language::kUkrainian, "clock.leave_ends")) +
                ": ср 25 листопада (зі слів заявника; день відомий, година ні: рахуємо з 00:00). На допомогу треба 18 "
                "год: встигнути до вт 06:00, "
                "лишилося 31 год. Ніхто не взяв; 2 непрочитані, найдавнішому 3 год.");
}

TEST_F(SentenceTest, AMissedMomentSaysSo) {
  Situation situation = two_unread({"what_next=leave_ends;date=2026-11-23T10:00;precision=hour"});
  situation.owner = "vera";
  const std::string name(*pack_.text(Language::kEnglish, "clock.leave_ends"));
  EXPECT_EQ(say(situation, Language::kEnglish),
            name +
                ": Mon 23 Nov 10:00 (as the requester says). Help takes 18 h: the last safe moment was 16:00, "
                "7 h ago. You own it; 2 unread, oldest 3 h.");
  situation.facts[0].attributes["date"] = "2026-11-22T20:00";
  EXPECT_NE(say(situation, Language::kEnglish)
                .find("Help takes 18 h: the last safe moment was 02:00, 21 h ago. The date itself passed 3 h ago."),
            std::string::npos);
}

TEST_F(SentenceTest, AnUnknownDateIsAQuestion) {
  Situation situation = sample::request({"what_next=leave_ends"}, now_ - Seconds{3600});
  situation.owner = "anton";
  const std::string name(*pack_.text(Language::kEnglish, "clock.leave_ends"));
  EXPECT_EQ(say(situation, Language::kEnglish),
            name + ": date not known. Ask by Mon 00:00, in 1 h. anton owns it; 1 unread, 1 h old.");
}

TEST_F(SentenceTest, DangerIsNamedFirst) {
  const std::string text = say(two_unread({"danger=untreated_wound", "what_next=nothing_dated"}), Language::kEnglish);
  EXPECT_EQ(text,
            "Danger: " + std::string(*pack_.text(Language::kEnglish, "short.danger.untreated_wound")) +
                ". No date is known. First reply was due by 21:00, 2 h ago. Nobody owns it; 2 unread, oldest 3 h.");
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
  EXPECT_NE(say(lowered, Language::kEnglish).find("Moved down by a person until Mon 23:00."), std::string::npos);
  Situation answered = two_unread({});
  answered.unread = 0;
  answered.oldest_unread_at.reset();
  answered.first_reply_at = answered.last_reply_at = now_ - Seconds{2 * 3600};
  EXPECT_EQ(say(answered, Language::kEnglish), "We replied 2 h ago, no answer yet. Nobody owns it.");
  answered.stage = Stage::kClosed;
  EXPECT_EQ(say(answered, Language::kUkrainian), "Справу закрито. Ніхто не взяв.");
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
