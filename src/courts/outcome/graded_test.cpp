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

enum class Heads { kClassAndStage, kClassAlone };

/// "=== class stage [name of name; name]", or "=== class"
Graded head_of(std::string_view line, Heads heads) {
  Graded one;
  const auto pieces = split(line, " ");
  one.expected = pieces.at(1);
  if (heads == Heads::kClassAlone) return one;
  one.stage = stage_of(pieces.at(2));
  const std::size_t of = line.find(" of ");
  if (of == std::string_view::npos) return one;
  const std::size_t begin = line.find(pieces.at(2)) + pieces.at(2).size() + 1;
  one.name = line.substr(begin, of - begin);
  for (const std::string_view name : split(line.substr(of + 4), ";"))
    if (name != one.name) one.others.emplace_back(name);
  return one;
}

std::vector<Graded> graded_set(const std::string& name, Heads heads = Heads::kClassAndStage) {
  std::ifstream file(std::string{WAYMARK_SOURCE_DIR "/tests/data/courts/outcomes/"} + name);
  std::vector<Graded> set;
  std::string line;
  for (std::size_t number = 1; std::getline(file, line); ++number) {
    if (line.starts_with("===")) {
      set.push_back(head_of(line, heads));
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

OutcomeFinding read(const Graded& one) {
  constexpr std::string_view kBefore = "ПРИГОВОР\nустановил:\nРанее судим условно, ст. 73 УК РФ.\nПРИГОВОРИЛ:\n";
  return outcome_of_act(std::string{kBefore} + one.text, {.stage = one.stage, .name = one.name, .others = one.others});
}

/// What a reader said of one part, and why.
struct Said {
  std::string_view answer, why;
  bool open = false;
};

Said said_by(const OutcomeFinding& found) {
  return {name_of(found.outcome), found.why, found.outcome == Outcome::kUnknown};
}
Said said_by(const CategoryFinding& found) {
  return {name_of(found.category), found.sentence, found.category == Category::kUnknown};
}

/// Reads one half of a set and prints its misreadings and its score by class.
template <class Reader>
Score score_of(const std::string& file, bool unseen, Heads heads, const Reader& read_one) {
  std::map<std::string, Score> of_class;
  Score score;
  for (const Graded& one : graded_set(file, heads)) {
    if (is_unseen(one) != unseen) continue;
    const auto found = read_one(one);
    const Said said = said_by(found);
    int Score::* const grade = said.answer == one.expected ? &Score::right : said.open ? &Score::open : &Score::wrong;
    ++(score.*grade);
    ++(of_class[one.expected].*grade);
    if (grade != &Score::right)
      std::cout << fmt::format("  line {}: {}, read as {} ({})\n", one.line, one.expected, said.answer, said.why);
  }
  for (const auto& [name, of] : of_class)
    std::cout << fmt::format("{:24} {:3} right {:2} open {:2} wrong\n", name, of.right, of.open, of.wrong);
  std::cout << fmt::format("{}, {} half: {} of {} right, {} left open, {} wrong\n", file, unseen ? "unseen" : "seen",
                           score.right, score.all(), score.open, score.wrong);
  return score;
}

Score score_of_outcomes(const std::string& file, bool unseen) {
  return score_of(file, unseen, Heads::kClassAndStage, read);
}

Score score_of_categories(const std::string& file, bool unseen) {
  return score_of(file, unseen, Heads::kClassAlone, [](const Graded& one) { return category_of_act(one.text); });
}

TEST(GradedOutcomes, FewAreOpenAndHardlyAnyIsWrong) {
  for (const bool unseen : {false, true}) {
    const Score score = score_of_outcomes("operative_parts.txt", unseen);
    ASSERT_GT(score.all(), 50);
    EXPECT_LE(score.wrong * 100, score.all());
    EXPECT_LE(score.open * 100, 8 * score.all());
  }
}

// Parts in other words than the first rules were made with. Both halves have been looked at by now; what they said
// before that is in docs/measurements.md.
TEST(VariedOutcomes, NoneIsWrong) {
  for (const bool unseen : {false, true}) {
    const Score score = score_of_outcomes("varied_parts.txt", unseen);
    ASSERT_GT(score.all(), 100);
    EXPECT_EQ(score.wrong, 0);
    EXPECT_LE(score.open * 100, 8 * score.all());
  }
}

// Written against what a look at the rules made doubtful (decisions that are only asked for, refused, or about a
// thing), graded before the first run; looked at since.
TEST(FurtherOutcomes, NoneIsWrong) {
  for (const bool unseen : {false, true}) {
    const Score score = score_of_outcomes("further_parts.txt", unseen);
    ASSERT_GT(score.all(), 10);
    EXPECT_EQ(score.wrong, 0);
    EXPECT_LE(score.open * 100, 8 * score.all());
  }
}

// A plain sample by authors who did not know the rules. What it said before anybody looked is in docs/measurements.md.
TEST(SampledOutcomes, HardlyAnyIsWrong) {
  for (const bool unseen : {false, true}) {
    const Score score = score_of_outcomes("sampled_parts.txt", unseen);
    ASSERT_GT(score.all(), 100);
    EXPECT_LE(score.wrong * 100, score.all());
    EXPECT_LE(score.open * 100, 8 * score.all());
  }
}

// The same by a third author, later.
TEST(SampledOutcomesOfLater, HardlyAnyIsWrong) {
  for (const bool unseen : {false, true}) {
    const Score score = score_of_outcomes("sampled_parts_2.txt", unseen);
    ASSERT_GT(score.all(), 50);
    EXPECT_LE(score.wrong * 100, score.all());
    EXPECT_LE(score.open * 100, 8 * score.all());
  }
}

// In what category somebody serves: passages of verdicts by authors who did not know the rules, each file counted once
// before anybody looked (docs/measurements.md). All have been looked at by now.
TEST(SampledCategories, HardlyAnyIsWrong) {
  constexpr int kFiles = 23;
  Score all;
  for (int file = 1; file <= kFiles; ++file) {
    for (const bool unseen : {false, true}) {
      const Score half = score_of_categories(fmt::format("categories/{:02}.txt", file), unseen);
      all = {all.right + half.right, all.open + half.open, all.wrong + half.wrong};
    }
  }
  ASSERT_GT(all.all(), 2'500);
  EXPECT_LE(all.wrong * 200, all.all());
  EXPECT_LE(all.open * 100, 4 * all.all());
}

}  // namespace
}  // namespace waymark::courts
