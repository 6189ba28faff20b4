// Graded operative parts (tests/data/courts/outcomes): how many are read right, left open, and read wrong. The set is
// cut in two by a seed: rules were made with the one half, and the other was only counted.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iostream>
#include <iterator>
#include <map>

#include "courts/ids/words.h"
#include "courts/outcome/outcome.h"

namespace waymark::courts {
namespace {

struct Graded {
  std::string expected, name, text;
  Stage stage = Stage::kFirst;
  std::vector<std::string> others;
  std::size_t line = 0;
};

Stage stage_of(std::string_view word) {
  if (word == "appeal") return Stage::kAppeal;
  if (word == "cassation") return Stage::kCassation;
  if (word == "execution") return Stage::kExecution;
  EXPECT_EQ(word, "first");
  return Stage::kFirst;
}

/// "=== class stage [name of name; name]"
Graded head_of(std::string_view line) {
  Graded one;
  const auto pieces = split(line, " ");
  one.expected = pieces.at(1);
  one.stage = stage_of(pieces.at(2));
  const std::size_t of = line.find(" of ");
  if (of == std::string_view::npos) return one;
  const std::size_t begin = line.find(pieces.at(2)) + pieces.at(2).size() + 1;
  one.name = line.substr(begin, of - begin);
  for (const std::string_view name : split(line.substr(of + 4), ";"))
    if (name != one.name) one.others.emplace_back(name);
  return one;
}

std::vector<Graded> graded_set() {
  std::ifstream file(WAYMARK_SOURCE_DIR "/tests/data/courts/outcomes/operative_parts.txt");
  std::vector<Graded> set;
  std::string line;
  for (std::size_t number = 1; std::getline(file, line); ++number) {
    if (line.starts_with("===")) {
      set.push_back(head_of(line));
      set.back().line = number;
    } else if (!set.empty()) {
      set.back().text += line + "\n";
    }
  }
  return set;
}

/// The half that was not looked at while rules were made: by the text itself (FNV-1a and a seed), so that new parts
/// never move old ones.
bool is_unseen(const Graded& one) {
  std::uint32_t hash = 2166136261u ^ 20261128u;
  for (const char c : one.name + one.text) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
  return (hash >> 16 & 1) != 0;
}

struct Score {
  int right = 0, open = 0, wrong = 0;
  [[nodiscard]] int all() const { return right + open + wrong; }
};

TEST(GradedOutcomes, FewAreOpenAndHardlyAnyIsWrong) {
  constexpr std::string_view kBefore = "ПРИГОВОР\nустановил:\nРанее судим условно, ст. 73 УК РФ.\nПРИГОВОРИЛ:\n";
  std::map<std::string, Score> of_class;
  Score halves[2];
  for (const Graded& one : graded_set()) {
    const auto found =
        outcome_of_act(std::string{kBefore} + one.text, {.stage = one.stage, .name = one.name, .others = one.others});
    const std::string said{name_of(found.outcome)};
    const bool unseen = is_unseen(one);
    int Score::* const grade = said == one.expected                 ? &Score::right
                               : found.outcome == Outcome::kUnknown ? &Score::open
                                                                    : &Score::wrong;
    ++(halves[unseen].*grade);
    ++(of_class[one.expected].*grade);
    if (grade != &Score::right && !unseen)
      std::cout << fmt::format("  seen, line {}: {}, read as {} ({})\n", one.line, one.expected, said, found.why);
  }
  for (const auto& [name, score] : of_class)
    std::cout << fmt::format("{:24} {:3} right {:2} open {:2} wrong\n", name, score.right, score.open, score.wrong);
  for (const bool unseen : {false, true})
    std::cout << fmt::format("{}: {} of {} right, {} left open, {} wrong\n", unseen ? "unseen half" : "seen half",
                             halves[unseen].right, halves[unseen].all(), halves[unseen].open, halves[unseen].wrong);
  ASSERT_GT(halves[0].all() + halves[1].all(), 100);
  for (const Score& half : halves) {
    EXPECT_LE(half.wrong * 100, half.all());
    EXPECT_LE(half.open * 100, 8 * half.all());
  }
}

}  // namespace
}  // namespace waymark::courts
