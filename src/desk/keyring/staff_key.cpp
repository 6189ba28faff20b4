#include "desk/keyring/staff_key.h"

#include <algorithm>

#include "crypto/aead.h"
#include "crypto/kdf.h"
#include "crypto/verify/hash.h"

namespace waymark::desk {
namespace {

constexpr std::string_view kAliasFirst = "abcdefghijklmnopqrstuvwxyz";
constexpr std::string_view kAliasRest = "abcdefghijklmnopqrstuvwxyz0123456789._-";
// Crockford's base 32: no i, l, o, u, so that a code survives being read aloud or written by hand.
constexpr std::string_view kCodeDigits = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr std::size_t kCodeCharacters = kInvitationCodeBytes * 8 / 5;
constexpr std::size_t kCodeTypedMax = 100;

Bytes bound(std::string_view label, const StaffId& id) {
  ByteWriter data;
  return data.put(label).put(id.view()).finish();
}

std::string_view label_of(SeedUse use) {
  return use == SeedUse::kPassphrase ? "waymark/v1/staff key" : "waymark/v1/invitation";
}

Secret<32> factor_key(const crypto::XWingSeed& seed) {
  return crypto::hkdf_sha256<32>(seed.secret().view(), {view_of("waymark/v1/staff totp")});
}

std::string digits_only(std::string_view typed) {
  std::string digits;
  for (char character : typed) {
    if (character >= 'A' && character <= 'Z') character = static_cast<char>(character - 'A' + 'a');
    if (character == 'o') character = '0';
    if (character == 'i' || character == 'l') character = '1';
    if (character != '-' && character != ' ' && character != '\n' && character != '\r') digits += character;
  }
  return digits;
}

}  // namespace

bool is_good_alias(std::string_view alias) {
  return !alias.empty() && alias.size() <= kAliasBytesMax && kAliasFirst.contains(alias.front()) &&
         alias.find_first_not_of(kAliasRest) == std::string_view::npos;
}

StaffId staff_id_of(const Pepper& pepper, std::string_view alias) {
  const crypto::Sha256 mac =
      crypto::hmac_sha256(pepper.secret().view(), {view_of("waymark/v1/staff id"), view_of(alias)});
  StaffId id;
  std::copy_n(mac.begin(), id.bytes.size(), id.bytes.begin());
  return id;
}

Bytes seal_seed(const Secret<32>& wrap, SeedUse use, const StaffId& id, const crypto::XWingSeed& seed,
                crypto::Random& random) {
  return crypto::xchacha_seal(wrap, seed.secret().view(), bound(label_of(use), id), random);
}

Result<crypto::XWingSeed> open_seed(const Secret<32>& wrap, SeedUse use, const StaffId& id, ByteView sealed) {
  LET(const SecretBytes seed, crypto::xchacha_open(wrap, sealed, bound(label_of(use), id)));
  if (seed.size() != 32) return fail(Code::kMalformed, "desk/staff_key");
  return crypto::XWingSeed(Secret<32>::copy_of(seed.view().first<32>()));
}

Bytes seal_second_factor(const crypto::XWingSeed& seed, const StaffId& id, const SecondFactor& factor,
                         crypto::Random& random) {
  SecretBytes plaintext(crypto::kTotpSecretBytes + 8);
  auto out = std::copy(factor.secret.view().begin(), factor.secret.view().end(), plaintext.writable().begin());
  const Bytes step = ByteWriter{}.u64(factor.last_step).finish();
  std::copy(step.begin(), step.end(), out);
  return crypto::xchacha_seal(factor_key(seed), plaintext.view(), bound("waymark/v1/staff totp", id), random);
}

Result<SecondFactor> open_second_factor(const crypto::XWingSeed& seed, const StaffId& id, ByteView sealed) {
  LET(const SecretBytes plaintext, crypto::xchacha_open(factor_key(seed), sealed, bound("waymark/v1/staff totp", id)));
  if (plaintext.size() != crypto::kTotpSecretBytes + 8) return fail(Code::kMalformed, "desk/staff_key");
  LET(const std::uint64_t step, ByteReader{plaintext.view().last(8)}.u64());
  return SecondFactor{crypto::TotpSecret::copy_of(plaintext.view().first<crypto::kTotpSecretBytes>()), step};
}

InvitationCode InvitationCode::generate(crypto::Random& random) {
  return InvitationCode(random.secret<kInvitationCodeBytes>());
}

Result<InvitationCode> InvitationCode::from_text(std::string_view text) {
  if (text.size() > kCodeTypedMax) return fail(Code::kNotFound, "desk/invitation");
  const std::string digits = digits_only(text);
  if (digits.size() != kCodeCharacters) return fail(Code::kNotFound, "desk/invitation");
  Secret<kInvitationCodeBytes> code;
  std::uint32_t held = 0;
  unsigned bits = 0;
  std::size_t filled = 0;
  for (const char digit : digits) {
    const std::size_t value = kCodeDigits.find(digit);
    if (value == std::string_view::npos) return fail(Code::kNotFound, "desk/invitation");
    held = (held << 5U | static_cast<std::uint32_t>(value)) & 0xFFFU;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    code.writable()[filled++] = static_cast<std::uint8_t>(held >> bits);
  }
  return InvitationCode(std::move(code));
}

std::string InvitationCode::text() const {
  std::string out;
  std::uint32_t held = 0;
  unsigned bits = 0;
  std::size_t written = 0;
  for (const std::uint8_t byte : code_.view()) {
    held = (held << 8U | byte) & 0xFFFFU;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      if (written != 0 && written % 4 == 0) out += '-';
      out += kCodeDigits[(held >> bits) & 31U];
      ++written;
    }
  }
  return out;
}

ByteArray<16> InvitationCode::tag() const {
  ByteArray<16> tag;
  crypto::hkdf_sha256(tag, code_.view(), {}, {view_of("waymark/v1/invitation tag")});
  return tag;
}

Secret<32> InvitationCode::wrap() const {
  return crypto::hkdf_sha256<32>(code_.view(), {view_of("waymark/v1/invitation wrap")});
}

}  // namespace waymark::desk
