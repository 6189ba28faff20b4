// The way back by mail: both sides' bytes are the same (tests/vectors/mail.json), sizes never change, what is none is
// named.
#include "envelope/poll_letter.h"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "base/encoding.h"
#include "crypto/xwing_open.h"
#include "envelope/age_open.h"
#include "envelope/age_seal.h"
#include "envelope/armor.h"
#include "envelope/open.h"
#include "envelope/pasted.h"

namespace waymark::envelope {
namespace {

nlohmann::json vectors() {
  std::ifstream file{WAYMARK_SOURCE_DIR "/tests/vectors/mail.json"};
  return nlohmann::json::parse(file);
}

crypto::XWingSeed seed_of(const nlohmann::json& all, const char* name) {
  const Bytes bytes = *from_hex(all.at(name).get<std::string>());
  Secret<32> secret;
  std::ranges::copy(bytes, secret.writable().begin());
  return crypto::XWingSeed{std::move(secret)};
}

/// What the pages sealed, opened with the bridge's key.
PollLetter polled(const nlohmann::json& all) {
  const auto pasted = read_pasted(all.at("poll_armor").get<std::string>());
  EXPECT_TRUE(pasted.has_value());
  const auto plaintext = open_plaintext(seed_of(all, "bridge_seed"), pasted->envelope.view());
  EXPECT_TRUE(plaintext.has_value());
  EXPECT_EQ(to_hex(crypto::sha256(plaintext->view())), all.at("poll_plaintext_sha256"));
  auto letter = parse_poll_letter(plaintext->view());
  EXPECT_TRUE(letter.has_value());
  return *letter;
}

Bytes relay_said() {
  Bytes said(kPollAnswerBytes);
  for (std::size_t i = 0; i < said.size(); ++i) said[i] = static_cast<std::uint8_t>(11 + 7 * i);
  const Bytes counts{0, 5, 0, 1};
  std::ranges::copy(counts, said.begin());
  return said;
}

TEST(PollLetter, OfThePagesIsRead) {
  const nlohmann::json all = vectors();
  const PollLetter letter = polled(all);
  EXPECT_EQ(to_hex(letter.instance.bytes), all.at("instance_id"));
  EXPECT_EQ(letter.day, all.at("day"));
  EXPECT_EQ(to_hex(letter.nonce), all.at("nonce"));
  EXPECT_EQ(letter.reply_key, crypto::xwing_public_key(seed_of(all, "reply_seed")));
  EXPECT_EQ(letter.poll[1], all.at("skip"));
  EXPECT_EQ(to_hex(crypto::sha256(write_poll_letter(letter).view())), all.at("poll_plaintext_sha256"));
}

TEST(PollLetter, TheAnswerIsTheOneThatThePagesRead) {
  const nlohmann::json all = vectors();
  const PollLetter letter = polled(all);
  const SecretBytes plaintext = write_poll_answer(letter, relay_said());
  EXPECT_EQ(plaintext.size(), kAnswerPlaintextBytes);
  crypto::SeededRandom random{2026};
  const auto file = age_seal({&letter.reply_key, 1}, plaintext.view(), random);
  ASSERT_TRUE(file.has_value());
  EXPECT_EQ(file->size(), kAnswerBytes);
  EXPECT_EQ(to_armor(*file), all.at("answer_armor"));
  const auto opened = age_open(seed_of(all, "reply_seed"), *file);
  ASSERT_TRUE(opened.has_value());
  EXPECT_EQ(to_hex(opened->view()), to_hex(plaintext.view()));
}

TEST(PollLetter, WhatIsNoneIsNamed) {
  const SecretBytes good = write_poll_letter(polled(vectors()));
  const auto code_with = [&](std::size_t at) {
    Bytes changed = to_bytes(good.view());
    changed[at] ^= 1U;
    return parse_poll_letter(changed).error().code;
  };
  EXPECT_EQ(code_with(0), Code::kUnsupported);
  EXPECT_EQ(code_with(1), Code::kUnsupported);
  EXPECT_EQ(code_with(2'040), Code::kMalformed);
  EXPECT_EQ(code_with(kPlaintextBytes - 1), Code::kMalformed);
  EXPECT_EQ(parse_poll_letter(good.view().first(kPlaintextBytes - 1)).error().code, Code::kWrongSize);
}

}  // namespace
}  // namespace waymark::envelope
