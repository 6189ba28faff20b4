#include "envelope/poll_letter.h"

#include <algorithm>

#include "base/check.h"

namespace waymark::envelope {
namespace {

constexpr std::string_view kWhere = "envelope/poll_letter";
constexpr std::uint8_t kVersion = 1;
constexpr std::uint8_t kPollKind = 0x21;
constexpr std::uint8_t kAnswerKind = 0xa1;
constexpr std::size_t kSkipBytes = 2;

SecretBytes secret_of(ByteWriter writer) {
  Bytes bytes = writer.finish();
  SecretBytes secret = SecretBytes::copy_of(bytes);
  wipe(bytes);
  return secret;
}

}  // namespace

SecretBytes write_poll_letter(const PollLetter& letter) {
  ByteWriter writer{kPlaintextBytes};
  writer.u8(kVersion)
      .u8(kPollKind)
      .put(letter.instance.bytes)
      .u32(letter.day)
      .put(letter.nonce)
      .put(letter.reply_key.bytes)
      .put(letter.poll)
      .pad_to(kPlaintextBytes);
  return secret_of(std::move(writer));
}

Result<PollLetter> parse_poll_letter(ByteView plaintext) {
  if (plaintext.size() != kPlaintextBytes) return fail(Code::kWrongSize, kWhere);
  ByteReader reader{plaintext};
  LET(const std::uint8_t version, reader.u8());
  LET(const std::uint8_t kind, reader.u8());
  if (version != kVersion || kind != kPollKind) return fail(Code::kUnsupported, kWhere, "version or kind");
  PollLetter letter;
  LET(letter.instance.bytes, reader.array<32>());
  LET(letter.day, reader.u32());
  LET(letter.nonce, reader.array<kPollNonceBytes>());
  LET(letter.reply_key.bytes, reader.array<crypto::kXWingPublicKeyBytes>());
  LET(letter.poll, reader.array<kPollBytes>());
  if (!reader.rest_is_zero()) return fail(Code::kMalformed, kWhere, "padding");
  return letter;
}

SecretBytes write_poll_answer(const PollLetter& asked, ByteView relay_said) {
  CHECK(relay_said.size() == kPollAnswerBytes);
  ByteWriter writer{kAnswerPlaintextBytes};
  writer.u8(kVersion)
      .u8(kAnswerKind)
      .put(asked.instance.bytes)
      .u32(asked.day)
      .put(asked.nonce)
      .put(ByteView{asked.poll}.first(kSkipBytes))
      .put(relay_said);
  CHECK(writer.size() == kAnswerPlaintextBytes);
  return secret_of(std::move(writer));
}

}  // namespace waymark::envelope
