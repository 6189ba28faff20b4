#include "desk/keyring/key_ring.h"

#include <span>

#include "crypto/xwing_open.h"
#include "desk/keyring/key_file.h"
#include "desk/keyring/office_values.h"

namespace waymark::desk {

KeyRing::KeyRing(const StaffId& id, crypto::XWingSeed seed, std::vector<CompartmentKey> compartments)
    : public_key_(crypto::xwing_public_key(seed)),
      id_(id),
      seed_(std::move(seed)),
      compartments_(std::move(compartments)) {}

Result<KeyRing> KeyRing::open(store::Connection& store, const StaffId& id, crypto::XWingSeed seed) {
  std::vector<CompartmentKey> compartments;
  {
    LET(store::Rows rows, store.query("SELECT name, version, key_file FROM membership WHERE staff_id = ?", id.view()));
    for (;;) {
      LET(const bool found, rows.next());
      if (!found) break;
      LET(const Compartment name, compartment_from(rows.text(0)));
      LET(CompartmentKey key,
          CompartmentKey::open(seed, rows.blob(2), name, static_cast<std::uint32_t>(rows.integer(1))));
      compartments.push_back(std::move(key));
    }
  }
  KeyRing ring(id, std::move(seed), std::move(compartments));
  TRY(ring.load_office_secrets(store));
  return ring;
}

Result<void> KeyRing::load_office_secrets(store::Connection& store) {
  LET(store::Rows rows, store.query("SELECT name, compartment, compartment_version, key_file FROM office_secret"));
  for (;;) {
    LET(const bool found, rows.next());
    if (!found) return {};
    LET(const Compartment compartment, compartment_from(rows.text(1)));
    const CompartmentKey* key = find(compartment, static_cast<std::uint32_t>(rows.integer(2)));
    if (key == nullptr) continue;
    const std::string_view name = rows.text(0);
    LET(Secret<32> secret, open_key_file(key->identity(), rows.blob(3), office_secret_header(name)));
    if (name == kReplySecret)
      reply_.emplace(std::move(secret));
    else if (name == kListSecret)
      list_.emplace(std::move(secret));
    else if (name == kIndexSecret)
      index_.emplace(std::move(secret));
  }
}

const CompartmentKey* KeyRing::newest(Compartment name) const {
  const CompartmentKey* best = nullptr;
  for (const CompartmentKey& key : compartments_)
    if (key.name() == name && (best == nullptr || key.version() > best->version())) best = &key;
  return best;
}

const CompartmentKey* KeyRing::find(Compartment name, std::uint32_t version) const {
  for (const CompartmentKey& key : compartments_)
    if (key.name() == name && key.version() == version) return &key;
  return nullptr;
}

Result<void> put_office_secret(store::Connection& store, std::string_view name, Compartment compartment,
                               const Secret<32>& secret, crypto::Random& random) {
  LET(const CompartmentPublic to, compartment_public(store, compartment));
  LET(const Bytes file, seal_key_file(std::span{&to.key, 1}, office_secret_header(name), secret, random));
  TRY(store.execute("INSERT OR REPLACE INTO office_secret VALUES (?, ?, ?, ?)", name, name_of(compartment), to.version,
                    file));
  return {};
}

}  // namespace waymark::desk
