// SigningKey<role>: an Ed25519 secret key that says in its type what it signs. Only its 32-byte seed is ever stored.
#pragma once

#include "base/secret.h"
#include "crypto/random.h"
#include "crypto/verify/verify.h"

namespace waymark::crypto {

inline constexpr std::size_t kSigningSeedBytes = 32;
using SigningSeed = Secret<kSigningSeedBytes>;

/// The plain primitives; use SigningKey.
VerifyKeyBytes verify_key_of_seed(const SigningSeed& seed);
Signature sign_with_seed(const SigningSeed& seed, std::initializer_list<ByteView> parts);

template <KeyRole role>
class SigningKey {
 public:
  explicit SigningKey(SigningSeed seed) : seed_(std::move(seed)) {}
  static SigningKey generate(Random& random) { return SigningKey(random.secret<kSigningSeedBytes>()); }

  /// Signs all parts one after the other. The first part is the ASCII label of the use ("waymark/v1/…").
  [[nodiscard]] Signature sign(std::initializer_list<ByteView> parts) const { return sign_with_seed(seed_, parts); }
  [[nodiscard]] VerifyKey<role> verify_key() const { return *VerifyKey<role>::from_bytes(verify_key_of_seed(seed_)); }
  /// For sealing the key into its key file.
  [[nodiscard]] const SigningSeed& seed() const { return seed_; }

 private:
  SigningSeed seed_;
};

using RootSigningKey = SigningKey<KeyRole::kRoot>;
using ListSigningKey = SigningKey<KeyRole::kList>;
using ReplySigningKey = SigningKey<KeyRole::kReply>;
using TransportSigningKey = SigningKey<KeyRole::kTransport>;
using LogSigningKey = SigningKey<KeyRole::kLog>;

}  // namespace waymark::crypto
