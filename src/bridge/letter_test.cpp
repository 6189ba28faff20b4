#include "bridge/letter.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "bridge/letter_corpus.h"

namespace waymark::bridge {
namespace {

using testing::CorpusLetter;

const testing::Envelopes& envelopes() {
  static const testing::Envelopes all = testing::some_envelopes(11);
  return all;
}

const std::vector<CorpusLetter>& letters() {
  static const std::vector<CorpusLetter> all = testing::corpus(envelopes());
  return all;
}

TEST(LetterCorpus, HasFortyLettersAndMore) { EXPECT_GE(letters().size(), 40U); }

TEST(LetterCorpus, EachIsReadOnceOrRefusedByName) {
  for (const CorpusLetter& letter : letters()) {
    SCOPED_TRACE(letter.name);
    const Letter read = read_letter(letter.bytes);
    ASSERT_EQ(read.sealed.size(), letter.expected.size())
        << (read.refused ? std::string{name_of(*read.refused)} : "nothing refused");
    for (std::size_t i = 0; i < letter.expected.size(); ++i)
      EXPECT_TRUE(std::ranges::equal(read.sealed[i].envelope.view(), envelopes()[letter.expected[i] - 1]));
    EXPECT_EQ(read.refused ? name_of(*read.refused) : "", letter.refusal);
  }
}

TEST(LetterCorpus, TheSameWithOtherEndsOfLines) {
  for (const CorpusLetter& letter : letters()) {
    SCOPED_TRACE(letter.name);
    std::string bytes = letter.bytes;
    std::erase(bytes, '\r');
    if (bytes.size() == letter.bytes.size() || bytes.find('\n') == std::string::npos) continue;
    EXPECT_EQ(read_letter(bytes).sealed.size(), letter.expected.size());
  }
}

TEST(Letter, TheDayInFrontComesAlong) {
  const Letter read = read_letter("Subject: x\n\nHello,\n\n2026-11-22\n" + testing::armored(envelopes()[0]));
  ASSERT_EQ(read.sealed.size(), 1U);
  EXPECT_EQ(read.sealed[0].day, 20'779U);
}

TEST(Letter, CutAnywhereItNeverFails) {
  const CorpusLetter& letter =
      *std::ranges::find_if(letters(), [](const CorpusLetter& one) { return one.name.starts_with("alternative"); });
  for (std::size_t end = 0; end < letter.bytes.size(); end += 509)
    EXPECT_LE(read_letter(std::string_view{letter.bytes}.substr(0, end)).sealed.size(), 1U);
}

}  // namespace
}  // namespace waymark::bridge
