// Replies that wait for requesters under ids that only they and the desk can derive: push, poll, delete, expire.
#pragma once

#include <array>
#include <functional>
#include <span>

#include "crypto/verify/hash.h"
#include "relay/envelopes.h"

namespace waymark::relay {

/// Fills all bytes with unpredictable ones. Safe from any thread.
using FillRandom = std::function<void(std::span<std::uint8_t>)>;

struct PushedReply {
  RowId id;
  crypto::Sha256 token_hash;
  std::uint8_t keep_days;  ///< 0 … kReplyDays
  envelope::Envelope blob;
};
/// The byte that push answers for each reply.
enum class PushOutcome : std::uint8_t { kStored = 0, kSameIsThere = 1, kAnotherIsThere = 2, kFull = 3 };

/// @return kFull when the quota is reached. @error kFull when the disk is
Result<PushOutcome> push_reply(store::Connection& db, const Quotas& quotas, std::uint32_t today,
                               const PushedReply& reply);

/// Whether every stored byte is what was pushed: SQLite does not notice another content inside a page.
Result<bool> replies_are_whole(store::Connection& db);

struct PollQuestion {
  std::uint16_t skip = 0;
  std::array<RowId, kPollIds> ids;
};
/// Exactly kPollBytes. @error kWrongSize
Result<PollQuestion> parse_poll(ByteView body);
/// Always kPollAnswerBytes; what holds no reply is random.
Result<Bytes> poll_replies(store::Connection& db, std::uint32_t today, const PollQuestion& question,
                           const FillRandom& fill);

struct Deletion {
  RowId id;
  crypto::Sha256 token_hash;
};
/// Exactly kDeleteBytes; the tokens are hashed at once. @error kWrongSize
Result<std::vector<Deletion>> parse_deletions(ByteView body);
/// Deletes those whose token fits. @return how many
Result<std::int64_t> delete_replies(store::Connection& db, std::span<const Deletion> deletions);

/// Deletes what is past its last day. @return how many
Result<std::int64_t> expire_replies(store::Connection& db, std::uint32_t today);
Result<std::uint32_t> count_replies(store::Connection& db);

}  // namespace waymark::relay
