#include "envelope/parts.h"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "base/utf8.h"

namespace waymark::envelope {
namespace {

// tests/vectors/parts.json is what the pages make of the same texts (web/shared/protocol/parts.test.ts).
TEST(Parts, AreThoseOfThePages) {
  std::ifstream file{WAYMARK_SOURCE_DIR "/tests/vectors/parts.json"};
  const auto cases = nlohmann::json::parse(file);
  ASSERT_GE(cases.size(), 12U);
  for (const auto& one : cases) {
    std::string text;
    for (int i = 0; i < one.at("times").get<int>(); ++i) text += one.at("text").get<std::string>();
    const auto bytes = one.at("bytes").get<std::size_t>();
    const Parts parts = split_text(text, bytes);
    EXPECT_EQ(parts.first, one.at("first").get<std::string>());
    EXPECT_EQ(parts.rest, one.at("rest").get<std::string>());
    const auto language = language_from_code(one.at("language").get<std::string>());
    ASSERT_TRUE(language.has_value());
    EXPECT_EQ(letters_in(bytes, text, *language), one.at("letters").get<std::int64_t>()) << text;
  }
}

TEST(Parts, FitAndStayText) {
  std::string text;
  for (int i = 0; i < 300; ++i) text += "Слово 😀 word.\n";
  for (std::size_t bytes = 32; bytes < text.size() + 2; bytes += 7) {
    const Parts parts = split_text(text, bytes);
    EXPECT_LE(parts.first.size(), bytes);
    EXPECT_TRUE(count_code_points(parts.first) && count_code_points(parts.rest));
    EXPECT_EQ(parts.rest.empty(), text.size() <= bytes);
  }
}

}  // namespace
}  // namespace waymark::envelope
