#include "desk/queue/situation.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace waymark::desk {
namespace {

TimePoint at(std::int64_t seconds) { return TimePoint{Seconds{seconds}}; }

Situation full() {
  Situation s;
  s.received_at = at(1'763'800'000);
  s.oldest_unread_at = at(1'763'800'100);
  s.unread = 2;
  s.owner = "vera";
  s.language = Language::kUkrainian;
  s.facts = {{.key = "what_next",
              .value = "leave_ends",
              .attributes = {{"date", "2026-11-25"}},
              .precision = Precision::kDay,
              .said_by = Speaker::kRequester,
              .said_at = at(1'763'800'000),
              .verification = Verification::kVerified,
              .superseded = true},
             {.key = "left",
              .value = "unknown",
              .precision = Precision::kUnknown,
              .said_by = Speaker::kStaff,
              .author = "vera",
              .said_at = at(1'763'800'500)}};
  s.stage = Stage::kWaitingPerson;
  s.first_reply_at = at(1'763'800'200);
  s.last_reply_at = at(1'763'800'300);
  s.last_message_at = at(1'763'800'400);
  s.wakes_at = at(1'763'900'000);
  s.override_ = Override{Override::Direction::kLowered, at(1'763'800'450)};
  s.told = {{.id = "absence-terms", .version = 3, .before = 2}, {.id = "refusal", .version = 1}};
  return s;
}

TEST(Situation, ComesBackAsItWas) {
  EXPECT_EQ(*situation_from_json(to_json(full())), full());
  EXPECT_EQ(*situation_from_json(to_json(Situation{})), Situation{});
  EXPECT_EQ(to_json(*situation_from_json(to_json(full()))), to_json(full()));
}

TEST(Situation, OneFactAlone) {
  for (const Fact& fact : full().facts) EXPECT_EQ(*fact_from_json(to_json(fact)), fact);
  EXPECT_EQ(fact_from_json("[]").error().code, Code::kMalformed);
}

TEST(Situation, WordsForEveryValue) {
  for (const char* name : {"exact", "hour", "day", "about", "month", "unknown"})
    EXPECT_EQ(name_of(*precision_from(name)), name);
  for (const char* name : {"unverified", "pending", "verified", "contradicted"})
    EXPECT_EQ(name_of(*verification_from(name)), name);
  for (const char* name : {"requester", "subject", "third_party", "staff"})
    EXPECT_EQ(name_of(*speaker_from(name)), name);
  for (const char* name : {"new", "triage", "active", "waiting_person", "waiting_third", "waiting_date", "referred",
                           "closed", "anonymised"})
    EXPECT_EQ(name_of(*stage_from(name)), name);
  EXPECT_FALSE(stage_from("open").has_value());
}

TEST(Situation, ReadsNothingBroken) {
  const nlohmann::json good = nlohmann::json::parse(to_json(full()));
  const std::pair<const char*, nlohmann::json> changes[] = {
      {"/received", -1},     {"/received", 99'999'999'999},
      {"/unread", -1},       {"/unread", "2"},
      {"/owner", ""},        {"/language", "de"},
      {"/stage", "open"},    {"/facts", 5},
      {"/facts/0/key", ""},  {"/facts/0/precision", "sharp"},
      {"/facts/0/by", "me"}, {"/facts/1/author", ""},
      {"/facts/0/at", 1.5},  {"/facts/0/attributes", {{"date", 5}}},
      {"/override", 7},      {"/override/direction", "up"}};
  for (const auto& [pointer, value] : changes) {
    nlohmann::json bad = good;
    bad[nlohmann::json::json_pointer(pointer)] = value;
    EXPECT_EQ(situation_from_json(bad.dump()).error().code, Code::kMalformed) << pointer;
  }
  for (const char* text : {"", "[]", "{", "5"})
    EXPECT_EQ(situation_from_json(text).error().code, Code::kMalformed) << text;
}

TEST(Situation, AnotherVersionIsNamed) {
  nlohmann::json other = nlohmann::json::parse(to_json(full()));
  other["v"] = 2;
  EXPECT_EQ(situation_from_json(other.dump()).error().code, Code::kUnsupported);
}

TEST(Situation, HoldsItsLimits) {
  Situation many = full();
  many.facts.assign(kSituationFactsMax + 1, Fact{.key = "k", .value = "v"});
  EXPECT_EQ(situation_from_json(to_json(many)).error().code, Code::kTooLarge);
  EXPECT_EQ(situation_from_json(std::string(kSituationBytesMax + 1, ' ')).error().code, Code::kTooLarge);
}

}  // namespace
}  // namespace waymark::desk
