// One's own account: another passphrase, another second factor, signing out everywhere.
#include "desk/office/account.h"

#include <array>

#include "desk/keyring/office_values.h"
#include "desk/keyring/scrub.h"
#include "desk/office/core.h"
#include "desk/staff/access_epoch.h"
#include "desk/staff/access_log.h"
#include "desk/staff/attempts.h"
#include "desk/staff/passphrase_rule.h"

namespace waymark::desk::office {
namespace {

constexpr std::string_view kWhere = "desk/account";

}  // namespace

Result<StaffSecrets> Account::check_passphrase(const SessionToken& token, const SecretBytes& typed) {
  LET(const SecretBytes passphrase, normal_passphrase(typed.view()));
  StaffId id;
  std::optional<StaffSecrets> secrets;
  {
    const std::lock_guard lock(core_.mutex);
    LET(const Session* session, core_.session_of(token));
    id = session->keys.staff_id();
    LET(const Seconds wait, attempt_wait(core_.store(), account_tag(id), core_.now()));
    if (wait.count() > 0) return fail(Code::kRateLimited, kWhere);
    LET(secrets, staff_secrets(core_.store(), id));
  }
  if (!secrets) return fail(Code::kExpired, kWhere);
  LET(const Secret<32> wrap, core_.parts.gate->derive(passphrase.view(), secrets->salt, secrets->cost));
  const bool right = open_seed(wrap, SeedUse::kPassphrase, id, secrets->sealed_seed).has_value();
  const std::lock_guard lock(core_.mutex);
  LET(const Session* session, core_.session_of(token));
  LET(Unit unit, core_.begin());
  LET(const Seconds wait, attempt_wait(core_.store(), account_tag(id), core_.now()));
  if (wait.count() > 0) return fail(Code::kRateLimited, kWhere);
  if (right) return *std::move(secrets);
  TRY(count_refused(core_.store(), account_tag(id), core_.now()));
  TRY(core_.log_deed(*session, "staff.passphrase-refused", nullptr));
  TRY(unit.commit_unseen());
  return fail(Code::kBadPassphrase, kWhere);
}

Result<void> Account::stands_as_before(const StaffId& id, const StaffSecrets& before) {
  LET(const auto fresh, staff_secrets(core_.store(), id));
  if (!fresh || !fresh->same_lock_as(before)) return fail(Code::kUnavailable, kWhere, "changed meanwhile");
  return {};
}

Result<void> Account::change_passphrase(const SessionToken& token, const SecretBytes& current,
                                        const SecretBytes& typed) {
  std::string alias;
  {
    const std::lock_guard lock(core_.mutex);
    LET(const Session* session, core_.session_of(token));
    alias = session->alias;
  }
  const std::array<std::string_view, 2> known{alias, core_.parts.organisation};
  LET(const SecretBytes next, new_passphrase(typed.view(), known));
  LET(const StaffSecrets before, check_passphrase(token, current));
  const auto salt = core_.random().array<crypto::kArgon2SaltBytes>();
  crypto::Argon2Cost cost;
  {
    const std::lock_guard lock(core_.mutex);
    LET(cost, argon2_cost(core_.store()));
  }
  LET(Secret<32> key, core_.parts.gate->derive(next.view(), salt, cost));
  const std::lock_guard lock(core_.mutex);
  LET(Session * session, core_.session_of(token));
  LET(Unit unit, core_.begin());
  const StaffId id = session->keys.staff_id();
  TRY(stands_as_before(id, before));
  TRY(set_passphrase(core_.store(), id, session->keys.seed(), {std::move(key), salt, cost}, core_.random()));
  TRY(forget_refused(core_.store(), account_tag(id)));
  TRY(core_.log_deed(*session, "staff.passphrase-changed", nullptr));
  // A second factor that was begun with the old passphrase is not what this person wants now.
  session->pending_factor.reset();
  return end_other_sessions(*session, std::move(unit));
}

Result<Enrolment> Account::begin_second_factor(const SessionToken& token, const SecretBytes& passphrase) {
  LET(const StaffSecrets before, check_passphrase(token, passphrase));
  const std::lock_guard lock(core_.mutex);
  LET(Session * session, core_.session_of(token));
  TRY(stands_as_before(session->keys.staff_id(), before));
  session->pending_factor.emplace(core_.random().secret<crypto::kTotpSecretBytes>());
  const SecretBytes uri = crypto::totp_uri(*session->pending_factor, core_.parts.organisation, session->alias);
  const SecretBytes text = crypto::totp_secret_text(*session->pending_factor);
  return Enrolment{session->alias, to_string(uri.view()), to_string(text.view())};
}

Result<void> Account::confirm_second_factor(const SessionToken& token, std::string_view totp) {
  const std::lock_guard lock(core_.mutex);
  LET(Session * session, core_.session_of(token));
  if (!session->pending_factor) return fail(Code::kNotFound, kWhere);
  const auto step = crypto::totp_step(*session->pending_factor, totp, core_.now());
  if (!step) return fail(Code::kBadPassphrase, kWhere);
  LET(Unit unit, core_.begin());
  const SecondFactor factor{.secret = session->pending_factor->duplicate(), .last_step = *step};
  TRY(set_second_factor(core_.store(), session->keys.staff_id(), session->keys.seed(), factor, core_.random()));
  TRY(core_.log_deed(*session, "staff.second-factor-changed", nullptr));
  session->pending_factor.reset();
  return end_other_sessions(*session, std::move(unit));
}

Result<void> Account::end_other_sessions(Session& session, Unit unit) {
  LET(const std::uint64_t generation, raise_generation(core_.store(), session.keys.staff_id()));
  TRY(owe_scrub(core_.store()));
  TRY(unit.commit());
  session.generation = generation;
  core_.scrub();
  return core_.follow_access();
}

Result<void> Account::sign_out_everywhere(const SessionToken& token) {
  const std::lock_guard lock(core_.mutex);
  LET(const Session* session, core_.session_of(token));
  LET(Unit unit, core_.begin());
  TRY(core_.log_deed(*session, "staff.sign-out-everywhere", nullptr));
  TRY(raise_generation(core_.store(), session->keys.staff_id()));
  TRY(forget_devices(core_.store(), session->keys.staff_id()));
  TRY(unit.commit());
  return core_.follow_access();
}

}  // namespace waymark::desk::office
