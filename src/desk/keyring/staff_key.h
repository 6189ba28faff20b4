// StaffKey: a person's X-Wing seed under a passphrase or an invitation code, and the TOTP secret under the seed.
// @source docs/spec/desk-store.md "Keys"
#pragma once

#include <optional>

#include "crypto/argon2.h"
#include "crypto/keys.h"
#include "crypto/totp.h"
#include "desk/keyring/ids.h"

namespace waymark::desk {

using StaffId = Id<struct StaffTag>;

inline constexpr std::size_t kAliasBytesMax = 40;
inline constexpr std::size_t kPassphraseBytesMax = 1'024;
inline constexpr std::size_t kInvitationCodeBytes = 20;

/// Makes aliases unreadable at a glance; it opens nothing.
struct PepperTag;
using Pepper = crypto::TypedKey<PepperTag>;

/// Lower-case letters, digits, '.', '_', '-'; 1…40 bytes, beginning with a letter.
[[nodiscard]] bool is_good_alias(std::string_view alias);
StaffId staff_id_of(const Pepper& pepper, std::string_view alias);

/// Seals a seed under a key that was derived from a passphrase or an invitation code.
enum class SeedUse { kPassphrase, kInvitation };
Bytes seal_seed(const Secret<32>& wrap, SeedUse use, const StaffId& id, const crypto::XWingSeed& seed,
                crypto::Random& random);
/// @error kAuthentication, kTruncated, kMalformed
Result<crypto::XWingSeed> open_seed(const Secret<32>& wrap, SeedUse use, const StaffId& id, ByteView sealed);

struct SecondFactor {
  crypto::TotpSecret secret;
  std::uint64_t last_step = 0;  ///< no code of this or an older step is accepted again
};
Bytes seal_second_factor(const crypto::XWingSeed& seed, const StaffId& id, const SecondFactor& factor,
                         crypto::Random& random);
/// @error kAuthentication, kTruncated, kMalformed
Result<SecondFactor> open_second_factor(const crypto::XWingSeed& seed, const StaffId& id, ByteView sealed);

/// A single-use invitation: 32 letters and digits in groups of four; reads capitals, spaces and missing dashes.
class InvitationCode {
 public:
  static InvitationCode generate(crypto::Random& random);
  /// @error kNotFound for a text that is no invitation (an unknown one is not told apart)
  static Result<InvitationCode> from_text(std::string_view text);
  [[nodiscard]] std::string text() const;
  /// What the table knows of it.
  [[nodiscard]] ByteArray<16> tag() const;
  [[nodiscard]] Secret<32> wrap() const;

 private:
  explicit InvitationCode(Secret<kInvitationCodeBytes> code) : code_(std::move(code)) {}
  Secret<kInvitationCodeBytes> code_;
};

}  // namespace waymark::desk
