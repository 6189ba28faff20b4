#include <gtest/gtest.h>

#include "pack/sample_pack.h"

namespace waymark::pack {
namespace {

using Json = nlohmann::json;

Code refusal(const Json& structure) {
  const auto parsed = sample::parse(structure, sample::texts());
  return parsed.has_value() ? Code::kInvalid : parsed.error().code;
}

TEST(ParsePack, ReadsEveryMember) {
  const Pack pack = sample::pack();
  EXPECT_EQ(pack.name(), "sample@3");
  EXPECT_EQ(pack.zone, "Europe/Moscow");
  ASSERT_NE(pack.question("what_next"), nullptr);
  EXPECT_EQ(pack.question("what_next")->when[0].codes, std::vector<std::string>{"yes"});
  EXPECT_EQ(pack.question("what_next")->answer("leave_ends")->date, AnswerDate::kFuture);
  EXPECT_TRUE(pack.question("danger")->answer("wound")->danger);
  EXPECT_EQ(pack.question("safe")->answer("no")->contact, ContactRule::kBlock);
  EXPECT_EQ(pack.question("documents")->states, (std::vector<std::string>{"have", "taken"}));
  EXPECT_EQ(*pack.question("documents")->answer("passport")->year, "valid_until");
  EXPECT_EQ(pack.clocks[0].lead_hours, 18);
  EXPECT_EQ(pack.clocks[1].from, ClockFrom::kReceived);
  EXPECT_EQ(pack.clocks[3].offset_months, 1);
  EXPECT_EQ(pack.clocks[3].offset_hours, 0);
  EXPECT_EQ(*pack.clocks[3].chain, "absence");
  EXPECT_EQ(*pack.text(Language::kRussian, "clock.police"), "police");
  EXPECT_FALSE(pack.text(Language::kRussian, "clock.none").has_value());
  EXPECT_EQ(pack.question("none"), nullptr);
}

TEST(ParsePack, RefusesUnknownMembersEverywhere) {
  for (const char* pointer : {"", "/short_way", "/questions/0", "/questions/0/answers/0", "/questions/2/when/0",
                              "/clocks/0", "/clocks/0/offset"}) {
    Json structure = sample::structure();
    structure.at(Json::json_pointer(pointer))["surprise"] = 1;
    EXPECT_EQ(refusal(structure), Code::kMalformed) << pointer;
  }
}

TEST(ParsePack, RefusesWrongTypesAndRanges) {
  const std::pair<const char*, Json> changes[] = {{"/version", 0},
                                                  {"/version", "1"},
                                                  {"/id", "Bad Id"},
                                                  {"/languages", Json::array()},
                                                  {"/languages/0", "de"},
                                                  {"/languages/0", "uk"},
                                                  {"/questions/0/id", "9lives"},
                                                  {"/questions/0/kind", "slider"},
                                                  {"/questions/0/answers", Json::array()},
                                                  {"/questions/0/answers/1/contact", "maybe"},
                                                  {"/questions/1/answers/0/danger", 1},
                                                  {"/questions/4/states", Json::array()},
                                                  {"/questions/1/id", "safe"},
                                                  {"/questions/0/answers/1/code", "yes"},
                                                  {"/clocks/0/lead_hours", -1},
                                                  {"/clocks/0/lead_hours", 1.5},
                                                  {"/clocks/0/ask_within_hours", 0},
                                                  {"/clocks/0/offset", {{"hours", 99999}}},
                                                  {"/clocks/3/offset", {{"months", 1}, {"hours", 2}}},
                                                  {"/clocks/1/id", "leave_ends"},
                                                  {"/clocks/3/source", "Article 337 part 5"},
                                                  {"/outcomes/1", "advised"},
                                                  {"/options/protocol", "no"},
                                                  {"/questions/2/when/0/is", Json::array()}};
  for (const auto& [pointer, value] : changes) {
    Json structure = sample::structure();
    structure.at(Json::json_pointer(pointer)) = value;
    EXPECT_EQ(refusal(structure), Code::kMalformed) << pointer << " " << value;
  }
}

TEST(ParsePack, RefusesMissingMembers) {
  for (const char* member : {"format", "id", "version", "languages", "zone", "questions", "clocks", "outcomes"}) {
    Json structure = sample::structure();
    structure.erase(member);
    EXPECT_EQ(refusal(structure), Code::kMalformed) << member;
  }
}

TEST(ParsePack, RefusesAnotherFormat) {
  Json structure = sample::structure();
  structure["format"] = "waymark pack 2";
  EXPECT_EQ(refusal(structure), Code::kUnsupported);
}

TEST(ParsePack, HoldsItsLimits) {
  Json structure = sample::structure();
  for (std::size_t i = 0; i <= kQuestionsMax; ++i)
    structure["questions"].push_back({{"id", "q" + std::to_string(i)}, {"kind", "text"}});
  EXPECT_EQ(refusal(structure), Code::kTooLarge);
  EXPECT_EQ(parse_pack(std::string(kPackBytesMax + 1, ' '), {}).error().code, Code::kTooLarge);
}

TEST(ParsePack, NeedsTextsOfEveryDeclaredLanguage) {
  const std::string text = sample::texts().dump();
  EXPECT_EQ(parse_pack(sample::structure().dump(), {{Language::kRussian, text}}).error().code, Code::kMalformed);
  Json texts = sample::texts();
  texts["pack.name"] = 5;
  EXPECT_EQ(sample::parse(sample::structure(), texts).error().code, Code::kMalformed);
}

TEST(ReadPack, MissingFolderIsNotFound) { EXPECT_EQ(read_pack("/nonexistent/pack").error().code, Code::kNotFound); }

/// The packs that are shipped must read and must be acceptable (see check_test.cpp).
TEST(ReadPack, TheShippedPackReads) {
  const auto pack = read_pack(std::filesystem::path(WAYMARK_SOURCE_DIR) / "packs" / "military-refusal");
  ASSERT_TRUE(pack.has_value()) << describe(pack.error());
  EXPECT_EQ(pack->id, "military-refusal");
  EXPECT_EQ(pack->languages.size(), 3u);
}

}  // namespace
}  // namespace waymark::pack
