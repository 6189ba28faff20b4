#include "mailbox/word_list.h"

#include <gtest/gtest.h>

#include <set>

#include "base/utf8.h"
#include "mailbox/typed_text.h"

namespace waymark::mailbox {
namespace {

TEST(WordList, EveryWordIsFoundWholeAndByFourLetters) {
  for (const Language list : kLanguages) {
    std::set<std::u32string> prefixes;
    for (std::uint16_t i = 0; i < kListWords; ++i) {
      const std::u32string word = fold(*decode_utf8(word_at(list, i)));
      ASSERT_GE(word.size(), kPrefixLetters);
      ASSERT_EQ(index_of(list, word), i) << word_at(list, i);
      ASSERT_EQ(index_of(list, word.substr(0, kPrefixLetters)), i) << word_at(list, i);
      ASSERT_FALSE(index_of(list, word.substr(0, kPrefixLetters - 1)).has_value()) << word_at(list, i);
      ASSERT_FALSE(index_of(list, word + U"x").has_value());
      prefixes.insert(word.substr(0, kPrefixLetters));
    }
    EXPECT_EQ(prefixes.size(), kListWords) << "no two words may compare alike in their first four letters";
  }
}

TEST(WordList, DoesNotKnowOtherText) {
  for (const Language list : kLanguages)
    for (const std::u32string_view text : {U"", U"a", U"zzzz", U"ьььь", U"1234"})
      EXPECT_FALSE(index_of(list, text).has_value());
  EXPECT_DEATH((void)word_at(Language::kRussian, kListWords), "CHECK failed");
}

}  // namespace
}  // namespace waymark::mailbox
