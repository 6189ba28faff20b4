// Rows of replies, in SQLite, that wait for requesters under ids that only they and the desk can derive: push, poll,
// delete, expire.
#pragma once

#include <span>

#include "relay/kept.h"
#include "store/connection.h"

namespace waymark::relay {

/// @return kFull when the quota is reached. @error kFull when the disk is
Result<PushOutcome> push_reply(store::Connection& db, const Quotas& quotas, std::uint32_t today,
                               const PushedReply& reply);

/// Whether every stored byte is what was pushed: SQLite does not notice another content inside a page.
Result<bool> replies_are_whole(store::Connection& db);

Result<FoundReplies> find_replies(store::Connection& db, std::uint32_t today, const PollQuestion& question);

/// Deletes those whose token fits. @return how many
Result<std::int64_t> delete_replies(store::Connection& db, std::span<const Deletion> deletions);

/// Deletes what is past its last day. @return how many
Result<std::int64_t> expire_replies(store::Connection& db, std::uint32_t today);
Result<std::uint32_t> count_replies(store::Connection& db);

}  // namespace waymark::relay
