// KeyRing: all keys that one signed-in person holds, in locked memory, until it dies.
//
// Opening it reads the memberships of the person and whatever their compartments open: the office's secrets. Case keys
// are opened one by one when they are needed (casefile). Not thread-safe; the office's lock guards it.
#pragma once

#include <optional>
#include <vector>

#include "crypto/sign.h"
#include "desk/keyring/compartment.h"
#include "desk/keyring/staff_key.h"
#include "store/connection.h"

namespace waymark::desk {

class KeyRing {
 public:
  /// @error kStorage; the errors of key files that do not open (a damaged database)
  static Result<KeyRing> open(store::Connection& store, const StaffId& id, crypto::XWingSeed seed);
  /// For `waymark init` and recovery: a ring made of keys that are at hand.
  KeyRing(const StaffId& id, crypto::XWingSeed seed, std::vector<CompartmentKey> compartments);

  /// Reads the office's secrets anew (after init or a rotation).
  Result<void> load_office_secrets(store::Connection& store);

  [[nodiscard]] const StaffId& staff_id() const { return id_; }
  [[nodiscard]] const crypto::XWingSeed& seed() const { return seed_; }
  [[nodiscard]] const crypto::XWingPublicKey& public_key() const { return public_key_; }
  /// Nothing when this person is no member.
  [[nodiscard]] const CompartmentKey* newest(Compartment name) const;
  [[nodiscard]] const CompartmentKey* find(Compartment name, std::uint32_t version) const;
  /// Every version of every compartment key in here.
  [[nodiscard]] const std::vector<CompartmentKey>& compartments() const { return compartments_; }
  [[nodiscard]] bool holds(Compartment name) const { return newest(name) != nullptr; }

  [[nodiscard]] const crypto::ReplySigningKey* reply_key() const { return reply_ ? &*reply_ : nullptr; }
  [[nodiscard]] const crypto::ListSigningKey* list_key() const { return list_ ? &*list_ : nullptr; }
  /// Key of the mailbox and seen tags.
  [[nodiscard]] const Secret<32>* index_key() const { return index_ ? &*index_ : nullptr; }

 private:
  crypto::XWingPublicKey public_key_;
  StaffId id_;
  crypto::XWingSeed seed_;
  std::vector<CompartmentKey> compartments_;
  std::optional<crypto::ReplySigningKey> reply_;
  std::optional<crypto::ListSigningKey> list_;
  std::optional<Secret<32>> index_;
};

// Names of office secrets.
inline constexpr std::string_view kListSecret = "list";
inline constexpr std::string_view kReplySecret = "reply";
inline constexpr std::string_view kIndexSecret = "index";

/// Seals one of the office's secrets to the newest key of a compartment.
Result<void> put_office_secret(store::Connection& store, std::string_view name, Compartment compartment,
                               const Secret<32>& secret, crypto::Random& random);

}  // namespace waymark::desk
