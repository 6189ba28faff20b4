// The unattended half: what sync hands in and takes out, housekeeping.
#include "desk/office/upkeep.h"

#include "desk/ceremonies/renewal.h"
#include "desk/keyring/office_values.h"
#include "desk/office/core.h"
#include "desk/staff/access_log.h"

namespace waymark::desk::office {
namespace {

/// Message ids are remembered this long, and as long as a key of their day can open their envelope.
constexpr std::uint32_t kSeenDays = 40;

/// A relay that has all tokens may lose them, one that does not know them may be renewed: both are asked again so
/// often; and again so soon when a pool is missing there.
constexpr Seconds kTokensAskEvery{3'600};
constexpr Seconds kTokensAskAgain{60};

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
  return forget_old_words(store, today);
}

/// The oldest of the days on which each relay was last emptied; nothing while one never was.
Result<std::optional<std::int64_t>> all_emptied_on(store::Connection& store, std::span<const std::string> relays) {
  std::optional<std::int64_t> oldest;
  for (const std::string& relay : relays) {
    LET(const std::int64_t day,
        store.number("SELECT coalesce(max(complete_day), -1) FROM relay_pull WHERE relay = ?", relay));
    if (day < 0) return std::optional<std::int64_t>{};
    oldest = std::min(oldest.value_or(day), day);
  }
  return oldest;
}

/// Anybody who holds the reply key.
const Session* signer_of(Sessions& sessions) {
  const Session* signer = nullptr;
  sessions.each([&](const Session& session) {
    if (session.keys.reply_key() != nullptr) signer = &session;
  });
  return signer;
}

}  // namespace

void Upkeep::know_relays(std::vector<std::string> names) {
  const std::lock_guard lock(core_.mutex);
  core_.relays = std::move(names);
}

std::vector<std::string> Upkeep::relays() {
  const std::lock_guard lock(core_.mutex);
  return core_.relays;
}

Result<void> Upkeep::note_complete_pull(std::string_view relay) {
  const std::lock_guard lock(core_.mutex);
  const std::uint32_t today = unix_day(core_.now());
  TRY(note_emptied(core_.store(), relay, today));
  LET(const auto all, all_emptied_on(core_.store(), core_.relays));
  const auto before = office_number(core_.store(), kLastCompletePullValue);
  if (!all || (before.has_value() && static_cast<std::int64_t>(*before) == *all)) return {};
  return set_office_number(core_.store(), kLastCompletePullValue, static_cast<std::uint64_t>(*all));
}

Result<void> Upkeep::note_repeat(std::string_view relay) {
  const std::lock_guard lock(core_.mutex);
  return desk::note_repeat(core_.store(), relay);
}

Result<void> Upkeep::note_words(std::span<const RelayWord> words) {
  const std::lock_guard lock(core_.mutex);
  LET(const crypto::InstanceId instance, instance_of(core_.store()));
  LET(Unit unit, core_.begin());
  TRY(desk::note_words(core_.store(), words, instance, unix_day(core_.now())));
  return unit.commit_unseen();
}

Result<void> Upkeep::learn_relay_key(std::string_view relay, const crypto::VerifyKeyBytes& key, KeyFrom from) {
  const std::lock_guard lock(core_.mutex);
  LET(const crypto::InstanceId instance, instance_of(core_.store()));
  LET(Unit unit, core_.begin());
  TRY(desk::learn_relay_key(core_.store(), relay, key, instance, core_.relays, from));
  return unit.commit_unseen();
}

Result<std::int64_t> Upkeep::newest_word() {
  const std::lock_guard lock(core_.mutex);
  return desk::newest_word(core_.store());
}

Result<void> Upkeep::judge_words(std::string_view relay, std::int64_t newest) {
  const std::lock_guard lock(core_.mutex);
  return desk::judge_words(core_.store(), relay, newest);
}

Result<unsigned> Upkeep::room_for(unsigned wanted) {
  const std::lock_guard lock(core_.mutex);
  LET(const Session* session, core_.filing_session());
  LET(const std::int64_t waiting, core_.store().number("SELECT count(*) FROM inbound"));
  // What is filed at once needs no room here.
  if (session != nullptr && waiting == 0) return wanted;
  const auto held = static_cast<std::uint64_t>(waiting);
  if (held >= core_.parts.inbound_max) return 0U;
  return static_cast<unsigned>(std::min<std::uint64_t>(wanted, core_.parts.inbound_max - held));
}

Result<FilingReport> Upkeep::take_in(std::span<const PulledEnvelope> pulled, std::string_view relay) {
  const std::lock_guard lock(core_.mutex);
  LET(Session * session, core_.filing_session());
  // What waits is older: it is filed first, so that a requester's messages keep their order.
  LET(const std::int64_t waiting, core_.store().number("SELECT EXISTS (SELECT 1 FROM inbound)"));
  LET(Unit unit, core_.begin());
  if (core_.relays.size() > 1) TRY(note_given(core_.store(), relay, pulled, unix_day(core_.now())));
  if (session != nullptr && waiting == 0)
    return core_.finish_filing(std::move(unit), file_pulled(core_.filing_desk(*session), pulled));
  TRY(keep_pulled(core_.store(), pulled));
  TRY(unit.commit_unseen());
  return FilingReport{};
}

Result<FilingReport> Upkeep::file_waiting(unsigned limit) {
  const std::lock_guard lock(core_.mutex);
  LET(Session * session, core_.filing_session());
  if (session == nullptr) return FilingReport{};
  LET(const std::int64_t waiting, core_.store().number("SELECT EXISTS (SELECT 1 FROM inbound)"));
  if (waiting == 0) return FilingReport{};
  LET(Unit unit, core_.begin());
  return core_.finish_filing(std::move(unit), file_inbound(core_.filing_desk(*session), limit));
}

Result<std::vector<OutboundReply>> Upkeep::due(unsigned limit, std::string_view relay) {
  const std::lock_guard lock(core_.mutex);
  return due_replies(core_.store(), core_.now(), limit, relay);
}

Result<void> Upkeep::settle(const RecordId& record, PushAnswer answer, std::string_view relay) {
  const std::lock_guard lock(core_.mutex);
  ++core_.changes;
  LET(Unit unit, core_.begin());
  TRY(settle_reply(core_.store(), record, answer, relay, core_.relays));
  return unit.commit_unseen();
}

void Upkeep::set_relay_report(RelayReport report, std::string_view relay) {
  const std::lock_guard lock(core_.mutex);
  RelayReport& last = core_.relay_reports[std::string{relay}];
  if (report.reachable != last.reachable) ++core_.changes;
  if (!report.at) report.at = last.at;
  last = std::move(report);
}

Result<std::optional<DayListText>> Upkeep::todays_list() {
  const std::lock_guard lock(core_.mutex);
  return list_for(core_.store(), unix_day(core_.now()));
}

Result<std::vector<std::string>> Upkeep::rosters_after(std::uint32_t serial) {
  const std::lock_guard lock(core_.mutex);
  LET(store::Rows rows, core_.store().query("SELECT note FROM roster WHERE serial > ? ORDER BY serial", serial));
  std::vector<std::string> notes;
  for (;;) {
    LET(const bool found, rows.next());
    if (!found) return notes;
    notes.push_back(to_string(rows.blob(0)));
  }
}

Result<std::optional<std::string>> Upkeep::public_cards_after(std::uint32_t relay_serial) {
  const std::lock_guard lock(core_.mutex);
  TRY(core_.follow_access());
  TRY(core_.public_shelf.hear(core_.store(), relay_serial, core_.now()));
  const Session* signer = signer_of(core_.sessions);
  if (signer != nullptr) {
    LET(Unit unit, core_.begin());
    TRY(core_.shelf.follow(core_.store(), signer->keys));
    TRY(core_.public_shelf.sign(core_.store(), core_.shelf, signer->keys, core_.now()));
    TRY(unit.commit_unseen());
  }
  return core_.public_shelf.to_send(core_.store());
}

Result<bool> Upkeep::should_ask_for_figures(const std::string& relay) {
  const std::lock_guard lock(core_.mutex);
  return core_.figures_publisher.should_ask(core_.store(), relay, core_.now());
}

Result<std::optional<FiguresParcel>> Upkeep::figures_for(const std::string& relay, const HeldFigures& held) {
  const std::lock_guard lock(core_.mutex);
  TRY(core_.follow_access());
  const Session* signer = signer_of(core_.sessions);
  LET(Unit unit, core_.begin());
  LET(std::optional<FiguresParcel> parcel,
      core_.figures_publisher.hear(core_.store(), signer == nullptr ? nullptr : &signer->keys, relay, held,
                                   core_.now()));
  TRY(unit.commit_unseen());
  return parcel;
}

void Upkeep::figures_refused(const std::string& relay) {
  const std::lock_guard lock(core_.mutex);
  core_.figures_publisher.refused(relay, core_.now());
}

Result<bool> Upkeep::should_ask_for_tokens(const std::string& relay) {
  const std::lock_guard lock(core_.mutex);
  const auto asked = core_.tokens_asked.find(relay);
  if (asked == core_.tokens_asked.end()) return true;
  const Seconds since = core_.now() - asked->second;
  // A clock that was set back asks once more, and then as before.
  if (since < Seconds{0} || since >= kTokensAskEvery) return true;
  if (since < kTokensAskAgain) return false;
  return pools_to_push(core_.store(), unix_day(core_.now()), relay);
}

Result<std::vector<TokenPool>> Upkeep::token_pools_for(const std::string& relay, std::uint32_t first_missing) {
  const std::lock_guard lock(core_.mutex);
  core_.tokens_asked[relay] = core_.now();
  TRY(note_tokens_known(core_.store(), relay, true));
  return desk::pools_for(core_.store(), unix_day(core_.now()), relay, first_missing);
}

Result<void> Upkeep::tokens_arrived(const std::string& relay, std::uint32_t pool, std::size_t count) {
  const std::lock_guard lock(core_.mutex);
  if (count != kPoolTokens) return {};
  return confirm_pool(core_.store(), relay, pool);
}

Result<void> Upkeep::tokens_unknown(const std::string& relay) {
  const std::lock_guard lock(core_.mutex);
  core_.tokens_asked[relay] = core_.now();
  return note_tokens_known(core_.store(), relay, false);
}

Result<std::optional<std::string>> Upkeep::public_cards_for_another(std::uint32_t relay_serial) {
  const std::lock_guard lock(core_.mutex);
  return core_.public_shelf.to_send(core_.store(), relay_serial);
}

Result<void> Upkeep::drain_inboxes() {
  LET(const std::vector<CaseId> waiting, cases_with_inbox(core_.store()));
  if (waiting.empty()) return {};
  const Session* lead = core_.sessions.any_with(Compartment::kFirstLineLead);
  for (const CaseId& id : waiting) {
    const std::optional<CaseKey> key = core_.open_with_anybody(id);
    if (!key) continue;
    LET(Unit unit, core_.begin());
    LET(const unsigned drained,
        drain_inbox(core_.store(), *key, lead == nullptr ? nullptr : &lead->keys, core_.random()));
    if (drained > 0) TRY(unit.commit());
  }
  return {};
}

Result<void> Upkeep::renew_lists_with(const KeyRing& keys, KeyRenewal renewal) {
  if (keys.list_key() == nullptr) return fail(Code::kDenied, "desk/lists");
  const std::uint32_t today = unix_day(core_.now());
  LET(Unit unit, core_.begin());
  if (renewal == KeyRenewal::kFresh) TRY(retire_coming_day_keys(core_.store(), today));
  TRY(make_day_keys(core_.store(), today, core_.random()));
  TRY(sign_lists(core_.store(), *keys.list_key(), today));
  return unit.commit();
}

Result<void> Upkeep::renew_lists(const SessionToken& token, KeyRenewal renewal) {
  const std::lock_guard lock(core_.mutex);
  LET(const Session* session, core_.enter(token));
  return renew_lists_with(session->keys, renewal);
}

Result<void> Upkeep::make_missing_pools() {
  const std::uint32_t today = unix_day(core_.now());
  LET(const bool missing, pools_missing(core_.store(), today));
  if (!missing) return {};
  LET(Unit unit, core_.begin());
  TRY(make_token_pools(core_.store(), today, core_.random()));
  return unit.commit_unseen();
}

Result<void> Upkeep::housekeeping() {
  const std::lock_guard lock(core_.mutex);
  TRY(core_.follow_access());
  core_.sessions.sweep(core_.now());
  core_.close_if_empty();
  const std::uint32_t today = unix_day(core_.now());
  LET(const auto until, lists_until(core_.store()));
  if (!until || *until + 1 < today + kListDays) {
    if (const Session* coordinator = core_.sessions.any_with(Compartment::kCoordinator))
      TRY(renew_lists_with(coordinator->keys, KeyRenewal::kMissing));
  }
  std::erase_if(core_.pending, [this](const auto& pending) { return pending.second.is_over(core_.now()); });
  TRY(core_.write_refusals(core_.refusals.take(Refusals::Which::kOver, core_.now())));
  core_.scrub();
  TRY(drain_inboxes());
  TRY(make_missing_pools());
  TRY(drop_unused_filing_keys(core_.store()));
  LET(const unsigned destroyed, destroy_old_seeds(core_.store(), today));
  if (destroyed > 0) TRY(core_.store().scrub_log());
  TRY(forget_old_ids(core_.store(), today));
  TRY(core_.store().execute("DELETE FROM invitation WHERE expires_day < ?", today));
  return {};
}

void Upkeep::know_dangers(IsDanger is_danger) {
  const std::lock_guard lock(core_.mutex);
  core_.agenda.know_dangers(is_danger);
  core_.parts.is_danger = std::move(is_danger);
}

Result<bool> Upkeep::know_zone(const std::string& zone) {
  const std::lock_guard lock(core_.mutex);
  LET(Unit unit, core_.begin());
  StatCalendar next = core_.calendar;
  LET(const bool changed, next.change(core_.store(), zone, core_.now()));
  if (!changed) return false;
  TRY(unit.commit_unseen());
  core_.calendar = std::move(next);
  return true;
}

}  // namespace waymark::desk::office
