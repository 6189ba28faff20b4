#include "portable/page.h"

#include <algorithm>

#include "portable/pins_json.h"
#include "roster/origin.h"

namespace waymark::portable {
namespace {

constexpr std::string_view kWhere = "portable/page";
constexpr std::string_view kSignatureStart = "<!-- waymark signature\n";
constexpr std::string_view kSignatureEnd = "-->\n";
constexpr std::string_view kPinsStart = R"(<script type="application/json" id="pins">)";
constexpr std::string_view kPinsEnd = "</script>";

/// The part between `start`, which must stand exactly once, and the next `end`. @error kMalformed
Result<std::string_view> between(std::string_view text, std::string_view start, std::string_view end) {
  const std::size_t at = text.find(start);
  if (at == std::string_view::npos || text.find(start, at + 1) != std::string_view::npos)
    return fail(Code::kMalformed, kWhere);
  const std::string_view rest = text.substr(at + start.size());
  const std::size_t length = rest.find(end);
  if (length == std::string_view::npos) return fail(Code::kMalformed, kWhere);
  return rest.substr(0, length);
}

Result<std::string> replace_once(std::string_view text, std::string_view mark, std::string_view value) {
  const std::size_t at = text.find(mark);
  if (at == std::string_view::npos || text.find(mark, at + 1) != std::string_view::npos)
    return fail(Code::kMalformed, kWhere, "mark");
  return std::string{text.substr(0, at)}.append(value).append(text.substr(at + mark.size()));
}

/// What stands behind connect-src: the origins of relays and mirrors, each once.
std::string connect_sources(const roster::Roster& roster) {
  std::vector<std::string> origins;
  for (const auto* addresses : {&roster.relays, &roster.mirrors})
    for (const std::string& address : *addresses)
      if (std::string origin = roster::origin_of(address);
          !origin.empty() && std::ranges::find(origins, origin) == origins.end())
        origins.push_back(std::move(origin));
  if (origins.empty()) return "'none'";
  std::string sources;
  for (const std::string& origin : origins) sources.append(sources.empty() ? "" : " ").append(origin);
  return sources;
}

struct Parts {
  std::string_view page, note;
};

Result<Parts> split(std::string_view file) {
  const std::size_t at = file.rfind(kSignatureStart);
  if (at == std::string_view::npos || !file.ends_with(kSignatureEnd)) return fail(Code::kTruncated, kWhere);
  std::string_view note = file.substr(at + kSignatureStart.size());
  note.remove_suffix(kSignatureEnd.size());
  return Parts{file.substr(0, at), note};
}

}  // namespace

Result<std::string> fill_template(std::string_view page_template, const roster::Pins& pins) {
  LET(const roster::VerifiedRoster roster, roster::pinned_roster(pins));
  if (!keys_fit(pins)) return fail(Code::kInvalid, kWhere, "day keys");
  LET(const std::string connected, replace_once(page_template, kConnectMark, connect_sources(roster.roster)));
  return replace_once(connected, kPinsMark, write_pins(pins));
}

std::string attach_signature(std::string_view page, const roster::Note& signed_note) {
  return std::string{page}.append(kSignatureStart).append(roster::write_note(signed_note)).append(kSignatureEnd);
}

Result<CheckedFile> check_file(std::string_view file) {
  if (file.size() > kFileBytesMax) return fail(Code::kTooLarge, kWhere);
  LET(const Parts parts, split(file));
  LET(const roster::Note note, roster::parse_note(parts.note));
  LET(const roster::PageNote claimed, roster::parse_page_note(note.text));
  LET(const std::string_view json, between(parts.page, kPinsStart, kPinsEnd));
  LET(roster::Pins pins, parse_pins(json));
  LET(roster::VerifiedRoster roster, roster::pinned_roster(pins));
  LET(const roster::PageSigner signer, roster::page_signer(note, roster.roster));
  LET(const roster::PageNote expected, roster::page_note_for(pins, view_of(parts.page)));
  if (claimed != expected) return fail(Code::kAuthentication, kWhere, "the page was changed");
  return CheckedFile{.page = std::string{parts.page},
                     .pins = std::move(pins),
                     .roster = std::move(roster),
                     .note = claimed,
                     .signer = signer};
}

}  // namespace waymark::portable
