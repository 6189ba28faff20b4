// Receipt: a relay's word that it keeps an envelope durably, as an Ed25519 signature that the desk can hold against it.
//
// The key lies in the store, so all relays on one database have the same: one of them is no second place for another.
// It signs nothing else and opens nothing.
// @source docs/spec/relay.md "Two places"
#pragma once

#include "crypto/sign_relay.h"
#include "crypto/verify/instance_id.h"
#include "relay/kept.h"

namespace waymark::relay {

inline constexpr std::string_view kReceiptLabel = "waymark/v1/kept\n";

class ReceiptKey {
 public:
  ReceiptKey(crypto::SigningSeed seed, const crypto::InstanceId& instance)
      : key_(std::move(seed)), verify_key_(key_.verify_key()), instance_(instance) {}
  /// For what is durable, and for nothing else. @thread any
  [[nodiscard]] crypto::Signature sign(const RowId& id) const;
  [[nodiscard]] const crypto::RelayVerifyKey& verify_key() const { return verify_key_; }
  /// Of the organisation for which it keeps anything at all.
  [[nodiscard]] const crypto::InstanceId& instance() const { return instance_; }

 private:
  const crypto::RelaySigningKey key_;
  const crypto::RelayVerifyKey verify_key_;
  const crypto::InstanceId instance_;
};

/// Whether it is the word of this key's relay for this envelope of this organisation.
bool receipt_fits(const crypto::RelayVerifyKey& key, const crypto::InstanceId& instance, const RowId& id,
                  const crypto::Signature& receipt);

}  // namespace waymark::relay
