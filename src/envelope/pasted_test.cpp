#include "envelope/pasted.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/encoding.h"
#include "envelope/seal.h"
#include "envelope/test_message.h"

namespace waymark::envelope {
namespace {

constexpr std::string_view kBegin = "-----BEGIN AGE ENCRYPTED FILE-----";
constexpr std::string_view kEnd = "-----END AGE ENCRYPTED FILE-----";

std::string armored(ByteView bytes) {
  const std::string letters = to_base64(bytes, Padding::kRequired);
  std::string text = std::string{kBegin} + "\n";
  for (std::size_t at = 0; at < letters.size(); at += 64) text += letters.substr(at, 64) + "\n";
  return text + std::string{kEnd} + "\n";
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  return text.replace(text.find(from), from.size(), to);
}

class PastedText : public ::testing::Test {
 protected:
  void expect_read(const std::string& text) {
    const auto pasted = read_pasted(text);
    ASSERT_TRUE(pasted.has_value()) << describe(pasted.error());
    EXPECT_TRUE(std::ranges::equal(pasted->envelope.view(), blob_));
  }
  static Code refused(std::string_view text) {
    const auto pasted = read_pasted(text);
    return pasted.has_value() ? Code::kInvalid : pasted.error().code;
  }
  crypto::SeededRandom random_{5};
  const Bytes blob_ = to_bytes(seal_message(testing::some_message(random_),
                                            crypto::xwing_public_key(crypto::XWingSeed::generate(random_)), random_)
                                   ->view());
  const std::string armor_ = armored(blob_);
};

TEST_F(PastedText, IsRead) {
  EXPECT_EQ(armor_.size(), 22'258U);
  expect_read(armor_);
  expect_read("Good evening, this came today:\n\n" + armor_ + "\nThank you");
}

TEST_F(PastedText, TheDayInFrontIsAHint) {
  EXPECT_EQ(read_pasted("2026-11-22\n" + armor_)->day, 20'779U);
  EXPECT_EQ(read_pasted("> 2026-11-22\r\n" + armor_)->day, 20'779U);
  EXPECT_EQ(read_pasted(armor_)->day, std::nullopt);
  for (const auto* other : {"2026-13-01\n", "0000-01-01\n", "2026/11/22\n", "on Sunday\n", "11-22\n"})
    EXPECT_EQ(read_pasted(other + armor_)->day, std::nullopt) << other;
}

TEST_F(PastedText, SurvivesWhatMessengersDo) {
  std::string carriage = armor_;
  for (std::size_t at = 0; (at = carriage.find('\n', at)) != std::string::npos; at += 2) carriage.insert(at, "\r");
  expect_read(carriage);
  std::string one_line = armor_;
  std::ranges::replace(one_line, '\n', ' ');
  expect_read(one_line);
  std::string quoted = "> ";
  for (const char c : armor_) quoted += c == '\n' ? std::string{"\n> "} : std::string{c};
  expect_read(quoted);
  // Two messages, the second under a name and a time, cut between lines.
  const std::size_t line = armor_.find('\n', 4'000) + 1;
  expect_read(armor_.substr(0, line) + "\nAnna, [22.11.2026 19:40]\n" + armor_.substr(line));
  expect_read(armor_.substr(0, line) + "\nAnna\n19:40\n" + armor_.substr(line));
  // Cut in the middle of a line.
  expect_read(armor_.substr(0, 4'096) + "\n" + armor_.substr(4'096));
}

TEST_F(PastedText, EachKindOfDamageHasItsOwnName) {
  EXPECT_EQ(refused(""), Code::kNotFound);
  EXPECT_EQ(refused("Hello, I need help"), Code::kNotFound);
  EXPECT_EQ(refused(armor_.substr(40)), Code::kNotFound) << "the first message is missing";
  EXPECT_EQ(refused(armor_.substr(0, 8'000)), Code::kTruncated) << "the last messages are missing";
  EXPECT_EQ(refused(armor_.substr(0, 8'000) + armor_.substr(12'096)), Code::kTruncated) << "one in the middle";
  EXPECT_EQ(refused(armor_ + armor_), Code::kConflict);
  EXPECT_EQ(refused(std::string(kPastedBytesMax + 1, 'x')), Code::kTooLarge);
  EXPECT_EQ(refused(armored(Bytes(100))), Code::kTruncated);
  EXPECT_EQ(refused(armored(Bytes(20'000))), Code::kWrongSize) << "an age file, but no envelope";
  EXPECT_EQ(refused(armored(Bytes(kEnvelopeBytes))), Code::kMalformed) << "the size fits, the header does not";
  const std::string mixed = armor_.substr(0, 4'096) + "\nAnna\n" + armor_.substr(4'096);
  EXPECT_EQ(refused(mixed), Code::kMalformed) << "a name that could be letters, and a line cut in two";
}

TEST_F(PastedText, ASecondStanzaIsRefusedBeforeAKeyIsTouched) {
  const std::string plain = to_string(blob_);
  const std::string stanza = "-> X25519 " + std::string(43, 'A') + "\n" + std::string(43, 'A') + "\n";
  std::string two = replaced(plain, "-> mlkem768x25519", stanza + "-> mlkem768x25519");
  two.resize(kEnvelopeBytes);
  const Code code = refused(armored(view_of(two)));
  EXPECT_TRUE(code == Code::kUnsupported || code == Code::kMalformed) << name_of(code);
}

}  // namespace
}  // namespace waymark::envelope
