// CompartmentKey: what a group of people shares, and what anybody can seal to a group.
//
// One key has a name and a version; a new version is made when somebody leaves. From its 32 bytes follow an X-Wing
// identity (its public half lies in the database, so that sealing to a compartment needs no session), the key of agenda
// rows and the key that wraps the keys of cases that nobody has taken. @source docs/spec/desk-store.md "Keys"
#pragma once

#include <array>
#include <span>
#include <string_view>

#include "crypto/keys.h"
#include "crypto/xwing_key.h"

namespace waymark::desk {

enum class Compartment : std::uint8_t { kTeam, kCoordinator, kFirstLine, kFirstLineLead, kClosed, kClosedLead };

inline constexpr std::array kCompartments{Compartment::kTeam,      Compartment::kCoordinator,
                                          Compartment::kFirstLine, Compartment::kFirstLineLead,
                                          Compartment::kClosed,    Compartment::kClosedLead};

/// "team", "coordinator", "first_line", "first_line.lead", "closed", "closed.lead"
std::string_view name_of(Compartment compartment);
/// @error kMalformed for any other text
Result<Compartment> compartment_from(std::string_view name);

class CompartmentKey {
 public:
  static CompartmentKey generate(Compartment name, std::uint32_t version, crypto::Random& random);
  /// Opens a key file and checks that it holds this key and no other.
  /// @error as envelope::age_open; kMalformed for another content
  static Result<CompartmentKey> open(const crypto::XWingSeed& identity, ByteView key_file, Compartment name,
                                     std::uint32_t version);
  /// An age file to `recipients`.
  Result<Bytes> seal_to(std::span<const crypto::XWingPublicKey> recipients, crypto::Random& random) const;

  [[nodiscard]] Compartment name() const { return name_; }
  [[nodiscard]] std::uint32_t version() const { return version_; }
  [[nodiscard]] const crypto::XWingSeed& identity() const { return identity_; }
  [[nodiscard]] const crypto::XWingPublicKey& public_key() const { return public_key_; }
  [[nodiscard]] const Secret<32>& agenda_key() const { return agenda_; }
  [[nodiscard]] const Secret<32>& case_wrap() const { return case_wrap_; }

 private:
  CompartmentKey(Compartment name, std::uint32_t version, Secret<32> key);
  Compartment name_;
  std::uint32_t version_;
  Secret<32> key_;
  crypto::XWingSeed identity_;
  crypto::XWingPublicKey public_key_;
  Secret<32> agenda_;
  Secret<32> case_wrap_;
};

}  // namespace waymark::desk
