// Letters that somebody made to hurt: each is over in a time that grows with its size only, and none hides one of ours
// that stands before the harm.
#include <gtest/gtest.h>

#include <chrono>

#include "bridge/letter.h"
#include "bridge/letter_corpus.h"
#include "bridge/limits.h"

namespace waymark::bridge {
namespace {

class BadLetter : public ::testing::Test {
 protected:
  /// Generous: a busy machine, a build without optimisation.
  static Letter read(const std::string& bytes) {
    const auto begin = std::chrono::steady_clock::now();  // sleep: measures our own work
    Letter letter = read_letter(bytes);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds{10});  // sleep: as above
    return letter;
  }
  const testing::Envelopes envelopes_ = testing::some_envelopes(12);
  const std::string ours_ = testing::armored(envelopes_[0]);
};

TEST_F(BadLetter, TwentyMegabytes) {
  EXPECT_EQ(read("Subject: x\r\n\r\n" + std::string(20'000'000, 'A')).refused, Code::kNotFound);
  const Letter ours = read("Subject: x\r\n\r\n" + ours_ + std::string(20'000'000, 'A'));
  EXPECT_EQ(ours.sealed.size(), 1U);
}

TEST_F(BadLetter, WhatStandsBeyondTheLimitIsNotLookedAt) {
  EXPECT_EQ(read("Subject: x\n\n" + std::string(kLetterBytesMax, ' ') + ours_).refused, Code::kNotFound);
}

TEST_F(BadLetter, TenThousandParts) {
  std::string bytes = "Content-Type: multipart/mixed; boundary=b\n\n";
  for (int i = 0; i < 10'000; ++i) bytes += "--b\n\nx\n";
  EXPECT_EQ(read(bytes + "--b\n\n" + ours_ + "--b--\n").refused, Code::kTooLarge);
  EXPECT_EQ(read("Content-Type: multipart/mixed; boundary=b\n\n--b\n\n" + ours_ + bytes).sealed.size(), 1U);
}

TEST_F(BadLetter, ForwardsInForwards) {
  const auto nested = [&](std::size_t depth) {
    std::string bytes;
    for (std::size_t i = 0; i < depth; ++i) bytes += "Content-Type: message/rfc822\n\n";
    return bytes + "Subject: x\n\n" + ours_;
  };
  EXPECT_EQ(read(nested(3)).sealed.size(), 1U);
  EXPECT_EQ(read(nested(30'000)).refused, Code::kTooLarge);
}

TEST_F(BadLetter, MultipartsInMultiparts) {
  std::string bytes;
  for (int i = 0; i < 20'000; ++i) bytes += "Content-Type: multipart/mixed; boundary=b\n\n--b\n";
  EXPECT_EQ(read(bytes).refused, Code::kTooLarge);
}

TEST_F(BadLetter, EndlessLinesAndHeads) {
  EXPECT_EQ(read(std::string(kLetterBytesMax, 'x')).refused, Code::kNotFound);
  EXPECT_EQ(read("Subject: " + std::string(kLetterBytesMax, ' ')).refused, Code::kNotFound);
  EXPECT_EQ(read("Content-Type: multipart/mixed; boundary=\"" + std::string(kHeadBytesMax / 2, '\\') + "\n\nx").refused,
            Code::kNotFound);
}

TEST_F(BadLetter, FramesWithoutAnEnd) {
  for (const char* one :
       {"-----BEGIN AGE ENCRYPTED FILE-----\n", "BEGIN AGE ENCRYPTED ", "-----END AGE ENCRYPTED FILE-----", "<style>",
        "<!--", "<", "&#", "=", "=\n", "BEGIN ", "-", "--b\n", "\n"}) {
    SCOPED_TRACE(one);
    for (const char* type : {"text/plain", "text/html", "multipart/mixed; boundary=b"}) {
      std::string bytes = std::string{"Content-Type: "} + type + "\n\n";
      while (bytes.size() < kLetterBytesMax / 4) bytes += one;
      EXPECT_TRUE(read(bytes).refused.has_value());
    }
  }
}

TEST_F(BadLetter, MoreSealedTextsThanALetterMayBring) {
  std::string bytes = "Subject: x\n\n";
  for (std::size_t i = 0; i < kEnvelopesMax + 1; ++i)
    bytes += testing::armored(testing::some_envelopes(20 + i)[0]) + "\n";
  const Letter letter = read(bytes);
  EXPECT_EQ(letter.sealed.size(), kEnvelopesMax);
  EXPECT_EQ(letter.refused, Code::kTooLarge);
}

}  // namespace
}  // namespace waymark::bridge
