#include "desk/staff/people.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "crypto/xwing_open.h"
#include "desk/keyring/compartment_rows.h"
#include "desk/keyring/office_values.h"
#include "desk/keyring/sealed_row.h"
#include "desk/staff/attempts.h"
#include "desk/staff/devices.h"
#include "desk/staff/roles.h"

namespace waymark::desk {
namespace {

using nlohmann::json;

constexpr std::string_view kWhere = "desk/people";

RowPlace place_of(const StaffId& id, std::uint32_t version) {
  return {.table = SealedTable::kDirectory, .owner = id.bytes, .version = version};
}

Result<DirectoryEntry> entry_from(std::string_view text) {
  const json in = json::parse(text, nullptr, false);
  if (!in.is_object() || !in.contains("alias") || !in["alias"].is_string() || !in.contains("roles") ||
      !in["roles"].is_array())
    return fail(Code::kMalformed, kWhere);
  DirectoryEntry entry{.alias = in["alias"].get<std::string>(), .roles = {}};
  for (const json& role : in["roles"])
    if (role.is_string()) entry.roles.push_back(role.get<std::string>());
  return entry;
}

Result<void> check_entry(const DirectoryEntry& entry) {
  if (!is_good_alias(entry.alias)) return fail(Code::kInvalid, kWhere, "alias");
  if (entry.roles.empty()) return fail(Code::kInvalid, kWhere, "no role");
  if (!std::ranges::all_of(entry.roles, is_role)) return fail(Code::kInvalid, kWhere, "role");
  return {};
}

Result<void> grant(store::Connection& store, const KeyRing& keys, Compartment name, const NewPerson& person,
                   crypto::Random& random) {
  const CompartmentKey* newest = keys.newest(name);
  if (newest == nullptr) return fail(Code::kDenied, kWhere, std::string{name_of(name)});
  const crypto::XWingPublicKey member = crypto::xwing_public_key(person.seed);
  // Older versions too: rows that were sealed before the last rotation must stay readable to the compartment.
  for (std::uint32_t version = 1; version <= newest->version(); ++version) {
    const CompartmentKey* key = keys.find(name, version);
    if (key == nullptr) continue;
    TRY(put_membership(store, person.id, member, *key, random));
  }
  return {};
}

}  // namespace

bool StaffSecrets::same_lock_as(const StaffSecrets& other) const {
  return state == other.state && salt == other.salt && sealed_seed == other.sealed_seed &&
         generation == other.generation;
}

Result<std::optional<StaffSecrets>> staff_secrets(store::Connection& store, const StaffId& id) {
  LET(store::Rows rows,
      store.query(
          "SELECT state, salt, memory_kib, passes, sealed_seed, sealed_totp, generation FROM staff WHERE id = ?",
          id.view()));
  LET(const bool found, rows.next());
  if (!found) return std::nullopt;
  LET(const auto salt, ByteReader{rows.blob(1)}.array<crypto::kArgon2SaltBytes>());
  return StaffSecrets{.state = static_cast<StaffState>(rows.integer(0)),
                      .salt = salt,
                      .cost = {.memory_bytes = static_cast<std::size_t>(rows.integer(2)) * 1'024,
                               .passes = static_cast<std::uint32_t>(rows.integer(3))},
                      .sealed_seed = to_bytes(rows.blob(4)),
                      .sealed_totp = to_bytes(rows.blob(5)),
                      .generation = static_cast<std::uint64_t>(rows.integer(6))};
}

Result<DirectoryEntry> directory_entry(store::Connection& store, const KeyRing& keys, const StaffId& id) {
  LET(store::Rows rows, store.query("SELECT entry_version, entry FROM staff WHERE id = ?", id.view()));
  LET(const bool found, rows.next());
  if (!found) return fail(Code::kNotFound, kWhere);
  const auto version = static_cast<std::uint32_t>(rows.integer(0));
  const CompartmentKey* team = keys.find(Compartment::kTeam, version);
  if (team == nullptr) return fail(Code::kDenied, kWhere);
  LET(const std::string text, open_row(team->agenda_key(), place_of(id, version), rows.blob(1)));
  return entry_from(text);
}

Result<std::vector<StaffRow>> directory(store::Connection& store, const KeyRing& keys) {
  std::vector<StaffRow> people;
  LET(store::Rows rows, store.query("SELECT id, state FROM staff"));
  for (;;) {
    LET(const bool found, rows.next());
    if (!found) break;
    LET(const StaffId id, StaffId::from_bytes(rows.blob(0)));
    LET(DirectoryEntry entry, directory_entry(store, keys, id));
    people.push_back({std::move(entry.alias), std::move(entry.roles), static_cast<StaffState>(rows.integer(1))});
  }
  std::ranges::sort(people, {}, &StaffRow::alias);
  return people;
}

Result<void> add_person(store::Connection& store, const KeyRing& keys, const NewPerson& person,
                        crypto::Random& random) {
  TRY(check_entry(person.entry));
  LET(const std::int64_t known, store.number("SELECT count(*) FROM staff WHERE id = ?", person.id.view()));
  if (known != 0) return fail(Code::kConflict, kWhere, "alias in use");
  const CompartmentKey* team = keys.newest(Compartment::kTeam);
  if (team == nullptr) return fail(Code::kDenied, kWhere, "team");
  const std::string entry = json{{"alias", person.entry.alias}, {"roles", person.entry.roles}}.dump();
  const Bytes sealed = seal_row(team->agenda_key(), place_of(person.id, team->version()), entry, random);
  // Random bytes stand where the passphrase's wrap will be: nothing opens them.
  const auto nothing = random.array<72>();
  TRY(store.execute("INSERT INTO staff VALUES (?, ?, ?, ?, 8, 1, ?, ?, ?, ?, 0)", person.id.view(),
                    static_cast<int>(StaffState::kInvited), crypto::xwing_public_key(person.seed).bytes,
                    random.array<crypto::kArgon2SaltBytes>(), nothing, nothing, team->version(), sealed));
  for (const Compartment name : compartments_of(person.entry.roles)) TRY(grant(store, keys, name, person, random));
  return {};
}

Result<Invitation> invite_person(store::Connection& store, const KeyRing& keys, const Pepper& pepper,
                                 DirectoryEntry entry, TimePoint now, crypto::Random& random) {
  const NewPerson person{
      .id = staff_id_of(pepper, entry.alias), .entry = std::move(entry), .seed = crypto::XWingSeed::generate(random)};
  TRY(add_person(store, keys, person, random));
  const InvitationCode code = InvitationCode::generate(random);
  const Bytes sealed = seal_seed(code.wrap(), SeedUse::kInvitation, person.id, person.seed, random);
  TRY(store.execute("INSERT INTO invitation VALUES (?, ?, ?, ?)", code.tag(), person.id.view(), sealed,
                    unix_day(now) + kInvitationDays));
  return Invitation{person.entry.alias, code.text()};
}

Result<FoundInvitation> find_invitation(store::Connection& store, const InvitationCode& code, TimePoint now) {
  LET(store::Rows rows,
      store.query("SELECT staff_id, sealed_seed, expires_day FROM invitation WHERE tag = ?", code.tag()));
  LET(const bool found, rows.next());
  if (!found || rows.integer(2) < unix_day(now)) return fail(Code::kNotFound, "desk/invitation");
  LET(const StaffId id, StaffId::from_bytes(rows.blob(0)));
  if (rows.blob(1).empty()) return FoundInvitation{id, std::nullopt};
  LET(crypto::XWingSeed seed, open_seed(code.wrap(), SeedUse::kInvitation, id, rows.blob(1)));
  return FoundInvitation{id, std::move(seed)};
}

Result<void> renew_staff_key(store::Connection& store, const KeyRing& keys, const crypto::XWingSeed& fresh,
                             crypto::Random& random) {
  const StaffId id = keys.staff_id();
  const crypto::XWingPublicKey member = crypto::xwing_public_key(fresh);
  TRY(store.execute("UPDATE staff SET public_key = ? WHERE id = ?", member.bytes, id.view()));
  TRY(store.execute("DELETE FROM membership WHERE staff_id = ?", id.view()));
  for (const CompartmentKey& key : keys.compartments()) TRY(put_membership(store, id, member, key, random));
  TRY(store.execute("UPDATE invitation SET sealed_seed = x'' WHERE staff_id = ?", id.view()));
  return {};
}

Result<void> set_state(store::Connection& store, const StaffId& id, StaffState state) {
  TRY(store.execute("UPDATE staff SET state = ? WHERE id = ?", static_cast<int>(state), id.view()));
  return {};
}

Result<void> set_credentials(store::Connection& store, const StaffId& id, const crypto::XWingSeed& seed,
                             const Secret<32>& wrap, const ByteArray<crypto::kArgon2SaltBytes>& salt,
                             crypto::Argon2Cost cost, const SecondFactor& factor, StaffState state,
                             crypto::Random& random) {
  const Bytes sealed_seed = seal_seed(wrap, SeedUse::kPassphrase, id, seed, random);
  const Bytes sealed_totp = seal_second_factor(seed, id, factor, random);
  TRY(store.execute(
      "UPDATE staff SET state = ?, salt = ?, memory_kib = ?, passes = ?, sealed_seed = ?, sealed_totp = ? WHERE id = ?",
      static_cast<int>(state), salt, cost.memory_bytes / 1'024, cost.passes, sealed_seed, sealed_totp, id.view()));
  return {};
}

Result<void> set_passphrase(store::Connection& store, const StaffId& id, const crypto::XWingSeed& seed,
                            const PassphraseWrap& wrap, crypto::Random& random) {
  TRY(store.execute("UPDATE staff SET salt = ?, memory_kib = ?, passes = ?, sealed_seed = ? WHERE id = ?", wrap.salt,
                    wrap.cost.memory_bytes / 1'024, wrap.cost.passes,
                    seal_seed(wrap.key, SeedUse::kPassphrase, id, seed, random), id.view()));
  return {};
}

Result<void> delete_person(store::Connection& store, const StaffId& id) {
  TRY(store.execute("DELETE FROM membership WHERE staff_id = ?", id.view()));
  TRY(store.execute("DELETE FROM invitation WHERE staff_id = ?", id.view()));
  TRY(forget_devices(store, id));
  TRY(forget_refused(store, id));
  TRY(forget_refused(store, account_tag(id)));
  TRY(store.execute("DELETE FROM staff WHERE id = ?", id.view()));
  return {};
}

Result<std::optional<crypto::XWingPublicKey>> staff_public_key(store::Connection& store, const StaffId& id) {
  LET(store::Rows rows, store.query("SELECT public_key FROM staff WHERE id = ?", id.view()));
  LET(const bool found, rows.next());
  if (!found) return std::nullopt;
  LET(const crypto::XWingPublicKey key, public_key_from(rows.blob(0)));
  return key;
}

Result<void> set_second_factor(store::Connection& store, const StaffId& id, const crypto::XWingSeed& seed,
                               const SecondFactor& factor, crypto::Random& random) {
  TRY(store.execute("UPDATE staff SET sealed_totp = ? WHERE id = ?", seal_second_factor(seed, id, factor, random),
                    id.view()));
  return {};
}

Result<void> finish_invitation(store::Connection& store, const InvitationCode& code, const StaffId& id) {
  TRY(store.execute("DELETE FROM invitation WHERE tag = ?", code.tag()));
  return set_state(store, id, StaffState::kActive);
}

}  // namespace waymark::desk
