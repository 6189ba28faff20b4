#include "roster/day_keys.h"

#include <algorithm>

#include "base/check.h"
#include "base/encoding.h"
#include "roster/issue.h"

namespace waymark::roster {
namespace {

constexpr std::string_view kWhere = "roster/day-keys";
constexpr std::string_view kFirstLine = "waymark day keys v1";
constexpr Seconds kEarly{3'600};  // clocks differ

struct DayLine {
  std::uint32_t day;
  std::string_view value;
};

Result<DayLine> parse_day_line(std::string_view text) {
  const std::size_t space = text.find(' ');
  if (space == std::string_view::npos) return fail(Code::kMalformed, kWhere);
  LET(const std::uint32_t day, parse_number(text.substr(0, space)));
  return DayLine{day, text.substr(space + 1)};
}

Result<std::vector<DayHash>> parse_hashes(LineReader& lines) {
  std::vector<DayHash> hashes;
  while (const auto text = lines.optional_value("hash")) {
    if (hashes.size() == kDayHashesMax) return fail(Code::kTooLarge, kWhere, "hashes");
    LET(const DayLine line, parse_day_line(*text));
    if (!hashes.empty() && line.day != hashes.back().day + 1) return fail(Code::kMalformed, kWhere, "days with a gap");
    LET(const auto hash, parse_32(line.value));
    hashes.push_back({line.day, hash});
  }
  if (hashes.size() < kDayHashesMin) return fail(Code::kMalformed, kWhere, "too few hashes");
  return hashes;
}

bool has_hash(const std::vector<DayHash>& hashes, const DayKey& key) {
  const crypto::Sha256 hash = crypto::sha256(key.key.bytes);
  return std::ranges::any_of(hashes,
                             [&](const DayHash& listed) { return listed.day == key.day && listed.hash == hash; });
}

Result<std::vector<DayKey>> parse_whole_keys(LineReader& lines, const std::vector<DayHash>& hashes) {
  std::vector<DayKey> keys;
  while (const auto text = lines.optional_value("key")) {
    if (keys.size() == kWholeDayKeysMax) return fail(Code::kTooLarge, kWhere, "keys");
    LET(const DayLine line, parse_day_line(*text));
    const auto bytes = array_from_base64<crypto::kXWingPublicKeyBytes>(line.value, Padding::kRequired);
    if (!bytes.has_value()) return fail(Code::kMalformed, kWhere, "key");
    const DayKey key{line.day, {*bytes}};
    if (!keys.empty() && key.day <= keys.back().day) return fail(Code::kMalformed, kWhere, "key order");
    if (!has_hash(hashes, key)) return fail(Code::kMalformed, kWhere, "key without its hash");
    keys.push_back(key);
  }
  if (keys.empty()) return fail(Code::kMalformed, kWhere, "no key");
  return keys;
}

Result<DayKeyList> parse_day_keys(std::string_view text) {
  LineReader lines{text};
  LET(const Issue issue, read_issue(lines, kFirstLine));
  LET(auto hashes, parse_hashes(lines));
  LET(auto keys, parse_whole_keys(lines, hashes));
  TRY(lines.end());
  return DayKeyList{.instance = issue.instance,
                    .serial = issue.serial,
                    .issued_day = issue.day,
                    .hashes = std::move(hashes),
                    .keys = std::move(keys)};
}

}  // namespace

std::string write_day_keys(const DayKeyList& list) {
  std::string text = write_issue(kFirstLine, {list.instance, list.serial, list.issued_day});
  for (const DayHash& hash : list.hashes)
    text += "hash " + std::to_string(hash.day) + " " + write_base64(hash.hash) + "\n";
  for (const DayKey& key : list.keys)
    text += "key " + std::to_string(key.day) + " " + write_base64(key.key.bytes) + "\n";
  return text;
}

Note sign_day_keys(const DayKeyList& list, const crypto::ListSigningKey& key) {
  Note note{.text = write_day_keys(list), .signatures = {}};
  CHECK(parse_day_keys(note.text).has_value());
  sign_note(note, "list", key);
  return note;
}

Result<DayKeyList> verify_day_keys(std::string_view note_text, const VerifiedRoster& roster) {
  LET(const Note note, parse_note(note_text));
  if (!note.signed_by("list", roster.roster.list_key)) return fail(Code::kAuthentication, kWhere, "list signature");
  LET(DayKeyList list, parse_day_keys(note.text));
  if (list.instance != roster.instance) return fail(Code::kWrongInstance, kWhere);
  return list;
}

bool day_is_accepted(std::uint32_t day, TimePoint now) {
  return now >= start_of_day(day) - kEarly && now < start_of_day(day + kDayAcceptedDays + 1);
}

}  // namespace waymark::roster
