#include "desk/keyring/sealed_row.h"

#include <gtest/gtest.h>

namespace waymark::desk {
namespace {

TEST(SealedRow, SizesAreBuckets) {
  crypto::SeededRandom random(1);
  const auto key = random.secret<32>();
  const RowPlace place{.table = SealedTable::kAgenda, .owner = {1}, .version = 1};
  for (const std::size_t size : {0UL, 1UL, 507UL, 508UL, 1'019UL, 1'020UL, 65'531UL}) {
    const std::string json(size, 'x');
    const Bytes sealed = seal_row(key, place, json, random);
    const std::size_t plain = sealed.size() - 40;
    EXPECT_NE(std::find(kRowBuckets.begin(), kRowBuckets.end(), plain), kRowBuckets.end()) << size;
    EXPECT_EQ(open_row(key, place, sealed).value(), json);
  }
  EXPECT_EQ(seal_row(key, place, std::string(507, 'x'), random).size(), 552U);
  EXPECT_EQ(seal_row(key, place, std::string(508, 'x'), random).size(), 1'064U);
}

TEST(SealedRow, TablesOwnersAndVersionsDoNotMix) {
  crypto::SeededRandom random(2);
  const auto key = random.secret<32>();
  const RowPlace place{.table = SealedTable::kAgenda, .owner = {1}, .version = 1};
  const Bytes sealed = seal_row(key, place, "{}", random);
  RowPlace other = place;
  other.table = SealedTable::kStat;
  EXPECT_EQ(open_row(key, other, sealed).error().code, Code::kAuthentication);
  other = place;
  other.owner = {2};
  EXPECT_EQ(open_row(key, other, sealed).error().code, Code::kAuthentication);
  other = place;
  other.version = 2;
  EXPECT_EQ(open_row(key, other, sealed).error().code, Code::kAuthentication);
}

TEST(SealedRow, PaddingIsChecked) {
  SecretBytes row = pad_row("{}");
  row.writable()[500] = 1;
  EXPECT_EQ(unpad_row(row.view()).error().code, Code::kMalformed);
  SecretBytes length = pad_row("{}");
  length.writable()[1] = 0xFF;
  EXPECT_EQ(unpad_row(length.view()).error().code, Code::kMalformed);
  SecretBytes version = pad_row("{}");
  version.writable()[0] = 2;
  EXPECT_EQ(unpad_row(version.view()).error().code, Code::kMalformed);
}

}  // namespace
}  // namespace waymark::desk
