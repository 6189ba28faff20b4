// VerifyKey<role>: an Ed25519 public key that says in its type what its signatures may decide.
//
// A key exists only after it was checked: small-order, mixed-order and non-canonical points are refused, because a
// signature under such a key proves nothing. Part of crypto_verify: linking it brings in nothing that can decrypt.
// @source RFC 8032; docs/spec/roster.md
#pragma once

#include <compare>
#include <initializer_list>
#include <span>

#include "base/bytes.h"

namespace waymark::crypto {

/// What a key signs. Keys of different roles are different types and do not convert.
enum class KeyRole : std::uint8_t {
  kRoot,       ///< rosters
  kList,       ///< day-key lists, releases
  kReply,      ///< replies inside their envelope
  kTransport,  ///< calls of the desk to the relay
  kLog,        ///< lines of the desk's access log
};

inline constexpr std::size_t kVerifyKeyBytes = 32;
inline constexpr std::size_t kSignatureBytes = 64;
using VerifyKeyBytes = ByteArray<kVerifyKeyBytes>;
using Signature = ByteArray<kSignatureBytes>;

/// Whether the bytes are a canonical point of the prime-order subgroup.
bool is_good_verify_key(const VerifyKeyBytes& bytes);
/// The plain primitive; use VerifyKey.
bool verify_signature(const VerifyKeyBytes& key, std::initializer_list<ByteView> parts, const Signature& signature);

template <KeyRole role>
class VerifyKey {
 public:
  /// @error kInvalid for a small-order, mixed-order or non-canonical point
  static Result<VerifyKey> from_bytes(const VerifyKeyBytes& bytes) {
    if (!is_good_verify_key(bytes)) return fail(Code::kInvalid, "crypto/verify");
    return VerifyKey(bytes);
  }

  /// Whether `signature` is this key's over all parts one after the other. The first part is the label of the use.
  [[nodiscard]] bool verify(std::initializer_list<ByteView> parts, const Signature& signature) const {
    return verify_signature(bytes_, parts, signature);
  }
  [[nodiscard]] const VerifyKeyBytes& bytes() const { return bytes_; }
  bool operator==(const VerifyKey&) const = default;

 private:
  explicit VerifyKey(const VerifyKeyBytes& bytes) : bytes_(bytes) {}
  VerifyKeyBytes bytes_;
};

using RootVerifyKey = VerifyKey<KeyRole::kRoot>;
using ListVerifyKey = VerifyKey<KeyRole::kList>;
using ReplyVerifyKey = VerifyKey<KeyRole::kReply>;
using TransportVerifyKey = VerifyKey<KeyRole::kTransport>;
using LogVerifyKey = VerifyKey<KeyRole::kLog>;

}  // namespace waymark::crypto
