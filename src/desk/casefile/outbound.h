// Outbound: replies that are sealed and wait for the relay.
#pragma once

#include <algorithm>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "desk/casefile/case_state.h"
#include "desk/keyring/ids.h"
#include "envelope/frame.h"
#include "mailbox/mailbox.h"
#include "store/connection.h"

namespace waymark::desk {

enum class OutboundState : std::uint8_t { kWaiting = 0, kStored = 1, kFailed = 2 };

struct OutboundReply {
  RecordId record;
  mailbox::MailboxId id;
  crypto::Sha256 token_hash;
  Bytes blob;  ///< envelope::kEnvelopeBytes
  /// Of its place; the relay must not keep it longer than its owner asks for it, and so can delete it.
  std::uint32_t week;
};

/// How many days the relay may keep a reply of this week that it gets today: kReplyDays, fewer for one that waited here
/// for long; 0 when nobody asks for it any more.
constexpr std::uint8_t days_to_keep(std::uint32_t week, std::uint32_t today) {
  const std::uint32_t last = mailbox::last_polled_day(week);
  return last < today ? 0 : static_cast<std::uint8_t>(std::min(mailbox::kReplyDays, last - today));
}

/// The name that a relay has unless its configuration says otherwise.
inline constexpr std::string_view kOnlyRelay = "relay";

/// What the relay answered to a pushed reply (docs/spec/relay.md).
enum class PushAnswer : std::uint8_t { kStored = 0, kSame = 1, kOccupied = 2, kFull = 3 };

Result<void> queue_reply(store::Connection& store, const OutboundReply& reply, TimePoint not_before);
/// Takes a reply back. @error kConflict when it is due already or gone
Result<void> withdraw_reply(store::Connection& store, const RecordId& record, TimePoint now);
/// Replies that may go to this relay now, oldest first. What nobody would ask for any more has failed if no relay has
/// it: it must be written again.
Result<std::vector<OutboundReply>> due_replies(store::Connection& store, TimePoint now, unsigned limit,
                                               std::string_view relay = kOnlyRelay);
/// Stored as soon as one relay has it; id, hash and blob are wiped once all have answered. It has failed when its place
/// is occupied at all of them: what one relay says undoes nothing elsewhere. A full relay changes nothing.
/// In a transaction. @param relays  of the office, the one that answered among them; empty: that one alone
Result<void> settle_reply(store::Connection& store, const RecordId& record, PushAnswer answer,
                          std::string_view relay = kOnlyRelay, std::span<const std::string> relays = {});
/// The state in which a reply is shown; kUndone for a row that is not there.
Result<ReplyState> state_of_reply(store::Connection& store, const RecordId& record, TimePoint now);
Result<std::uint64_t> replies_waiting(store::Connection& store);

}  // namespace waymark::desk
