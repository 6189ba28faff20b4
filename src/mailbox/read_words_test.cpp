#include "mailbox/read_words.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/encoding.h"
#include "base/utf8.h"
#include "mailbox/typed_text.h"
#include "mailbox/word_list.h"

namespace waymark::mailbox {
namespace {

std::string encode(std::u32string_view text) {
  std::string bytes;
  for (const char32_t c : text) append_utf8(bytes, c);
  return bytes;
}

std::string joined(const Phrase& phrase, std::string_view between) {
  std::string text;
  for (std::size_t i = 0; i < kPhraseWords; ++i) (text += i == 0 ? "" : between) += phrase.word(i);
  return text;
}

bool reads_as(std::string_view typed, const Phrase& phrase) {
  const ReadOutcome outcome = read_words(typed);
  const auto* read = std::get_if<ReadPhrase>(&outcome);
  if (read != nullptr) return read->phrase.canonical().equals(phrase.canonical());
  // Words that two lists share can fit both: then this one must be among those that are asked for.
  const auto* ask = std::get_if<AskLanguage>(&outcome);
  return ask != nullptr && std::ranges::any_of(ask->candidates, [&](const Phrase& other) {
           return other.canonical().equals(phrase.canonical());
         });
}

std::string with_each_word(const Phrase& phrase, auto change) {
  std::string text;
  for (std::size_t i = 0; i < kPhraseWords; ++i) text += encode(change(*decode_utf8(phrase.word(i)))) + " ";
  return text;
}

constexpr std::u32string_view kLatinKeys = U"qwertyuiop[]asdfghjkl;'zxcvbnm,.`";
constexpr std::u32string_view kRussianKeys = U"йцукенгшщзхъфывапролджэячсмитьбюё";
constexpr std::u32string_view kUkrainianKeys = U"йцукенгшщзхїфівапролджєячсмитьбю'";

std::u32string retyped(std::u32string word, std::u32string_view from, std::u32string_view to) {
  for (char32_t& c : word)
    if (const auto key = from.find(c); key != std::u32string_view::npos) c = to[key];
  return word;
}

class ReadWords : public ::testing::TestWithParam<Language> {
 protected:
  crypto::SeededRandom random_{9};
};

TEST_P(ReadWords, AsTheyWereWrittenDown) {
  for (int i = 0; i < 100; ++i) {
    const Phrase phrase = Phrase::generate(GetParam(), random_);
    EXPECT_TRUE(reads_as(joined(phrase, " "), phrase));
    EXPECT_TRUE(reads_as("  1. " + joined(phrase, ",\r\n 2) ") + "!\t", phrase));
    EXPECT_TRUE(reads_as(joined(phrase, " \u200B\u2014 "), phrase));
  }
}

TEST_P(ReadWords, InCapitalsByFourLettersAndDecomposed) {
  for (int i = 0; i < 100; ++i) {
    const Phrase phrase = Phrase::generate(GetParam(), random_);
    EXPECT_TRUE(reads_as(with_each_word(phrase, [](std::u32string word) { return word.substr(0, 4); }), phrase));
    EXPECT_TRUE(reads_as(with_each_word(phrase,
                                        [](std::u32string word) {
                                          for (char32_t& c : word) {
                                            if (c >= U'a' && c <= U'z')
                                              c -= 32;
                                            else if (c >= U'а' && c <= U'я')
                                              c -= 32;
                                            else if (c >= 0x450 && c <= 0x45F)
                                              c -= 80;
                                          }
                                          return word;
                                        }),
                         phrase));
    EXPECT_TRUE(reads_as(with_each_word(phrase,
                                        [](const std::u32string& word) {
                                          std::u32string apart;
                                          for (const char32_t c : word) {
                                            if (c == U'й')
                                              apart += U"и\u0306";
                                            else if (c == U'ї')
                                              apart += U"і\u0308";
                                            else
                                              apart += c;
                                          }
                                          return apart;
                                        }),
                         phrase));
    EXPECT_TRUE(
        reads_as(with_each_word(phrase, [](std::u32string word) { return word.insert(2, U"\u0301"); }), phrase));
  }
}

TEST_P(ReadWords, OnTheWrongKeyboardLayout) {
  for (int i = 0; i < 100; ++i) {
    const Phrase phrase = Phrase::generate(GetParam(), random_);
    const auto on = [&](std::u32string_view from, std::u32string_view to) {
      return with_each_word(phrase, [&](std::u32string word) { return retyped(std::move(word), from, to); });
    };
    if (GetParam() == Language::kEnglish) {
      EXPECT_TRUE(reads_as(on(kLatinKeys, kRussianKeys), phrase));
      EXPECT_TRUE(reads_as(on(kLatinKeys, kUkrainianKeys), phrase));
      continue;
    }
    const bool russian = GetParam() == Language::kRussian;
    EXPECT_TRUE(reads_as(on(russian ? kRussianKeys : kUkrainianKeys, kLatinKeys), phrase)) << joined(phrase, " ");
  }
}

TEST_P(ReadWords, AWordOneLetterAwayIsNamedBesideAStrangeOne) {
  const std::string_view right = word_at(GetParam(), 100);
  auto letters = *decode_utf8(right);
  ASSERT_GT(letters.size(), 3U);
  const auto near_of = [](const std::u32string& typed) -> std::string {
    const ReadOutcome outcome = read_words(encode(typed));
    const auto* unknown = std::get_if<UnknownWord>(&outcome);
    return unknown == nullptr ? "" : std::string{unknown->near};
  };
  const char32_t strange = GetParam() == Language::kEnglish ? U'q' : U'ъ';
  auto another = letters;
  another[1] = strange;
  auto too_much = letters;
  too_much.insert(1, 1, strange);
  auto missing = letters;
  missing.erase(0, 1);
  for (const auto& typed : {another, too_much}) EXPECT_EQ(near_of(typed), right) << encode(typed);
  EXPECT_TRUE(near_to(GetParam(), missing).has_value());
  std::swap(letters[1], letters[2]);
  EXPECT_TRUE(near_to(GetParam(), letters).has_value());
  EXPECT_EQ(near_of(U"zzzzzz"), "");
  EXPECT_EQ(near_of(another + another), "");
}

TEST_P(ReadWords, WordsRunTogetherAreCountedAndNeverNamed) {
  for (std::uint16_t word = 0; word < kListWords; ++word)
    ASSERT_LE(decode_utf8(word_at(GetParam(), word))->size(), 8U) << "kMistypedLettersMax";
  const Phrase phrase = Phrase::generate(GetParam(), random_);
  const auto count_in = [](const std::string& typed) -> std::size_t {
    const ReadOutcome outcome = read_words(typed);
    const auto* wrong = std::get_if<WrongCount>(&outcome);
    return wrong == nullptr ? 99 : wrong->count;
  };
  std::string one;
  std::string two;
  for (std::size_t word = 0; word < kPhraseWords; ++word) {
    one += phrase.word(word);
    two += (word == 4 ? " " : "") + std::string{phrase.word(word)};
  }
  EXPECT_EQ(count_in(one), 1U);
  EXPECT_EQ(count_in(two), 2U);
}

TEST_P(ReadWords, AWrongWordIsMistypedAndAStrangeOneIsNamed) {
  int mistyped = 0;
  constexpr int kTries = 200;
  for (int i = 0; i < kTries; ++i) {
    const Phrase phrase = Phrase::generate(GetParam(), random_);
    std::string text;
    for (std::size_t word = 0; word < kPhraseWords; ++word)
      text += std::string{word == 5 ? word_at(GetParam(), static_cast<std::uint16_t>(random_.below(kListWords)))
                                    : phrase.word(word)} +
              " ";
    mistyped += std::holds_alternative<OneWordMistyped>(read_words(text)) ? 1 : 0;

    std::string strange;
    for (std::size_t word = 0; word < kPhraseWords; ++word)
      strange += std::string{word == 3 ? "zzzzzz" : phrase.word(word)} + " ";
    const ReadOutcome outcome = read_words(strange);
    ASSERT_TRUE(std::holds_alternative<UnknownWord>(outcome));
    EXPECT_EQ(std::get<UnknownWord>(outcome).position, 3U);
  }
  EXPECT_GT(mistyped, kTries * 9 / 10);  // one in 256 fits by chance, and one in 2,048 is the same word
}

TEST_P(ReadWords, OtherNumbersOfWordsAreCounted) {
  const Phrase phrase = Phrase::generate(GetParam(), random_);
  for (const std::size_t count : {std::size_t{0}, std::size_t{1}, std::size_t{7}, std::size_t{9}}) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += std::string{phrase.word(i % kPhraseWords)} + " ";
    const ReadOutcome outcome = read_words(text);
    ASSERT_TRUE(std::holds_alternative<WrongCount>(outcome));
    EXPECT_EQ(std::get<WrongCount>(outcome).count, count);
  }
}

TEST_P(ReadWords, LettersOfTheOtherAlphabetThatLookTheSame) {
  constexpr std::u32string_view kLatin = U"aceopxyikmhtb";
  constexpr std::u32string_view kCyrillic = U"асеорхуікмнтв";
  const auto one_swapped = [&](std::u32string word) {
    const bool latin = GetParam() == Language::kEnglish;
    const auto& from = latin ? kLatin : kCyrillic;
    const auto& to = latin ? kCyrillic : kLatin;
    for (char32_t& c : word) {
      const auto at = from.find(c);
      if (at == std::u32string_view::npos) continue;
      c = to[at];
      break;
    }
    return word;
  };
  for (int i = 0; i < 50; ++i) {
    const Phrase phrase = Phrase::generate(GetParam(), random_);
    EXPECT_TRUE(reads_as(with_each_word(phrase, one_swapped), phrase));
  }
}

TEST_P(ReadWords, WrittenTwiceIsWrittenOnce) {
  const Phrase phrase = Phrase::generate(GetParam(), random_);
  EXPECT_TRUE(reads_as(joined(phrase, " ") + "\n" + joined(phrase, " "), phrase));
  const Phrase other = Phrase::generate(GetParam(), random_);
  EXPECT_FALSE(reads_as(joined(phrase, " ") + "\n" + joined(other, " "), phrase));
}

TEST_P(ReadWords, AreFoundInAMessageThatGivesThemAway) {
  const Phrase phrase = Phrase::generate(GetParam(), random_);
  EXPECT_TRUE(holds_phrase("Мої слова: " + joined(phrase, ", ") + ". Help, прошу!"));
  std::string numbered;
  for (std::size_t i = 0; i < kPhraseWords; ++i)
    numbered += std::to_string(i + 1) + ") " + std::string{phrase.word(i)} + "\n";
  EXPECT_TRUE(holds_phrase(numbered));
  EXPECT_FALSE(holds_phrase(""));
  EXPECT_FALSE(holds_phrase("Мене хочуть відправити в понеділок, паспорт забрали, що мені робити зараз і потім?"));
  EXPECT_FALSE(holds_phrase("Отпуск кончается завтра, возвращаться не хочу, паспорт забрал командир, помогите."));
}

INSTANTIATE_TEST_SUITE_P(Lists, ReadWords, ::testing::ValuesIn(kLanguages),
                         [](const auto& list) { return std::string{code_of(list.param)}; });

TEST(ReadWordsHostile, NothingButAnOutcome) {
  EXPECT_TRUE(std::holds_alternative<UnknownWord>(read_words("\xff\xfe")));
  EXPECT_TRUE(std::holds_alternative<UnknownWord>(read_words(std::string(kTypedBytesMax + 1, 'a'))));
  EXPECT_TRUE(std::holds_alternative<WrongCount>(read_words(std::string(kTypedBytesMax, ' '))));
  EXPECT_TRUE(std::holds_alternative<UnknownWord>(read_words("水 𐍈")));
}

TEST(Fold, ComparesAlikeWhatPeopleSwap) {
  EXPECT_EQ(fold(U"Ёж"), U"еж");
  EXPECT_EQ(fold(U"Е\u0308ж"), U"еж");
  EXPECT_EQ(fold(U"ҐАНОК"), U"ганок");
  EXPECT_EQ(fold(U"М'ята’ʼ"), U"мята");
  EXPECT_EQ(fold(U"Й И\u0306 Ї І\u0308"), U"й й ї ї");
  EXPECT_EQ(split_words(fold(U"  соба́ка-кіт,7\u00AD ")), (std::vector<std::u32string>{U"собака", U"кіт"}));
}

}  // namespace
}  // namespace waymark::mailbox
