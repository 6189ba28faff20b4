#include "envelope/pasted.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <string>
#include <vector>

#include "base/encoding.h"

namespace waymark::envelope {
namespace {

constexpr std::string_view kWhere = "envelope/pasted";
constexpr std::string_view kBegin = "-----BEGIN AGE ENCRYPTED FILE-----";
constexpr std::string_view kEnd = "-----END AGE ENCRYPTED FILE-----";
constexpr std::size_t kLineLetters = 64;
constexpr std::size_t kLetters = (kEnvelopeBytes + 2) / 3 * 4;
constexpr std::size_t kLastLineLetters = kLetters % kLineLetters;
static_assert(kLetters == 21'848 && kLastLineLetters == 24);

bool is_letter(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
}

/// Runs of letters of base64; anything else only separates them.
std::vector<std::string_view> runs_of(std::string_view text) {
  std::vector<std::string_view> runs;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find_first_of(" \t\r\n", at), text.size());
    std::string_view word = text.substr(at, end - at);
    at = end + 1;
    while (word.ends_with('=')) word.remove_suffix(1);
    if (!word.empty() && std::ranges::all_of(word, is_letter)) runs.push_back(word);
  }
  return runs;
}

std::string joined(const std::vector<std::string_view>& runs) {
  std::string letters;
  for (const std::string_view run : runs) letters += run;
  return letters;
}

/// Whole lines and the shorter last one: what is left when a messenger puts names and times between.
std::string whole_lines(const std::vector<std::string_view>& runs, std::size_t last_line) {
  std::string letters;
  for (std::size_t at = 0; at < runs.size(); ++at)
    if (runs[at].size() == kLineLetters || (at + 1 == runs.size() && runs[at].size() == last_line)) letters += runs[at];
  return letters;
}

Result<Bytes> decode(std::string_view body) {
  constexpr std::size_t kPadding = 2;  // 16,384 bytes leave one byte over
  const std::vector<std::string_view> runs = runs_of(body);
  const std::string all = joined(runs);
  const std::string lines = whole_lines(runs, kLastLineLetters - kPadding);
  const std::string& letters = all.size() == kLetters - kPadding ? all : lines;
  if (letters.size() == kLetters - kPadding) return from_base64(letters + "==", Padding::kRequired);
  if (all.size() < kLetters - kPadding) return fail(Code::kTruncated, kWhere);
  return fail(lines.size() > kLetters ? Code::kWrongSize : Code::kMalformed, kWhere);
}

std::optional<unsigned> number(std::string_view digits) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

/// "2026-11-22", the last thing before the armor.
std::optional<std::uint32_t> day_before(std::string_view text) {
  const std::size_t end = text.find_last_not_of(" \t\r\n>");
  constexpr std::size_t kDateLetters = 10;
  if (end == std::string_view::npos || end + 1 < kDateLetters) return std::nullopt;
  const std::string_view date = text.substr(end + 1 - kDateLetters, kDateLetters);
  if (date[4] != '-' || date[7] != '-') return std::nullopt;
  const auto year = number(date.substr(0, 4));
  const auto month = number(date.substr(5, 2));
  const auto day = number(date.substr(8, 2));
  if (!year || !month || !day || *year < 1970) return std::nullopt;
  const std::chrono::year_month_day whole{std::chrono::year{static_cast<int>(*year)}, std::chrono::month{*month},
                                          std::chrono::day{*day}};
  if (!whole.ok()) return std::nullopt;
  return static_cast<std::uint32_t>(std::chrono::sys_days{whole}.time_since_epoch().count());
}

}  // namespace

Result<Pasted> read_pasted(std::string_view text) {
  if (text.size() > kPastedBytesMax) return fail(Code::kTooLarge, kWhere);
  const std::size_t begin = text.find(kBegin);
  if (begin == std::string_view::npos) return fail(Code::kNotFound, kWhere);
  const std::string_view rest = text.substr(begin + kBegin.size());
  if (rest.find(kBegin) != std::string_view::npos) return fail(Code::kConflict, kWhere);
  const std::size_t end = rest.find(kEnd);
  if (end == std::string_view::npos) return fail(Code::kTruncated, kWhere);
  LET(Bytes bytes, decode(rest.substr(0, end)));
  LET(Envelope envelope, Envelope::from_bytes(std::move(bytes)));
  return Pasted{.envelope = std::move(envelope), .day = day_before(text.substr(0, begin))};
}

}  // namespace waymark::envelope
