// Sizes and limits of the relay's calls, and the quotas an operator sets. The calls: docs/spec/relay.md.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "envelope/frame.h"

namespace waymark::relay {

inline constexpr std::size_t kRowIdBytes = 16;
inline constexpr std::size_t kTokenBytes = 32;

/// One half of an envelope on a connection of its own: id ‖ which ‖ 4,096 bytes.
inline constexpr std::size_t kHalfBytes = envelope::kEnvelopeBytes / 2;
inline constexpr std::size_t kHalfPutBytes = kRowIdBytes + 1 + kHalfBytes;
static_assert(kHalfPutBytes == 4'113);
/// The question what is here of an envelope: id ‖ 2.
inline constexpr std::size_t kHalfAskBytes = kRowIdBytes + 1;
inline constexpr std::uint8_t kHalfAsk = 2;

inline constexpr std::size_t kPollIds = 48;
inline constexpr std::size_t kPollBytes = 2 + kPollIds * kRowIdBytes;
static_assert(kPollBytes == 770);
inline constexpr std::size_t kPollReplies = 1;
inline constexpr std::size_t kPollAnswerBytes = 2 + 2 + kPollReplies * (kRowIdBytes + envelope::kEnvelopeBytes);
static_assert(kPollAnswerBytes == 8'212);

inline constexpr std::size_t kDeleteEntryBytes = kRowIdBytes + kTokenBytes;
/// Of this size always: the line must not tell one reply from all of them. What stands for nothing is random.
inline constexpr std::size_t kDeletes = 48;
inline constexpr std::size_t kDeleteBytes = kDeletes * kDeleteEntryBytes;
static_assert(kDeleteBytes == 2'304);

/// The question in how many places an envelope is kept: id ‖ 3.
inline constexpr std::uint8_t kPlacesAsk = 3;

/// What one relay hands to another: instance ‖ its word that it keeps it ‖ the envelope. The answer is the other's
/// word.
inline constexpr std::size_t kReceiptBytes = 64;
inline constexpr std::size_t kCopyBytes = 32 + kReceiptBytes + envelope::kEnvelopeBytes;
static_assert(kCopyBytes == 8'288);
/// A copy is taken in until so many days after its day: the relay that hands it on may have been alone for a week.
inline constexpr std::uint32_t kCopyDays = 14;
/// Deletions that wait for the second relay; the oldest days give way.
inline constexpr std::int64_t kErasuresKept = 100'000;

inline constexpr std::size_t kPullMax = 512;
inline constexpr std::size_t kPullEntryBytes = kRowIdBytes + 4 + envelope::kEnvelopeBytes;
inline constexpr std::size_t kAckMax = kPullMax;
inline constexpr std::size_t kPushMax = 64;
inline constexpr std::size_t kPushEntryBytes = kRowIdBytes + kTokenBytes + 1 + envelope::kEnvelopeBytes;

/// A reply is kept this long at the most (docs/spec/relay.md): the desk says for how long its owner asks for it.
inline constexpr std::uint32_t kReplyDays = 30;

/// Bodies of the public listener may be longer than right by this much, so that the answer can be `wrong-size`.
inline constexpr std::size_t kBodySlackBytes = 8'192;

/// A connection of the public listener that has carried as many bytes is closed behind the answer: lines that fall
/// silent after 25 packets let one such answer through, not two. @source docs/spec/lines.md
inline constexpr std::size_t kConnectionBytes = 6'000;

/// Tokens that pass while work is asked: the newest pools, each of at most so many, pushed in pieces.
inline constexpr std::int64_t kTokenPools = 8;
inline constexpr std::int64_t kTokensInPool = 4'096;
inline constexpr std::size_t kTokensInPiece = 512;
/// A pool is named by a week; none is taken in that is further ahead.
inline constexpr std::uint32_t kPoolWeeksAhead = 2;

/// In envelopes. `stored` is only ever said within them.
struct Quotas {
  std::int64_t per_day = 20'000;     ///< held for one day
  std::int64_t in_all = 60'000;      ///< held altogether
  std::int64_t reserve = 2'000;      ///< the last places of in_all: only for days that hold fewer than this, so that
                                     ///< a flood on one day cannot close the next
  std::int64_t work_from = 600;      ///< an hour: more than so many need work (relay/gate.h)
  std::int64_t per_hour = 4'000;     ///< stored within 60 minutes, of what senders put
  std::int64_t token_reserve = 500;  ///< the last places of per_hour, per_day and in_all, of each at most a quarter:
                                     ///< only for those with a token
  std::int64_t replies = 20'000;     ///< replies kept
  std::uint64_t disk_reserve_bytes = 256UL << 20U;  ///< free space that envelopes leave to deletions and replies
};

/// What of `limit` is left to those who have no token.
constexpr std::int64_t without_token(const Quotas& quotas, std::int64_t limit) {
  return limit - std::min(quotas.token_reserve, limit / 4);
}

}  // namespace waymark::relay
