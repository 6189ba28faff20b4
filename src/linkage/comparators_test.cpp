#include "linkage/comparators.h"

#include <gtest/gtest.h>

#include <string>

namespace waymark::linkage {
namespace {

double jw(std::string_view a, std::string_view b) { return jaro_winkler(letters_of(a), letters_of(b)); }
unsigned edits(std::string_view a, std::string_view b) { return damerau_levenshtein(letters_of(a), letters_of(b)); }

// The examples of Winkler 1990 and of the Census Bureau's strcmp95 documentation.
TEST(Comparators, JaroWinklerAgreesWithThePublishedExamples) {
  EXPECT_NEAR(jw("martha", "marhta"), 0.9611, 5e-5);
  EXPECT_NEAR(jw("dwayne", "duane"), 0.8400, 5e-5);
  EXPECT_NEAR(jw("dixon", "dicksonx"), 0.8133, 5e-5);
  EXPECT_NEAR(jw("jones", "johnson"), 0.8324, 5e-5);
  EXPECT_EQ(jw("abc", "abc"), 1);
  EXPECT_EQ(jw("abc", "xyz"), 0);
  EXPECT_EQ(jw("", ""), 1);
  EXPECT_EQ(jw("", "a"), 0);
}

TEST(Comparators, CyrillicLettersCountAsOneLetterEach) {
  EXPECT_EQ(letters_of("Привет").size(), 6u);
  EXPECT_EQ(edits("иванов", "ивонов"), 1u);
  EXPECT_NEAR(jw("марта", "матра"), jw("marta", "matra"), 1e-12);
}

TEST(Comparators, EditsAreThoseOfOptimalStringAlignment) {
  EXPECT_EQ(edits("ca", "abc"), 3u);  // an unrestricted distance would be 2
  EXPECT_EQ(edits("kitten", "sitting"), 3u);
  EXPECT_EQ(edits("ab", "ba"), 1u);
  EXPECT_EQ(edits("", "abc"), 3u);
  EXPECT_EQ(edits("same", "same"), 0u);
}

// The quick ways to say no must never say no to what the slow way accepts.
TEST(Comparators, BoundsNeverRefuseWhatIsTrue) {
  const std::string words[] = {"иванов", "ивонов", "иванова", "петров", "петрович", "van dyke", "vandyke",
                               "abab",   "baba",   "aab",     "aba",    "",         "x"};
  for (const auto& one : words)
    for (const auto& two : words) {
      const auto a = letters_of(one), b = letters_of(two);
      EXPECT_GE(jaro_winkler_bound(a, mask_of(a), b, mask_of(b)) + 1e-12,
                a.empty() || b.empty() ? 0 : jaro_winkler(a, b))
          << one << " " << two;
      EXPECT_NEAR(jaro_winkler(a, b), jaro_winkler(b, a), 1e-12) << one << " " << two;
      for (unsigned limit = 0; limit < 4; ++limit)
        EXPECT_EQ(within_edits(a, b, limit), damerau_levenshtein(a, b) <= limit) << one << " " << two << " " << limit;
    }
}

TEST(Comparators, LongTextsAreComparedUpToTheLimit) {
  const auto letters = letters_of(std::string(10'000, 'a'));
  EXPECT_EQ(letters.size(), kLettersMax);
  EXPECT_EQ(jaro_winkler(letters, letters), 1);
  EXPECT_EQ(damerau_levenshtein(letters, letters_of("b")), kLettersMax);
}

TEST(Comparators, JaccardOfSortedSets) {
  const std::vector<std::uint32_t> a{1, 2, 3}, b{2, 3, 4}, none;
  EXPECT_DOUBLE_EQ(jaccard(a, b), 0.5);
  EXPECT_EQ(jaccard(a, a), 1);
  EXPECT_EQ(jaccard(a, none), 0);
  EXPECT_EQ(jaccard(none, none), 0);
}

}  // namespace
}  // namespace waymark::linkage
