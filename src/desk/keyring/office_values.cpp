#include "desk/keyring/office_values.h"

namespace waymark::desk {

Result<Bytes> office_value(store::Connection& store, std::string_view name) {
  LET(store::Rows rows, store.query("SELECT value FROM office WHERE name = ?", name));
  LET(const bool found, rows.next());
  if (!found) return fail(Code::kNotFound, "desk/office_value", std::string{name});
  return to_bytes(rows.blob(0));
}

Result<void> set_office_value(store::Connection& store, std::string_view name, ByteView value) {
  TRY(store.execute("INSERT INTO office VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", name,
                    value));
  return {};
}

Result<std::uint64_t> office_number(store::Connection& store, std::string_view name) {
  LET(const Bytes value, office_value(store, name));
  if (value.size() != 8) return fail(Code::kMalformed, "desk/office_value");
  return ByteReader{value}.u64();
}

Result<void> set_office_number(store::Connection& store, std::string_view name, std::uint64_t value) {
  return set_office_value(store, name, ByteWriter{}.u64(value).view());
}

Result<crypto::InstanceId> instance_of(store::Connection& store) {
  LET(const Bytes value, office_value(store, kInstanceValue));
  if (value.size() != 32) return fail(Code::kMalformed, "desk/office_value");
  LET(const auto bytes, ByteReader{value}.array<32>());
  return crypto::InstanceId{bytes};
}

Result<crypto::XWingPublicKey> public_key_from(ByteView bytes) {
  if (bytes.size() != crypto::kXWingPublicKeyBytes) return fail(Code::kMalformed, "desk/public_key");
  LET(const auto array, ByteReader{bytes}.array<crypto::kXWingPublicKeyBytes>());
  return crypto::XWingPublicKey{array};
}

Result<crypto::XWingPublicKey> recovery_key(store::Connection& store) {
  LET(const Bytes value, office_value(store, kRecoveryValue));
  return public_key_from(value);
}

Result<crypto::Argon2Cost> argon2_cost(store::Connection& store) {
  LET(const std::uint64_t kib, office_number(store, kArgonMemoryValue));
  LET(const std::uint64_t passes, office_number(store, kArgonPassesValue));
  return crypto::Argon2Cost{.memory_bytes = static_cast<std::size_t>(kib) * 1'024,
                            .passes = static_cast<std::uint32_t>(passes)};
}

Result<CompartmentPublic> compartment_public(store::Connection& store, Compartment name) {
  LET(store::Rows rows,
      store.query("SELECT version, public_key FROM compartment WHERE name = ? ORDER BY version DESC LIMIT 1",
                  name_of(name)));
  LET(const bool found, rows.next());
  if (!found) return fail(Code::kNotFound, "desk/compartment");
  LET(const crypto::XWingPublicKey key, public_key_from(rows.blob(1)));
  return CompartmentPublic{static_cast<std::uint32_t>(rows.integer(0)), key};
}

Result<roster::VerifiedRoster> newest_roster(store::Connection& store) {
  LET(const crypto::InstanceId instance, instance_of(store));
  LET(store::Rows rows, store.query("SELECT note FROM roster ORDER BY serial"));
  std::string chain;
  for (;;) {
    LET(const bool found, rows.next());
    if (!found) break;
    chain.append(text_of(rows.blob(0)));
    chain.push_back('\0');
  }
  if (chain.empty()) return fail(Code::kNotFound, "desk/roster");
  return roster::verify_chain(chain, instance);
}

Result<void> add_roster(store::Connection& store, std::string_view note) {
  LET(const roster::VerifiedRoster before, newest_roster(store));
  LET(const roster::VerifiedRoster next, roster::verify_next(note, before));
  TRY(store.execute("INSERT INTO roster VALUES (?, ?)", next.roster.serial, view_of(note)));
  return {};
}

}  // namespace waymark::desk
