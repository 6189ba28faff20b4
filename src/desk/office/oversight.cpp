// The log, and the health of what works while nobody looks.
#include "desk/office/oversight.h"

#include <algorithm>

#include "desk/ceremonies/renewal.h"
#include "desk/keyring/office_values.h"
#include "desk/office/core.h"
#include "desk/staff/roles.h"
#include "roster/roster.h"

namespace waymark::desk::office {
namespace {

constexpr std::string_view kWhere = "desk/oversight";
/// A line that everybody sees, whoever is signed in: keys were given to somebody without a colleague's sign-in.
constexpr std::string_view kShownToAll = "staff.reset-with-recovery";

RelayReport report_of(const Core& core, const std::string& relay) {
  const auto report = core.relay_reports.find(relay);
  return report == core.relay_reports.end() ? RelayReport{} : report->second;
}

Result<std::vector<RelayHealth>> look_at_relays(const Core& core) {
  std::vector<RelayHealth> relays;
  for (const std::string& name : core.relays) {
    const RelayReport report = report_of(core, name);
    LET(const RelayAudit audit, audit_of(core.store(), name));
    relays.push_back({.name = name,
                      .reachable = report.reachable,
                      .error = report.error,
                      .waiting = report.waiting,
                      .last_pull = report.at,
                      .broken_words = audit.broken_words,
                      .repeats = audit.repeats,
                      .keys = audit.keys,
                      .second = report.second,
                      .not_copied = report.not_copied});
  }
  return relays;
}

}  // namespace

Result<std::vector<LogLine>> Oversight::access_log(const SessionToken& token, std::uint64_t before, unsigned limit) {
  if (limit == 0 || limit > 500) return fail(Code::kInvalid, kWhere);
  const std::lock_guard lock(core_.mutex);
  LET(const Session* session, core_.enter(token));
  TRY(core_.refresh_log(*session));
  const bool all = has_oversight(session->roles);
  std::vector<LogLine> lines;
  for (auto line = core_.log.rbegin(); line != core_.log.rend() && lines.size() < limit; ++line)
    if ((before == 0 || line->sequence < before) && (all || line->who == session->alias || line->what == kShownToAll))
      lines.push_back(*line);
  return lines;
}

Result<LogVerdict> Oversight::verify_log() {
  const std::lock_guard lock(core_.mutex);
  LET(const auto keys, all_reply_keys(core_.store()));
  return log_watch_.look(core_.store(), keys);
}

Result<Health> Oversight::health(const SessionToken& token) {
  const std::lock_guard lock(core_.mutex);
  TRY(core_.enter(token));
  const RelayReport main = report_of(core_, core_.relays.front());
  Health health{.relay_reachable = main.reachable,
                .relay_error = main.error,
                .last_pull = main.at,
                .clock_skew_s = main.clock_skew_s,
                .waiting_at_relay = main.waiting};
  LET(health.relays, look_at_relays(core_));
  // The newest of any: one that is gone does not mean that nothing arrives.
  for (const RelayHealth& relay : health.relays) health.last_pull = std::max(health.last_pull, relay.last_pull);
  LET(const std::int64_t unopened, core_.store().number("SELECT count(*) FROM inbound"));
  health.unopened = static_cast<std::uint64_t>(unopened);
  health.unopened_max = core_.parts.inbound_max;
  LET(health.replies_waiting, replies_waiting(core_.store()));
  LET(health.lists_until_day, lists_until(core_.store()));
  LET(const roster::VerifiedRoster roster, newest_roster(core_.store()));
  health.roster_days_left = roster::days_left(roster.roster, core_.now());
  LET(health.signing_key_days_left, signing_key_days_left(core_.store(), core_.now()));
  LET(const std::int64_t stale, core_.store().number("SELECT count(*) FROM stale_case"));
  health.stale_cases = static_cast<std::uint64_t>(stale);
  LET(health.redated, redated_envelopes(core_.store()));
  LET(store::Rows rows, core_.store().query("SELECT code, count FROM refused WHERE code <> 'redated'"));
  for (;;) {
    LET(const bool found, rows.next());
    if (!found) return health;
    health.refused.emplace(rows.text(0), static_cast<std::uint64_t>(rows.integer(1)));
  }
}

Result<TokenStock> Oversight::tokens(const SessionToken& token) {
  const std::lock_guard lock(core_.mutex);
  TRY(core_.enter(token));
  return token_stock(core_.store(), unix_day(core_.now()), core_.relays);
}

Result<void> Oversight::note_taken_out(const SessionToken& token, TakenOut what, const CaseId* id) {
  const std::lock_guard lock(core_.mutex);
  LET(Session * session, core_.enter(token));
  LET(Unit unit, core_.begin());
  if (id != nullptr) TRY(core_.open_for(*session, *id));
  TRY(core_.log_deed(*session, what == TakenOut::kPrint ? "case.print" : "docket.calendar", id));
  return unit.commit_unseen();
}

}  // namespace waymark::desk::office
