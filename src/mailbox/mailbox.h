// Where replies lie at the relay: ids that change every week and tokens that delete.
// @source docs/spec/mailbox.md "Mailbox"
#pragma once

#include <array>

#include "crypto/keys.h"
#include "crypto/verify/hash.h"

namespace waymark::mailbox {

inline constexpr std::uint8_t kSlots = 8;
inline constexpr std::uint32_t kWeeksBack = 4;
inline constexpr std::uint32_t kWeeksAhead = 1;
inline constexpr std::size_t kPolledIds = (kWeeksBack + kWeeksAhead + 1) * kSlots;
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

MailboxId mailbox_id(const crypto::MailboxSecret& secret, Place place);
DeleteToken delete_token(const crypto::MailboxSecret& secret, Place place);
/// All that the relay knows of a token.
crypto::Sha256 token_hash(const DeleteToken& token);

struct PolledPlace {
  Place place;
  MailboxId id;
};
/// The places a requester asks for today: week now+1 … now-4, slot 0 … 7, in this order.
std::array<PolledPlace, kPolledIds> polled_places(const crypto::MailboxSecret& secret, std::uint32_t today);

}  // namespace waymark::mailbox
