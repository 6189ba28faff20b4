#include "envelope/pasted.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <string>
#include <vector>

#include "base/encoding.h"
#include "envelope/plain_text.h"

namespace waymark::envelope {
namespace {

constexpr std::string_view kWhere = "envelope/pasted";
constexpr std::size_t kLineLetters = 64;
constexpr std::size_t kLetters = (kEnvelopeBytes + 2) / 3 * 4;
constexpr std::size_t kLastLineLetters = kLetters % kLineLetters;
constexpr std::size_t kPadding = 1;  // 8,192 bytes leave two over
static_assert(kLetters == 10'924 && kLastLineLetters == 44);

bool is_letter(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
}

/// One line of the body: its runs of letters, and whether anything but letters and marks of quoting stood in it.
struct Line {
  std::vector<std::string> runs;
  bool foreign = false;
  bool glued = false;  ///< its first run follows a foreign sign at once: "19:40"
};

/// "> ", "• ", "12. ", "| ": what programs put in front of a line.
std::string_view without_front(std::string_view line) {
  const std::size_t begin = line.find_first_not_of(" \t>|*-`\"'");
  if (begin == std::string_view::npos) return {};
  line.remove_prefix(begin);
  const std::size_t digits = line.find_first_not_of("0123456789");
  const bool numbered = digits != 0 && digits != std::string_view::npos && digits <= 4 &&
                        std::string_view{".):|"}.find(line[digits]) != std::string_view::npos &&
                        digits + 1 < line.size() && line[digits + 1] == ' ';
  return numbered ? line.substr(digits + 2) : line;
}

/// A name and a time may stand in front of letters in one line: those after the last foreign sign count.
Line read_line(std::string_view text) {
  constexpr std::string_view kMarks = " \t`*\"'_~|>";
  Line line;
  std::string run;
  bool after_foreign = false;
  const auto end_run = [&] {
    while (run.ends_with("=3D")) run.resize(run.size() - 3);
    while (run.ends_with('=')) run.pop_back();
    if (!run.empty()) line.runs.push_back(std::move(run));
    run.clear();
  };
  for (const char c : without_front(text)) {
    if (is_letter(c) || c == '=') {
      if (run.empty() && line.runs.empty()) line.glued = after_foreign;
      run += c;
      continue;
    }
    end_run();
    after_foreign = kMarks.find(c) == std::string_view::npos;
    if (!after_foreign) continue;
    line.foreign = true;
    line.runs.clear();
  }
  end_run();
  return line;
}

std::vector<Line> lines_of(std::string_view body) {
  std::vector<Line> lines;
  for (std::size_t at = 0; at <= body.size();) {
    const std::size_t end = std::min(body.find_first_of("\r\n", at), body.size());
    Line line = read_line(body.substr(at, end - at));
    at = end + 1;
    if (line.foreign || !line.runs.empty()) lines.push_back(std::move(line));
  }
  return lines;
}

/// Words of a sentence, such as "Forwarded from Anna Smith", or what is left of a name and a time.
bool is_prose(const Line& line) {
  constexpr std::size_t kWordMax = 40;
  const bool short_words = std::ranges::all_of(line.runs, [](const std::string& run) { return run.size() < kWordMax; });
  return short_words && (line.runs.size() != 1 || line.glued);
}

/// ", 2026" at the end of a line with a name and a day.
bool is_rest_of_a_head(const Line& line) {
  constexpr std::size_t kRestMax = 12;
  return line.foreign && line.runs.size() == 1 && line.runs.front().size() < kRestMax;
}

using Keep = bool (*)(const std::vector<Line>& lines, std::size_t at, const std::string& run);

/// Ways to tell letters from what stands between, from the most trusting to the strictest.
constexpr std::array<Keep, 4> kWays{
    [](const std::vector<Line>&, std::size_t, const std::string&) { return true; },
    [](const std::vector<Line>& lines, std::size_t at, const std::string&) { return !is_prose(lines[at]); },
    // A name alone in its line, above a line with the time.
    [](const std::vector<Line>& lines, std::size_t at, const std::string& run) {
      constexpr std::size_t kNameMax = 24;
      const bool name = run.size() <= kNameMax && !lines[at].foreign && at + 1 < lines.size() &&
                        lines[at + 1].foreign && is_prose(lines[at + 1]);
      return !name && !is_prose(lines[at]) && !is_rest_of_a_head(lines[at]);
    },
    // Whole lines and the shorter last one.
    [](const std::vector<Line>& lines, std::size_t at, const std::string& run) {
      const bool last = at + 1 == lines.size() && &run == &lines[at].runs.back();
      return run.size() == kLineLetters || (last && run.size() == kLastLineLetters - kPadding);
    }};

std::string letters_of(const std::vector<Line>& lines, Keep keep) {
  std::string letters;
  for (std::size_t at = 0; at < lines.size(); ++at)
    for (const std::string& run : lines[at].runs)
      if (keep(lines, at, run)) letters += run;
  return letters;
}

/// The envelope of the first way whose letters are one. Whatever is taken here is opened only if nobody changed it.
Result<Envelope> decode(std::string_view body) {
  const std::vector<Line> lines = lines_of(body);
  std::size_t most = 0;
  std::optional<Error> header;
  for (const Keep keep : kWays) {
    const std::string letters = letters_of(lines, keep);
    most = std::max(most, letters.size());
    if (letters.size() != kLetters - kPadding) continue;
    LET(Bytes bytes, from_base64(letters + std::string(kPadding, '='), Padding::kRequired));
    auto envelope = Envelope::from_bytes(std::move(bytes));
    if (envelope.has_value()) return envelope;
    if (!header) header = envelope.error();
  }
  if (header) return std::unexpected(*header);
  if (most < kLetters - kPadding) return fail(Code::kTruncated, kWhere);
  const std::size_t whole = letters_of(lines, kWays.back()).size();
  return fail(whole > kLetters ? Code::kWrongSize : Code::kMalformed, kWhere);
}

/// Where `words` stand, with any spaces between them and dashes around; nothing if they do not.
struct Place {
  std::size_t begin;
  std::size_t end;
};
std::optional<Place> find_frame(std::string_view text, std::string_view first) {
  constexpr std::array<std::string_view, 3> kRest{"AGE", "ENCRYPTED", "FILE"};
  constexpr std::string_view kSpaces = " \t\r\n>*";
  constexpr std::string_view kDashes = "- \t*`_";
  for (std::size_t found = text.find(first); found != std::string_view::npos; found = text.find(first, found + 1)) {
    std::size_t at = found + first.size();
    const bool all = std::ranges::all_of(kRest, [&](std::string_view word) {
      at = std::min(text.find_first_not_of(kSpaces, at), text.size());
      const bool here = text.substr(at).starts_with(word);
      at += here ? word.size() : 0;
      return here;
    });
    if (!all) continue;
    const std::size_t before = text.substr(0, found).find_last_not_of(kDashes);
    return Place{.begin = before == std::string_view::npos ? 0 : before + 1,
                 .end = std::min(text.find_first_not_of(kDashes, at), text.size())};
  }
  return std::nullopt;
}

std::optional<unsigned> number(std::string_view digits) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

/// "2026-11-22", the last thing before the armor.
std::optional<std::uint32_t> day_before(std::string_view text) {
  const std::size_t end = text.find_last_not_of(" \t\r\n>|*`-");
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

std::vector<std::string> pasted_pieces(std::string_view text, std::size_t most) {
  constexpr std::size_t kBeforeMax = 300;
  const std::string plain = plain_text(text);
  std::string_view rest{plain};
  std::vector<std::string> pieces;
  while (pieces.size() < most) {
    const auto begin = find_frame(rest, "BEGIN");
    if (!begin) break;
    const std::size_t from = begin->begin > kBeforeMax ? begin->begin - kBeforeMax : 0;
    const std::string_view body = rest.substr(begin->end);
    const auto next = find_frame(body, "BEGIN");
    const auto end = find_frame(body.substr(0, next ? next->begin : std::string_view::npos), "END");
    const std::size_t used = begin->end + (end ? end->end : next ? next->begin : body.size());
    pieces.emplace_back(rest.substr(from, used - from));
    rest.remove_prefix(used);
  }
  return pieces;
}

Result<Pasted> read_pasted(std::string_view text) {
  if (text.size() > kPastedBytesMax) return fail(Code::kTooLarge, kWhere);
  const std::string plain = plain_text(text);
  const std::string_view all{plain};
  const auto begin = find_frame(all, "BEGIN");
  if (!begin) return fail(Code::kNotFound, kWhere);
  const std::string_view rest = all.substr(begin->end);
  if (find_frame(rest, "BEGIN")) return fail(Code::kConflict, kWhere);
  if (const auto end = find_frame(rest, "END")) {
    LET(Envelope envelope, decode(rest.substr(0, end->begin)));
    return Pasted{.envelope = std::move(envelope), .day = day_before(all.substr(0, begin->begin))};
  }
  // The messages with the end were pasted above those with the beginning: what stands up there follows.
  const std::string_view above = all.substr(0, begin->begin);
  const auto end = find_frame(above, "END");
  if (!end) return fail(Code::kTruncated, kWhere);
  LET(Envelope envelope, decode(std::string{rest} + "\n" + std::string{above.substr(0, end->begin)}));
  return Pasted{.envelope = std::move(envelope), .day = day_before(above.substr(end->end))};
}

}  // namespace waymark::envelope
