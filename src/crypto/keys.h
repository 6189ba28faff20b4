// TypedKey<Tag>: 32 secret bytes that say in their type what they are for; two kinds of key never convert.
//
// A folder that needs a kind of its own declares a tag: `struct CaseKeyTag; using CaseKey =
// crypto::TypedKey<CaseKeyTag>;`.
#pragma once

#include <utility>

#include "base/secret.h"
#include "crypto/random.h"

namespace waymark::crypto {

inline constexpr std::size_t kKeyBytes = 32;

template <class Tag>
class TypedKey {
 public:
  explicit TypedKey(Secret<kKeyBytes> bytes) : bytes_(std::move(bytes)) {}
  static TypedKey generate(Random& random) { return TypedKey(random.secret<kKeyBytes>()); }

  [[nodiscard]] const Secret<kKeyBytes>& secret() const { return bytes_; }
  [[nodiscard]] TypedKey duplicate() const { return TypedKey(bytes_.duplicate()); }
  [[nodiscard]] bool equals(const TypedKey& other) const { return bytes_.equals(other.bytes_); }

 private:
  Secret<kKeyBytes> bytes_;
};

/// Opens what was sealed to its public key (day keys, staff keys, inboxes, recovery, a requester's reply identity).
struct XWingSeedTag;
using XWingSeed = TypedKey<XWingSeedTag>;

/// From which a requester's mailbox ids and delete tokens follow (docs/spec/mailbox.md).
struct MailboxSecretTag;
using MailboxSecret = TypedKey<MailboxSecretTag>;

}  // namespace waymark::crypto
