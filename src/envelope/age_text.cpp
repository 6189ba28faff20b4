#include "envelope/age_text.h"

#include <algorithm>

#include "envelope/bech32.h"

namespace waymark::envelope {
namespace {

constexpr std::string_view kWhere = "envelope/age-text";
constexpr std::string_view kRecipientPrefix = "age1pq";
constexpr std::string_view kIdentityPrefix = "age-secret-key-pq-";

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const std::size_t begin = text.find_first_not_of(kSpace);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
}

/// The only line that is neither empty nor a comment.
Result<std::string_view> only_line(std::string_view text) {
  std::string_view found;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = trimmed(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty() || line.starts_with('#')) continue;
    if (!found.empty()) return fail(Code::kMalformed, kWhere, "more than one line");
    found = line;
  }
  if (found.empty()) return fail(Code::kMalformed, kWhere, "empty");
  return found;
}

Result<Bech32> decode_kind(std::string_view text, std::string_view prefix, std::size_t size) {
  LET(Bech32 decoded, decode_bech32(text));
  if (decoded.prefix != prefix) return fail(Code::kUnsupported, kWhere, "another kind of key");
  if (decoded.data.size() != size) return fail(Code::kWrongSize, kWhere);
  return decoded;
}

}  // namespace

std::string recipient_to_text(const crypto::XWingPublicKey& key) {
  return to_string(encode_bech32(kRecipientPrefix, key.bytes).view());
}

Result<crypto::XWingPublicKey> recipient_from_text(std::string_view text) {
  LET(const Bech32 decoded, decode_kind(text, kRecipientPrefix, crypto::kXWingPublicKeyBytes));
  LET(const auto bytes, ByteReader{decoded.data.view()}.array<crypto::kXWingPublicKeyBytes>());
  return crypto::XWingPublicKey{bytes};
}

SecretBytes identity_to_text(const crypto::XWingSeed& seed) {
  SecretBytes text = encode_bech32(kIdentityPrefix, seed.secret().view());
  for (std::uint8_t& c : text.writable())
    if (c >= 'a' && c <= 'z') c = static_cast<std::uint8_t>(c - 'a' + 'A');
  return text;
}

Result<crypto::XWingSeed> identity_from_text(std::string_view text) {
  LET(const std::string_view line, only_line(text));
  LET(const Bech32 decoded, decode_kind(line, kIdentityPrefix, crypto::kKeyBytes));
  return crypto::XWingSeed{Secret<crypto::kKeyBytes>::copy_of(decoded.data.view().first<crypto::kKeyBytes>())};
}

}  // namespace waymark::envelope
