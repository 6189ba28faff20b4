#include "clerk/draft.h"

#include <gtest/gtest.h>

#include "clerk/form_reader.h"
#include "roster/test_roster.h"

namespace waymark::clerk {
namespace {

using roster::testing::kToday;

const pack::Pack& military() {
  static const pack::Pack pack = *pack::read_pack(WAYMARK_SOURCE_DIR "/packs/military-refusal");
  return pack;
}

std::string date_of(Chosen chosen, pack::AnswerDate direction = pack::AnswerDate::kFuture) {
  const auto details = date_details(chosen, direction, kToday);
  if (!details) return "invalid";
  return envelope::write_answer({"q", "c", *details});
}

TEST(Draft, DatesAreTakenAsPeopleWriteThem) {
  EXPECT_EQ(date_of({.code = "c"}), "q=c;precision=unknown");
  EXPECT_EQ(date_of({.code = "c", .date = "2026-11-25"}), "q=c;date=2026-11-25;precision=day");
  EXPECT_EQ(date_of({.code = "c", .date = "5.1.2027"}), "q=c;date=2027-01-05;precision=day");
  EXPECT_EQ(date_of({.code = "c", .date = "25.11.2026", .hour = "9:05"}), "q=c;date=2026-11-25T09:05;precision=hour");
  EXPECT_EQ(date_of({.code = "c", .date = "25.11.2026", .hour = "18"}), "q=c;date=2026-11-25T18:00;precision=hour");
  EXPECT_EQ(date_of({.code = "c", .days = "3"}), "q=c;date=2026-11-25;precision=about");
  EXPECT_EQ(date_of({.code = "c", .days = "2"}, pack::AnswerDate::kPast), "q=c;date=2026-11-20;precision=about");
  for (const char* date : {"30.02.2026", "x", "2026-13-01", "25.11", "1.1.1"})
    EXPECT_EQ(date_of({.code = "c", .date = date}), "invalid") << date;
  for (const char* days : {"-1", "1.5", "9999", "abc"})
    EXPECT_EQ(date_of({.code = "c", .days = days}), "invalid") << days;
  EXPECT_EQ(date_of({.code = "c", .date = "25.11.2026", .hour = "25:00"}), "invalid");
  EXPECT_EQ(date_of({.code = "c", .hour = "10:00"}), "invalid") << "an hour of no day";
}

TEST(Draft, BranchesThatWereLeftAreNotSent) {
  Draft draft;
  draft.choices["who"] = {{.code = "relative"}};
  draft.choices["knows"] = {{.code = "no"}};
  ASSERT_EQ(encoded(military(), draft, kToday)->size(), 2U);
  draft.choices["who"] = {{.code = "self"}};
  ASSERT_EQ(encoded(military(), draft, kToday)->size(), 1U);
  EXPECT_FALSE(third_person(military(), draft));
}

TEST(Draft, FormsTakeOnlyWhatThePackKnows) {
  Draft draft;
  const std::vector<http::FormField> form{{"asked", "status"},
                                          {"asked", "danger"},
                                          {"asked", "documents"},
                                          {"status", "general"},
                                          {"danger", "none"},
                                          {"danger", "armed_search"},
                                          {"danger", "thoughts_of_self_harm"},
                                          {"documents.military_id", "lost"},
                                          {"documents.other", "sold"},
                                          {"who", "self"}};
  ASSERT_TRUE(read_answers(form, military(), draft).has_value());
  EXPECT_TRUE(draft.of("status").empty());
  EXPECT_TRUE(draft.of("who").empty()) << "was not on the page";
  ASSERT_EQ(draft.of("danger").size(), 1U);
  EXPECT_EQ(draft.of("danger")[0].code, "armed_search") << "none beside a danger, and an answer that is not offered";
  ASSERT_EQ(draft.of("documents").size(), 1U);
  EXPECT_EQ(draft.of("documents")[0].state, "lost");
  EXPECT_EQ(dangers(military(), draft), std::vector<std::string>{"armed_search"});
  EXPECT_EQ(read_answers({{"asked", "nothing"}}, military(), draft).error().code, Code::kMalformed);
}

}  // namespace
}  // namespace waymark::clerk
