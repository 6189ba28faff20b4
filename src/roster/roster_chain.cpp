// The chain of rosters: the verifying part of roster/roster.h.
#include <algorithm>

#include "crypto/verify/hash.h"
#include "roster/freshness.h"
#include "roster/roster.h"

namespace waymark::roster {
namespace {

constexpr std::string_view kWhere = "roster/chain";

Result<void> check_signatures(const Note& note, const Roster& signers) {
  const auto count =
      std::ranges::count_if(signers.roots, [&](const auto& root) { return note.signed_by("root", root); });
  if (static_cast<std::size_t>(count) < signers.threshold)
    return fail(Code::kAuthentication, kWhere, "root signatures");
  return {};
}

/// Takes the part up to the next NUL byte off the front. @error kTruncated
Result<std::string_view> take_note(std::string_view& chain) {
  const std::size_t end = chain.find('\0');
  if (end == std::string_view::npos) return fail(Code::kTruncated, kWhere);
  const std::string_view note = chain.substr(0, end);
  chain.remove_prefix(end + 1);
  return note;
}

/// A roster with its NUL byte is one piece at most.
Result<Note> small_note(std::string_view note_text) {
  if (note_text.size() >= kPieceBytes) return fail(Code::kTooLarge, kWhere);
  return parse_note(note_text);
}

}  // namespace

Result<VerifiedRoster> verify_first(std::string_view note_text) {
  LET(const Note note, small_note(note_text));
  LET(Roster roster, parse_roster(note.text));
  if (roster.serial != 1) return fail(Code::kConflict, kWhere, "not the first");
  TRY(check_signatures(note, roster));
  const crypto::Sha256 hash = crypto::sha256(view_of(note.text));
  return VerifiedRoster{
      .roster = std::move(roster), .instance = {hash}, .text_hash = hash, .note = std::string{note_text}};
}

Result<VerifiedRoster> verify_next(std::string_view note_text, const VerifiedRoster& before) {
  LET(const Note note, small_note(note_text));
  LET(Roster roster, parse_roster(note.text));
  if (roster.serial != before.roster.serial + 1 || roster.previous != before.text_hash)
    return fail(Code::kConflict, kWhere, "does not follow");
  if (roster.instance != before.instance) return fail(Code::kWrongInstance, kWhere);
  TRY(check_signatures(note, before.roster));
  return VerifiedRoster{.roster = std::move(roster),
                        .instance = before.instance,
                        .text_hash = crypto::sha256(view_of(note.text)),
                        .note = std::string{note_text}};
}

Result<VerifiedRoster> verify_chain(std::string_view chain, const crypto::InstanceId& instance) {
  LET(const std::string_view first, take_note(chain));
  LET(VerifiedRoster current, verify_first(first));
  if (current.instance != instance) return fail(Code::kWrongInstance, kWhere);
  while (!chain.empty()) {
    if (current.roster.serial == kChainMax) return fail(Code::kTooLarge, kWhere);
    LET(const std::string_view note, take_note(chain));
    LET(current, verify_next(note, current));
  }
  return current;
}

}  // namespace waymark::roster
