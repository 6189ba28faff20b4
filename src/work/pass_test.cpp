#include "work/pass.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "work/demand.h"

namespace waymark::work {
namespace {

TEST(Pass, ReadsWhatItWrote) {
  const Pass work = DoneWork{.epoch = 29'906'160, .nonce = {1, 2, 3}};
  const Pass token = Token{4, 5, 6};
  for (const Pass& pass : {work, token}) {
    const Bytes bytes = write_pass(pass);
    EXPECT_EQ(bytes.size(), kPassBytes);
    const auto read = parse_pass(bytes);
    ASSERT_TRUE(read);
    EXPECT_EQ(*read, pass);
  }
}

TEST(Pass, AnyOtherBytesAreRefusedOrReadAsTheyStand) {
  crypto::SeededRandom random{4};
  for (int i = 0; i < 20'000; ++i) {
    const auto bytes = random.array<kPassBytes>();
    const auto pass = parse_pass(bytes);
    if (pass) {
      EXPECT_TRUE(std::ranges::equal(write_pass(*pass), bytes));
    }
  }
}

TEST(Demand, ReadsWhatItWrote) {
  const Demand demand{.level = 200, .epoch = 0xffff'ffff, .challenge = {9, 8, 7}};
  const auto read = parse_demand(write_demand(demand));
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, demand);
}

}  // namespace
}  // namespace waymark::work
