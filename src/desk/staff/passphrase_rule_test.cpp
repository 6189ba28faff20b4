#include "desk/staff/passphrase_rule.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "desk/staff/common_passphrases.h"
#include "desk/staff/passphrase_words.h"
#include "text/utf8.h"

namespace waymark::desk {
namespace {

std::string verdict(std::string_view typed) {
  constexpr std::array<std::string_view, 2> kKnown{"larch", "Open Road"};
  const auto taken = new_passphrase(view_of(typed), kKnown);
  return taken.has_value() ? "taken" : taken.error().detail;
}

TEST(PassphraseRule, SixLettersOfTwoBytesAreNoTwelveCharacters) {
  for (const char* typed : {"пароль", "привет", "aaaaaaaaaaaa", "пятнадцать букв", "привітпривіт"})
    EXPECT_EQ(verdict(typed), "short") << typed;
}

TEST(PassphraseRule, WhatIsGuessedFirstIsRefused) {
  for (const char* typed :
       {"aaaaaaaaaaaaaaaaaaaa",   "парольпарольпароль", "Пароль Пароль 2026",          "qwertyuiop123456",
        "йцукенгшщзхъ12345",      "passwordpassword",   "P@ssword1234567890",          "larch-larch-larch",
        "larch larch waymark",    "waymark waymark 1",  "Open Road open road",         "ЛюблюТебя люблютебя",
        "привет привет привет",   "abcabcabcabcabcabc", "xk9xk9xk9xk9xk9xk9",          "1234567890123456",
        "19871987198719871987",   "gfhjkmgfhjkmgfhjkm", "славаукраїні2022!",           "9876543210 0123456789",
        "фівапролджєфівапролджє", "iloveyou iloveyou",  "correct horse battery staple"})
    EXPECT_EQ(verdict(typed), "guessable") << typed;
}

TEST(PassphraseRule, OrdinarySentencesAreTaken) {
  for (const char* typed : {"marigold keeps seven lanterns", "чайник поёт на балконе", "ліхтар біля старої криниці",
                            "larch drops needles in autumn", "another long passphrase"})
    EXPECT_EQ(verdict(typed), "taken") << typed;
}

TEST(PassphraseRule, NoCommonWordIsTakenHoweverOftenItIsWritten) {
  for (const std::string_view word : common_passphrases()) {
    std::string typed{word};
    while (text::count_code_points(typed).value() < kPassphraseCodePointsMin) typed += " " + std::string{word};
    EXPECT_EQ(verdict(typed), "guessable") << typed;
  }
}

TEST(PassphraseRule, AShortIInTwoCodePointsIsTheSamePassphrase) {
  const SecretBytes one = normal_passphrase(view_of("мой чайник поёт давно")).value();
  const SecretBytes two = normal_passphrase(view_of("мои\u0306 чаи\u0306ник пое\u0308т давно")).value();
  EXPECT_TRUE(equal_constant_time(one.view(), two.view()));
}

TEST(PassphraseRule, BytesThatAreNoTextAreRefused) {
  EXPECT_EQ(normal_passphrase(view_of("\xff\xfe")).error().code, Code::kMalformed);
  EXPECT_EQ(normal_passphrase({}).error().code, Code::kMalformed);
  EXPECT_EQ(normal_passphrase(Bytes(1'025, 'a')).error().code, Code::kTooLarge);
}

TEST(PassphraseWords, FiveDifferentWordsThatTheRuleTakes) {
  crypto::SeededRandom random(7);
  for (const Language language : kLanguages)
    for (int draw = 0; draw < 2'000; ++draw) {
      const SecretBytes words = passphrase_words(language, random);
      EXPECT_EQ(std::ranges::count(words.view(), ' '), 4);
      EXPECT_EQ(verdict(text_of(words.view())), "taken") << text_of(words.view());
    }
}

}  // namespace
}  // namespace waymark::desk
