// Work: what a relay under a flood asks of whoever has no token, and how it is done and looked at.
//
// PBKDF2, because every browser does it natively, also where scripts are not compiled: who writes from an old machine
// loses little against a flooder's own code. Nothing here knows why work is asked: that is relay/gate.h.
// @source docs/spec/work.md
#pragma once

#include <functional>
#include <optional>

#include "base/clock.h"
#include "crypto/random.h"
#include "crypto/sign.h"
#include "crypto/verify/instance_id.h"

namespace waymark::work {

inline constexpr std::uint32_t kWorkRounds = 512;
/// In leading zero bits: half the tries for one bit less. The first that is asked, and the most that ever is.
inline constexpr std::uint8_t kUsualLevel = 9;
inline constexpr std::uint8_t kMostLevel = 15;

inline constexpr std::size_t kNonceBytes = 16;
inline constexpr std::size_t kChallengeBytes = 16;
inline constexpr std::size_t kRowIdBytes = 16;
using Nonce = ByteArray<kNonceBytes>;
using Challenge = ByteArray<kChallengeBytes>;
using RowId = ByteArray<kRowIdBytes>;
using ChallengeKey = Secret<32>;

/// An epoch has one challenge and one level.
inline constexpr Seconds kEpoch{60};
/// The epoch of a time; before 1970: 0.
std::uint32_t epoch_of(TimePoint time);

/// From the seed of a relay's own key, so that all relays on one database have the same.
ChallengeKey challenge_key(const crypto::SigningSeed& seed);
Challenge challenge_of(const ChallengeKey& key, std::uint32_t epoch);

/// What work is done for. It counts for no other envelope, no other epoch and no other organisation.
struct Task {
  crypto::InstanceId instance;
  RowId row;
  Challenge challenge;
};

/// Whether `nonce` gives `level` leading zero bits. About 0.1 ms. @thread any
bool check(const Task& task, const Nonce& nonce, std::uint8_t level);

/// Whether to go on; asked before every try.
using GoOn = std::function<bool()>;

/// Tries nonces until one fits or `go_on` says no: 2^level tries on average.
/// @return nothing if it was told to stop
std::optional<Nonce> solve(const Task& task, std::uint8_t level, crypto::Random& random, const GoOn& go_on);

}  // namespace waymark::work
