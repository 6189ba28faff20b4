#include "desk/search/query.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <functional>

#include "desk/queue/sample_case.h"

namespace waymark::desk::search {
namespace {

namespace sample = queue::sample;

const TimePoint kNow = sample::at("2026-11-22T12:00");

std::variant<Query, Misread> read(std::string_view typed) { return read_query(typed, "vera", kNow, sample::moscow()); }

/// Whether a request with these answers, received an hour ago, meets what was typed.
bool meets_typed(
    std::string_view typed, std::initializer_list<std::string> answers,
    const std::function<void(Situation&)>& change = [](Situation&) {}) {
  Situation situation = sample::request(answers, kNow - Seconds{3'600});
  change(situation);
  const text::Zone zone = sample::moscow();
  const auto query = read(typed);
  if (!std::holds_alternative<Query>(query)) {
    ADD_FAILURE() << typed;
    return false;
  }
  const pack::Pack pack = sample::shipped_pack();
  queue::Board board(pack, zone);
  board.set(CaseId{}, 0, sample::packed(situation));
  const auto wanted = [&](const queue::Glance& glance) { return meets(std::get<Query>(query), glance, kNow); };
  return board.among(std::array{CaseId{}}, wanted, "lead", kNow, 1, queue::Sight::kEverybodys).total == 1;
}

TEST(Query, WordsAndConditionsInAnyOrder) {
  const auto query = std::get<Query>(read("  паспорт owner:me  суд"));
  ASSERT_EQ(query.words.size(), 2U);
  EXPECT_EQ(query.words[1].word, "суд");
  EXPECT_TRUE(query.last_begins);
  ASSERT_EQ(query.conditions.size(), 1U);
  EXPECT_EQ(query.conditions[0].name, "vera");
  EXPECT_FALSE(std::get<Query>(read("суд ")).last_begins) << "a space ends the word";
  EXPECT_FALSE(std::get<Query>(read("суд lang:uk")).last_begins);
  EXPECT_EQ(std::get<Query>(read("в 12:30 на в/ч: тут")).conditions.size(), 0U);
}

TEST(Query, WhatMeansNothingIsNamed) {
  const auto why = [](std::string_view typed) { return std::get<Misread>(read(typed)); };
  EXPECT_EQ(why("суд unit:12345").why, Misread::Why::kUnknownOperator);
  EXPECT_EQ(why("суд unit:12345").part, "unit:12345");
  for (const char* wrong : {"clock:48h", "clock:<48", "clock:<0h", "clock:<9999d", "clock:<-1h", "doc:", "doc:=have",
                            "doc:passport=", "lang:de", "from:tomorrow", "from:2026-13-01", "owner:"}) {
    EXPECT_EQ(why(wrong).why, Misread::Why::kBadValue) << wrong;
    EXPECT_EQ(why(wrong).part, wrong);
  }
  EXPECT_EQ(why(std::string(kQueryBytesMax + 1, 'a')).why, Misread::Why::kTooLong);
  EXPECT_EQ(why("a b c d e f g h i j k l m").why, Misread::Why::kTooLong);
}

TEST(Query, ClockWithin) {
  const std::string leave = "what_next=leave_ends;date=2026-11-24;precision=day";
  EXPECT_TRUE(meets_typed("clock:<3d", {leave, "danger=none"}));
  EXPECT_FALSE(meets_typed("clock:<1h", {"what_next=leave_ends;date=2026-12-20;precision=day", "danger=none"}));
}

// On a Russian layout nobody types "owner:me" without changing the layout twice.
TEST(Query, ConditionsInRussianAndUkrainianWords) {
  const std::string passport = "documents=internal_passport;state=taken_by_command";
  for (const char* typed : {"док:паспорт=забрали", "документ:паспорт=забрали", "Документ:Паспорт", "ведёт:никто",
                            "ведет:никто", "веде:ніхто", "язык:рус", "мова:рос", "этап:новое", "етап:нове",
                            "письмо:сегодня", "лист:вчора", "письмо:7д", "письмо:7дней", "письмо:2026-11-20"})
    EXPECT_TRUE(meets_typed(typed, {passport})) << typed;
  for (const char* typed : {"документ:паспорт=есть", "ведёт:я", "язык:укр", "этап:закрыто"})
    EXPECT_FALSE(meets_typed(typed, {passport})) << typed;
  EXPECT_TRUE(meets_typed("Ведёт:я", {}, [](Situation& one) { one.owner = "vera"; }));
  EXPECT_TRUE(meets_typed("этап:ушли", {"status=already_left"}));
  const std::string leave = "what_next=leave_ends;date=2026-11-24;precision=day";
  for (const char* typed : {"срок:<3д", "строк:<3дн", "срок:<72ч", "строк:<72годин"})
    EXPECT_TRUE(meets_typed(typed, {leave, "danger=none"})) << typed;
  const auto why = [](std::string_view typed) { return std::get<Misread>(read(typed)); };
  EXPECT_EQ(why("срок:48ч").why, Misread::Why::kBadValue);
  EXPECT_EQ(why("срок:48ч").part, "срок:48ч") << "as it was typed";
  EXPECT_EQ(why("язык:").why, Misread::Why::kBadValue);
  EXPECT_EQ(why("срок:<1год").why, Misread::Why::kBadValue) << "an hour in one language, a year in the other";
  EXPECT_EQ(std::get<Query>(read("часть:тут")).conditions.size(), 0U);
}

TEST(Query, EveryExampleOfEveryLanguageIsReadAndNeedsNoSecondLayout) {
  for (const std::string language : {"ru", "uk", "en"}) {
    std::ifstream file(WAYMARK_SOURCE_DIR "/web/shared/texts/desk." + language + ".json");
    int examples = 0;
    for (std::string line; std::getline(file, line);) {
      if (line.find("\"desk.search.typed.") == std::string::npos) continue;
      const std::size_t end = line.rfind('"'), begin = line.rfind('"', end - 1) + 1;
      const std::string typed = line.substr(begin, end - begin);
      const auto query = read(typed);
      ASSERT_TRUE(std::holds_alternative<Query>(query)) << typed;
      EXPECT_EQ(std::get<Query>(query).conditions.size(), 1U) << typed;
      const bool latin = std::ranges::any_of(typed, [](char c) { return c >= 'a' && c <= 'z'; });
      EXPECT_EQ(latin, language == "en") << typed;
      ++examples;
    }
    EXPECT_EQ(examples, 6) << language;
  }
}

TEST(Query, DocumentsStagesOwnersLanguagesDays) {
  const std::string passport = "documents=internal_passport;state=taken_by_command";
  EXPECT_TRUE(meets_typed("doc:passport=taken", {passport}));
  EXPECT_TRUE(meets_typed("doc:passport", {passport}));
  EXPECT_FALSE(meets_typed("doc:passport=have", {passport}));
  EXPECT_FALSE(meets_typed("doc:military=taken", {passport}));
  EXPECT_TRUE(meets_typed("doc:danger=armed", {"danger=armed_search"}));
  EXPECT_TRUE(meets_typed("stage:awol", {"status=already_left"}));
  EXPECT_FALSE(meets_typed("stage:awol", {"status=mobilised"}));
  EXPECT_TRUE(meets_typed("stage:mobilised", {"status=mobilised"}));
  EXPECT_TRUE(meets_typed("stage:new", {}));
  EXPECT_TRUE(meets_typed("owner:none lang:ru", {}));
  EXPECT_FALSE(meets_typed("owner:me", {}));
  EXPECT_TRUE(meets_typed("owner:me", {}, [](Situation& one) { one.owner = "vera"; }));
  EXPECT_FALSE(meets_typed("owner:none", {}, [](Situation& one) { one.owner = "vera"; }));
  EXPECT_FALSE(meets_typed("lang:uk", {}));
  for (const char* since : {"from:today", "from:yesterday", "from:7d", "from:2026-11-20"})
    EXPECT_TRUE(meets_typed(since, {})) << since;
  EXPECT_FALSE(meets_typed("from:today", {}, [](Situation& one) { one.last_message_at = kNow - Seconds{13 * 3600}; }));
  EXPECT_TRUE(
      meets_typed("from:yesterday", {}, [](Situation& one) { one.last_message_at = kNow - Seconds{13 * 3600}; }));
}

TEST(Query, AStruckFactIsNoAnswer) {
  EXPECT_FALSE(
      meets_typed("stage:awol", {"status=already_left"}, [](Situation& one) { one.facts[0].superseded = true; }));
}

TEST(Query, TheLastWordFindsWhatBeginsLikeIt) {
  const text::Stemmer stemmer;
  const auto wanted = wanted_by(std::get<Query>(read("забрали паспо")), stemmer);
  ASSERT_EQ(wanted.size(), 2U);
  EXPECT_EQ(wanted[0].begins, "");
  EXPECT_EQ(wanted[1].begins, "паспо");
}

TEST(Snippet, ShowsTheWordInItsSurroundings) {
  const text::Stemmer stemmer;
  const auto pieces = [&](std::string_view typed, std::string_view text) {
    return snippet(text, Language::kRussian, wanted_by(std::get<Query>(read(typed)), stemmer), stemmer, 40);
  };
  const auto around = [&](std::string_view typed, std::string_view text) {
    std::string line;
    for (const Piece& piece : pieces(typed, text)) line += piece.text;
    return line;
  };
  EXPECT_EQ(around("паспорта", "У меня забрали паспорт.\nЧто делать?"), "У меня забрали паспорт. Что делать?");
  EXPECT_EQ(around("суд", "У меня забрали паспорт."), "");
  const std::string far = around("паспо", std::string(200, 'x') + " и ещё паспорт " + std::string(200, 'y'));
  EXPECT_TRUE(far.starts_with("…")) << far;
  EXPECT_TRUE(far.ends_with("…")) << far;
  EXPECT_NE(far.find("паспорт"), std::string::npos) << far;
  EXPECT_EQ(around("x", "\xff\xff"), "");
  const Snippet marked{{"У меня "}, {"забрали", true}, {" "}, {"паспорт", true}, {"."}};
  EXPECT_EQ(pieces("паспорта забрали", "У меня забрали паспорт."), marked);
  EXPECT_EQ(pieces("забра", "Забрали").size(), 1U) << "the whole word, though its beginning was typed";
}

}  // namespace
}  // namespace waymark::desk::search
