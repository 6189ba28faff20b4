#include "envelope/seal.h"

#include <gtest/gtest.h>

#include "base/utf8.h"
#include "crypto/xwing_open.h"
#include "envelope/open.h"
#include "envelope/test_message.h"

namespace waymark::envelope {
namespace {

using testing::secret_text;
using testing::some_instance;
using testing::some_message;

class SealedMessage : public ::testing::Test {
 protected:
  crypto::SeededRandom random_{11};
  const crypto::XWingSeed day_key_ = crypto::XWingSeed::generate(random_);
  const crypto::XWingPublicKey public_key_ = crypto::xwing_public_key(day_key_);
  const Message message_ = some_message(random_);
};

TEST_F(SealedMessage, OpensToTheSame) {
  const auto envelope = seal_message(message_, public_key_, random_);
  ASSERT_TRUE(envelope.has_value());
  EXPECT_EQ(envelope->view().size(), kEnvelopeBytes);
  const auto opened = open_message(day_key_, envelope->view(), some_instance(), message_.day);
  ASSERT_TRUE(opened.has_value());
  EXPECT_EQ(opened->kind, message_.kind);
  EXPECT_EQ(opened->assurance, message_.assurance);
  EXPECT_EQ(opened->language, message_.language);
  EXPECT_EQ(opened->instance, message_.instance);
  EXPECT_EQ(opened->day, message_.day);
  EXPECT_EQ(opened->id, message_.id);
  EXPECT_EQ(opened->reply_key, message_.reply_key);
  EXPECT_TRUE(opened->mailbox_secret.equals(message_.mailbox_secret));
  EXPECT_EQ(text_of(opened->text->view()), text_of(message_.text->view()));
  EXPECT_EQ(opened->pack, message_.pack);
  EXPECT_EQ(opened->answers, message_.answers);
  EXPECT_EQ(text_of(opened->contact->view()), text_of(message_.contact->view()));
}

TEST_F(SealedMessage, RefusedForAnotherKeyInstanceOrDay) {
  const auto envelope = seal_message(message_, public_key_, random_);
  const auto other = crypto::XWingSeed::generate(random_);
  EXPECT_EQ(open_message(other, envelope->view(), some_instance(), message_.day).error().code, Code::kNotForUs);
  EXPECT_EQ(open_message(day_key_, envelope->view(), {}, message_.day).error().code, Code::kWrongInstance);
  EXPECT_EQ(open_message(day_key_, envelope->view(), some_instance(), message_.day + 1).error().code, Code::kWrongDay);
}

/// A text of `count` code points, each `width` bytes long in UTF-8.
std::string text_of_width(std::size_t count, std::size_t width) {
  constexpr std::array<char32_t, 4> kOfWidth{U'a', U'ж', U'€', U'😀'};
  std::string text;
  for (std::size_t i = 0; i < count; ++i) append_utf8(text, kOfWidth[width - 1]);
  return text;
}

TEST_F(SealedMessage, IsOneSizeForEveryTextLength) {
  for (std::size_t length = 0; length <= kTextBytesMax / 4; ++length) {
    const std::size_t sealed_width = 1 + length % 4;  // plaintexts of all widths, one of them sealed
    for (std::size_t width = 1; width <= 4; ++width) {
      Message message = testing::bare_message(random_);
      const std::string text = text_of_width(length, width);
      message.text = secret_text(text);
      const auto plaintext = write_message(message);
      ASSERT_TRUE(plaintext.has_value()) << length << " x " << width;
      ASSERT_EQ(plaintext->size(), kPlaintextBytes);
      if (width != sealed_width) continue;
      const auto envelope = seal_plaintext(plaintext->view(), public_key_, random_);
      ASSERT_TRUE(envelope.has_value());
      ASSERT_EQ(envelope->view().size(), kEnvelopeBytes);
    }
  }
}

TEST_F(SealedMessage, EveryChangedByteIsRefused) {
  const auto envelope = seal_message(message_, public_key_, random_);
  Bytes bytes = to_bytes(envelope->view());
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto change = static_cast<std::uint8_t>(1U << (i % 8));
    bytes[i] ^= change;
    ASSERT_FALSE(open_plaintext(day_key_, bytes).has_value()) << "byte " << i;
    bytes[i] ^= change;
  }
  EXPECT_TRUE(open_plaintext(day_key_, bytes).has_value());
}

TEST_F(SealedMessage, EveryShortenedOrLengthenedEnvelopeIsRefused) {
  Bytes bytes = to_bytes(seal_message(message_, public_key_, random_)->view());
  for (std::size_t size = 0; size < bytes.size(); ++size)
    ASSERT_EQ(open_plaintext(day_key_, ByteView{bytes}.first(size)).error().code, Code::kWrongSize);
  bytes.push_back(0);
  EXPECT_EQ(open_plaintext(day_key_, bytes).error().code, Code::kWrongSize);
}

TEST_F(SealedMessage, IsNeverTheSameTwice) {
  crypto::SystemRandom random;
  const auto first = seal_message(message_, public_key_, random);
  const auto second = seal_message(message_, public_key_, random);
  EXPECT_NE(to_bytes(first->view()), to_bytes(second->view()));
}

TEST_F(SealedMessage, NeedsARealKey) {
  crypto::XWingPublicKey key;
  key.bytes.fill(0xff);
  EXPECT_EQ(seal_message(message_, key, random_).error().code, Code::kInvalid);
  EXPECT_EQ(seal_plaintext(Bytes(kPlaintextBytes - 1), public_key_, random_).error().code, Code::kWrongSize);
}

TEST_F(SealedMessage, WithAnythingButAMessageInsideIsMalformed) {
  for (const Bytes& plaintext : {Bytes(kPlaintextBytes, 0), Bytes(kPlaintextBytes, 1), Bytes(kPlaintextBytes, 0xff)}) {
    const auto envelope = seal_plaintext(plaintext, public_key_, random_);
    EXPECT_FALSE(open_message(day_key_, envelope->view(), some_instance(), message_.day).has_value());
  }
}

}  // namespace
}  // namespace waymark::envelope
