// Signing in and out.
#include "desk/office/doors.h"

#include "desk/keyring/office_values.h"
#include "desk/office/core.h"
#include "desk/staff/access_epoch.h"
#include "desk/staff/access_log.h"
#include "desk/staff/attempts.h"
#include "desk/staff/passphrase_rule.h"
#include "desk/staff/people.h"

namespace waymark::desk::office {
namespace {

constexpr std::string_view kWhere = "desk/door";

std::unexpected<Error> refused() { return fail(Code::kBadPassphrase, kWhere); }

Result<StaffId> door_tag(store::Connection& store, const StaffId& id, std::string_view device, std::uint32_t today) {
  LET(const auto known, find_device(store, id, device, today));
  return known ? known->tag : id;
}

}  // namespace

/// Somebody at the door, as the office saw them before it derived a key.
struct Doors::AtDoor {
  StaffId id;
  std::string alias = {};  ///< empty when there is nobody of that name
  StaffId tag = {};        ///< what refused tries are counted under
  std::optional<KnownDevice> device = {};
  std::string offered = {};  ///< what the browser sent as its device
  StaffSecrets secrets = {};
  std::uint64_t panics = 0;
};

Result<SignedIn> Doors::sign_in(const Knock& knock) {
  LET(const SecretBytes passphrase, normal_passphrase(knock.passphrase.view()));
  std::optional<AtDoor> door;
  {
    const std::lock_guard lock(core_.mutex);
    LET(door, look_at(knock));
  }
  LET(const Secret<32> wrap, core_.parts.gate->derive(passphrase.view(), door->secrets.salt, door->secrets.cost));
  auto seed = open_seed(wrap, SeedUse::kPassphrase, door->id, door->secrets.sealed_seed);
  const std::lock_guard lock(core_.mutex);
  TRY(core_.follow_access());
  return finish_sign_in(*door, std::move(seed), knock.totp);
}

Seconds Doors::sign_in_wait(std::string_view alias, std::string_view device) {
  const std::lock_guard lock(core_.mutex);
  const auto tag = door_tag(core_.store(), staff_id_of(core_.parts.pepper, alias), device, unix_day(core_.now()));
  if (!tag.has_value()) return Seconds{0};
  return attempt_wait(core_.store(), *tag, core_.now()).value_or(Seconds{0});
}

bool Doors::knows_device(std::string_view alias, std::string_view device) {
  if (device.empty()) return false;
  const std::lock_guard lock(core_.mutex);
  const auto known = find_device(core_.store(), staff_id_of(core_.parts.pepper, alias), device, unix_day(core_.now()));
  return known.has_value() && known->has_value();
}

Result<Doors::AtDoor> Doors::look_at(const Knock& knock) {
  TRY(core_.follow_access());
  AtDoor door{.id = staff_id_of(core_.parts.pepper, knock.alias), .offered = std::string{knock.device}};
  LET(door.device, find_device(core_.store(), door.id, knock.device, unix_day(core_.now())));
  door.tag = door.device ? door.device->tag : door.id;
  LET(const Seconds wait, attempt_wait(core_.store(), door.tag, core_.now()));
  if (wait.count() > 0) return fail(Code::kRateLimited, kWhere);
  LET(auto secrets, staff_secrets(core_.store(), door.id));
  if (secrets && secrets->state == StaffState::kActive) {
    // What was typed as an alias may be a passphrase: only an alias that exists reaches the log.
    door.alias = knock.alias;
    door.secrets = *std::move(secrets);
    door.panics = core_.panics[door.id];
    return door;
  }
  // Somebody who does not exist costs the same work: the office's own parameters, any salt, bytes that nothing opens.
  LET(const crypto::Argon2Cost cost, argon2_cost(core_.store()));
  door.secrets = {.state = StaffState::kInvited, .salt = {}, .cost = cost, .sealed_seed = Bytes(72), .sealed_totp = {}};
  return door;
}

Result<SignedIn> Doors::finish_sign_in(const AtDoor& door, Result<crypto::XWingSeed> seed, std::string_view totp) {
  LET(Unit unit, core_.begin());
  // Others may have tried at the same door meanwhile: more than the free tries are never looked at.
  LET(const Seconds wait, attempt_wait(core_.store(), door.tag, core_.now()));
  if (wait.count() > 0) return fail(Code::kRateLimited, kWhere);
  if (door.alias.empty() || !seed.has_value()) return refuse_sign_in(std::move(unit), door);
  // The lock was free while the key was derived: whatever was changed in that time holds, not what was read before.
  LET(const auto fresh, staff_secrets(core_.store(), door.id));
  if (!fresh || !fresh->same_lock_as(door.secrets) || core_.panics[door.id] != door.panics)
    return refuse_sign_in(std::move(unit), door);
  LET(SecondFactor factor, open_second_factor(*seed, door.id, fresh->sealed_totp));
  const auto step = crypto::totp_step(factor.secret, totp, core_.now());
  if (!step || *step <= factor.last_step) return refuse_sign_in(std::move(unit), door);
  factor.last_step = *step;
  return start_session(std::move(unit), door, *std::move(seed), std::move(factor));
}

Result<SignedIn> Doors::refuse_sign_in(Unit unit, const AtDoor& door) {
  TRY(count_refused(core_.store(), door.tag, core_.now()));
  for (const LogLine& line : core_.refusals.note(door.alias, core_.now()))
    TRY(append_log(core_.store(), line, nullptr, core_.random()));
  TRY(unit.commit_unseen());
  return refused();
}

Result<std::string> Doors::welcome_device(const AtDoor& door) {
  TRY(forget_refused(core_.store(), door.tag));
  if (door.device && !door.device->is_code) {
    TRY(touch_device(core_.store(), door.id, *door.device));
    return std::string{};
  }
  if (!door.device) return add_device(core_.store(), door.id, core_.random(), door.offered);
  TRY(forget_device(core_.store(), *door.device));
  return add_device(core_.store(), door.id, core_.random());
}

Result<SignedIn> Doors::start_session(Unit unit, const AtDoor& door, crypto::XWingSeed seed, SecondFactor factor) {
  LET(const auto standing, standing_of(core_.store(), door.id));
  if (!standing) return refused();
  TRY(set_second_factor(core_.store(), door.id, seed, factor, core_.random()));
  LET(std::string device, welcome_device(door));
  LET(KeyRing keys, KeyRing::open(core_.store(), door.id, std::move(seed)));
  LET(DirectoryEntry entry, directory_entry(core_.store(), keys, door.id));
  Session session{.alias = entry.alias,
                  .roles = entry.roles,
                  .keys = std::move(keys),
                  .lease_until = core_.now() + kLease,
                  .last_active = core_.now(),
                  .generation = standing->generation};
  TRY(core_.log_deed(session, "staff.sign-in", nullptr));
  TRY(unit.commit());
  core_.stale_to_try = true;
  Me shown{.alias = entry.alias, .roles = entry.roles, .lease_until = session.lease_until, .idle_lock = kIdleLock};
  return SignedIn{{core_.sessions.add(std::move(session), core_.random())}, std::move(shown), std::move(device)};
}

void Doors::sign_out(const SessionToken& token) {
  const std::lock_guard lock(core_.mutex);
  (void)core_.follow_access();
  if (const auto session = core_.sessions.peek(token.text, core_.now()); session.has_value()) {
    // The keys go whatever happens to the line of the log.
    if (auto unit = core_.begin(); unit.has_value() && core_.log_deed(**session, "staff.sign-out", nullptr).has_value())
      (void)unit->commit();
  }
  (void)core_.sessions.end(token.text);
  core_.close_if_empty();
}

void Doors::lock(const SessionToken& token) {
  const std::lock_guard guard(core_.mutex);
  std::string alias;
  (void)core_.follow_access();
  // A sign-in of this person that is under way must not open behind their back what they have just closed.
  if (const auto session = core_.sessions.peek(token.text, core_.now()); session.has_value())
    ++core_.panics[(*session)->keys.staff_id()];
  if (auto ended = core_.sessions.end(token.text)) alias = *std::move(ended);
  core_.close_if_empty();
  if (alias.empty()) return;
  auto unit = core_.begin();
  if (!unit.has_value()) return;
  const LogLine line{.at = core_.now(), .who = alias, .what = "staff.panic-lock"};
  if (append_log(core_.store(), line, nullptr, core_.random()).has_value()) (void)unit->commit();
}

Result<Me> Doors::me(const SessionToken& token) {
  const std::lock_guard lock(core_.mutex);
  LET(const Session* session, core_.session_of(token));
  return Me{
      .alias = session->alias, .roles = session->roles, .lease_until = session->lease_until, .idle_lock = kIdleLock};
}

bool Doors::anybody_here() {
  const std::lock_guard lock(core_.mutex);
  core_.sessions.sweep(core_.now());
  core_.close_if_empty();
  return !core_.sessions.empty();
}

}  // namespace waymark::desk::office
