// Signing in and out, invitations, the staff list.
#include "desk/casefile/office_core.h"
#include "desk/keyring/office_values.h"
#include "desk/staff/access_epoch.h"
#include "desk/staff/access_log.h"
#include "desk/staff/attempts.h"
#include "desk/staff/people.h"
#include "desk/staff/roles.h"

namespace waymark::desk {
namespace {

constexpr std::string_view kWhere = "desk/door";

std::unexpected<Error> refused() { return fail(Code::kBadPassphrase, kWhere); }

}  // namespace

Seconds OfficeCore::sign_in_wait(std::string_view alias) {
  const std::lock_guard lock(mutex_);
  const auto wait = attempt_wait(*parts_.store, staff_id_of(parts_.pepper, alias), now());
  return wait.has_value() ? *wait : Seconds{0};
}

Result<SignedIn> OfficeCore::sign_in(std::string_view alias, const SecretBytes& passphrase, std::string_view totp) {
  const StaffId id = staff_id_of(parts_.pepper, alias);
  std::optional<StaffSecrets> secrets;
  crypto::Argon2Cost cost;
  {
    const std::lock_guard lock(mutex_);
    TRY(follow_access());
    LET(const Seconds wait, attempt_wait(*parts_.store, id, now()));
    if (wait.count() > 0) return fail(Code::kRateLimited, kWhere);
    LET(secrets, staff_secrets(*parts_.store, id));
    LET(cost, argon2_cost(*parts_.store));
  }
  const bool known = secrets.has_value() && secrets->state == StaffState::kActive;
  // Somebody who does not exist costs the same work: the office's own parameters, any salt, bytes that nothing opens.
  if (!known)
    secrets = StaffSecrets{
        .state = StaffState::kInvited, .salt = {}, .cost = cost, .sealed_seed = Bytes(72), .sealed_totp = {}};
  LET(const Secret<32> wrap, gate_.derive(passphrase.view(), secrets->salt, secrets->cost));
  auto seed = open_seed(wrap, SeedUse::kPassphrase, id, secrets->sealed_seed);
  const std::lock_guard lock(mutex_);
  TRY(follow_access());
  return finish_sign_in(id, alias, known, std::move(seed), secrets, totp);
}

Result<SignedIn> OfficeCore::finish_sign_in(const StaffId& id, std::string_view alias, bool known,
                                            Result<crypto::XWingSeed> seed, const std::optional<StaffSecrets>& secrets,
                                            std::string_view totp) {
  // What was typed as an alias may be a passphrase: only an alias that exists reaches the log.
  const std::string_view shown = known ? alias : std::string_view{};
  if (!known || !seed.has_value()) {
    TRY(refuse_sign_in(id, shown));
    return refused();
  }
  LET(SecondFactor factor, open_second_factor(*seed, id, secrets->sealed_totp));
  const auto step = crypto::totp_step(factor.secret, totp, now());
  if (!step || *step <= factor.last_step) {
    TRY(refuse_sign_in(id, shown));
    return refused();
  }
  factor.last_step = *step;
  return start_session(id, *std::move(seed), std::move(factor));
}

Result<void> OfficeCore::refuse_sign_in(const StaffId& id, std::string_view alias_if_known) {
  LET(Unit unit, begin());
  TRY(count_refused(*parts_.store, id, now()));
  const LogLine line{.at = now(), .who = std::string{alias_if_known}, .what = "staff.sign-in-refused"};
  TRY(append_log(*parts_.store, line, nullptr, parts_.random));
  return unit.commit();
}

Result<SignedIn> OfficeCore::start_session(const StaffId& id, crypto::XWingSeed seed, SecondFactor factor) {
  LET(Unit unit, begin());
  LET(const auto standing, standing_of(*parts_.store, id));
  // Somebody may have been removed while the passphrase was derived.
  if (!standing) return refused();
  TRY(set_second_factor(*parts_.store, id, seed, factor, parts_.random));
  TRY(forget_refused(*parts_.store, id));
  LET(KeyRing keys, KeyRing::open(*parts_.store, id, std::move(seed)));
  LET(DirectoryEntry entry, directory_entry(*parts_.store, keys, id));
  Session session{.alias = entry.alias,
                  .roles = entry.roles,
                  .keys = std::move(keys),
                  .lease_until = now() + kLease,
                  .last_active = now(),
                  .generation = standing->generation};
  TRY(log_deed(session, "staff.sign-in", nullptr));
  TRY(unit.commit());
  stale_to_try_ = true;
  Me shown{.alias = entry.alias, .roles = entry.roles, .lease_until = session.lease_until, .idle_lock = kIdleLock};
  return SignedIn{{sessions_.add(std::move(session), parts_.random)}, std::move(shown)};
}

void OfficeCore::sign_out(const SessionToken& token) {
  const std::lock_guard lock(mutex_);
  (void)follow_access();
  if (const auto session = sessions_.peek(token.text, now()); session.has_value()) {
    // The keys go whatever happens to the line of the log.
    if (auto unit = begin(); unit.has_value() && log_deed(**session, "staff.sign-out", nullptr).has_value())
      (void)unit->commit();
  }
  (void)sessions_.end(token.text);
  close_if_empty();
}

void OfficeCore::lock(const SessionToken& token) {
  const std::lock_guard guard(mutex_);
  std::string alias;
  (void)follow_access();
  if (auto ended = sessions_.end(token.text)) alias = *std::move(ended);
  close_if_empty();
  if (alias.empty()) return;
  auto unit = begin();
  if (!unit.has_value()) return;
  const LogLine line{.at = now(), .who = alias, .what = "staff.panic-lock"};
  if (append_log(*parts_.store, line, nullptr, parts_.random).has_value()) (void)unit->commit();
}

Result<Me> OfficeCore::me(const SessionToken& token) {
  const std::lock_guard lock(mutex_);
  LET(const Session* session, session_of(token));
  return Me{
      .alias = session->alias, .roles = session->roles, .lease_until = session->lease_until, .idle_lock = kIdleLock};
}

Result<Enrolment> OfficeCore::accept_invitation(std::string_view invitation, const SecretBytes& passphrase) {
  if (passphrase.size() < kPassphraseBytesMin || passphrase.size() > kPassphraseBytesMax)
    return fail(Code::kInvalid, kWhere, "passphrase length");
  LET(const InvitationCode code, InvitationCode::from_text(invitation));
  crypto::Argon2Cost cost;
  {
    const std::lock_guard lock(mutex_);
    TRY(open_invitation(*parts_.store, code, now()));
    LET(cost, argon2_cost(*parts_.store));
  }
  const auto salt = parts_.random.array<crypto::kArgon2SaltBytes>();
  LET(const Secret<32> wrap, gate_.derive(passphrase.view(), salt, cost));
  const std::lock_guard lock(mutex_);
  TRY(follow_access());
  LET(Unit unit, begin());
  LET(OpenInvitation opened, open_invitation(*parts_.store, code, now()));
  const SecondFactor factor{.secret = parts_.random.secret<crypto::kTotpSecretBytes>()};
  TRY(set_credentials(*parts_.store, opened.id, opened.seed, wrap, salt, cost, factor, StaffState::kConfirming,
                      parts_.random));
  LET(const KeyRing keys, KeyRing::open(*parts_.store, opened.id, std::move(opened.seed)));
  LET(DirectoryEntry entry, directory_entry(*parts_.store, keys, opened.id));
  TRY(append_log(*parts_.store, {.at = now(), .who = entry.alias, .what = "staff.invitation-accepted"}, &keys,
                 parts_.random));
  TRY(unit.commit());
  const SecretBytes uri = crypto::totp_uri(factor.secret, parts_.organisation, entry.alias);
  const SecretBytes text = crypto::totp_secret_text(factor.secret);
  return Enrolment{entry.alias, to_string(uri.view()), to_string(text.view())};
}

Result<void> OfficeCore::confirm_invitation(std::string_view invitation, std::string_view totp) {
  LET(const InvitationCode code, InvitationCode::from_text(invitation));
  const std::lock_guard lock(mutex_);
  TRY(follow_access());
  LET(Unit unit, begin());
  LET(const OpenInvitation opened, open_invitation(*parts_.store, code, now()));
  LET(const auto secrets, staff_secrets(*parts_.store, opened.id));
  if (!secrets || secrets->state != StaffState::kConfirming) return fail(Code::kNotFound, kWhere);
  LET(SecondFactor factor, open_second_factor(opened.seed, opened.id, secrets->sealed_totp));
  const auto step = crypto::totp_step(factor.secret, totp, now());
  if (!step) return refused();
  TRY(finish_invitation(*parts_.store, code, opened.id));
  return unit.commit();
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

Result<std::vector<StaffRow>> OfficeCore::staff(const SessionToken& token) {
  const std::lock_guard lock(mutex_);
  LET(const Session* session, enter(token));
  LET(std::vector<StaffRow> people, directory(*parts_.store, session->keys));
  if (has_oversight(session->roles))
    for (StaffRow& row : people) row.signed_in = sessions_.has(row.alias);
  return people;
}

}  // namespace waymark::desk
