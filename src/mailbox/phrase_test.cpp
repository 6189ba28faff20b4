#include "mailbox/phrase.h"

#include <gtest/gtest.h>

#include <set>

#include "base/encoding.h"
#include "mailbox/word_list.h"

namespace waymark::mailbox {
namespace {

std::array<std::uint16_t, kPhraseWords> indices_of(const Phrase& phrase) {
  std::array<std::uint16_t, kPhraseWords> indices{};
  const auto form = phrase.canonical().view();
  for (std::size_t i = 0; i < kPhraseWords; ++i)
    indices[i] = static_cast<std::uint16_t>(form[1 + 2 * i] << 8U | form[2 + 2 * i]);
  return indices;
}

TEST(FreshPhrase, HasAFittingChecksumAndKnownWords) {
  crypto::SeededRandom random{5};
  for (const Language list : kLanguages) {
    for (int i = 0; i < 200; ++i) {
      const Phrase phrase = Phrase::generate(list, random);
      EXPECT_EQ(phrase.list(), list);
      const auto again = Phrase::from_indices(list, indices_of(phrase));
      ASSERT_TRUE(again.has_value());
      for (std::size_t word = 0; word < kPhraseWords; ++word)
        EXPECT_EQ(phrase.word(word), word_at(list, indices_of(phrase)[word]));
    }
  }
}

TEST(FreshPhrase, IsAnotherEachTime) {
  crypto::SystemRandom random;
  std::set<std::string> seen;
  for (int i = 0; i < 300; ++i) seen.insert(to_hex(Phrase::generate(Language::kEnglish, random).canonical().view()));
  EXPECT_EQ(seen.size(), 300U);
}

TEST(PhraseFromIndices, RefusesOneIn256OrFewerOfTheWrongOnes) {
  crypto::SeededRandom random{6};
  int accepted = 0;
  constexpr int kTries = 20'000;
  for (int i = 0; i < kTries; ++i) {
    std::array<std::uint16_t, kPhraseWords> indices{};
    for (auto& index : indices) index = static_cast<std::uint16_t>(random.below(kListWords));
    accepted += Phrase::from_indices(Language::kRussian, indices).has_value() ? 1 : 0;
  }
  EXPECT_NEAR(accepted, kTries / 256.0, 40);
  EXPECT_EQ(Phrase::from_indices(Language::kRussian, {kListWords}).error().code, Code::kInvalid);
}

TEST(PhraseFromIndices, ChecksumBelongsToTheList) {
  crypto::SeededRandom random{7};
  int both = 0;
  for (int i = 0; i < 2'000; ++i) {
    const Phrase phrase = Phrase::generate(Language::kRussian, random);
    both += Phrase::from_indices(Language::kUkrainian, indices_of(phrase)).has_value() ? 1 : 0;
  }
  EXPECT_LT(both, 30);
}

}  // namespace
}  // namespace waymark::mailbox
