#include "bridge/return_address.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <vector>

#include "bridge/limits.h"

namespace waymark::bridge {
namespace {

constexpr std::string_view kWhere = "bridge/return_address";
constexpr std::size_t kFromBytesMax = 2'000;
constexpr std::size_t kLocalBytesMax = 64;
constexpr std::size_t kAddressBytesMax = 254;

std::string lower(std::string_view text) {
  std::string out{text};
  std::ranges::transform(out, out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  return begin == std::string_view::npos ? std::string_view{}
                                         : text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

struct Field {
  std::string name;  ///< in lower case
  std::string value;
};

/// The fields of the head, lines that continue one joined to it. Ends at the first empty line.
std::vector<Field> fields_of(std::string_view bytes) {
  std::vector<Field> fields;
  bytes = bytes.substr(0, kHeadBytesMax);
  while (!bytes.empty()) {
    const std::size_t end = std::min(bytes.find('\n'), bytes.size());
    std::string_view line = bytes.substr(0, end);
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) break;
    const bool goes_on = line.front() == ' ' || line.front() == '\t';
    if (goes_on && !fields.empty()) fields.back().value += line;
    const std::size_t colon = line.find(':');
    if (goes_on || colon == std::string_view::npos) continue;
    fields.push_back({lower(trimmed(line.substr(0, colon))), std::string{trimmed(line.substr(colon + 1))}});
  }
  return fields;
}

/// What mailing lists, answering machines and servers put into their letters.
bool by_a_program(const std::vector<Field>& fields) {
  constexpr std::array<std::string_view, 8> kMarks{
      "list-id",     "list-post",     "list-unsubscribe",    "x-loop",
      "x-autoreply", "x-autorespond", "x-failed-recipients", "feedback-id"};
  constexpr std::array<std::string_view, 4> kBulk{"bulk", "list", "junk", "auto_reply"};
  return std::ranges::any_of(fields, [&](const Field& field) {
    const std::string value = lower(field.value);
    if (field.name == "auto-submitted") return value != "no";
    if (field.name == "return-path") return value == "<>" || value.empty();
    if (field.name == "precedence") return std::ranges::find(kBulk, value) != kBulk.end();
    if (field.name == "content-type") return value.starts_with("multipart/report");
    return std::ranges::find(kMarks, field.name) != kMarks.end();
  });
}

/// Takes out quoted names and comments. Nothing if one of them has no end.
std::optional<std::string> without_names(std::string_view text) {
  std::string left;
  std::size_t depth = 0;
  bool quoted = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '\\' && (quoted || depth > 0)) {
      ++at;
    } else if (c == '"' && depth == 0) {
      quoted = !quoted;
      left += ' ';
    } else if (!quoted && c == '(') {
      ++depth;
    } else if (!quoted && c == ')' && depth > 0) {
      --depth;
    } else if (!quoted && depth == 0) {
      left += c;
    }
  }
  return quoted || depth > 0 ? std::nullopt : std::optional{left};
}

bool of(std::string_view text, std::string_view signs) {
  return std::ranges::all_of(text, [signs](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           signs.find(c) != std::string_view::npos;
  });
}

bool is_domain(std::string_view domain) {
  if (domain.find('.') == std::string_view::npos || domain.find("..") != std::string_view::npos) return false;
  return of(domain, ".-") && std::isalnum(static_cast<unsigned char>(domain.front())) != 0 &&
         std::isalnum(static_cast<unsigned char>(domain.back())) != 0;
}

bool is_address(std::string_view text) {
  const std::size_t at = text.find('@');
  if (at == std::string_view::npos || at == 0 || at > kLocalBytesMax || text.size() > kAddressBytesMax) return false;
  const std::string_view local = text.substr(0, at);
  const std::string_view domain = text.substr(at + 1);
  // A first '-' could be read as an option by a program on the way.
  return local.front() != '-' && of(local, "._+-=~&'!#$%*/?^`{|}") && !domain.empty() && is_domain(domain);
}

bool is_a_servers(std::string_view address) {
  const std::string local = lower(address.substr(0, address.find('@')));
  return local == "mailer-daemon" || local == "postmaster" || local.starts_with("noreply") ||
         local.starts_with("no-reply") || local.ends_with("-bounces") || local.starts_with("owner-");
}

Result<std::string> one_address(std::string_view from) {
  if (from.size() > kFromBytesMax) return fail(Code::kMalformed, kWhere, "length");
  const auto plain = without_names(from);
  if (!plain) return fail(Code::kMalformed, kWhere, "quotes");
  std::string_view rest = *plain;
  if (rest.find_first_of(",;:") != std::string_view::npos) return fail(Code::kConflict, kWhere, "several");
  const std::size_t open = rest.find('<');
  if (open != std::string_view::npos) {
    const std::size_t close = rest.find('>', open);
    if (close == std::string_view::npos || rest.find_first_of("<>", close + 1) != std::string_view::npos)
      return fail(Code::kMalformed, kWhere, "brackets");
    rest = rest.substr(open + 1, close - open - 1);
  }
  rest = trimmed(rest);
  if (!is_address(rest)) return fail(Code::kMalformed, kWhere, "address");
  return std::string{rest};
}

}  // namespace

Result<std::string> return_address(std::string_view bytes) {
  const std::vector<Field> fields = fields_of(bytes);
  if (by_a_program(fields)) return fail(Code::kDenied, kWhere);
  const auto is_from = [](const Field& field) { return field.name == "from"; };
  const auto from = std::ranges::find_if(fields, is_from);
  if (from == fields.end()) return fail(Code::kNotFound, kWhere);
  if (std::ranges::count_if(fields, is_from) != 1) return fail(Code::kConflict, kWhere, "fields");
  LET(std::string address, one_address(from->value));
  if (is_a_servers(address)) return fail(Code::kDenied, kWhere, "server");
  return address;
}

}  // namespace waymark::bridge
