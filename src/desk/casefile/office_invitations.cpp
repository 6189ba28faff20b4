// Inviting somebody, and how they become one of us.
#include <array>

#include "crypto/xwing_open.h"
#include "desk/casefile/founding.h"
#include "desk/casefile/office_core.h"
#include "desk/keyring/office_values.h"
#include "desk/keyring/scrub.h"
#include "desk/staff/access_log.h"
#include "desk/staff/passphrase_rule.h"
#include "desk/staff/people.h"
#include "desk/staff/roles.h"

namespace waymark::desk {
namespace {

constexpr std::string_view kWhere = "desk/invitation";

}  // namespace

bool OfficeCore::knows_invitation(std::string_view invitation) {
  const auto code = InvitationCode::from_text(invitation);
  if (!code.has_value()) return false;
  const std::lock_guard lock(mutex_);
  return find_invitation(*parts_.store, *code, now()).has_value();
}

Result<std::string> OfficeCore::alias_of(const StaffId& id, const crypto::XWingSeed& seed) {
  LET(const KeyRing keys, KeyRing::open(*parts_.store, id, seed.duplicate()));
  LET(DirectoryEntry entry, directory_entry(*parts_.store, keys, id));
  return std::move(entry.alias);
}

Result<OfficeCore::Accepting> OfficeCore::begin_accepting(const InvitationCode& code, const SecretBytes& typed) {
  std::optional<FoundInvitation> found;
  std::optional<StaffSecrets> before;
  std::optional<SecretBytes> passphrase;
  ByteArray<crypto::kArgon2SaltBytes> salt{};
  crypto::Argon2Cost cost;
  {
    const std::lock_guard lock(mutex_);
    TRY(follow_access());
    LET(found, find_invitation(*parts_.store, code, now()));
    LET(before, staff_secrets(*parts_.store, found->id));
    if (!before) return fail(Code::kNotFound, kWhere);
    if (before->state == StaffState::kContested) return fail(Code::kConflict, kWhere);
    if (found->seed) {
      LET(const std::string alias, alias_of(found->id, *found->seed));
      const std::array<std::string_view, 2> known{alias, parts_.organisation};
      LET(passphrase, new_passphrase(typed.view(), known));
      salt = parts_.random.array<crypto::kArgon2SaltBytes>();
      LET(cost, argon2_cost(*parts_.store));
    } else {
      LET(passphrase, normal_passphrase(typed.view()));
      salt = before->salt;
      cost = before->cost;
    }
  }
  LET(Secret<32> key, parts_.gate->derive(passphrase->view(), salt, cost));
  return Accepting{code, *std::move(found), {std::move(key), salt, cost}, *std::move(before)};
}

Result<Enrolment> OfficeCore::accept_invitation(std::string_view invitation, const SecretBytes& passphrase) {
  LET(const InvitationCode code, InvitationCode::from_text(invitation));
  LET(Accepting accepting, begin_accepting(code, passphrase));
  const std::lock_guard lock(mutex_);
  TRY(follow_access());
  LET(Unit unit, begin());
  LET(const FoundInvitation now_found, find_invitation(*parts_.store, code, now()));
  LET(const auto fresh, staff_secrets(*parts_.store, accepting.found.id));
  if (!fresh || fresh->state == StaffState::kActive) return fail(Code::kNotFound, kWhere);
  // Somebody was here while the key was derived: look again at what they left.
  if (!fresh->same_lock_as(accepting.before)) return fail(Code::kUnavailable, kWhere);
  return accepting.found.seed ? accept_first(std::move(unit), std::move(accepting))
                              : accept_again(std::move(unit), accepting);
}

Result<Enrolment> OfficeCore::accept_first(Unit unit, Accepting accepting) {
  const StaffId id = accepting.found.id;
  LET(const KeyRing invited, KeyRing::open(*parts_.store, id, *std::move(accepting.found.seed)));
  LET(const DirectoryEntry entry, directory_entry(*parts_.store, invited, id));
  crypto::XWingSeed seed = crypto::XWingSeed::generate(parts_.random);
  TRY(hand_cases_to(*parts_.store, invited, entry.alias, crypto::xwing_public_key(seed), parts_.random));
  TRY(renew_staff_key(*parts_.store, invited, seed, parts_.random));
  TRY(set_passphrase(*parts_.store, id, seed, accepting.wrap, parts_.random));
  return enrol(std::move(unit), id, std::move(seed));
}

Result<Enrolment> OfficeCore::accept_again(Unit unit, const Accepting& accepting) {
  const StaffId id = accepting.found.id;
  auto seed = open_seed(accepting.wrap.key, SeedUse::kPassphrase, id, accepting.before.sealed_seed);
  if (seed.has_value()) return enrol(std::move(unit), id, *std::move(seed));
  // Two people hold one invitation. Which of them was meant nobody can tell but the coordinator.
  TRY(set_state(*parts_.store, id, StaffState::kContested));
  TRY(append_log(*parts_.store, {.at = now(), .what = "staff.invitation-contested"}, nullptr, parts_.random));
  pending_.erase(id);
  TRY(unit.commit());
  return fail(Code::kConflict, kWhere);
}

Result<Enrolment> OfficeCore::enrol(Unit unit, const StaffId& id, crypto::XWingSeed seed) {
  TRY(set_state(*parts_.store, id, StaffState::kConfirming));
  LET(const KeyRing keys, KeyRing::open(*parts_.store, id, seed.duplicate()));
  LET(DirectoryEntry entry, directory_entry(*parts_.store, keys, id));
  TRY(append_log(*parts_.store, {.at = now(), .who = entry.alias, .what = "staff.invitation-accepted"}, &keys,
                 parts_.random));
  TRY(owe_scrub(*parts_.store));
  TRY(unit.commit());
  scrub();
  auto factor = parts_.random.secret<crypto::kTotpSecretBytes>();
  const SecretBytes uri = crypto::totp_uri(factor, parts_.organisation, entry.alias);
  const SecretBytes text = crypto::totp_secret_text(factor);
  pending_.insert_or_assign(
      id, PendingPerson{.seed = std::move(seed), .factor = std::move(factor), .until = now() + kPendingFor});
  return Enrolment{entry.alias, to_string(uri.view()), to_string(text.view())};
}

Result<void> OfficeCore::confirm_invitation(std::string_view invitation, std::string_view totp) {
  LET(const InvitationCode code, InvitationCode::from_text(invitation));
  const std::lock_guard lock(mutex_);
  TRY(follow_access());
  LET(Unit unit, begin());
  LET(const FoundInvitation found, find_invitation(*parts_.store, code, now()));
  LET(const auto secrets, staff_secrets(*parts_.store, found.id));
  LET(const auto key, staff_public_key(*parts_.store, found.id));
  const auto pending = pending_.find(found.id);
  if (!secrets || secrets->state != StaffState::kConfirming || pending == pending_.end())
    return fail(Code::kNotFound, kWhere);
  // Another process may have reset the person and they accepted there.
  if (now() >= pending->second.until || crypto::xwing_public_key(pending->second.seed) != key)
    return fail(Code::kNotFound, kWhere);
  const auto step = crypto::totp_step(pending->second.factor, totp, now());
  if (!step) return fail(Code::kBadPassphrase, kWhere);
  const SecondFactor factor{.secret = pending->second.factor.duplicate(), .last_step = *step};
  TRY(set_second_factor(*parts_.store, found.id, pending->second.seed, factor, parts_.random));
  TRY(finish_invitation(*parts_.store, code, found.id));
  TRY(owe_scrub(*parts_.store));
  TRY(unit.commit());
  pending_.erase(pending);
  scrub();
  return {};
}

Result<std::vector<Invitation>> OfficeCore::invite(const SessionToken& token, const std::vector<std::string>& aliases,
                                                   const std::vector<std::string>& roles) {
  if (aliases.empty() || aliases.size() > kInvitedAtOnceMax) return fail(Code::kInvalid, kWhere, "how many");
  const std::lock_guard lock(mutex_);
  LET(Session * session, enter(token));
  if (!has_role(session->roles, "coordinator")) return fail(Code::kDenied, kWhere);
  LET(Unit unit, begin());
  std::vector<Invitation> invitations;
  for (const std::string& alias : aliases) {
    LET(Invitation invitation,
        invite_person(*parts_.store, session->keys, parts_.pepper, {alias, roles}, now(), parts_.random));
    std::string why = alias;
    for (const std::string& role : roles) why += " " + role;
    TRY(log_deed(*session, "staff.invite", nullptr, why));
    invitations.push_back(std::move(invitation));
  }
  TRY(unit.commit());
  return invitations;
}

}  // namespace waymark::desk
