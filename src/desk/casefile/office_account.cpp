// One's own account: another passphrase, another second factor, signing out everywhere.
#include "desk/casefile/office_core.h"
#include "desk/keyring/office_values.h"
#include "desk/staff/access_epoch.h"
#include "desk/staff/access_log.h"
#include "desk/staff/attempts.h"
#include "desk/staff/people.h"

namespace waymark::desk {
namespace {

constexpr std::string_view kWhere = "desk/account";

}  // namespace

Result<void> OfficeCore::check_passphrase(const SessionToken& token, const SecretBytes& passphrase) {
  StaffId id;
  std::optional<StaffSecrets> secrets;
  {
    const std::lock_guard lock(mutex_);
    LET(const Session* session, session_of(token));
    id = session->keys.staff_id();
    LET(const Seconds wait, attempt_wait(*parts_.store, id, now()));
    if (wait.count() > 0) return fail(Code::kRateLimited, kWhere);
    LET(secrets, staff_secrets(*parts_.store, id));
  }
  if (!secrets) return fail(Code::kExpired, kWhere);
  LET(const Secret<32> wrap, gate_.derive(passphrase.view(), secrets->salt, secrets->cost));
  if (open_seed(wrap, SeedUse::kPassphrase, id, secrets->sealed_seed).has_value()) return {};
  const std::lock_guard lock(mutex_);
  LET(Unit unit, begin());
  TRY(count_refused(*parts_.store, id, now()));
  if (const auto session = sessions_.peek(token.text, now()); session.has_value())
    TRY(log_deed(**session, "staff.passphrase-refused", nullptr));
  TRY(unit.commit_unseen());
  return fail(Code::kBadPassphrase, kWhere);
}

Result<void> OfficeCore::change_passphrase(const SessionToken& token, const SecretBytes& current,
                                           const SecretBytes& next) {
  if (next.size() < kPassphraseBytesMin || next.size() > kPassphraseBytesMax)
    return fail(Code::kInvalid, kWhere, "passphrase length");
  TRY(check_passphrase(token, current));
  const auto salt = parts_.random.array<crypto::kArgon2SaltBytes>();
  crypto::Argon2Cost cost;
  {
    const std::lock_guard lock(mutex_);
    LET(cost, argon2_cost(*parts_.store));
  }
  LET(Secret<32> key, gate_.derive(next.view(), salt, cost));
  const std::lock_guard lock(mutex_);
  LET(Session * session, session_of(token));
  LET(Unit unit, begin());
  const StaffId id = session->keys.staff_id();
  TRY(set_passphrase(*parts_.store, id, session->keys.seed(), {std::move(key), salt, cost}, parts_.random));
  TRY(forget_refused(*parts_.store, id));
  TRY(log_deed(*session, "staff.passphrase-changed", nullptr));
  return end_other_sessions(*session, std::move(unit));
}

Result<Enrolment> OfficeCore::begin_second_factor(const SessionToken& token, const SecretBytes& passphrase) {
  TRY(check_passphrase(token, passphrase));
  const std::lock_guard lock(mutex_);
  LET(Session * session, session_of(token));
  session->pending_factor.emplace(parts_.random.secret<crypto::kTotpSecretBytes>());
  const SecretBytes uri = crypto::totp_uri(*session->pending_factor, parts_.organisation, session->alias);
  const SecretBytes text = crypto::totp_secret_text(*session->pending_factor);
  return Enrolment{session->alias, to_string(uri.view()), to_string(text.view())};
}

Result<void> OfficeCore::confirm_second_factor(const SessionToken& token, std::string_view totp) {
  const std::lock_guard lock(mutex_);
  LET(Session * session, session_of(token));
  if (!session->pending_factor) return fail(Code::kNotFound, kWhere);
  const auto step = crypto::totp_step(*session->pending_factor, totp, now());
  if (!step) return fail(Code::kBadPassphrase, kWhere);
  LET(Unit unit, begin());
  const SecondFactor factor{.secret = session->pending_factor->duplicate(), .last_step = *step};
  TRY(set_second_factor(*parts_.store, session->keys.staff_id(), session->keys.seed(), factor, parts_.random));
  TRY(log_deed(*session, "staff.second-factor-changed", nullptr));
  session->pending_factor.reset();
  return end_other_sessions(*session, std::move(unit));
}

Result<void> OfficeCore::end_other_sessions(Session& session, Unit unit) {
  LET(const std::uint64_t generation, raise_generation(*parts_.store, session.keys.staff_id()));
  TRY(unit.commit());
  session.generation = generation;
  return follow_access();
}

Result<void> OfficeCore::sign_out_everywhere(const SessionToken& token) {
  const std::lock_guard lock(mutex_);
  LET(const Session* session, session_of(token));
  LET(Unit unit, begin());
  TRY(log_deed(*session, "staff.sign-out-everywhere", nullptr));
  TRY(raise_generation(*parts_.store, session->keys.staff_id()));
  TRY(unit.commit());
  return follow_access();
}

}  // namespace waymark::desk
