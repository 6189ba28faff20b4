#include "envelope/reply.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/encoding.h"
#include "crypto/verify/hash.h"
#include "crypto/xwing_open.h"
#include "envelope/open.h"
#include "envelope/seal.h"
#include "envelope/test_message.h"

namespace waymark::envelope {
namespace {

using testing::some_instance;
using testing::some_reply;

class ReplyTo : public ::testing::Test {
 protected:
  [[nodiscard]] ReplyExpectation expected() const {
    return {.instance = some_instance(), .requester = requester_, .week = 2'968, .slot = 3, .keys = {&verify_key_, 1}};
  }
  [[nodiscard]] Bytes plaintext() const {
    return to_bytes(write_reply(some_reply("Мы вас слышим."), requester_, key_)->view());
  }
  /// The plaintext with one byte changed and signed again, as a faulty desk would make it.
  [[nodiscard]] Bytes signed_again(std::size_t offset, std::uint8_t value) const {
    Bytes changed = plaintext();
    changed[offset] = value;
    const ByteView signed_part = ByteView{changed}.first(6'469);
    const auto signature = key_.sign({view_of("waymark/v2/reply"), signed_part});
    std::ranges::copy(signature, changed.begin() + 6'469);
    return changed;
  }

  crypto::SeededRandom random_{51};
  const crypto::XWingSeed identity_ = crypto::XWingSeed::generate(random_);
  const crypto::XWingPublicKey requester_ = crypto::xwing_public_key(identity_);
  const crypto::ReplySigningKey key_ = crypto::ReplySigningKey::generate(random_);
  const crypto::ReplyVerifyKey verify_key_ = key_.verify_key();
};

TEST_F(ReplyTo, OpensToTheSame) {
  const auto envelope = seal_reply(some_reply("Мы вас слышим. 🙏"), requester_, key_, random_);
  ASSERT_TRUE(envelope.has_value());
  const auto reply = open_reply(identity_, envelope->view(), expected());
  ASSERT_TRUE(reply.has_value());
  EXPECT_EQ(text_of(reply->body.view()), "Мы вас слышим. 🙏");
  EXPECT_EQ(reply->language, Language::kRussian);
  EXPECT_EQ(reply->week, 2'968U);
  EXPECT_EQ(reply->slot, 3);
  EXPECT_EQ(reply->arrived, 2U);
  EXPECT_EQ(reply->last_arrived_day, 20'778U);
  EXPECT_EQ(reply->sealed_day, 20'779U);
}

TEST_F(ReplyTo, FitsOnlyItsPlace) {
  const Bytes plain = plaintext();
  const auto other = crypto::xwing_public_key(crypto::XWingSeed::generate(random_));
  auto wrong_week = expected();
  wrong_week.week += 1;
  EXPECT_EQ(parse_reply(plain, wrong_week).error().code, Code::kNotForUs);
  auto wrong_slot = expected();
  wrong_slot.slot = 4;
  EXPECT_EQ(parse_reply(plain, wrong_slot).error().code, Code::kNotForUs);
  auto wrong_instance = expected();
  wrong_instance.instance = {};
  EXPECT_EQ(parse_reply(plain, wrong_instance).error().code, Code::kWrongInstance);
  const ReplyExpectation elsewhere{
      .instance = some_instance(), .requester = other, .week = 2'968, .slot = 3, .keys = {&verify_key_, 1}};
  EXPECT_EQ(parse_reply(plain, elsewhere).error().code, Code::kNotForUs);
}

TEST_F(ReplyTo, NeedsASignatureByAReplyKeyOfTheRoster) {
  const Bytes plain = plaintext();
  auto none = expected();
  none.keys = {};
  EXPECT_EQ(parse_reply(plain, none).error().code, Code::kAuthentication);
  const auto stranger = crypto::ReplySigningKey::generate(random_).verify_key();
  const std::array both{stranger, verify_key_};
  auto second = expected();
  second.keys = both;
  EXPECT_TRUE(parse_reply(plain, second).has_value());
  second.keys = std::span{both}.first(1);
  EXPECT_EQ(parse_reply(plain, second).error().code, Code::kAuthentication);
  Bytes changed = plain;
  for (std::size_t i = 2; i < changed.size(); i += 11) {
    changed[i] ^= 1U;
    EXPECT_EQ(parse_reply(changed, expected()).error().code, Code::kAuthentication) << i;
    changed[i] ^= 1U;
  }
}

TEST_F(ReplyTo, EvenASignedOneMustBeWellFormed) {
  EXPECT_EQ(parse_reply(signed_again(0, 3), expected()).error().code, Code::kUnsupported);
  EXPECT_EQ(parse_reply(signed_again(0, 1), expected()).error().code, Code::kUnsupported) << "the version of before";
  EXPECT_EQ(parse_reply(signed_again(1, 1), expected()).error().code, Code::kUnsupported);
  EXPECT_EQ(parse_reply(signed_again(2, 0), expected()).error().code, Code::kMalformed);
  EXPECT_EQ(parse_reply(signed_again(2, 4), expected()).error().code, Code::kMalformed);
  EXPECT_EQ(parse_reply(signed_again(3, 3), expected()).error().code, Code::kMalformed);
  EXPECT_EQ(parse_reply(signed_again(73, 1), expected()).error().code, Code::kMalformed);
  EXPECT_EQ(parse_reply(signed_again(88, 0xff), expected()).error().code, Code::kMalformed);
  EXPECT_EQ(parse_reply(signed_again(91, 2), expected()).error().code, Code::kMalformed);  // text in the padding
  EXPECT_EQ(parse_reply(signed_again(90, 0xff), expected()).error().code, Code::kMalformed);
  EXPECT_EQ(parse_reply(signed_again(92, 0xff), expected()).error().code, Code::kMalformed);
  EXPECT_EQ(parse_reply(signed_again(6'468, 1), expected()).error().code, Code::kMalformed);
  EXPECT_TRUE(parse_reply(signed_again(2, 3), expected()).has_value());
  EXPECT_EQ(parse_reply(ByteView{plaintext()}.first(100), expected()).error().code, Code::kWrongSize);
}

TEST_F(ReplyTo, LimitsOfWriting) {
  const auto code = [&](const Reply& reply) { return write_reply(reply, requester_, key_).error().code; };
  EXPECT_TRUE(write_reply(some_reply(""), requester_, key_).has_value());
  std::string longest;
  for (std::size_t i = 0; i < kReplyBytesMax / 4; ++i) longest += "😀";
  longest.resize(kReplyBytesMax, 'a');
  EXPECT_TRUE(write_reply(some_reply(longest), requester_, key_).has_value());
  EXPECT_EQ(code(some_reply(longest + "a")), Code::kInvalid);
  EXPECT_EQ(code(some_reply("\xff")), Code::kInvalid);
  Reply reply = some_reply("a");
  reply.slot = kReplySlots;
  EXPECT_EQ(code(reply), Code::kInvalid);
  Reply with_tokens = some_reply(longest);
  with_tokens.tokens = {Token{1}, Token{2}};
  EXPECT_TRUE(write_reply(with_tokens, requester_, key_).has_value()) << "the limit is that beside two tokens";
  with_tokens.tokens.push_back(Token{3});
  EXPECT_EQ(code(with_tokens), Code::kInvalid);
}

TEST_F(ReplyTo, CarriesTokens) {
  for (std::size_t count = 0; count <= kTokensInReply; ++count) {
    Reply reply = some_reply("Мы вас слышим.");
    for (std::size_t i = 0; i < count; ++i) reply.tokens.push_back(random_.array<kTokenBytes>());
    const auto envelope = seal_reply(reply, requester_, key_, random_);
    ASSERT_TRUE(envelope.has_value());
    EXPECT_EQ(envelope->view().size(), kEnvelopeBytes) << "with tokens or without";
    const auto opened = open_reply(identity_, envelope->view(), expected());
    ASSERT_TRUE(opened.has_value()) << count;
    EXPECT_EQ(opened->tokens, reply.tokens);
    EXPECT_EQ(text_of(opened->body.view()), "Мы вас слышим.");
  }
}

/// tests/vectors/reply.json is written by the pages' side (web/shared/protocol/make_reply_vectors.ts).
class SharedReplies : public ::testing::Test {
 protected:
  void SetUp() override {
    std::ifstream file{WAYMARK_SOURCE_DIR "/tests/vectors/reply.json"};
    vectors_ = nlohmann::json::parse(file);
  }
  [[nodiscard]] static Bytes bytes_of(const nlohmann::json& hex) { return *from_hex(hex.get<std::string>()); }
  template <std::size_t N>
  [[nodiscard]] static ByteArray<N> array_of(const nlohmann::json& hex) {
    const Bytes bytes = bytes_of(hex);
    return *ByteReader{bytes}.array<N>();
  }
  [[nodiscard]] static Bytes plaintext_of(const nlohmann::json& vector) {
    Bytes plaintext(kPlaintextBytes);
    for (const auto& run : vector.at("plaintext_runs"))
      std::ranges::copy(bytes_of(run.at(1)), plaintext.begin() + run.at(0).get<std::ptrdiff_t>());
    EXPECT_EQ(to_hex(crypto::sha256(plaintext)), vector.at("plaintext_sha256").get<std::string>());
    return plaintext;
  }

  nlohmann::json vectors_;
};

TEST_F(SharedReplies, AreReadAsThePagesReadThem) {
  const crypto::XWingSeed seed{Secret<32>::copy_of(array_of<32>(vectors_.at("reply_seed")))};
  const crypto::XWingPublicKey requester = crypto::xwing_public_key(seed);
  const auto key = crypto::ReplyVerifyKey::from_bytes(array_of<32>(vectors_.at("reply_key")));
  ASSERT_TRUE(key.has_value());
  const ReplyExpectation expected{.instance = {array_of<32>(vectors_.at("instance_id"))},
                                  .requester = requester,
                                  .week = vectors_.at("week").get<std::uint32_t>(),
                                  .slot = vectors_.at("slot").get<std::uint8_t>(),
                                  .keys = {&*key, 1}};
  for (const auto& vector : vectors_.at("replies")) {
    const auto name = vector.at("name").get<std::string>();
    const auto reply = parse_reply(plaintext_of(vector), expected);
    ASSERT_EQ(reply.has_value(), !vector.contains("error")) << name;
    if (!reply) {
      EXPECT_EQ(reply.error().code, Code::kMalformed) << name;
      continue;
    }
    EXPECT_EQ(text_of(reply->body.view()), vector.at("text").get<std::string>()) << name;
    std::vector<std::string> tokens;
    for (const Token& token : reply->tokens) tokens.push_back(to_hex(token));
    EXPECT_EQ(tokens, vector.at("tokens").get<std::vector<std::string>>()) << name;
  }
}

}  // namespace
}  // namespace waymark::envelope
