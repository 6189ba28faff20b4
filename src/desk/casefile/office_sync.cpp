// The unattended half: what sync hands in and takes out, health, housekeeping.
#include "desk/casefile/office_core.h"
#include "desk/casefile/renewal.h"
#include "desk/keyring/office_values.h"
#include "desk/staff/access_log.h"
#include "roster/roster.h"

namespace waymark::desk {
namespace {

/// Message ids are remembered this long, and as long as a key of their day can open their envelope.
constexpr std::uint32_t kSeenDays = 40;

/// The days here are those of keys that opened something, never what a relay said: none is far off.
Result<void> forget_old_ids(store::Connection& store, std::uint32_t today) {
  TRY(
      store.execute("DELETE FROM seen WHERE day + ? < ? "
                    "AND day NOT IN (SELECT day FROM day_key WHERE seed_file IS NOT NULL)",
                    kSeenDays, today));
  TRY(
      store.execute("DELETE FROM handled WHERE day + ? < ? "
                    "AND day NOT IN (SELECT day FROM day_key WHERE seed_file IS NOT NULL)",
                    kSeenDays, today));
  return {};
}

}  // namespace

Result<void> OfficeCore::note_complete_pull() {
  const std::lock_guard lock(mutex_);
  const std::uint32_t today = unix_day(now());
  const auto before = office_number(*parts_.store, kLastCompletePullValue);
  if (before.has_value() && *before == today) return {};
  return set_office_number(*parts_.store, kLastCompletePullValue, today);
}

Result<Session*> OfficeCore::filing_session() {
  TRY(follow_access());
  sessions_.sweep(now());
  Session* session = sessions_.any_with(Compartment::kFirstLine);
  if (session == nullptr) {
    close_if_empty();
    return session;
  }
  TRY(agenda_.load(*parts_.store, session->keys));
  TRY(renew_stale_cases());
  return session;
}

FilingDesk OfficeCore::filing_desk(Session& session) {
  return {.store = *parts_.store,
          .keys = session.keys,
          .agenda = agenda_,
          .random = parts_.random,
          .now = now(),
          .open_case = [this](const CaseId& id) { return open_with_anybody(id); },
          .forget_case = [this](const CaseId& id) { sessions_.forget_case(id); }};
}

Result<FilingReport> OfficeCore::finish_filing(Unit unit, Result<FilingReport> report) {
  if (!report.has_value()) return report;
  TRY(unit.commit());
  if (report->shredded) TRY(parts_.store->scrub_log());
  return report;
}

Result<unsigned> OfficeCore::room_for(unsigned wanted) {
  const std::lock_guard lock(mutex_);
  LET(const Session* session, filing_session());
  LET(const std::int64_t waiting, parts_.store->number("SELECT count(*) FROM inbound"));
  // What is filed at once needs no room here.
  if (session != nullptr && waiting == 0) return wanted;
  const auto held = static_cast<std::uint64_t>(waiting);
  if (held >= parts_.inbound_max) return 0U;
  return static_cast<unsigned>(std::min<std::uint64_t>(wanted, parts_.inbound_max - held));
}

Result<FilingReport> OfficeCore::take_in(std::span<const PulledEnvelope> pulled) {
  const std::lock_guard lock(mutex_);
  LET(Session * session, filing_session());
  // What waits is older: it is filed first, so that a requester's messages keep their order.
  LET(const std::int64_t waiting, parts_.store->number("SELECT EXISTS (SELECT 1 FROM inbound)"));
  LET(Unit unit, begin());
  if (session != nullptr && waiting == 0)
    return finish_filing(std::move(unit), file_pulled(filing_desk(*session), pulled));
  TRY(keep_pulled(*parts_.store, pulled));
  TRY(unit.commit_unseen());
  return FilingReport{};
}

Result<FilingReport> OfficeCore::file_waiting(unsigned limit) {
  const std::lock_guard lock(mutex_);
  LET(Session * session, filing_session());
  if (session == nullptr) return FilingReport{};
  LET(const std::int64_t waiting, parts_.store->number("SELECT EXISTS (SELECT 1 FROM inbound)"));
  if (waiting == 0) return FilingReport{};
  LET(Unit unit, begin());
  return finish_filing(std::move(unit), file_inbound(filing_desk(*session), limit));
}

Result<std::vector<OutboundReply>> OfficeCore::due(unsigned limit) {
  const std::lock_guard lock(mutex_);
  return due_replies(*parts_.store, now(), limit);
}

Result<void> OfficeCore::settle(const RecordId& record, PushAnswer answer) {
  const std::lock_guard lock(mutex_);
  ++changes_;
  return settle_reply(*parts_.store, record, answer);
}

void OfficeCore::set_relay_report(RelayReport report) {
  const std::lock_guard lock(mutex_);
  if (report.reachable != relay_.reachable) ++changes_;
  if (!report.at) report.at = relay_.at;
  relay_ = std::move(report);
}

Result<std::optional<DayListText>> OfficeCore::todays_list() {
  const std::lock_guard lock(mutex_);
  return list_for(*parts_.store, unix_day(now()));
}

Result<std::vector<std::string>> OfficeCore::rosters_after(std::uint32_t serial) {
  const std::lock_guard lock(mutex_);
  LET(store::Rows rows, parts_.store->query("SELECT note FROM roster WHERE serial > ? ORDER BY serial", serial));
  std::vector<std::string> notes;
  for (;;) {
    LET(const bool found, rows.next());
    if (!found) return notes;
    notes.push_back(to_string(rows.blob(0)));
  }
}

Result<void> OfficeCore::drain_inboxes() {
  LET(const std::vector<CaseId> waiting, cases_with_inbox(*parts_.store));
  if (waiting.empty()) return {};
  const Session* lead = sessions_.any_with(Compartment::kFirstLineLead);
  for (const CaseId& id : waiting) {
    const std::optional<CaseKey> key = open_with_anybody(id);
    if (!key) continue;
    LET(Unit unit, begin());
    LET(const unsigned drained,
        drain_inbox(*parts_.store, *key, lead == nullptr ? nullptr : &lead->keys, parts_.random));
    if (drained > 0) TRY(unit.commit());
  }
  return {};
}

Result<void> OfficeCore::renew_lists_with(const KeyRing& keys, KeyRenewal renewal) {
  if (keys.list_key() == nullptr) return fail(Code::kDenied, "desk/lists");
  const std::uint32_t today = unix_day(now());
  LET(Unit unit, begin());
  if (renewal == KeyRenewal::kFresh) TRY(retire_coming_day_keys(*parts_.store, today));
  TRY(make_day_keys(*parts_.store, today, parts_.random));
  TRY(sign_lists(*parts_.store, *keys.list_key(), today));
  return unit.commit();
}

Result<void> OfficeCore::renew_lists(const SessionToken& token, KeyRenewal renewal) {
  const std::lock_guard lock(mutex_);
  LET(const Session* session, enter(token));
  return renew_lists_with(session->keys, renewal);
}

Result<void> OfficeCore::housekeeping() {
  const std::lock_guard lock(mutex_);
  TRY(follow_access());
  sessions_.sweep(now());
  close_if_empty();
  const std::uint32_t today = unix_day(now());
  LET(const auto until, lists_until(*parts_.store));
  if (!until || *until + 1 < today + kListDays) {
    if (const Session* coordinator = sessions_.any_with(Compartment::kCoordinator))
      TRY(renew_lists_with(coordinator->keys, KeyRenewal::kMissing));
  }
  std::erase_if(pending_, [this](const auto& pending) { return now() >= pending.second.until; });
  TRY(write_refusals(refusals_.take(Refusals::Which::kOver, now())));
  scrub();
  TRY(drain_inboxes());
  TRY(drop_unused_filing_keys(*parts_.store));
  LET(const unsigned destroyed, destroy_old_seeds(*parts_.store, today));
  if (destroyed > 0) TRY(parts_.store->scrub_log());
  TRY(forget_old_ids(*parts_.store, today));
  TRY(parts_.store->execute("DELETE FROM invitation WHERE expires_day < ?", today));
  return {};
}

Result<Health> OfficeCore::health(const SessionToken& token) {
  const std::lock_guard lock(mutex_);
  TRY(enter(token));
  Health health{.relay_reachable = relay_.reachable,
                .relay_error = relay_.error,
                .last_pull = relay_.at,
                .clock_skew_s = relay_.clock_skew_s,
                .waiting_at_relay = relay_.waiting};
  LET(const std::int64_t unopened, parts_.store->number("SELECT count(*) FROM inbound"));
  health.unopened = static_cast<std::uint64_t>(unopened);
  health.unopened_max = parts_.inbound_max;
  LET(health.replies_waiting, replies_waiting(*parts_.store));
  LET(health.lists_until_day, lists_until(*parts_.store));
  LET(const roster::VerifiedRoster roster, newest_roster(*parts_.store));
  health.roster_days_left = roster::days_left(roster.roster, now());
  LET(health.signing_key_days_left, signing_key_days_left(*parts_.store, now()));
  LET(const std::int64_t stale, parts_.store->number("SELECT count(*) FROM stale_case"));
  health.stale_cases = static_cast<std::uint64_t>(stale);
  LET(health.redated, redated_envelopes(*parts_.store));
  LET(store::Rows rows, parts_.store->query("SELECT code, count FROM refused WHERE code <> 'redated'"));
  for (;;) {
    LET(const bool found, rows.next());
    if (!found) return health;
    health.refused.emplace(rows.text(0), static_cast<std::uint64_t>(rows.integer(1)));
  }
}

}  // namespace waymark::desk
