#include "linkage/config.h"

#include <gtest/gtest.h>

namespace waymark::linkage {
namespace {

constexpr std::string_view kWhole = R"toml(
seed = 7
id = "rec"
missing = ["NA"]
[[person]]
from = "names"
into = ["surname", "given", "patronymic"]
[[key]]
columns = ["uid"]
[[field]]
name = "surname"
levels = ["latin", "edits 2", "jaro-winkler 0.9"]
swapped_with = "given"
[[field]]
name = "given"
term_frequency = false
[[field]]
name = "born"
columns = ["by", "bm", "bd"]
kind = "date"
[blocking]
rules = ["surname & year(born)", "prefix(surname, 4) & given", "sound(given) & day_month(born)"]
window = 5
[threshold]
link = 0.8
review = 0.2
)toml";

TEST(Config, ReadsEverything) {
  const auto config = parse_config(kWhole);
  ASSERT_TRUE(config.has_value()) << config.error().detail;
  EXPECT_EQ(config->seed, 7u);
  ASSERT_EQ(config->fields.size(), 3u);
  EXPECT_EQ(config->fields[0].levels.size(), 3u);
  EXPECT_EQ(text_of(config->fields[0].levels[2]), "jaro-winkler 0.9");
  EXPECT_EQ(config->fields[1].term_frequency, false);
  EXPECT_EQ(config->fields[2].kind, Kind::kDate);
  ASSERT_EQ(config->blocking.rules.size(), 3u);
  EXPECT_EQ(text_of(config->blocking.rules[1], *config), "prefix(surname, 4) & given");
  EXPECT_EQ(text_of(config->blocking.rules[2], *config), "sound(given) & day_month(born)");
  EXPECT_EQ(config->blocking.window, 5u);
  EXPECT_EQ(config->threshold.review, 0.2);
  EXPECT_EQ(config->keys[0][0], "uid");
}

TEST(Config, RefusesWithASentence) {
  const auto refused = [](std::string_view toml) {
    const auto config = parse_config(toml);
    EXPECT_FALSE(config.has_value()) << toml;
    if (config.has_value()) return std::string{};
    EXPECT_EQ(config.error().code, Code::kInvalid);
    return config.error().detail;
  };
  EXPECT_EQ(refused(""), "Nothing to compare: name at least one [[field]] or [[key]].");
  EXPECT_EQ(refused("[[field]]\nname='a'\nknd='text'"),
            "Unknown setting 'knd' in [[field]]. Known are: name, column, columns, kind, levels, term_frequency, "
            "swapped_with, separators.");
  EXPECT_EQ(refused("[[field]]\nname='a'\nkind='nam'"),
            "'nam' is no kind of field. Kinds are: name, text, date, number, set, id, email.");
  EXPECT_EQ(refused("[[field]]\nname='a'\nlevels=['edits']"),
            "Level 'edits' needs a limit, such as \"edits 1\" or \"jaro-winkler 0.9\".");
  EXPECT_EQ(refused("[[field]]\nname='a'\n[blocking]\nrules=['b']"), "A blocking rule names 'b', which is no field.");
  EXPECT_EQ(refused("[[field]]\nname='a'\n[blocking]\nrules=['year(a)']"),
            "year(…) and day_month(…) in a blocking rule need a field that is a date.");
  EXPECT_EQ(refused("[[field]]\nname='a'\n[[field]]\nname='a'"), "Two fields are called 'a'.");
  EXPECT_EQ(refused("[[field]]\nname='a'\n[threshold]\nlink=2"), "'link' must be a number from 0 to 1.");
  EXPECT_EQ(refused("[[field]]\nname='a'\n[threshold]\nlink=0.1\nreview=0.2"),
            "threshold.review must not be above threshold.link.");
  EXPECT_TRUE(refused("[[field]").starts_with("Line 1 is not TOML"));
  std::string many;
  for (int i = 0; i < 17; ++i) many += "[[field]]\nname='f" + std::to_string(i) + "'\n";
  EXPECT_EQ(refused(many), "More than 16 fields.");
}

/// Found by fuzzing: the parser ended the program.
TEST(Config, WhatTheParserCannotStandIsRefusedBefore) {
  using namespace std::string_literals;
  for (const std::string& bad : {"[[\0\0"s, "[=]"s, "[#]\n"s, "  [[ é ]]"s, "[\n]"s, "[["s, "["s, "seed = 1 И"s,
                                 "И = 1"s, "rules = [\"a\" И]"s, "id = \"open\nИ"s, "\x01"s}) {
    const auto config = parse_config("[[field]]\nname = \"x\"\n" + bad);
    ASSERT_FALSE(config.has_value()) << bad;
    EXPECT_EQ(config.error().code, Code::kInvalid);
    EXPECT_NE(config.error().detail.find("not TOML"), std::string::npos) << config.error().detail;
  }
  for (const char* good : {"[[ field ]]\r\nname = \"фио\" # ФИО\n[ \"threshold\" ]\nlink = 0.6\n",
                           "\xEF\xBB\xBF[[field]]\nname = '''И'''\ncolumn = \"\"\"\nИ \\\" [=]\n\"\"\"\n"}) {
    const auto config = parse_config(good);
    EXPECT_TRUE(config.has_value()) << config.error().detail;
  }
}

}  // namespace
}  // namespace waymark::linkage
