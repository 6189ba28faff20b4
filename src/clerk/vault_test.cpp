#include "clerk/vault.h"

#include <gtest/gtest.h>

#include "clerk/limits.h"

namespace waymark::clerk {
namespace {

class VaultTest : public ::testing::Test {
 protected:
  static constexpr crypto::InstanceId kInstance{{1, 2, 3}};
  crypto::SeededRandom random_{5};
  ManualClock clock_{TimePoint{Seconds{1'800'000'000}}};
  Vault vault_{kInstance, clock_, random_};

  Visit visit(std::string text) {
    Visit made = new_visit(random_);
    made.draft.text = std::move(text);
    made.draft.choices["what_next"] = {{.code = "leave_ends", .date = "25.11.2026", .hour = "9:30"}};
    made.draft.shown = {"text", "what_next"};
    made.draft.consent = true;
    made.phrase.emplace(mailbox::Phrase::generate(Language::kUkrainian, random_));
    made.practice = new_practice(*made.phrase, random_);
    return made;
  }
};

TEST_F(VaultTest, GivesBackWhatItSealed) {
  const Visit sealed = visit("Текст");
  const auto opened = vault_.open(*vault_.seal(sealed));
  ASSERT_TRUE(opened.has_value());
  EXPECT_EQ(opened->id, sealed.id);
  EXPECT_EQ(opened->message_id, sealed.message_id);
  EXPECT_EQ(opened->draft.text, "Текст");
  EXPECT_EQ(opened->draft.of("what_next").at(0).hour, "9:30");
  EXPECT_EQ(opened->draft.shown, sealed.draft.shown);
  EXPECT_TRUE(opened->phrase->canonical().equals(sealed.phrase->canonical()));
  EXPECT_EQ(opened->practice.words, sealed.practice.words);
  EXPECT_EQ(opened->practice.positions, sealed.practice.positions);
}

TEST_F(VaultTest, OpensForAQuarterOfAnHourAlsoAcrossARotation) {
  const std::string first = *vault_.seal(visit("a"));
  clock_.advance(kBlobLife - Seconds{1});
  const std::string late = *vault_.seal(visit("b"));
  EXPECT_TRUE(vault_.open(first).has_value());
  clock_.advance(Seconds{1});
  EXPECT_EQ(vault_.open(first).error().code, Code::kExpired);
  EXPECT_TRUE(vault_.open(late).has_value()) << "its key is the previous one now";
  clock_.advance(kBlobLife - Seconds{2});
  EXPECT_TRUE(vault_.open(late).has_value());
  clock_.advance(Seconds{1});
  EXPECT_FALSE(vault_.open(late).has_value());
}

TEST_F(VaultTest, ForgetsKeysSoThatOldBlobsAreNoise) {
  const std::string sealed = *vault_.seal(visit("a"));
  clock_.advance(2 * kBlobLife);
  vault_.rotate();
  clock_.set(TimePoint{Seconds{1'800'000'000}});
  EXPECT_EQ(vault_.open(sealed).error().code, Code::kAuthentication) << "even with the clock set back";
}

TEST_F(VaultTest, AClockThatWasSetBackKeepsNoKeyAlive) {
  const std::string sealed = *vault_.seal(visit("a"));
  clock_.advance(-72 * kBlobLife);
  vault_.rotate();
  EXPECT_TRUE(vault_.open(sealed).has_value()) << "nobody who writes just now is thrown out";
  clock_.advance(2 * kBlobLife);
  EXPECT_EQ(vault_.open(sealed).error().code, Code::kAuthentication);
}

TEST_F(VaultTest, EveryChangedByteAndEveryOtherVaultIsRefused) {
  const std::string sealed = *vault_.seal(visit("x"));
  EXPECT_EQ(sealed.find_first_of("+/=%"), std::string::npos) << "nothing that a form sends as three bytes";
  std::string changed = sealed;
  for (char& sign : changed) {
    const char before = sign;
    for (const char other : {before == 'A' ? 'B' : 'A', '+', '/'}) {
      sign = other;
      EXPECT_FALSE(vault_.open(changed).has_value()) << changed;
    }
    sign = before;
  }
  Vault other{kInstance, clock_, random_};
  EXPECT_EQ(other.open(sealed).error().code, Code::kAuthentication);
  EXPECT_EQ(vault_.open("").error().code, Code::kAuthentication);
  EXPECT_EQ(vault_.open("%%%").error().code, Code::kMalformed);
}

/// Letters that nothing makes shorter.
std::string noise(std::size_t length) {
  crypto::SeededRandom random{77};
  std::string text;
  while (text.size() < length) text += static_cast<char>(random.below(256));
  return text;
}

TEST_F(VaultTest, WhatCannotBeMadeSmallerIsCarriedToo) {
  for (const std::size_t length : {0U, 900U, 8'000U, 24'000U}) {
    const auto sealed = vault_.seal(visit(noise(length)));
    ASSERT_TRUE(sealed.has_value()) << length;
    EXPECT_EQ(vault_.open(*sealed)->draft.text, noise(length));
  }
}

TEST_F(VaultTest, SizesComeInClasses) {
  std::set<std::size_t> sizes;
  for (const std::size_t length : {1U, 50U, 120U, 1'000U, 1'900U, 5'000U, 8'000U})
    sizes.insert(vault_.seal(visit(noise(length)))->size());
  EXPECT_LE(sizes.size(), kBlobSizes.size());
  EXPECT_EQ(vault_.seal(visit("a"))->size(), vault_.seal(visit(std::string(120, 'a')))->size());
  EXPECT_EQ(vault_.seal(visit(std::string(30'000, 'a'))).error().code, Code::kTooLarge);
}

TEST_F(VaultTest, CutVisitsAreRefused) {
  const SecretBytes whole = *write_visit(visit("cut"));
  for (std::size_t size = 0; size < 100; ++size) EXPECT_FALSE(parse_visit(whole.view().first(size)).has_value());
}

}  // namespace
}  // namespace waymark::clerk
