// Signing in and out, the staff list, door codes.
#include "desk/casefile/office_core.h"
#include "desk/keyring/office_values.h"
#include "desk/staff/access_epoch.h"
#include "desk/staff/access_log.h"
#include "desk/staff/attempts.h"
#include "desk/staff/passphrase_rule.h"
#include "desk/staff/people.h"
#include "desk/staff/roles.h"

namespace waymark::desk {
namespace {

constexpr std::string_view kWhere = "desk/door";

std::unexpected<Error> refused() { return fail(Code::kBadPassphrase, kWhere); }

Result<StaffId> door_tag(store::Connection& store, const StaffId& id, std::string_view device, std::uint32_t today) {
  LET(const auto known, find_device(store, id, device, today));
  return known ? known->tag : id;
}

}  // namespace

Seconds OfficeCore::sign_in_wait(std::string_view alias, std::string_view device) {
  const std::lock_guard lock(mutex_);
  const auto tag = door_tag(*parts_.store, staff_id_of(parts_.pepper, alias), device, unix_day(now()));
  if (!tag.has_value()) return Seconds{0};
  return attempt_wait(*parts_.store, *tag, now()).value_or(Seconds{0});
}

bool OfficeCore::knows_device(std::string_view alias, std::string_view device) {
  if (device.empty()) return false;
  const std::lock_guard lock(mutex_);
  const auto known = find_device(*parts_.store, staff_id_of(parts_.pepper, alias), device, unix_day(now()));
  return known.has_value() && known->has_value();
}

Result<OfficeCore::AtDoor> OfficeCore::look_at(const Knock& knock) {
  TRY(follow_access());
  AtDoor door{.id = staff_id_of(parts_.pepper, knock.alias), .offered = std::string{knock.device}};
  LET(door.device, find_device(*parts_.store, door.id, knock.device, unix_day(now())));
  door.tag = door.device ? door.device->tag : door.id;
  LET(const Seconds wait, attempt_wait(*parts_.store, door.tag, now()));
  if (wait.count() > 0) return fail(Code::kRateLimited, kWhere);
  LET(auto secrets, staff_secrets(*parts_.store, door.id));
  if (secrets && secrets->state == StaffState::kActive) {
    // What was typed as an alias may be a passphrase: only an alias that exists reaches the log.
    door.alias = knock.alias;
    door.secrets = *std::move(secrets);
    door.panics = panics_[door.id];
    return door;
  }
  // Somebody who does not exist costs the same work: the office's own parameters, any salt, bytes that nothing opens.
  LET(const crypto::Argon2Cost cost, argon2_cost(*parts_.store));
  door.secrets = {.state = StaffState::kInvited, .salt = {}, .cost = cost, .sealed_seed = Bytes(72), .sealed_totp = {}};
  return door;
}

Result<SignedIn> OfficeCore::sign_in(const Knock& knock) {
  LET(const SecretBytes passphrase, normal_passphrase(knock.passphrase.view()));
  std::optional<AtDoor> door;
  {
    const std::lock_guard lock(mutex_);
    LET(door, look_at(knock));
  }
  LET(const Secret<32> wrap, parts_.gate->derive(passphrase.view(), door->secrets.salt, door->secrets.cost));
  auto seed = open_seed(wrap, SeedUse::kPassphrase, door->id, door->secrets.sealed_seed);
  const std::lock_guard lock(mutex_);
  TRY(follow_access());
  return finish_sign_in(*door, std::move(seed), knock.totp);
}

Result<SignedIn> OfficeCore::finish_sign_in(const AtDoor& door, Result<crypto::XWingSeed> seed, std::string_view totp) {
  LET(Unit unit, begin());
  // Others may have tried at the same door meanwhile: more than the free tries are never looked at.
  LET(const Seconds wait, attempt_wait(*parts_.store, door.tag, now()));
  if (wait.count() > 0) return fail(Code::kRateLimited, kWhere);
  if (door.alias.empty() || !seed.has_value()) return refuse_sign_in(std::move(unit), door);
  // The lock was free while the key was derived: whatever was changed in that time holds, not what was read before.
  LET(const auto fresh, staff_secrets(*parts_.store, door.id));
  if (!fresh || !fresh->same_lock_as(door.secrets) || panics_[door.id] != door.panics)
    return refuse_sign_in(std::move(unit), door);
  LET(SecondFactor factor, open_second_factor(*seed, door.id, fresh->sealed_totp));
  const auto step = crypto::totp_step(factor.secret, totp, now());
  if (!step || *step <= factor.last_step) return refuse_sign_in(std::move(unit), door);
  factor.last_step = *step;
  return start_session(std::move(unit), door, *std::move(seed), std::move(factor));
}

Result<SignedIn> OfficeCore::refuse_sign_in(Unit unit, const AtDoor& door) {
  TRY(count_refused(*parts_.store, door.tag, now()));
  for (const LogLine& line : refusals_.note(door.alias, now()))
    TRY(append_log(*parts_.store, line, nullptr, parts_.random));
  TRY(unit.commit_unseen());
  return refused();
}

Result<void> OfficeCore::write_refusals(std::vector<LogLine> lines) {
  if (lines.empty()) return {};
  LET(Unit unit, begin());
  for (const LogLine& line : lines) TRY(append_log(*parts_.store, line, nullptr, parts_.random));
  return unit.commit_unseen();
}

Result<std::string> OfficeCore::welcome_device(const AtDoor& door) {
  TRY(forget_refused(*parts_.store, door.tag));
  if (door.device && !door.device->is_code) {
    TRY(touch_device(*parts_.store, door.id, *door.device));
    return std::string{};
  }
  if (!door.device) return add_device(*parts_.store, door.id, parts_.random, door.offered);
  TRY(forget_device(*parts_.store, *door.device));
  return add_device(*parts_.store, door.id, parts_.random);
}

Result<SignedIn> OfficeCore::start_session(Unit unit, const AtDoor& door, crypto::XWingSeed seed, SecondFactor factor) {
  LET(const auto standing, standing_of(*parts_.store, door.id));
  if (!standing) return refused();
  TRY(set_second_factor(*parts_.store, door.id, seed, factor, parts_.random));
  LET(std::string device, welcome_device(door));
  LET(KeyRing keys, KeyRing::open(*parts_.store, door.id, std::move(seed)));
  LET(DirectoryEntry entry, directory_entry(*parts_.store, keys, door.id));
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
  return SignedIn{{sessions_.add(std::move(session), parts_.random)}, std::move(shown), std::move(device)};
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
  // A sign-in of this person that is under way must not open behind their back what they have just closed.
  if (const auto session = sessions_.peek(token.text, now()); session.has_value())
    ++panics_[(*session)->keys.staff_id()];
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

Result<std::vector<StaffRow>> OfficeCore::staff(const SessionToken& token) {
  const std::lock_guard lock(mutex_);
  LET(const Session* session, enter(token));
  LET(std::vector<StaffRow> people, directory(*parts_.store, session->keys));
  if (has_oversight(session->roles))
    for (StaffRow& row : people) row.signed_in = sessions_.has(row.alias);
  return people;
}

Result<std::string> OfficeCore::make_door_code(const SessionToken& token, std::string_view alias) {
  const std::lock_guard lock(mutex_);
  LET(const Session* session, enter(token));
  if (!has_role(session->roles, "coordinator")) return fail(Code::kDenied, kWhere, "coordinator");
  LET(Unit unit, begin());
  const StaffId id = staff_id_of(parts_.pepper, alias);
  LET(const auto standing, standing_of(*parts_.store, id));
  if (!standing) return fail(Code::kNotFound, kWhere);
  LET(std::string code, add_door_code(*parts_.store, id, unix_day(now()), parts_.random));
  TRY(log_deed(*session, "staff.door-code", nullptr, alias));
  TRY(unit.commit());
  return code;
}

}  // namespace waymark::desk
