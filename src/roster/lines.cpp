#include "roster/lines.h"

#include "base/encoding.h"

namespace waymark::roster {
namespace {

constexpr std::string_view kWhere = "roster/lines";
constexpr std::size_t kDigitsMax = 9;

}  // namespace

std::optional<std::string_view> LineReader::optional_value(std::string_view key) {
  const std::size_t end = rest_.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  std::string_view line = rest_.substr(0, end);
  if (!line.starts_with(key) || line.size() <= key.size() || line[key.size()] != ' ') return std::nullopt;
  line.remove_prefix(key.size() + 1);
  if (line.empty()) return std::nullopt;
  rest_.remove_prefix(end + 1);
  return line;
}

Result<std::string_view> LineReader::value(std::string_view key) {
  const auto found = optional_value(key);
  if (!found) return fail(Code::kMalformed, kWhere, "line missing or out of order");
  return *found;
}

Result<std::uint32_t> LineReader::number(std::string_view key) {
  LET(const std::string_view text, value(key));
  return parse_number(text);
}

Result<std::uint32_t> LineReader::date(std::string_view key) {
  LET(const std::string_view text, value(key));
  return parse_date(text);
}

Result<ByteArray<32>> LineReader::bytes_32(std::string_view key) {
  LET(const std::string_view text, value(key));
  return parse_32(text);
}

Result<void> LineReader::first_line(std::string_view line) {
  const std::size_t end = rest_.find('\n');
  if (end == std::string_view::npos || rest_.substr(0, end) != line)
    return fail(Code::kUnsupported, kWhere, "first line");
  rest_.remove_prefix(end + 1);
  return {};
}

Result<void> LineReader::end() const {
  if (!rest_.empty()) return fail(Code::kMalformed, kWhere, "a line too many");
  return {};
}

Result<std::uint32_t> parse_number(std::string_view text) {
  if (text.empty() || text.size() > kDigitsMax || (text.size() > 1 && text.front() == '0'))
    return fail(Code::kMalformed, kWhere, "number");
  std::uint32_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return fail(Code::kMalformed, kWhere, "number");
    value = value * 10 + static_cast<std::uint32_t>(c - '0');
  }
  return value;
}

Result<ByteArray<32>> parse_32(std::string_view text) {
  const auto bytes = array_from_base64<32>(text, Padding::kRequired);
  if (!bytes.has_value()) return fail(Code::kMalformed, kWhere, "base64");
  return *bytes;
}

std::string write_base64(ByteView bytes) { return to_base64(bytes, Padding::kRequired); }

}  // namespace waymark::roster
