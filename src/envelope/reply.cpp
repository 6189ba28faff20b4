#include "envelope/reply.h"

#include <algorithm>

#include "base/check.h"
#include "base/utf8.h"
#include "crypto/verify/hash.h"

namespace waymark::envelope {
namespace {

constexpr std::string_view kWhere = "envelope/reply";
constexpr std::string_view kLabel = "waymark/v2/reply";
constexpr std::uint8_t kReplyVersion = 2;
constexpr std::uint8_t kReplyKind = 0x81;
constexpr std::size_t kBodyOffset = 92;
constexpr std::size_t kSignatureOffset = kPlaintextBytes - crypto::kSignatureBytes;
static_assert(kSignatureOffset == 6'469);
/// There is as much room for a body and the tokens behind it.
constexpr std::size_t kRoomBytes = kSignatureOffset - kBodyOffset;
static_assert(kReplyBytesMax == kRoomBytes - kTokensInReply * kTokenBytes);

Result<void> check_limits(const Reply& reply) {
  const auto count = count_code_points(text_of(reply.body.view()));
  if (!count || reply.body.size() > kReplyBytesMax) return fail(Code::kInvalid, kWhere, "body");
  if (reply.slot >= kReplySlots) return fail(Code::kInvalid, kWhere, "slot");
  if (reply.tokens.size() > kTokensInReply) return fail(Code::kInvalid, kWhere, "tokens");
  return {};
}

bool signed_by_any(ByteView plaintext, std::span<const crypto::ReplyVerifyKey> keys) {
  crypto::Signature signature;
  std::ranges::copy(plaintext.subspan(kSignatureOffset), signature.begin());
  const ByteView signed_part = plaintext.first(kSignatureOffset);
  return std::ranges::any_of(keys,
                             [&](const auto& key) { return key.verify({view_of(kLabel), signed_part}, signature); });
}

/// The fields between the fixed start and the body.
struct Head {
  std::uint8_t language;
  std::uint8_t tokens;
  ByteArray<32> instance;
  ByteArray<32> recipient;
  std::uint32_t week;
  std::uint8_t slot;
  std::uint32_t arrived;
  std::uint32_t last_arrived_day;
  std::uint32_t sealed_day;
  std::uint32_t body_size;
};

Result<void> zero_bytes(ByteReader& reader, std::size_t count) {
  LET(const ByteView bytes, reader.take(count));
  if (!ByteReader{bytes}.rest_is_zero()) return fail(Code::kMalformed, kWhere, "reserved bytes");
  return {};
}

Result<Head> read_head(ByteReader& reader) {
  Head head{};
  LET(head.language, reader.u8());
  LET(head.tokens, reader.u8());
  if (head.tokens > kTokensInReply) return fail(Code::kMalformed, kWhere, "tokens");
  LET(head.instance, reader.array<32>());
  LET(head.recipient, reader.array<32>());
  LET(head.week, reader.u32());
  LET(head.slot, reader.u8());
  TRY(zero_bytes(reader, 3));
  LET(head.arrived, reader.u32());
  LET(head.last_arrived_day, reader.u32());
  LET(head.sealed_day, reader.u32());
  LET(head.body_size, reader.u32());
  return head;
}

Result<void> check_place(const Head& head, const ReplyExpectation& expected) {
  if (head.instance != expected.instance.bytes) return fail(Code::kWrongInstance, kWhere);
  if (head.recipient != crypto::sha256(expected.requester.bytes)) return fail(Code::kNotForUs, kWhere, "recipient");
  if (head.week != expected.week || head.slot != expected.slot) return fail(Code::kNotForUs, kWhere, "place");
  return {};
}

Result<SecretBytes> read_body(ByteReader& reader, std::uint32_t size, std::size_t room) {
  if (size > room) return fail(Code::kMalformed, kWhere, "length");
  LET(const ByteView body, reader.take(size));
  LET(const ByteView padding, reader.take(room - size));
  const auto count = count_code_points(text_of(body));
  if (!count) return fail(Code::kMalformed, kWhere, "body");
  if (!ByteReader{padding}.rest_is_zero()) return fail(Code::kMalformed, kWhere, "padding");
  return SecretBytes::copy_of(body);
}

Result<std::vector<Token>> read_tokens(ByteReader& reader, std::size_t count) {
  std::vector<Token> tokens(count);
  for (Token& token : tokens) {
    LET(token, reader.array<kTokenBytes>());
  }
  return tokens;
}

}  // namespace

Result<SecretBytes> write_reply(const Reply& reply, const crypto::XWingPublicKey& requester,
                                const crypto::ReplySigningKey& key) {
  TRY(check_limits(reply));
  const Bytes head = ByteWriter{kBodyOffset}
                         .u8(kReplyVersion)
                         .u8(kReplyKind)
                         .u8(static_cast<std::uint8_t>(reply.language))
                         .u8(static_cast<std::uint8_t>(reply.tokens.size()))
                         .put(reply.instance.bytes)
                         .put(crypto::sha256(requester.bytes))
                         .u32(reply.week)
                         .u8(reply.slot)
                         .pad_to(76)
                         .u32(reply.arrived)
                         .u32(reply.last_arrived_day)
                         .u32(reply.sealed_day)
                         .u32(static_cast<std::uint32_t>(reply.body.size()))
                         .finish();
  CHECK(head.size() == kBodyOffset);
  SecretBytes plaintext(kPlaintextBytes);
  std::ranges::copy(head, plaintext.writable().begin());
  std::ranges::copy(reply.body.view(), plaintext.writable().subspan(kBodyOffset).begin());
  std::size_t at = kSignatureOffset - reply.tokens.size() * kTokenBytes;
  for (const Token& token : reply.tokens) {
    std::ranges::copy(token, plaintext.writable().subspan(at).begin());
    at += kTokenBytes;
  }
  const auto signature = key.sign({view_of(kLabel), plaintext.view().first(kSignatureOffset)});
  std::ranges::copy(signature, plaintext.writable().subspan(kSignatureOffset).begin());
  return plaintext;
}

Result<Reply> parse_reply(ByteView plaintext, const ReplyExpectation& expected) {
  if (plaintext.size() != kPlaintextBytes) return fail(Code::kWrongSize, kWhere);
  ByteReader reader{plaintext};
  LET(const std::uint8_t version, reader.u8());
  LET(const std::uint8_t kind, reader.u8());
  if (version != kReplyVersion || kind != kReplyKind) return fail(Code::kUnsupported, kWhere, "version or kind");
  if (!signed_by_any(plaintext, expected.keys)) return fail(Code::kAuthentication, kWhere, "signature");
  LET(const Head head, read_head(reader));
  TRY(check_place(head, expected));
  const auto language = language_from_byte(head.language);
  if (!language) return fail(Code::kMalformed, kWhere, "language");
  LET(SecretBytes body, read_body(reader, head.body_size, kRoomBytes - head.tokens * kTokenBytes));
  LET(std::vector<Token> tokens, read_tokens(reader, head.tokens));
  return Reply{.language = *language,
               .instance = expected.instance,
               .week = head.week,
               .slot = head.slot,
               .arrived = head.arrived,
               .last_arrived_day = head.last_arrived_day,
               .sealed_day = head.sealed_day,
               .tokens = std::move(tokens),
               .body = std::move(body)};
}

}  // namespace waymark::envelope
