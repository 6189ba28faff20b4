#include "desk/keyring/compartment.h"

#include "crypto/kdf.h"
#include "crypto/xwing_open.h"
#include "desk/keyring/key_file.h"

namespace waymark::desk {
namespace {

constexpr std::string_view kLabel = "waymark/v1/compartment";

Bytes header_of(Compartment name, std::uint32_t version) {
  const std::string_view text = name_of(name);
  ByteWriter header;
  header.put(kLabel).u8(static_cast<std::uint8_t>(text.size())).put(text).u32(version);
  return header.finish();
}

Secret<32> derive(const Secret<32>& key, std::string_view label) {
  return crypto::hkdf_sha256<32>(key.view(), {view_of(label)});
}

}  // namespace

std::string_view name_of(Compartment compartment) {
  switch (compartment) {
    case Compartment::kTeam: return "team";
    case Compartment::kCoordinator: return "coordinator";
    case Compartment::kFirstLine: return "first_line";
    case Compartment::kFirstLineLead: return "first_line.lead";
    case Compartment::kClosed: return "closed";
    case Compartment::kClosedLead: return "closed.lead";
  }
  return "";
}

Result<Compartment> compartment_from(std::string_view name) {
  for (const Compartment compartment : kCompartments)
    if (name_of(compartment) == name) return compartment;
  return fail(Code::kMalformed, "desk/compartment");
}

CompartmentKey::CompartmentKey(Compartment name, std::uint32_t version, Secret<32> key)
    : name_(name),
      version_(version),
      key_(std::move(key)),
      identity_(derive(key_, "waymark/v1/compartment identity")),
      public_key_(crypto::xwing_public_key(identity_)),
      agenda_(derive(key_, "waymark/v1/compartment agenda")),
      case_wrap_(derive(key_, "waymark/v1/compartment case keys")) {}

CompartmentKey CompartmentKey::generate(Compartment name, std::uint32_t version, crypto::Random& random) {
  return CompartmentKey(name, version, random.secret<32>());
}

Result<CompartmentKey> CompartmentKey::open(const crypto::XWingSeed& identity, ByteView key_file, Compartment name,
                                            std::uint32_t version) {
  LET(Secret<32> key, open_key_file(identity, key_file, header_of(name, version)));
  return CompartmentKey(name, version, std::move(key));
}

Result<Bytes> CompartmentKey::seal_to(std::span<const crypto::XWingPublicKey> recipients,
                                      crypto::Random& random) const {
  return seal_key_file(recipients, header_of(name_, version_), key_, random);
}

}  // namespace waymark::desk
