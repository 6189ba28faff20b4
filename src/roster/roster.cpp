#include "roster/roster.h"

#include <algorithm>

#include "base/check.h"
#include "roster/lines.h"

namespace waymark::roster {
namespace {

constexpr std::string_view kWhere = "roster/roster";
constexpr std::string_view kFirstLine = "waymark roster v1";
/// With its signatures it fits into one piece of the chain, which passes a line that is cut (docs/spec/roster.md).
constexpr std::size_t kTextBytesMax = 5'900;

Result<std::optional<ByteArray<32>>> parse_32_or(std::string_view word, std::string_view text) {
  if (text == word) return std::optional<ByteArray<32>>{};
  LET(const auto bytes, parse_32(text));
  return std::optional{bytes};
}

template <crypto::KeyRole role>
Result<std::vector<crypto::VerifyKey<role>>> parse_keys(LineReader& lines, std::string_view name, std::size_t max) {
  std::vector<crypto::VerifyKey<role>> keys;
  while (const auto text = lines.optional_value(name)) {
    if (keys.size() == max) return fail(Code::kTooLarge, kWhere, "keys");
    LET(const auto bytes, parse_32(*text));
    LET(const auto key, crypto::VerifyKey<role>::from_bytes(bytes));
    if (std::ranges::find(keys, key) != keys.end()) return fail(Code::kMalformed, kWhere, "a key twice");
    keys.push_back(key);
  }
  if (keys.empty()) return fail(Code::kMalformed, kWhere, "no key");
  return keys;
}

/// An http or https address of printable ASCII without quotes or brackets, which could leave an HTML attribute or a
/// header.
bool is_address(std::string_view text) {
  constexpr std::string_view kRefused = "\"'<>\\^`{|}";
  if (text.size() > kAddressBytesMax || !(text.starts_with("http://") || text.starts_with("https://"))) return false;
  return std::all_of(text.begin(), text.end(),
                     [&](char c) { return c > ' ' && c <= '~' && kRefused.find(c) == std::string_view::npos; });
}

Result<std::vector<std::string>> parse_addresses(LineReader& lines, std::string_view name, std::size_t max) {
  std::vector<std::string> addresses;
  while (const auto text = lines.optional_value(name)) {
    if (addresses.size() == max) return fail(Code::kTooLarge, kWhere, "addresses");
    if (!is_address(*text)) return fail(Code::kMalformed, kWhere, "address");
    addresses.emplace_back(*text);
  }
  return addresses;
}

Result<std::vector<std::string>> parse_mails(LineReader& lines) {
  std::vector<std::string> mails;
  while (const auto text = lines.optional_value("mail")) {
    if (mails.size() == kMailsMax) return fail(Code::kTooLarge, kWhere, "mails");
    if (!is_mail_address(*text)) return fail(Code::kMalformed, kWhere, "mail");
    mails.emplace_back(*text);
  }
  return mails;
}

Result<void> check_values(const Roster& roster) {
  if (roster.name.size() > kNameBytesMax) return fail(Code::kTooLarge, kWhere, "name");
  if (roster.serial == 0) return fail(Code::kMalformed, kWhere, "serial");
  if (roster.expires_day < roster.issued_day || roster.expires_day - roster.issued_day > kRosterDaysMax)
    return fail(Code::kMalformed, kWhere, "dates");
  if (roster.threshold != 1) return fail(Code::kUnsupported, kWhere, "threshold");
  const bool first = roster.serial == 1;
  if (first == roster.instance.has_value() || first == roster.previous.has_value())
    return fail(Code::kMalformed, kWhere, "serial, instance and previous do not fit");
  return {};
}

void append_lines(std::string& text, std::string_view name, const std::vector<std::string>& values) {
  for (const std::string& value : values) (text += name) += value + "\n";
}

}  // namespace

bool is_mail_address(std::string_view text) {
  const std::size_t at = text.find('@');
  if (text.size() > kMailBytesMax || at == 0 || at == std::string_view::npos || at + 1 == text.size()) return false;
  const auto plain = [](std::string_view part, std::string_view signs) {
    return std::ranges::all_of(part, [signs](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
             signs.find(c) != std::string_view::npos;
    });
  };
  return plain(text.substr(0, at), "._+-") && plain(text.substr(at + 1), ".-");
}

std::string write_roster(const Roster& roster) {
  std::string text{kFirstLine};
  text += "\n";
  text += "name " + roster.name + "\n";
  text += "serial " + std::to_string(roster.serial) + "\n";
  text += "instance " + (roster.instance ? write_base64(roster.instance->bytes) : "self") + "\n";
  text += "previous " + (roster.previous ? write_base64(*roster.previous) : "none") + "\n";
  text += "issued " + write_date(roster.issued_day) + "\n";
  text += "expires " + write_date(roster.expires_day) + "\n";
  text += "threshold " + std::to_string(roster.threshold) + "\n";
  for (const auto& key : roster.roots) text += "root " + write_base64(key.bytes()) + "\n";
  text += "list " + write_base64(roster.list_key.bytes()) + "\n";
  for (const auto& key : roster.reply_keys) text += "reply " + write_base64(key.bytes()) + "\n";
  append_lines(text, "relay ", roster.relays);
  append_lines(text, "clerk ", roster.clerks);
  append_lines(text, "mirror ", roster.mirrors);
  append_lines(text, "mail ", roster.mails);
  return text;
}

Result<Roster> parse_roster(std::string_view text) {
  if (text.size() > kTextBytesMax) return fail(Code::kTooLarge, kWhere, "addresses");
  LineReader lines{text};
  TRY(lines.first_line(kFirstLine));
  LET(const std::string_view name, lines.value("name"));
  LET(const std::uint32_t serial, lines.number("serial"));
  LET(const std::string_view instance_text, lines.value("instance"));
  LET(const auto instance, parse_32_or("self", instance_text));
  LET(const std::string_view previous_text, lines.value("previous"));
  LET(const auto previous, parse_32_or("none", previous_text));
  LET(const std::uint32_t issued, lines.date("issued"));
  LET(const std::uint32_t expires, lines.date("expires"));
  LET(const std::uint32_t threshold, lines.number("threshold"));
  LET(auto roots, parse_keys<crypto::KeyRole::kRoot>(lines, "root", kRootsMax));
  LET(const auto list_bytes, lines.bytes_32("list"));
  LET(const auto list_key, crypto::ListVerifyKey::from_bytes(list_bytes));
  LET(auto reply_keys, parse_keys<crypto::KeyRole::kReply>(lines, "reply", kReplyKeysMax));
  LET(auto relays, parse_addresses(lines, "relay", kRelaysMax));
  LET(auto clerks, parse_addresses(lines, "clerk", kClerksMax));
  LET(auto mirrors, parse_addresses(lines, "mirror", kMirrorsMax));
  LET(auto mails, parse_mails(lines));
  TRY(lines.end());
  Roster roster{.name = std::string{name},
                .serial = serial,
                .instance = instance ? std::optional{crypto::InstanceId{*instance}} : std::nullopt,
                .previous = previous,
                .issued_day = issued,
                .expires_day = expires,
                .threshold = threshold,
                .roots = std::move(roots),
                .list_key = list_key,
                .reply_keys = std::move(reply_keys),
                .relays = std::move(relays),
                .clerks = std::move(clerks),
                .mirrors = std::move(mirrors),
                .mails = std::move(mails)};
  TRY(check_values(roster));
  return roster;
}

Result<void> check_date(const Roster& roster, TimePoint now) {
  const std::uint32_t today = unix_day(now);
  if (today > roster.expires_day) return fail(Code::kExpired, kWhere);
  if (today + kClockDays < roster.issued_day) return fail(Code::kWrongDay, kWhere, "issued in the future");
  return {};
}

int days_left(const Roster& roster, TimePoint now) {
  return static_cast<int>(roster.expires_day) - static_cast<int>(unix_day(now));
}

Note sign_roster(const Roster& roster, std::span<const crypto::RootSigningKey> roots) {
  Note note{.text = write_roster(roster), .signatures = {}};
  CHECK(parse_roster(note.text).has_value());
  for (const crypto::RootSigningKey& root : roots) sign_note(note, "root", root);
  return note;
}

}  // namespace waymark::roster
