// Where replies lie at the relay: ids that change every week and tokens that delete.
// @source docs/spec/mailbox.md "Mailbox"
#pragma once

#include <array>
#include <vector>

#include "crypto/keys.h"
#include "crypto/verify/hash.h"

namespace waymark::mailbox {

inline constexpr std::uint8_t kSlots = 8;
inline constexpr std::uint32_t kPolledWeeks = 6;
inline constexpr std::size_t kPolledIds = kPolledWeeks * kSlots;
/// A reply waits at the relay for this long, whatever the weekday on which it came.
inline constexpr std::uint32_t kReplyDays = 30;
/// From Wednesday on the newest week that is asked for is the coming one; on Monday and Tuesday it is this one, because
/// thirty days reach five weeks back then.
inline constexpr std::uint32_t kNewestWeekAheadDays = 5;
inline constexpr std::size_t kMailboxIdBytes = 16;
inline constexpr std::size_t kDeleteTokenBytes = 32;

using MailboxId = ByteArray<kMailboxIdBytes>;
using DeleteToken = Secret<kDeleteTokenBytes>;

/// A place for one reply.
struct Place {
  std::uint32_t week;
  std::uint8_t slot;  ///< 0 … 7
  bool operator==(const Place&) const = default;
};

/// The week of a unix day; weeks begin on Monday.
constexpr std::uint32_t week_of_day(std::uint32_t day) { return (day + 3) / 7; }

/// The newest week that requesters ask for on a day; the oldest is kPolledWeeks - 1 before it.
constexpr std::uint32_t newest_polled_week(std::uint32_t today) { return week_of_day(today + kNewestWeekAheadDays); }
/// The last day on which requesters ask for a week.
constexpr std::uint32_t last_polled_day(std::uint32_t week) {
  return (week + kPolledWeeks) * 7 - 3 - kNewestWeekAheadDays - 1;
}
/// The weeks under which a reply may be put on a day, the best one first: they are asked for at once and for
/// kReplyDays, and the first one also if the reply leaves a day later.
std::vector<std::uint32_t> weeks_for_reply(std::uint32_t today);

MailboxId mailbox_id(const crypto::MailboxSecret& secret, Place place);
DeleteToken delete_token(const crypto::MailboxSecret& secret, Place place);
/// All that the relay knows of a token.
crypto::Sha256 token_hash(const DeleteToken& token);

struct PolledPlace {
  Place place;
  MailboxId id;
};
/// The places a requester asks for today: six weeks, the newest first, slot 0 … 7, in this order.
std::array<PolledPlace, kPolledIds> polled_places(const crypto::MailboxSecret& secret, std::uint32_t today);

}  // namespace waymark::mailbox
