// Freshness: which of a list's keys a writer may seal to on its own day, and which lists are too old or from the
// future.
//
// A seed that leaked opens what is sealed to its day and nothing else, as long as nobody seals to an old day. So a
// writer never takes "some key of whatever was served".
// @source docs/spec/freshness.md; the same rule is web/shared/protocol/freshness.ts, tied by
// tests/vectors/freshness.json
#pragma once

#include "roster/day_keys.h"

namespace waymark::roster {

/// A list that was issued longer ago than this is stale, whatever keys it has.
inline constexpr std::uint32_t kListAgeDaysMax = 2;

/// The keys to seal to on `today`, the best one first: today's, then tomorrow's (the clock is behind), then
/// yesterday's (it is ahead, or the desk was away for a day). Never another one. 1 … 3 keys.
/// @error kExpired    the list is stale: its newest key is older than yesterday, or it was issued more than
///                    kListAgeDaysMax ago
/// @error kWrongDay   the list is from the future: issued after tomorrow, or its keys begin after tomorrow
Result<std::vector<DayKey>> keys_to_seal(const DayKeyList& list, std::uint32_t today);

/// What a program knows of its organisation before it has asked anybody. Whatever is older than this is refused.
struct Floor {
  VerifiedRoster roster;          ///< taken on trust, as the program itself is
  std::uint32_t list_serial = 0;  ///< of the newest day-key list of that day
  std::uint32_t made_day = 0;
};

/// The pinned roster of a Floor: well-formed and of `instance`. Its signatures are not asked for: what stands in a
/// program's own files is as good as the program, and the roots that signed it are those of a roster that is not there.
/// @error as parse_note and parse_roster; kWrongInstance
Result<VerifiedRoster> read_pinned(std::string_view note, const crypto::InstanceId& instance);

/// One piece of the chain as `GET /v1/roster/chain/N` gives it: rosters, each followed by a NUL byte, and one NUL byte
/// more behind the newest of all.
struct ChainPiece {
  VerifiedRoster last;
  bool is_end = false;
};
/// Follows a piece from `before`, or from the first roster of `instance` if there is nothing before.
/// @error as verify_first and verify_next; kTruncated for a piece that is not the end and holds no roster; kTooLarge
Result<ChainPiece> follow_piece(std::string_view piece, std::optional<VerifiedRoster> before,
                                const crypto::InstanceId& instance);

/// Bytes of a piece at most, besides the NUL byte behind the newest; a larger roster is refused by every reader.
inline constexpr std::size_t kPieceBytes = 6'144;
/// The piece from roster `serial` on, out of a whole chain (each roster followed by a NUL byte).
/// @return nothing if the chain has no place `serial`: 0, or more than one past its end
std::optional<std::string> piece_from(std::string_view chain, std::uint32_t serial);

}  // namespace waymark::roster
