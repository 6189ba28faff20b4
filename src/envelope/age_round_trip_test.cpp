// Whole age files of any size and with several recipients (the desk's key files).
#include <gtest/gtest.h>

#include "crypto/xwing_open.h"
#include "envelope/age_open.h"
#include "envelope/age_schedule.h"
#include "envelope/age_seal.h"

namespace waymark::envelope {
namespace {

class AgeFile : public ::testing::Test {
 protected:
  Bytes sealed(ByteView plaintext) { return *age_seal({&public_key_, 1}, plaintext, random_); }
  Bytes some_plaintext(std::size_t size) {
    Bytes plaintext(size);
    random_.fill(plaintext);
    return plaintext;
  }

  crypto::SeededRandom random_{31};
  const crypto::XWingSeed seed_ = crypto::XWingSeed::generate(random_);
  const crypto::XWingPublicKey public_key_ = crypto::xwing_public_key(seed_);
};

TEST_F(AgeFile, OpensAtEverySizeAroundTheChunks) {
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, kChunkBytes - 1, kChunkBytes, kChunkBytes + 1,
                                 2 * kChunkBytes, 2 * kChunkBytes + 1, 5 * kChunkBytes + 77}) {
    const Bytes plaintext = some_plaintext(size);
    const Bytes file = sealed(plaintext);
    EXPECT_EQ(file.size(), age_sealed_size(size));
    const auto opened = age_open(seed_, file);
    ASSERT_TRUE(opened.has_value()) << size;
    EXPECT_EQ(to_bytes(opened->view()), plaintext);
  }
}

TEST_F(AgeFile, EveryRecipientOpensAlone) {
  std::vector<crypto::XWingSeed> seeds;
  std::vector<crypto::XWingPublicKey> keys;
  for (int i = 0; i < 9; ++i) {
    seeds.push_back(crypto::XWingSeed::generate(random_));
    keys.push_back(crypto::xwing_public_key(seeds.back()));
  }
  const auto file = age_seal(keys, view_of("compartment key"), random_);
  ASSERT_TRUE(file.has_value());
  for (const auto& seed : seeds) EXPECT_EQ(text_of(age_open(seed, *file)->view()), "compartment key");
  EXPECT_EQ(age_open(seed_, *file).error().code, Code::kNotForUs);
}

TEST_F(AgeFile, ABadKeyAmongTheRecipientsSealsNothing) {
  crypto::XWingPublicKey bad;
  bad.bytes.fill(0xff);
  const std::array keys{public_key_, bad};
  EXPECT_EQ(age_seal(keys, view_of("x"), random_).error().code, Code::kInvalid);
  EXPECT_DEATH((void)age_seal({}, view_of("x"), random_), "CHECK failed");
}

TEST_F(AgeFile, ChunksCannotBeCutMovedOrRepeated) {
  const Bytes file = sealed(some_plaintext(3 * kChunkBytes));
  const std::size_t payload = file.size() - 3 * (kChunkBytes + 16);
  const std::size_t chunk = kChunkBytes + 16;
  for (std::size_t kept = 0; kept < 3; ++kept) {
    const auto opened = age_open(seed_, ByteView{file}.first(payload + kept * chunk));
    ASSERT_FALSE(opened.has_value());
    EXPECT_EQ(opened.error().code, kept == 0 ? Code::kTruncated : Code::kAuthentication);
  }
  Bytes swapped = file;
  const auto at = [&](std::size_t i) { return swapped.begin() + static_cast<std::ptrdiff_t>(payload + i * chunk); };
  std::swap_ranges(at(0), at(1), at(1));
  EXPECT_EQ(age_open(seed_, swapped).error().code, Code::kAuthentication);
  Bytes longer = file;
  longer.insert(longer.end(), file.end() - static_cast<std::ptrdiff_t>(chunk), file.end());
  EXPECT_EQ(age_open(seed_, longer).error().code, Code::kAuthentication);
  Bytes empty_last = file;
  empty_last.insert(empty_last.end(), 16, 0);
  EXPECT_EQ(age_open(seed_, empty_last).error().code, Code::kMalformed);
  Bytes short_last = file;
  short_last.push_back(0);
  EXPECT_EQ(age_open(seed_, short_last).error().code, Code::kTruncated);
}

}  // namespace
}  // namespace waymark::envelope
