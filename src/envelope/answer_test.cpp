#include "envelope/answer.h"

#include <gtest/gtest.h>

namespace waymark::envelope {
namespace {

TEST(AnswerText, ReadsAndWritesTheExamplesOfTheSpecification) {
  for (const std::string_view text : {"status=mobilised", "what_next=leave_ends;date=2026-11-25;precision=day",
                                      "left=yes;date=2026-11-20;precision=about", "where=abroad;country=KZ",
                                      "what_next=court_date;date=2026-11-25T14:30;precision=hour"}) {
    const auto answer = parse_answer(text);
    ASSERT_TRUE(answer.has_value()) << text;
    EXPECT_EQ(write_answer(*answer), text);
  }
}

TEST(AnswerText, GivesItsDetails) {
  const auto answer = parse_answer("left=yes;date=2026-11-20;precision=about");
  EXPECT_EQ(answer->question, "left");
  EXPECT_EQ(answer->code, "yes");
  EXPECT_EQ(answer->detail("date"), "2026-11-20");
  EXPECT_EQ(answer->detail("country"), std::nullopt);
  EXPECT_EQ(answer->precision(), Precision::kAbout);
  EXPECT_EQ(parse_answer("left=no")->precision(), Precision::kUnknown);
}

TEST(AnswerText, RefusesEverythingElse) {
  const std::string name41(41, 'a');
  const std::string value61(61, 'a');
  for (const std::string& text : {std::string{},
                                  std::string{"="},
                                  std::string{"a"},
                                  std::string{"a="},
                                  std::string{"=a"},
                                  std::string{"A=b"},
                                  std::string{"a=B"},
                                  std::string{"1a=b"},
                                  std::string{"a=1b"},
                                  std::string{"a=b;"},
                                  std::string{";a=b"},
                                  std::string{"a=b;;c=d"},
                                  std::string{"a=b;c"},
                                  std::string{"a=b;c="},
                                  std::string{"a=b;=c"},
                                  std::string{"a=b;C=d"},
                                  std::string{"a=b;c=d e"},
                                  std::string{"a=b;c=d\n"},
                                  std::string{"a=b;c=д"},
                                  std::string{"a=b;c=d=e"},
                                  std::string{"a=b;c=d;c=e"},
                                  std::string{"a b=c"},
                                  std::string("a=b\0", 4),
                                  name41 + "=b",
                                  "a=" + name41,
                                  "a=b;" + name41 + "=c",
                                  "a=b;c=" + value61,
                                  std::string{"a=b;c=1;d=1;e=1;f=1;g=1;h=1;i=1;j=1;k=1"},
                                  std::string{"a=b;country=KAZ"},
                                  std::string{"a=b;country=kz"},
                                  std::string{"a=b;country=26"},
                                  std::string{"a=b;precision=exactly"},
                                  std::string{"a=b;date=2026-11-31"},
                                  std::string{"a=b;date=2026-1-1"},
                                  std::string{"a=b;date=2026-11-25T24:00"},
                                  std::string{"a=b;date=2026-11-25T10:60"},
                                  std::string{"a=b;date=2026-11-25T1000"},
                                  std::string{"a=b;date=2026-11-25Z"},
                                  std::string{"a=b;date=tomorrow"},
                                  std::string{"a=b;date=1899-01-01"}}) {
    const auto answer = parse_answer(text);
    ASSERT_FALSE(answer.has_value()) << text;
    EXPECT_EQ(answer.error().code, Code::kMalformed) << text;
  }
  EXPECT_EQ(parse_answer("a=b;c=" + std::string(kAnswerBytesMax, 'd')).error().code, Code::kTooLarge);
  EXPECT_TRUE(
      parse_answer(std::string(40, 'a') + "=" + std::string(40, 'b') + ";c=" + std::string(60, '+')).has_value());
  EXPECT_TRUE(parse_answer("a=b;date=2028-02-29").has_value());
}

}  // namespace
}  // namespace waymark::envelope
