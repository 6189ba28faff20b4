// How somebody who was invited becomes one of us.
#include "desk/office/joining.h"

#include <array>

#include "crypto/xwing_open.h"
#include "desk/ceremonies/founding.h"
#include "desk/keyring/office_values.h"
#include "desk/keyring/scrub.h"
#include "desk/office/core.h"
#include "desk/staff/access_log.h"
#include "desk/staff/passphrase_rule.h"

namespace waymark::desk::office {
namespace {

constexpr std::string_view kWhere = "desk/invitation";

}  // namespace

/// An invitation that is being accepted, with the key that was derived for it.
struct Joining::Accepting {
  const InvitationCode& code;
  FoundInvitation found;
  PassphraseWrap wrap;
  StaffSecrets before;
};

bool Joining::knows(std::string_view invitation) {
  const auto code = InvitationCode::from_text(invitation);
  if (!code.has_value()) return false;
  const std::lock_guard lock(core_.mutex);
  return find_invitation(core_.store(), *code, core_.now()).has_value();
}

Result<std::string> Joining::alias_of(const StaffId& id, const crypto::XWingSeed& seed) {
  LET(const KeyRing keys, KeyRing::open(core_.store(), id, seed.duplicate()));
  LET(DirectoryEntry entry, directory_entry(core_.store(), keys, id));
  return std::move(entry.alias);
}

Result<Joining::Accepting> Joining::begin_accepting(const InvitationCode& code, const SecretBytes& typed) {
  std::optional<FoundInvitation> found;
  std::optional<StaffSecrets> before;
  std::optional<SecretBytes> passphrase;
  ByteArray<crypto::kArgon2SaltBytes> salt{};
  crypto::Argon2Cost cost;
  {
    const std::lock_guard lock(core_.mutex);
    TRY(core_.follow_access());
    LET(found, find_invitation(core_.store(), code, core_.now()));
    LET(before, staff_secrets(core_.store(), found->id));
    if (!before) return fail(Code::kNotFound, kWhere);
    if (before->state == StaffState::kContested) return fail(Code::kConflict, kWhere);
    if (found->seed) {
      LET(const std::string alias, alias_of(found->id, *found->seed));
      const std::array<std::string_view, 2> known{alias, core_.parts.organisation};
      LET(passphrase, new_passphrase(typed.view(), known));
      salt = core_.random().array<crypto::kArgon2SaltBytes>();
      LET(cost, argon2_cost(core_.store()));
    } else {
      LET(passphrase, normal_passphrase(typed.view()));
      salt = before->salt;
      cost = before->cost;
    }
  }
  LET(Secret<32> key, core_.parts.gate->derive(passphrase->view(), salt, cost));
  return Accepting{code, *std::move(found), {std::move(key), salt, cost}, *std::move(before)};
}

Result<Enrolment> Joining::accept(std::string_view invitation, const SecretBytes& passphrase) {
  LET(const InvitationCode code, InvitationCode::from_text(invitation));
  LET(Accepting accepting, begin_accepting(code, passphrase));
  const std::lock_guard lock(core_.mutex);
  TRY(core_.follow_access());
  LET(Unit unit, core_.begin());
  LET(const FoundInvitation now_found, find_invitation(core_.store(), code, core_.now()));
  LET(const auto fresh, staff_secrets(core_.store(), accepting.found.id));
  if (!fresh || fresh->state == StaffState::kActive) return fail(Code::kNotFound, kWhere);
  // Somebody was here while the key was derived: look again at what they left.
  if (!fresh->same_lock_as(accepting.before)) return fail(Code::kUnavailable, kWhere);
  return accepting.found.seed ? accept_first(std::move(unit), std::move(accepting))
                              : accept_again(std::move(unit), accepting);
}

Result<Enrolment> Joining::accept_first(Unit unit, Accepting accepting) {
  const StaffId id = accepting.found.id;
  LET(const KeyRing invited, KeyRing::open(core_.store(), id, *std::move(accepting.found.seed)));
  LET(const DirectoryEntry entry, directory_entry(core_.store(), invited, id));
  crypto::XWingSeed seed = crypto::XWingSeed::generate(core_.random());
  TRY(hand_cases_to(core_.store(), invited, entry.alias, crypto::xwing_public_key(seed), core_.random()));
  TRY(renew_staff_key(core_.store(), invited, seed, core_.random()));
  TRY(set_passphrase(core_.store(), id, seed, accepting.wrap, core_.random()));
  return enrol(std::move(unit), id, std::move(seed));
}

Result<Enrolment> Joining::accept_again(Unit unit, const Accepting& accepting) {
  const StaffId id = accepting.found.id;
  auto seed = open_seed(accepting.wrap.key, SeedUse::kPassphrase, id, accepting.before.sealed_seed);
  if (seed.has_value()) return enrol(std::move(unit), id, *std::move(seed));
  // Two people hold one invitation. Which of them was meant nobody can tell but the coordinator.
  TRY(set_state(core_.store(), id, StaffState::kContested));
  TRY(append_log(core_.store(), {.at = core_.now(), .what = "staff.invitation-contested"}, nullptr, core_.random()));
  core_.pending.erase(id);
  TRY(unit.commit());
  return fail(Code::kConflict, kWhere);
}

Result<Enrolment> Joining::enrol(Unit unit, const StaffId& id, crypto::XWingSeed seed) {
  TRY(set_state(core_.store(), id, StaffState::kConfirming));
  LET(const KeyRing keys, KeyRing::open(core_.store(), id, seed.duplicate()));
  LET(DirectoryEntry entry, directory_entry(core_.store(), keys, id));
  TRY(append_log(core_.store(), {.at = core_.now(), .who = entry.alias, .what = "staff.invitation-accepted"}, &keys,
                 core_.random()));
  TRY(owe_scrub(core_.store()));
  TRY(unit.commit());
  core_.scrub();
  auto factor = core_.random().secret<crypto::kTotpSecretBytes>();
  const SecretBytes uri = crypto::totp_uri(factor, core_.parts.organisation, entry.alias);
  const SecretBytes text = crypto::totp_secret_text(factor);
  core_.pending.insert_or_assign(
      id, PendingPerson{.seed = std::move(seed), .factor = std::move(factor), .until = core_.now() + kPendingFor});
  return Enrolment{entry.alias, to_string(uri.view()), to_string(text.view())};
}

Result<void> Joining::confirm(std::string_view invitation, std::string_view totp) {
  LET(const InvitationCode code, InvitationCode::from_text(invitation));
  const std::lock_guard lock(core_.mutex);
  TRY(core_.follow_access());
  LET(Unit unit, core_.begin());
  LET(const FoundInvitation found, find_invitation(core_.store(), code, core_.now()));
  LET(const auto secrets, staff_secrets(core_.store(), found.id));
  LET(const auto key, staff_public_key(core_.store(), found.id));
  const auto pending = core_.pending.find(found.id);
  if (!secrets || secrets->state != StaffState::kConfirming || pending == core_.pending.end())
    return fail(Code::kNotFound, kWhere);
  // Another process may have reset the person and they accepted there.
  if (pending->second.is_over(core_.now()) || crypto::xwing_public_key(pending->second.seed) != key)
    return fail(Code::kNotFound, kWhere);
  const auto step = crypto::totp_step(pending->second.factor, totp, core_.now());
  if (!step) return fail(Code::kBadPassphrase, kWhere);
  const SecondFactor factor{.secret = pending->second.factor.duplicate(), .last_step = *step};
  TRY(set_second_factor(core_.store(), found.id, pending->second.seed, factor, core_.random()));
  TRY(finish_invitation(core_.store(), code, found.id));
  TRY(owe_scrub(core_.store()));
  TRY(unit.commit());
  core_.pending.erase(pending);
  core_.scrub();
  return {};
}

}  // namespace waymark::desk::office
