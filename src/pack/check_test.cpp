#include "pack/check.h"

#include <gtest/gtest.h>

#include "pack/forbidden.h"
#include "pack/sample_pack.h"
#include "pack/worst.h"

namespace waymark::pack {
namespace {

using Json = nlohmann::json;

std::string report(const std::vector<Finding>& findings) {
  std::string all;
  for (const Finding& finding : findings)
    all += std::string(name_of(finding.rule)) + " " + finding.place + ": " + finding.about + "\n";
  return all;
}

bool has(const std::vector<Finding>& findings, Severity severity, Rule rule) {
  for (const Finding& finding : findings)
    if (finding.severity == severity && finding.rule == rule) return true;
  return false;
}

std::vector<Finding> check_with(const char* pointer, const Json& value) {
  Json structure = sample::structure();
  structure[Json::json_pointer(pointer)] = value;
  const auto pack = sample::parse(structure, sample::texts());
  EXPECT_TRUE(pack.has_value()) << pointer;
  return check(*pack);
}

std::vector<Finding> check_with_text(const char* key, const char* text) {
  Json texts = sample::texts();
  texts[key] = text;
  return check(*sample::parse(sample::structure(), texts));
}

TEST(CheckPack, ASoundPackHasNoFindings) { EXPECT_EQ(report(check(sample::pack())), ""); }

// Such a pack was accepted, and the clerk stopped when somebody gave all answers.
TEST(CheckPack, RefusesAPackWhoseLongestFormCannotBeCarried) {
  Pack pack = sample::pack();
  EXPECT_LE(worst_draft_bytes(pack), kDraftBytesMax);
  EXPECT_LE(worst_answers_bytes(pack), kAnswersBytesMax);
  Question many{.id = "many", .kind = QuestionKind::kMany};
  const auto carried = [&] {
    return worst_answers_bytes(pack) <= kAnswersBytesMax && worst_draft_bytes(pack) <= kDraftBytesMax;
  };
  for (int i = 0; carried(); ++i) {
    EXPECT_FALSE(has(check(pack), Severity::kRefused, Rule::kTooManyAnswers));
    for (int k = 0; k < 5; ++k)
      many.answers.push_back({.code = "code" + std::to_string(5 * i + k), .date = AnswerDate::kPast, .country = true});
    if (i > 0) pack.questions.pop_back();
    pack.questions.push_back(many);
  }
  EXPECT_TRUE(has(check(pack), Severity::kRefused, Rule::kTooManyAnswers));
  EXPECT_FALSE(acceptable(check(pack)));
  pack.questions.back().kind = QuestionKind::kOne;
  EXPECT_FALSE(has(check(pack), Severity::kRefused, Rule::kTooManyAnswers)) << "only one of them can be given";
}

TEST(CheckPack, RefusesForbiddenQuestionsById) {
  for (const char* id : {"unit", "unit_number", "position", "headcount", "commander", "commander_name", "route",
                         "home_address", "passport_number", "full_name", "name"}) {
    const auto findings = check_with("/questions/3/id", id);
    EXPECT_TRUE(has(findings, Severity::kRefused, Rule::kAsksForbidden)) << id;
    EXPECT_FALSE(acceptable(findings)) << id;
  }
}

TEST(CheckPack, RefusesForbiddenQuestionsByText) {
  const std::pair<Language, const char*> asked[] = {{Language::kEnglish, "Which unit are you in?"},
                                                    {Language::kEnglish, "What is your commander's name?"},
                                                    {Language::kEnglish, "How many men are left?"},
                                                    {Language::kEnglish, "Passport number"},
                                                    {Language::kEnglish, "Your full name"},
                                                    {Language::kEnglish, "Where are you hiding?"},
                                                    {Language::kEnglish, "How did you leave?"},
                                                    {Language::kRussian, "Номер части"},
                                                    {Language::kRussian, "В какой части вы служите?"},
                                                    {Language::kRussian, "Кто ваш командир?"},
                                                    {Language::kRussian, "Ваши ФИО"},
                                                    {Language::kRussian, "Номер паспорта"},
                                                    {Language::kRussian, "Сколько человек в роте?"},
                                                    {Language::kRussian, "Каким путём вы уехали?"},
                                                    {Language::kRussian, "Точный адрес"},
                                                    {Language::kUkrainian, "У якій частині ви служите?"},
                                                    {Language::kUkrainian, "Прізвище та ім’я"},
                                                    {Language::kUkrainian, "Хто ваш командир?"},
                                                    {Language::kUkrainian, "Номер паспорта"},
                                                    {Language::kUkrainian, "Точна адреса"}};
  for (const auto& [language, text] : asked) EXPECT_TRUE(forbidden_in_text(text, language).has_value()) << text;
}

TEST(CheckPack, TellingPeopleNotToWriteItIsFine) {
  const std::pair<Language, const char*> said[] = {
      {Language::kEnglish,
       "In your own words. Please do not write names, your unit number, where you hide, how you left."},
      {Language::kEnglish, "Which documents are in hand, without a passport number?"},
      {Language::kEnglish, "Only roughly. No address, no town, no unit."},
      {Language::kEnglish, "In a unit in the rear"},
      {Language::kEnglish, "Taken by the command"},
      {Language::kRussian, "Пожалуйста, не пишите имён, номер части и точный адрес."},
      {Language::kRussian, "В части в тылу"},
      {Language::kRussian, "Командование забрало"},
      {Language::kUkrainian, "Будь ласка, не пишіть імен, номер частини й точну адресу."},
      {Language::kUkrainian, "У частині в тилу"}};
  for (const auto& [language, text] : said) EXPECT_FALSE(forbidden_in_text(text, language).has_value()) << text;
}

TEST(CheckPack, ADoNotCoversItsOwnSentenceOnly) {
  EXPECT_TRUE(forbidden_in_text("Do not worry. What is your full name?", Language::kEnglish).has_value());
}

TEST(CheckPack, RefusesForbiddenTextsInAnyLanguage) {
  Json russian = sample::texts();
  russian["question.left"] = "Кто ваш командир?";
  const std::string other = sample::texts().dump();
  const auto pack =
      parse_pack(sample::structure().dump(),
                 {{Language::kRussian, russian.dump()}, {Language::kUkrainian, other}, {Language::kEnglish, other}});
  ASSERT_TRUE(pack.has_value());
  EXPECT_TRUE(has(check(*pack), Severity::kRefused, Rule::kAsksForbidden));
}

TEST(CheckPack, RefusesBrokenReferences) {
  EXPECT_TRUE(has(check_with("/questions/2/when/0/question", "later"), Severity::kRefused, Rule::kBrokenReference));
  EXPECT_TRUE(has(check_with("/questions/2/when/0/question", "left"), Severity::kRefused, Rule::kBrokenReference))
      << "asked later";
  EXPECT_TRUE(has(check_with("/questions/2/when/0/is/0", "perhaps"), Severity::kRefused, Rule::kBrokenReference));
  EXPECT_TRUE(has(check_with("/clocks/0/question", "none"), Severity::kRefused, Rule::kBrokenReference));
  EXPECT_TRUE(has(check_with("/clocks/0/codes/0", "none"), Severity::kRefused, Rule::kBrokenReference));
  EXPECT_TRUE(has(check_with("/short_way/questions/0", "none"), Severity::kRefused, Rule::kBrokenReference));
  EXPECT_TRUE(has(check_with("/questions/1/answers/1/needs", "none"), Severity::kRefused, Rule::kBrokenReference));
  EXPECT_TRUE(has(check_with("/zone", "Europe/Atlantis"), Severity::kRefused, Rule::kBrokenReference));
}

TEST(CheckPack, RefusesAClockWhoseAnswerHasNoDate) {
  EXPECT_TRUE(has(check_with("/clocks/0/codes/0", "police_looking"), Severity::kRefused, Rule::kClockWithoutDate));
}

TEST(CheckPack, RefusesAPackWithoutConsent) {
  Json structure = sample::structure();
  structure["questions"].erase(6);
  structure["short_way"]["questions"] = {"safe", "text"};
  EXPECT_TRUE(has(check(*sample::parse(structure, sample::texts())), Severity::kRefused, Rule::kMissingQuestion));
}

TEST(CheckPack, RefusesAMissingTextAndWarnsOfALongOrUnusedOne) {
  Json texts = sample::texts();
  texts.erase("short.left.yes");
  EXPECT_TRUE(has(check(*sample::parse(sample::structure(), texts)), Severity::kRefused, Rule::kMissingText));
  EXPECT_TRUE(has(check_with_text("short.left.yes", "а это уже слишком длинная подпись"), Severity::kWarning,
                  Rule::kTextTooLong));
  EXPECT_FALSE(
      has(check_with_text("short.left.yes", "28 буквами - ещё как раз, да"), Severity::kWarning, Rule::kTextTooLong));
  EXPECT_TRUE(has(check_with_text("short.nobody", "x"), Severity::kWarning, Rule::kUnusedText));
}

TEST(CheckPack, WarnsOfAMissingLanguage) {
  Json structure = sample::structure();
  structure["languages"] = {"ru", "en"};
  const auto findings = check(*sample::parse(structure, sample::texts()));
  EXPECT_TRUE(has(findings, Severity::kWarning, Rule::kMissingLanguage));
  EXPECT_TRUE(acceptable(findings));
}

TEST(CheckPack, WarnsOfBranchesNobodyReaches) {
  const Json contradiction = {{{"question", "safe"}, {"is", {"yes"}}}, {{"question", "safe"}, {"is_not", {"yes"}}}};
  EXPECT_TRUE(has(check_with("/questions/2/when", contradiction), Severity::kWarning, Rule::kUnreachable));
  Json structure = sample::structure();  // a question behind an unreachable one is unreachable too
  structure["questions"][2]["when"] = contradiction;
  structure["questions"][3]["when"] = {{{"question", "what_next"}, {"is", {"leave_ends"}}}};
  const auto findings = check(*sample::parse(structure, sample::texts()));
  EXPECT_EQ(
      std::count_if(findings.begin(), findings.end(), [](const Finding& f) { return f.rule == Rule::kUnreachable; }),
      2);
}

TEST(CheckPack, WarnsOfFreeTextWithoutAHint) {
  Json texts = sample::texts();
  texts.erase("hint.text");
  EXPECT_TRUE(has(check(*sample::parse(sample::structure(), texts)), Severity::kWarning, Rule::kNoHint));
}

TEST(CheckPack, AReadyTextExistsInEveryLanguageAsksAndAdvisesNothingForbidden) {
  EXPECT_TRUE(has(check_with_text("ask.what_next", "Укажите номер части."), Severity::kRefused, Rule::kAsksForbidden));
  EXPECT_TRUE(
      has(check_with_text("ask.what_next", "Как перейти границу?"), Severity::kRefused, Rule::kForbiddenAdvice));
  EXPECT_TRUE(has(check_with("/templates", {"closing"}), Severity::kRefused, Rule::kMissingText));
  EXPECT_EQ(report(check_with_text("ask.what_next", "Когда?")), "");
}

TEST(CheckPack, TheShippedPacksAreAcceptable) {
  for (const char* name : {"military-refusal", "general-legal-aid"}) {
    const auto pack = read_pack(std::filesystem::path(WAYMARK_SOURCE_DIR) / "packs" / name);
    ASSERT_TRUE(pack.has_value()) << describe(pack.error());
    EXPECT_EQ(report(check(*pack)), "") << name;
  }
}

}  // namespace
}  // namespace waymark::pack
