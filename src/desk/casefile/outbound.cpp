#include "desk/casefile/outbound.h"

#include <array>

namespace waymark::desk {
namespace {

std::int64_t seconds_of(TimePoint time) { return time.time_since_epoch().count(); }

/// A week of before the oldest one that is asked for.
Result<void> fail_those_too_late(store::Connection& store, std::uint32_t today) {
  TRY(
      store.execute("UPDATE outbound SET state = ?, mailbox_id = NULL, token_hash = NULL, blob = NULL "
                    "WHERE state = ? AND week + ? <= ?",
                    static_cast<int>(OutboundState::kFailed), static_cast<int>(OutboundState::kWaiting),
                    mailbox::kPolledWeeks, mailbox::newest_polled_week(today)));
  // At one relay, never at another: nobody asks there for it any more either.
  TRY(
      store.execute("UPDATE outbound SET mailbox_id = NULL, token_hash = NULL, blob = NULL "
                    "WHERE blob IS NOT NULL AND week + ? <= ?",
                    mailbox::kPolledWeeks, mailbox::newest_polled_week(today)));
  TRY(
      store.execute("DELETE FROM outbound_at WHERE record_id NOT IN "
                    "(SELECT record_id FROM outbound WHERE blob IS NOT NULL)"));
  return {};
}

/// How many of these relays have answered for it, or only those that have it.
Result<std::size_t> answered(store::Connection& store, const RecordId& record, std::span<const std::string> relays,
                             bool stored) {
  LET(store::Rows rows,
      store.query("SELECT relay FROM outbound_at WHERE record_id = ? AND stored >= ?", record.view(), stored ? 1 : 0));
  std::size_t count = 0;
  for (;;) {
    LET(const bool found, rows.next());
    if (!found) return count;
    // One that is no longer the office's has no say.
    if (std::ranges::find(relays, rows.text(0)) != relays.end()) ++count;
  }
}

Result<void> set_state(store::Connection& store, const RecordId& record, OutboundState state) {
  TRY(store.execute("UPDATE outbound SET state = ? WHERE record_id = ?", static_cast<int>(state), record.view()));
  return {};
}

}  // namespace

Result<void> queue_reply(store::Connection& store, const OutboundReply& reply, TimePoint not_before) {
  TRY(store.execute("INSERT INTO outbound VALUES (?, ?, ?, ?, ?, ?, ?)", reply.record.view(), seconds_of(not_before),
                    reply.id, reply.token_hash, reply.blob, static_cast<int>(OutboundState::kWaiting), reply.week));
  return {};
}

Result<void> withdraw_reply(store::Connection& store, const RecordId& record, TimePoint now) {
  LET(const std::int64_t gone,
      store.execute("DELETE FROM outbound WHERE record_id = ? AND state = ? AND not_before > ?", record.view(),
                    static_cast<int>(OutboundState::kWaiting), seconds_of(now)));
  if (gone == 0) return fail(Code::kConflict, "desk/outbound");
  return {};
}

Result<std::vector<OutboundReply>> due_replies(store::Connection& store, TimePoint now, unsigned limit,
                                               std::string_view relay) {
  TRY(fail_those_too_late(store, unix_day(now)));
  LET(store::Rows rows,
      store.query("SELECT record_id, mailbox_id, token_hash, blob, week FROM outbound AS o WHERE blob IS NOT NULL AND "
                  "not_before <= ? AND NOT EXISTS (SELECT 1 FROM outbound_at AS a WHERE a.record_id = o.record_id AND "
                  "a.relay = ?) ORDER BY not_before LIMIT ?",
                  seconds_of(now), relay, limit));
  std::vector<OutboundReply> replies;
  for (;;) {
    LET(const bool found, rows.next());
    if (!found) return replies;
    LET(const RecordId record, RecordId::from_bytes(rows.blob(0)));
    LET(const auto id, ByteReader{rows.blob(1)}.array<mailbox::kMailboxIdBytes>());
    LET(const auto hash, ByteReader{rows.blob(2)}.array<32>());
    // A row of before weeks were kept here: of this week at the earliest, for all that is known.
    const std::uint32_t week =
        rows.is_null(4) ? mailbox::week_of_day(unix_day(now)) : static_cast<std::uint32_t>(rows.integer(4));
    replies.push_back({record, id, hash, to_bytes(rows.blob(3)), week});
  }
}

Result<void> settle_reply(store::Connection& store, const RecordId& record, PushAnswer answer, std::string_view relay,
                          std::span<const std::string> relays) {
  if (answer == PushAnswer::kFull) return {};
  const std::array alone{std::string{relay}};
  if (relays.empty()) relays = alone;
  const bool stored = answer != PushAnswer::kOccupied;
  TRY(store.execute("INSERT OR IGNORE INTO outbound_at VALUES (?, ?, ?)", record.view(), relay, stored ? 1 : 0));
  LET(const std::size_t having, answered(store, record, relays, true));
  LET(const std::size_t asked, answered(store, record, relays, false));
  if (having > 0) TRY(set_state(store, record, OutboundState::kStored));
  if (asked < relays.size()) return {};
  if (having == 0) TRY(set_state(store, record, OutboundState::kFailed));
  TRY(store.execute("UPDATE outbound SET mailbox_id = NULL, token_hash = NULL, blob = NULL WHERE record_id = ?",
                    record.view()));
  TRY(store.execute("DELETE FROM outbound_at WHERE record_id = ?", record.view()));
  return {};
}

Result<ReplyState> state_of_reply(store::Connection& store, const RecordId& record, TimePoint now) {
  LET(store::Rows rows, store.query("SELECT state, not_before FROM outbound WHERE record_id = ?", record.view()));
  LET(const bool found, rows.next());
  if (!found) return ReplyState::kUndone;
  switch (static_cast<OutboundState>(rows.integer(0))) {
    case OutboundState::kStored: return ReplyState::kStored;
    case OutboundState::kFailed: return ReplyState::kFailed;
    case OutboundState::kWaiting: break;
  }
  return rows.integer(1) > seconds_of(now) ? ReplyState::kHeld : ReplyState::kQueued;
}

Result<std::uint64_t> replies_waiting(store::Connection& store) {
  LET(const std::int64_t count,
      store.number("SELECT count(*) FROM outbound WHERE state = ?", static_cast<int>(OutboundState::kWaiting)));
  return static_cast<std::uint64_t>(count);
}

}  // namespace waymark::desk
