#include "roster/page_note.h"

#include <fmt/format.h>

#include <algorithm>

#include "roster/lines.h"

namespace waymark::roster {
namespace {

constexpr std::string_view kWhere = "roster/page-note";
constexpr std::string_view kFirstLine = "waymark portable v1";

}  // namespace

Result<VerifiedRoster> pinned_roster(const Pins& pins) {
  if (pins.chain.empty() || pins.chain.size() > kChainMax) return fail(Code::kMalformed, kWhere, "chain");
  LET(VerifiedRoster current, verify_first(pins.chain.front()));
  for (std::size_t at = 1; at < pins.chain.size(); ++at) {
    LET(current, verify_next(pins.chain[at], current));
  }
  return current;
}

std::uint32_t last_sealing_day(const Pins& pins, const Roster& roster) {
  const std::uint32_t newest = pins.keys.empty() ? pins.made_day : pins.keys.back().day;
  return std::min(newest + kPortableDaysAfter, roster.expires_day);
}

Result<PageNote> page_note_for(const Pins& pins, ByteView page) {
  LET(const VerifiedRoster roster, pinned_roster(pins));
  return PageNote{.instance = roster.instance,
                  .roster_serial = roster.roster.serial,
                  .roster_hash = roster.text_hash,
                  .list_serial = pins.list_serial,
                  .made_day = pins.made_day,
                  .until_day = last_sealing_day(pins, roster.roster),
                  .page_bytes = static_cast<std::uint32_t>(page.size()),
                  .page_hash = crypto::sha256(page)};
}

std::string write_page_note(const PageNote& note) {
  return fmt::format("{}\ninstance {}\nroster {}\nroster-hash {}\nlist {}\nmade {}\nuntil {}\nbytes {}\nsha256 {}\n",
                     kFirstLine, write_base64(note.instance.bytes), note.roster_serial, write_base64(note.roster_hash),
                     note.list_serial, write_date(note.made_day), write_date(note.until_day), note.page_bytes,
                     write_base64(note.page_hash));
}

Result<PageNote> parse_page_note(std::string_view text) {
  LineReader lines(text);
  PageNote note;
  TRY(lines.first_line(kFirstLine));
  LET(note.instance.bytes, lines.bytes_32("instance"));
  LET(note.roster_serial, lines.number("roster"));
  LET(note.roster_hash, lines.bytes_32("roster-hash"));
  LET(note.list_serial, lines.number("list"));
  LET(note.made_day, lines.date("made"));
  LET(note.until_day, lines.date("until"));
  LET(note.page_bytes, lines.number("bytes"));
  LET(note.page_hash, lines.bytes_32("sha256"));
  TRY(lines.end());
  return note;
}

Result<PageSigner> page_signer(const Note& note, const Roster& roster) {
  if (note.signed_by("list", roster.list_key)) return PageSigner::kList;
  const auto roots = std::ranges::count_if(roster.roots, [&](const auto& key) { return note.signed_by("root", key); });
  if (static_cast<std::size_t>(roots) >= roster.threshold) return PageSigner::kRoot;
  return fail(Code::kAuthentication, kWhere, "signature");
}

}  // namespace waymark::roster
