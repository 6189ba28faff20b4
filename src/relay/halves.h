// Envelopes that come in two halves, each on a connection of its own: lines that fall silent after 15 to 25 packets let
// a half through three times as often as the whole. A half is kept until the other one comes, or until newer ones need
// its place; nothing is promised for it. @source docs/spec/relay.md "Halves"
#pragma once

#include "relay/envelopes.h"

namespace waymark::relay {

/// So many wait for their other half; the oldest give way. 34 MB on the disk.
inline constexpr std::int64_t kHalvesKept = 8'192;

/// One half as it comes: id of the whole envelope's row ‖ which u8 (0 the first, 1 the second) ‖ 4,096 bytes.
struct Half {
  RowId id{};
  bool second = false;
  Bytes bytes;
};

/// @param body kHalfPutBytes long @error kMalformed: which is neither 0 nor 1; kWrongSize
Result<Half> parse_half(ByteView body);

/// The question what is here: an answer may be lost whose half has come. @param body kHalfAskBytes long
/// @error kMalformed: it does not end in kHalfAsk; kWrongSize
Result<RowId> parse_half_question(ByteView body);

enum class HalfOutcome {
  kNone,       ///< nothing of it is here
  kFirst,      ///< only the first half
  kSecond,     ///< only the second half
  kStored,     ///< both were here and the envelope is stored, or it was stored before
  kMalformed,  ///< they are not that envelope, or what they make is none: both are gone
};

/// Keeps a half, or stores the envelope that it makes with the other one. Runs on the writer's connection.
/// @error kFull: a quota of envelopes is reached or the disk is full
Result<HalfOutcome> put_half(store::Connection& db, const Quotas& quotas, std::uint32_t day, const Half& half);

/// What is here of an envelope.
Result<HalfOutcome> find_half(store::Connection& db, const RowId& id);

/// Deletes halves of days that are not accepted any more. @return how many
Result<std::int64_t> expire_halves(store::Connection& db, std::uint32_t today);

}  // namespace waymark::relay
