#include "desk/casefile/outbound.h"

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

Result<std::vector<OutboundReply>> due_replies(store::Connection& store, TimePoint now, unsigned limit) {
  TRY(fail_those_too_late(store, unix_day(now)));
  LET(store::Rows rows,
      store.query("SELECT record_id, mailbox_id, token_hash, blob, week FROM outbound WHERE state = ? AND "
                  "not_before <= ? ORDER BY not_before LIMIT ?",
                  static_cast<int>(OutboundState::kWaiting), seconds_of(now), limit));
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

Result<void> settle_reply(store::Connection& store, const RecordId& record, PushAnswer answer) {
  if (answer == PushAnswer::kFull) return {};
  const OutboundState state = answer == PushAnswer::kOccupied ? OutboundState::kFailed : OutboundState::kStored;
  TRY(store.execute(
      "UPDATE outbound SET state = ?, mailbox_id = NULL, token_hash = NULL, blob = NULL WHERE record_id = ?",
      static_cast<int>(state), record.view()));
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
