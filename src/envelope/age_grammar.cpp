#include "envelope/age_grammar.h"

#include <algorithm>

#include "base/encoding.h"
#include "envelope/age_header.h"

namespace waymark::envelope {
namespace {

constexpr std::string_view kWhere = "envelope/header";
constexpr std::string_view kVersionLine = "age-encryption.org/v1";
constexpr std::string_view kVersionStart = "age-encryption.org/";
constexpr std::string_view kStanzaStart = "-> ";
constexpr std::string_view kMacMark = "---";
constexpr std::size_t kColumns = 64;

/// Takes lines off the front of the file.
class Lines {
 public:
  explicit Lines(ByteView file) : file_(text_of(file)) {}

  /// The next line without its line feed.
  Result<std::string_view> next() {
    const std::size_t end = file_.find('\n', position_);
    if (end == std::string_view::npos) return fail(Code::kTruncated, kWhere);
    const std::string_view line = file_.substr(position_, end - position_);
    position_ = end + 1;
    return line;
  }
  [[nodiscard]] std::size_t position() const { return position_; }

 private:
  std::string_view file_;
  std::size_t position_ = 0;
};

bool is_argument(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
}

Result<std::vector<std::string_view>> parse_arguments(std::string_view line) {
  std::vector<std::string_view> arguments;
  for (std::size_t begin = 0; begin <= line.size();) {
    const std::size_t end = std::min(line.find(' ', begin), line.size());
    const std::string_view argument = line.substr(begin, end - begin);
    if (!is_argument(argument)) return fail(Code::kMalformed, kWhere, "stanza argument");
    arguments.push_back(argument);
    begin = end + 1;
  }
  return arguments;
}

/// Lines of exactly 64 characters, then a shorter one (which may be empty).
Result<Bytes> parse_body(Lines& lines) {
  std::string digits;
  for (;;) {
    LET(const std::string_view line, lines.next());
    if (line.size() > kColumns) return fail(Code::kMalformed, kWhere, "stanza line over 64 columns");
    digits += line;
    if (line.size() < kColumns) break;
  }
  return from_base64(digits, Padding::kNone);
}

Result<crypto::Sha256> parse_mac(std::string_view line) {
  if (line.size() <= kMacMark.size() || line[kMacMark.size()] != ' ') return fail(Code::kMalformed, kWhere, "MAC line");
  const auto mac = array_from_base64<crypto::kSha256Bytes>(line.substr(kMacMark.size() + 1), Padding::kNone);
  if (!mac.has_value()) return fail(Code::kMalformed, kWhere, "MAC");
  return *mac;
}

Result<void> check_version(std::string_view line) {
  if (line == kVersionLine) return {};
  if (line.starts_with(kVersionStart)) return fail(Code::kUnsupported, kWhere, "version");
  return fail(Code::kMalformed, kWhere, "version line");
}

}  // namespace

Result<AgeGrammar> parse_age_grammar(ByteView file) {
  Lines lines{file};
  LET(const std::string_view version, lines.next());
  TRY(check_version(version));
  AgeGrammar header;
  for (;;) {
    const std::size_t line_start = lines.position();
    LET(const std::string_view line, lines.next());
    if (line.starts_with(kMacMark)) {
      if (header.stanzas.empty()) return fail(Code::kMalformed, kWhere, "no stanza");
      LET(header.mac, parse_mac(line));
      header.authenticated = file.first(line_start + kMacMark.size());
      header.payload = file.subspan(lines.position());
      return header;
    }
    if (!line.starts_with(kStanzaStart)) return fail(Code::kMalformed, kWhere, "line that is no stanza");
    if (header.stanzas.size() == kStanzasMax) return fail(Code::kTooLarge, kWhere, "stanzas");
    AgeStanza stanza;
    LET(stanza.arguments, parse_arguments(line.substr(kStanzaStart.size())));
    LET(stanza.body, parse_body(lines));
    header.stanzas.push_back(std::move(stanza));
  }
}

}  // namespace waymark::envelope
