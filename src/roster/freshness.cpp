#include "roster/freshness.h"

#include <algorithm>
#include <array>

#include "base/check.h"
#include "crypto/verify/hash.h"

namespace waymark::roster {
namespace {

constexpr std::string_view kWhere = "roster/freshness";

const DayKey* key_of(const DayKeyList& list, std::uint32_t day) {
  const auto found = std::ranges::find(list.keys, day, &DayKey::day);
  return found == list.keys.end() ? nullptr : &*found;
}

}  // namespace

Result<std::vector<DayKey>> keys_to_seal(const DayKeyList& list, std::uint32_t today) {
  CHECK(!list.keys.empty());
  if (list.issued_day > today + kClockDays || list.keys.front().day > today + kClockDays)
    return fail(Code::kWrongDay, kWhere, "from the future");
  if (list.issued_day + kListAgeDaysMax < today || list.keys.back().day + kClockDays < today)
    return fail(Code::kExpired, kWhere, "stale");
  std::vector<DayKey> keys;
  for (const std::uint32_t day : {today, today + kClockDays, today - kClockDays})
    if (const DayKey* const key = key_of(list, day)) keys.push_back(*key);
  // Days may be left out between the whole keys of a list: then none of them is near.
  if (keys.empty()) return fail(Code::kExpired, kWhere, "stale");
  return keys;
}

Result<VerifiedRoster> read_pinned(std::string_view note_text, const crypto::InstanceId& instance) {
  LET(const Note note, parse_note(note_text));
  LET(Roster roster, parse_roster(note.text));
  const crypto::Sha256 hash = crypto::sha256(view_of(note.text));
  const crypto::InstanceId own = roster.instance ? *roster.instance : crypto::InstanceId{hash};
  if (own != instance) return fail(Code::kWrongInstance, kWhere);
  return VerifiedRoster{
      .roster = std::move(roster), .instance = instance, .text_hash = hash, .note = std::string{note_text}};
}

Result<ChainPiece> follow_piece(std::string_view piece, std::optional<VerifiedRoster> before,
                                const crypto::InstanceId& instance) {
  std::optional<VerifiedRoster> current = std::move(before);
  std::size_t taken = 0;
  while (!piece.empty()) {
    const std::size_t end = piece.find('\0');
    if (end == std::string_view::npos) return fail(Code::kTruncated, kWhere);
    const std::string_view note = piece.substr(0, end);
    piece.remove_prefix(end + 1);
    if (note.empty()) {
      if (!piece.empty() || !current) return fail(Code::kMalformed, kWhere, "end");
      return ChainPiece{.last = *std::move(current), .is_end = true};
    }
    if (current && current->roster.serial >= kChainMax) return fail(Code::kTooLarge, kWhere);
    if (current) {
      LET(current, verify_next(note, *current));
    } else {
      LET(VerifiedRoster first, verify_first(note));
      if (first.instance != instance) return fail(Code::kWrongInstance, kWhere);
      current = std::move(first);
    }
    ++taken;
  }
  if (taken == 0 || !current) return fail(Code::kTruncated, kWhere, "empty piece");
  return ChainPiece{.last = *std::move(current), .is_end = false};
}

std::optional<std::string> piece_from(std::string_view chain, std::uint32_t serial) {
  if (serial == 0) return std::nullopt;
  for (std::uint32_t skipped = 1; skipped < serial; ++skipped) {
    const std::size_t end = chain.find('\0');
    if (end == std::string_view::npos) return std::nullopt;
    chain.remove_prefix(end + 1);
  }
  std::size_t bytes = 0;
  while (bytes < chain.size()) {
    const std::size_t end = chain.find('\0', bytes);
    CHECK(end != std::string_view::npos);
    if (bytes != 0 && end + 1 > kPieceBytes) return std::string{chain.substr(0, bytes)};
    bytes = end + 1;
  }
  return std::string{chain}.append(1, '\0');
}

}  // namespace waymark::roster
