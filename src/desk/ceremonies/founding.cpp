#include "desk/ceremonies/founding.h"

#include <algorithm>
#include <array>

#include "crypto/xwing_open.h"
#include "desk/casefile/agenda.h"
#include "desk/casefile/case_store.h"
#include "desk/keyring/compartment_rows.h"
#include "desk/keyring/day_keys.h"
#include "desk/keyring/office_values.h"
#include "desk/keyring/scrub.h"
#include "desk/staff/access_epoch.h"
#include "desk/staff/access_log.h"
#include "desk/staff/passphrase_rule.h"
#include "desk/staff/people.h"
#include "desk/staff/roles.h"

namespace waymark::desk {
namespace {

constexpr std::string_view kWhere = "desk/founding";

/// Compartments that the roles do not give, for somebody who must be able to invite others to them.
Result<void> put_memberships(store::Connection& store, const KeyRing& keys, const std::vector<std::string>& roles,
                             crypto::Random& random) {
  const std::vector<Compartment> held = compartments_of(roles);
  for (const Compartment name : kCompartments) {
    if (std::ranges::find(held, name) != held.end()) continue;
    const CompartmentKey* key = keys.newest(name);
    TRY(put_membership(store, keys.staff_id(), keys.public_key(), *key, random));
  }
  return {};
}

struct OfficeKeys {
  crypto::RootSigningKey root;
  crypto::ListSigningKey list;
  crypto::ReplySigningKey reply;
  Secret<32> index;
};

Result<crypto::InstanceId> put_first_roster(store::Connection& store, const Founding& founding, const OfficeKeys& keys,
                                            TimePoint now) {
  const std::uint32_t today = unix_day(now);
  const roster::Roster first{.name = founding.name,
                             .issued_day = today,
                             .expires_day = today + roster::kRosterDaysMax,
                             .roots = {keys.root.verify_key()},
                             .list_key = keys.list.verify_key(),
                             .reply_keys = {keys.reply.verify_key()},
                             .relays = founding.relays,
                             .clerks = founding.clerks,
                             .mirrors = founding.mirrors,
                             .mails = founding.mails};
  // Names and addresses come from people; what no reader would take is not signed.
  if (!roster::parse_roster(roster::write_roster(first))) return fail(Code::kInvalid, kWhere, "name or address");
  const std::string note = roster::write_note(roster::sign_roster(first, std::span{&keys.root, 1}));
  const auto verified = roster::verify_first(note);
  if (!verified.has_value()) return fail(Code::kInvalid, kWhere, "name or address");
  TRY(store.execute("INSERT INTO roster VALUES (1, ?)", view_of(note)));
  TRY(set_office_value(store, kInstanceValue, verified->instance.bytes));
  return verified->instance;
}

Result<void> put_office_secrets(store::Connection& store, const OfficeKeys& keys, crypto::Random& random) {
  TRY(put_office_secret(store, kListSecret, Compartment::kCoordinator, keys.list.seed(), random));
  TRY(put_office_secret(store, kReplySecret, Compartment::kFirstLine, keys.reply.seed(), random));
  TRY(put_office_secret(store, kReplySecret, Compartment::kClosed, keys.reply.seed(), random));
  return put_office_secret(store, kIndexSecret, Compartment::kFirstLine, keys.index, random);
}

Result<void> check_empty(store::Connection& store) {
  LET(const std::int64_t values, store.number("SELECT count(*) FROM office"));
  if (values != 0) return fail(Code::kConflict, kWhere);
  return {};
}

Result<std::vector<CompartmentKey>> make_compartments(store::Connection& store, crypto::Random& random) {
  std::vector<CompartmentKey> keys;
  for (const Compartment name : kCompartments) {
    keys.push_back(CompartmentKey::generate(name, 1, random));
    TRY(put_compartment(store, keys.back(), random));
  }
  return keys;
}

}  // namespace

Result<Founded> found_office(store::Connection& store, const Founding& founding, PassphraseGate& gate, TimePoint now,
                             crypto::Random& random) {
  if (!is_good_alias(founding.alias)) return fail(Code::kInvalid, kWhere, "alias");
  const std::array<std::string_view, 2> known{founding.alias, founding.name};
  LET(const SecretBytes passphrase, new_passphrase(founding.passphrase.view(), known));
  TRY(check_empty(store));
  const auto salt = random.array<crypto::kArgon2SaltBytes>();
  LET(const Secret<32> wrap, gate.derive(passphrase.view(), salt, founding.cost));

  LET(store::Transaction transaction, store::Transaction::begin(store));
  const OfficeKeys office{crypto::RootSigningKey::generate(random), crypto::ListSigningKey::generate(random),
                          crypto::ReplySigningKey::generate(random), random.secret<32>()};
  LET(const crypto::InstanceId instance, put_first_roster(store, founding, office, now));
  crypto::XWingSeed recovery = crypto::XWingSeed::generate(random);
  const crypto::XWingPublicKey recovery_public = crypto::xwing_public_key(recovery);
  TRY(set_office_value(store, kRecoveryValue, recovery_public.bytes));
  TRY(set_office_number(store, kArgonMemoryValue, founding.cost.memory_bytes / 1'024));
  TRY(set_office_number(store, kArgonPassesValue, founding.cost.passes));
  LET(std::vector<CompartmentKey> compartments, make_compartments(store, random));
  TRY(put_office_secrets(store, office, random));

  Pepper pepper = Pepper::generate(random);
  const NewPerson person{.id = staff_id_of(pepper, founding.alias),
                         .entry = {founding.alias, {"coordinator", "lead", "first_line"}},
                         .seed = crypto::XWingSeed::generate(random)};
  KeyRing keys(person.id, person.seed.duplicate(), std::move(compartments));
  TRY(keys.load_office_secrets(store));
  TRY(add_person(store, keys, person, random));
  TRY(put_memberships(store, keys, person.entry.roles, random));
  const SecondFactor factor{.secret = random.secret<crypto::kTotpSecretBytes>()};
  TRY(set_credentials(store, person.id, person.seed, wrap, salt, founding.cost, factor, StaffState::kActive, random));
  const std::uint32_t today = unix_day(now);
  TRY(make_day_keys(store, today, random));
  TRY(sign_lists(store, *keys.list_key(), today));
  TRY(append_log(store, {.at = now, .who = founding.alias, .what = "office.founded"}, &keys, random));
  TRY(transaction.commit());

  const SecretBytes uri = crypto::totp_uri(factor.secret, founding.name, founding.alias);
  const SecretBytes text = crypto::totp_secret_text(factor.secret);
  return Founded{instance,
                 crypto::RootSigningKey(office.root.seed().duplicate()),
                 std::move(recovery),
                 crypto::TransportSigningKey::generate(random),
                 std::move(pepper),
                 {founding.alias, to_string(uri.view()), to_string(text.view())}};
}

Result<void> check_recovery(store::Connection& store, const crypto::XWingSeed& recovery) {
  LET(const crypto::XWingPublicKey expected, recovery_key(store));
  if (crypto::xwing_public_key(recovery) != expected) return fail(Code::kDenied, "desk/recovery");
  return {};
}

namespace {

Result<std::vector<CompartmentKey>> recovered_compartments(store::Connection& store,
                                                           const crypto::XWingSeed& recovery) {
  std::vector<CompartmentKey> keys;
  LET(store::Rows rows, store.query("SELECT name, version, recovery_file FROM compartment"));
  for (;;) {
    LET(const bool found, rows.next());
    if (!found) return keys;
    LET(const Compartment name, compartment_from(rows.text(0)));
    LET(CompartmentKey key,
        CompartmentKey::open(recovery, rows.blob(2), name, static_cast<std::uint32_t>(rows.integer(1))));
    keys.push_back(std::move(key));
  }
}

}  // namespace

Result<void> hand_cases_to(store::Connection& store, const KeyRing& keys, std::string_view alias,
                           const crypto::XWingPublicKey& new_key, crypto::Random& random) {
  if (!keys.holds(Compartment::kFirstLine)) return {};
  Agenda agenda;
  TRY(agenda.load(store, keys));
  for (const auto& [id, entry] : agenda.entries()) {
    if (entry.owner != alias) continue;
    LET(const CaseKey key, open_case_key(store, keys, id));
    TRY(drain_inbox(store, key, &keys, random));
    TRY(rotate_case_key(store, key, {.owner = new_key}, *keys.newest(Compartment::kFirstLine), random));
  }
  return {};
}

Result<Invitation> reset_person(store::Connection& store, const crypto::XWingSeed& recovery, const Pepper& pepper,
                                std::string_view alias, TimePoint now, crypto::Random& random) {
  TRY(check_recovery(store, recovery));
  const StaffId id = staff_id_of(pepper, alias);
  LET(std::vector<CompartmentKey> compartments, recovered_compartments(store, recovery));
  KeyRing keys({}, recovery.duplicate(), std::move(compartments));
  LET(store::Transaction transaction, store::Transaction::begin(store));
  TRY(keys.load_office_secrets(store));
  LET(DirectoryEntry entry, directory_entry(store, keys, id));
  TRY(delete_person(store, id));
  LET(Invitation invitation, invite_person(store, keys, pepper, std::move(entry), now, random));
  LET(const auto new_key, staff_public_key(store, id));
  if (!new_key) return fail(Code::kStorage, kWhere);
  TRY(hand_cases_to(store, keys, alias, *new_key, random));
  TRY(raise_access_epoch(store));
  TRY(append_log(store, {.at = now, .what = "staff.reset-with-recovery", .why = std::string{alias}}, &keys, random));
  TRY(owe_scrub(store));
  TRY(transaction.commit());
  scrub_if_owed(store);
  return invitation;
}

}  // namespace waymark::desk
