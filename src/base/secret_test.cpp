#include "base/secret.h"

#include <gtest/gtest.h>

#include <type_traits>

namespace waymark {
namespace {

static_assert(!std::is_copy_constructible_v<Secret<32>> && !std::is_copy_assignable_v<Secret<32>>);
static_assert(!std::is_copy_constructible_v<SecretBytes> && !std::is_copy_assignable_v<SecretBytes>);
static_assert(std::is_nothrow_move_constructible_v<SecretBytes>);

TEST(Secret, StartsAsZeroAndKeepsWhatIsWritten) {
  Secret<32> secret;
  EXPECT_TRUE(ByteReader{secret.view()}.rest_is_zero());
  secret.writable()[31] = 9;
  EXPECT_EQ(secret.view()[31], 9);
  EXPECT_TRUE(secret.equals(secret.duplicate()));
  EXPECT_FALSE(secret.equals(Secret<32>{}));
}

TEST(SecretBytes, MovesTheBlockAndLeavesNothingBehind) {
  SecretBytes first = SecretBytes::copy_of(view_of("passphrase"));
  const std::uint8_t* block = first.view().data();
  SecretBytes second = std::move(first);
  EXPECT_EQ(second.view().data(), block);
  EXPECT_EQ(first.size(), 0U);  // NOLINT(bugprone-use-after-move): the moved-from state is part of the contract
  second = SecretBytes{0};
  EXPECT_EQ(second.size(), 0U);
}

TEST(Wipe, OverwritesEveryByte) {
  Bytes memory(100, 0xaa);
  wipe(memory);
  EXPECT_TRUE(ByteReader{memory}.rest_is_zero());
  wipe({});
}

}  // namespace
}  // namespace waymark
