#include "desk/keyring/staff_key.h"

#include <gtest/gtest.h>

namespace waymark::desk {
namespace {

TEST(Alias, OnlyPlainOnes) {
  for (const char* good : {"anna", "v-3", "a.b_c"}) EXPECT_TRUE(is_good_alias(good)) << good;
  for (const char* bad : {"", "Anna", "3v", "анна", "a b", "a\n", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
    EXPECT_FALSE(is_good_alias(bad)) << bad;
}

TEST(StaffKey, SeedOpensWithItsOwnWrapUseAndPerson) {
  crypto::SeededRandom random(1);
  const auto wrap = random.secret<32>();
  const auto seed = crypto::XWingSeed::generate(random);
  const StaffId id{{1}};
  const Bytes sealed = seal_seed(wrap, SeedUse::kPassphrase, id, seed, random);
  EXPECT_TRUE(open_seed(wrap, SeedUse::kPassphrase, id, sealed)->equals(seed));
  EXPECT_EQ(open_seed(wrap, SeedUse::kInvitation, id, sealed).error().code, Code::kAuthentication);
  EXPECT_EQ(open_seed(wrap, SeedUse::kPassphrase, StaffId{{2}}, sealed).error().code, Code::kAuthentication);
  EXPECT_EQ(open_seed(random.secret<32>(), SeedUse::kPassphrase, id, sealed).error().code, Code::kAuthentication);
}

TEST(StaffKey, SecondFactorKeepsItsLastStep) {
  crypto::SeededRandom random(2);
  const auto seed = crypto::XWingSeed::generate(random);
  const StaffId id{{1}};
  const Bytes sealed = seal_second_factor(seed, id, {random.secret<20>(), 58'000'000}, random);
  EXPECT_EQ(open_second_factor(seed, id, sealed)->last_step, 58'000'000U);
  EXPECT_FALSE(open_second_factor(crypto::XWingSeed::generate(random), id, sealed).has_value());
}

TEST(InvitationCode, IsReadHoweverItIsTyped) {
  crypto::SeededRandom random(3);
  for (int round = 0; round < 50; ++round) {
    const auto code = InvitationCode::generate(random);
    std::string text = code.text();
    EXPECT_EQ(text.size(), 39U);
    EXPECT_EQ(InvitationCode::from_text(text)->tag(), code.tag());
    for (char& character : text) character = static_cast<char>(std::toupper(character));
    std::erase(text, '-');
    EXPECT_EQ(InvitationCode::from_text(text)->tag(), code.tag());
    EXPECT_TRUE(InvitationCode::from_text(text)->wrap().equals(code.wrap()));
  }
  EXPECT_EQ(InvitationCode::from_text("abcd").error().code, Code::kNotFound);
  EXPECT_EQ(InvitationCode::from_text(std::string(32, 'u')).error().code, Code::kNotFound);
}

}  // namespace
}  // namespace waymark::desk
