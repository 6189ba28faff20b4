#include "desk/keyring/compartment_rows.h"

#include "desk/keyring/office_values.h"

namespace waymark::desk {
namespace {

struct Member {
  StaffId id;
  crypto::XWingPublicKey key;
};

Result<std::vector<Member>> members_of(store::Connection& store, Compartment name) {
  LET(store::Rows rows,
      store.query("SELECT DISTINCT staff.id, staff.public_key FROM membership JOIN staff ON staff.id = "
                  "membership.staff_id WHERE membership.name = ?",
                  name_of(name)));
  std::vector<Member> members;
  for (;;) {
    LET(const bool found, rows.next());
    if (!found) return members;
    LET(const StaffId id, StaffId::from_bytes(rows.blob(0)));
    LET(const crypto::XWingPublicKey key, public_key_from(rows.blob(1)));
    members.push_back({id, key});
  }
}

}  // namespace

Result<void> put_compartment(store::Connection& store, const CompartmentKey& key, crypto::Random& random) {
  LET(const crypto::XWingPublicKey recovery, recovery_key(store));
  LET(const Bytes file, key.seal_to(std::span{&recovery, 1}, random));
  TRY(store.execute("INSERT INTO compartment VALUES (?, ?, ?, ?)", name_of(key.name()), key.version(),
                    key.public_key().bytes, file));
  return {};
}

Result<void> put_membership(store::Connection& store, const StaffId& id, const crypto::XWingPublicKey& member,
                            const CompartmentKey& key, crypto::Random& random) {
  LET(const Bytes file, key.seal_to(std::span{&member, 1}, random));
  TRY(store.execute("INSERT INTO membership VALUES (?, ?, ?, ?)", id.view(), name_of(key.name()), key.version(), file));
  return {};
}

Result<std::vector<Compartment>> memberships_of(store::Connection& store, const StaffId& id) {
  LET(store::Rows rows, store.query("SELECT DISTINCT name FROM membership WHERE staff_id = ?", id.view()));
  std::vector<Compartment> held;
  for (;;) {
    LET(const bool found, rows.next());
    if (!found) return held;
    LET(const Compartment name, compartment_from(rows.text(0)));
    held.push_back(name);
  }
}

Result<CompartmentKey> rotate_compartment(store::Connection& store, Compartment name, crypto::Random& random) {
  LET(const CompartmentPublic before, compartment_public(store, name));
  CompartmentKey key = CompartmentKey::generate(name, before.version + 1, random);
  TRY(put_compartment(store, key, random));
  LET(const std::vector<Member> members, members_of(store, name));
  for (const Member& member : members) TRY(put_membership(store, member.id, member.key, key, random));
  return key;
}

}  // namespace waymark::desk
