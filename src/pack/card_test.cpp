#include "pack/card.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "pack/forbidden.h"
#include "pack/test_folder.h"

namespace waymark::pack {
namespace {

using Json = nlohmann::json;
using namespace std::chrono_literals;

const TimePoint kToday = std::chrono::sys_days{2026y / 11 / 22};

Result<Card> parse_with(const char* pointer, const Json& value) {
  Json json = sample::card();
  json[Json::json_pointer(pointer)] = value;
  return parse_card(json.dump());
}

Result<Card> parse_without(const char* member) {
  Json json = sample::card();
  json.erase(member);
  return parse_card(json.dump());
}

std::vector<Finding> findings_of(const Result<Card>& card, TimePoint today = kToday) {
  EXPECT_TRUE(card.has_value());
  return card.has_value() ? check_cards(sample::pack(), {*card}, today) : std::vector<Finding>{};
}

bool has(const std::vector<Finding>& findings, Severity severity, Rule rule) {
  return std::ranges::any_of(findings, [&](const Finding& f) { return f.severity == severity && f.rule == rule; });
}

TEST(Card, ReadsEveryMember) {
  const auto card = parse_card(sample::card().dump());
  ASSERT_TRUE(card.has_value());
  EXPECT_EQ(card->id, "terms");
  EXPECT_EQ(card->version, 2);
  EXPECT_TRUE(card->example);
  EXPECT_FALSE(card->crisis);
  EXPECT_EQ(card->confidence, Confidence::kLaw);
  EXPECT_EQ(card->review_by, "2027-02-22");
  ASSERT_EQ(card->sources.size(), 1U);
  EXPECT_EQ(card->sources[0].title.at(Language::kEnglish), "A law");
  EXPECT_EQ(card->texts.at(Language::kUkrainian).body, "One.\nTwo.");
  EXPECT_TRUE(findings_of(card).empty());
}

TEST(Card, RefusesWhatItDoesNotKnow) {
  EXPECT_EQ(parse_with("/format", "waymark card 2").error().code, Code::kUnsupported);
  const std::pair<const char*, Json> broken[] = {{"/id", "Big Id"},
                                                 {"/version", 0},
                                                 {"/surprise", 1},
                                                 {"/confidence", "sure"},
                                                 {"/written", "2026-2-30"},
                                                 {"/written", "2026-02-30"},
                                                 {"/review_by", "tomorrow"},
                                                 {"/withdrawn", true},
                                                 {"/withdrawn", ""},
                                                 {"/texts/fr", Json::object()},
                                                 {"/texts/ru/html", "x"},
                                                 {"/sources/0/url", "x"},
                                                 {"/example", "yes"},
                                                 {"/sources", "a law"},
                                                 {"/sources/0/date", "2022-13"},
                                                 {"/basis/0/sure", "certain"},
                                                 {"/basis/0/sources", -1},
                                                 {"/basis/0/note", "x"}};
  for (const auto& [pointer, value] : broken) {
    const auto card = parse_with(pointer, value);
    ASSERT_FALSE(card.has_value()) << pointer << " " << value;
    EXPECT_EQ(card.error().code, Code::kMalformed) << pointer;
  }
}

TEST(CheckCards, RefusesACardWithoutSourceDateOrLanguage) {
  EXPECT_TRUE(has(findings_of(parse_without("sources")), Severity::kRefused, Rule::kNoSource));
  EXPECT_TRUE(has(findings_of(parse_with("/sources", Json::array())), Severity::kRefused, Rule::kNoSource));
  EXPECT_TRUE(has(findings_of(parse_with("/sources/0/date", "")), Severity::kRefused, Rule::kNoSource));
  EXPECT_TRUE(has(findings_of(parse_without("jurisdiction")), Severity::kRefused, Rule::kNoSource));
  for (const char* date : {"written", "valid_from", "checked", "known_to", "review_by"})
    EXPECT_TRUE(has(findings_of(parse_without(date)), Severity::kRefused, Rule::kNoDate)) << date;
  EXPECT_TRUE(has(findings_of(parse_with("/review_by", "2026-11-21")), Severity::kRefused, Rule::kNoDate));
  Json no_ukrainian = sample::card();
  no_ukrainian["texts"].erase("uk");
  EXPECT_TRUE(has(findings_of(parse_card(no_ukrainian.dump())), Severity::kRefused, Rule::kMissingText));
  EXPECT_TRUE(has(findings_of(parse_with("/texts/en/body", "")), Severity::kRefused, Rule::kMissingText));
  EXPECT_TRUE(has(findings_of(parse_with("/sources/0/title/en", "")), Severity::kRefused, Rule::kMissingText));
  EXPECT_TRUE(
      has(findings_of(parse_with("/texts/en/short", std::string(301, 'a'))), Severity::kRefused, Rule::kTextTooLong));
}

TEST(CheckCards, RefusesAParagraphThatDoesNotSayOnWhatItRests) {
  EXPECT_TRUE(has(findings_of(parse_without("basis")), Severity::kRefused, Rule::kNoSource));
  EXPECT_TRUE(has(findings_of(parse_with("/basis/0/sources", Json::array())), Severity::kRefused, Rule::kNoSource));
  EXPECT_TRUE(has(findings_of(parse_with("/basis/0/sources", {2})), Severity::kRefused, Rule::kNoSource));
  EXPECT_TRUE(has(findings_of(parse_with("/texts/uk/body", "One.")), Severity::kRefused, Rule::kNoSource))
      << "a paragraph fewer in one language";
  EXPECT_TRUE(has(findings_of(parse_with("/texts/en/doubts", "")), Severity::kRefused, Rule::kMissingText));
  EXPECT_TRUE(findings_of(parse_with("/basis/0/sure", "reported")).empty());
}

TEST(Card, TheDateOfASourceIsNoMoreExactThanItIsKnown) {
  for (const char* date : {"2022", "2022-09", "2022-09-24"}) {
    const auto card = parse_with("/sources/0/date", date);
    ASSERT_TRUE(card.has_value()) << date;
    EXPECT_EQ(card->sources[0].date, date);
  }
}

TEST(CheckCards, WarnsWhenTheReviewIsDue) {
  const auto card = parse_card(sample::card().dump());
  const TimePoint last_day = std::chrono::sys_days{2027y / 2 / 22};
  EXPECT_FALSE(past_review(*card, last_day));
  EXPECT_TRUE(past_review(*card, last_day + 24h));
  const auto findings = findings_of(card, last_day + 24h);
  EXPECT_TRUE(has(findings, Severity::kWarning, Rule::kPastReview));
  EXPECT_TRUE(acceptable(findings));
}

TEST(CheckCards, RefusesRoutesCrossingsAndEvasion) {
  const std::tuple<const char*, const char*, Advice> said[] = {
      {"ru", "Вот безопасный маршрут через лес.", Advice::kRoute},
      {"ru", "Где лучше перейти границу ночью.", Advice::kCrossing},
      {"ru", "Как обойти пост и не попасться.", Advice::kEvading},
      {"ru", "Справку можно подделать.", Advice::kForgery},
      {"ru", "Симулируйте боль в спине.", Advice::kSelfInjury},
      {"uk", "Де краще перетнути кордон.", Advice::kCrossing},
      {"uk", "Дайте хабар лікареві.", Advice::kEvading},
      {"uk", "Маршрут простий.", Advice::kRoute},
      {"en", "Cross the border at night.", Advice::kCrossing},
      {"en", "Never use this ROUTE by day.", Advice::kRoute},
      {"en", "Pretend to be ill.", Advice::kSelfInjury}};
  for (const auto& [language, text, advice] : said) {
    const auto findings = findings_of(parse_with((std::string("/texts/") + language + "/body").c_str(), text));
    EXPECT_TRUE(has(findings, Severity::kRefused, Rule::kForbiddenAdvice)) << text;
    EXPECT_EQ(forbidden_advice(text, *language_from_code(language)), advice) << text;
  }
}

// A card that could not name a bribe, a forged summons or article 322 could not warn of them.
TEST(CheckCards, AllowsWarningsOfTheSameThings) {
  const std::pair<const char*, const char*> said[] = {
      {"ru", "За незаконное пересечение границы наказывают по статье 322."},
      {"ru", "Если с вас требуют взятку, запишите, кто и когда."},
      {"ru", "Поддельная повестка: мошенники просят прислать код."},
      {"ru", "Поддельные бумаги и симулирование болезни: статья 339, до десяти лет."},
      {"ru", "Координатор линии перезвонит. Проводник вагона попросил билет. Липовый чай."},
      {"uk", "За незаконний перетин кордону карають за статтею 332."},
      {"uk", "Якщо вимагають хабар, запишіть, хто й коли."},
      {"uk", "Підроблена повістка: шахраї просять надіслати код."},
      {"en", "A demand for a bribe is a crime: note who and when."},
      {"en", "Unlawful crossing of the border is an offence under article 322."},
      {"en", "A forged summons is a trap."},
      {"en", "The coordinator is en route."}};
  for (const auto& [language, text] : said)
    EXPECT_FALSE(forbidden_advice(text, *language_from_code(language)).has_value()) << text;
}

TEST(CheckCards, AWarningIsNoCloakForAdvice) {
  const std::pair<const char*, const char*> said[] = {{"ru", "Незаконное пересечение границы проще всего ночью."},
                                                      {"ru", "Статья 322 редкость, поэтому можно перейти границу."},
                                                      {"ru", "Статья 291 грозит всем. Взятка врачу решает дело."},
                                                      {"ru", "Это незаконно, но дайте взятку врачу."},
                                                      {"uk", "Незаконний перетин кордону краще робити вночі."},
                                                      {"uk", "Це злочин, але дайте хабар лікареві."},
                                                      {"en", "Unlawful, but the route is easiest by day."},
                                                      {"en", "It is a crime to pay a bribe, but they all do."}};
  for (const auto& [language, text] : said)
    EXPECT_TRUE(forbidden_advice(text, *language_from_code(language)).has_value()) << text;
}

TEST(Cards, ComeInTheOrderOfThePagesAndWithdrawnOnesAreNotShown) {
  const sample::Folder folder;
  const auto write = [&](const char* id, int order, const Json& more) {
    Json json = sample::card();
    json["id"] = id;
    json["order"] = order;
    json.update(more);
    folder.write("cards/" + std::string(id) + ".json", json.dump());
  };
  write("b", 20, Json::object());
  write("a", 20, Json::object());
  write("first", 900, {{"crisis", true}});
  write("gone", 1, {{"withdrawn", "2026-11-20"}});
  const auto cards = read_cards(folder.pack());
  ASSERT_TRUE(cards.has_value());
  ASSERT_EQ(cards->size(), 4U);
  std::string ids;
  for (const Card* card : shown(*cards)) ids += card->id + " ";
  EXPECT_EQ(ids, "first a b ");
  write("second", 1, {{"crisis", true}});
  EXPECT_TRUE(
      has(check_cards(sample::pack(), *read_cards(folder.pack()), kToday), Severity::kRefused, Rule::kCrisisTwice));
}

TEST(Cards, AFileThatLiesAboutItsNameIsRefused) {
  const sample::Folder folder;
  folder.write("cards/other.json", sample::card().dump());
  EXPECT_FALSE(read_cards(folder.pack()).has_value());
  EXPECT_TRUE(read_cards(folder.pack() / "cards")->empty()) << "no folder of cards, no cards";
}

TEST(Cards, TheShippedOnesAreInOrderAndMarkedAsExamples) {
  for (const auto& [name, least] : {std::pair{"military-refusal", 7U}, std::pair{"general-legal-aid", 2U}}) {
    const auto folder = std::filesystem::path(WAYMARK_SOURCE_DIR) / "packs" / name;
    const auto pack = read_pack(folder);
    const auto cards = read_cards(folder);
    ASSERT_TRUE(pack.has_value() && cards.has_value()) << name;
    EXPECT_GE(cards->size(), least);
    EXPECT_TRUE(cards->front().crisis);
    for (const Card& card : *cards) EXPECT_TRUE(card.example) << card.id;
    for (const Finding& finding : check_cards(*pack, *cards, kToday))
      ADD_FAILURE() << finding.place << ": " << finding.about;
  }
}

TEST(Cards, WhatIsWrittenIsReadAgain) {
  for (const char* name : {"military-refusal", "general-legal-aid"}) {
    const std::vector<Card> cards = *read_cards(std::filesystem::path(WAYMARK_SOURCE_DIR) / "packs" / name);
    for (const Card& card : cards) {
      const auto again = parse_card(write_card(card));
      ASSERT_TRUE(again.has_value()) << card.id;
      EXPECT_EQ(write_card(*again), write_card(card)) << card.id;
      EXPECT_EQ(again->texts.at(Language::kRussian).body, card.texts.at(Language::kRussian).body);
      EXPECT_EQ(again->fits, card.fits);
      EXPECT_EQ(again->basis.size(), card.basis.size());
    }
  }
}

}  // namespace
}  // namespace waymark::pack
