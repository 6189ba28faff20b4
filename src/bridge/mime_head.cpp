#include "bridge/mime_head.h"

#include <algorithm>
#include <cctype>

#include "bridge/limits.h"

namespace waymark::bridge {
namespace {

constexpr std::size_t kBoundaryBytesMax = 200;  // RFC 2046 says 70; some programs are longer

std::string lower(std::string_view text) {
  std::string out{text};
  std::ranges::transform(out, out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\n");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\n") - begin + 1);
}

/// The value of a field with the lines that continue it; the first of its name counts.
std::string_view field(std::string_view head, std::string_view name) {
  for (std::size_t at = 0; at < head.size();) {
    std::size_t end = head.find('\n', at);
    while (end != std::string_view::npos && end + 1 < head.size() && (head[end + 1] == ' ' || head[end + 1] == '\t'))
      end = head.find('\n', end + 1);
    const std::string_view line = head.substr(at, end == std::string_view::npos ? end : end - at);
    if (line.size() > name.size() && line[name.size()] == ':' && lower(line.substr(0, name.size())) == name)
      return trimmed(line.substr(name.size() + 1));
    if (end == std::string_view::npos) break;
    at = end + 1;
  }
  return {};
}

/// The value of ` ; boundary = "…"`, quoted or not.
std::string boundary_of(std::string_view content_type) {
  const std::string low = lower(content_type);
  std::size_t at = low.find("boundary");
  if (at == std::string::npos) return {};
  at = low.find_first_not_of(" \t\n", at + std::string_view{"boundary"}.size());
  if (at == std::string::npos || low[at] != '=') return {};
  std::string_view rest = trimmed(content_type.substr(at + 1));
  std::string value;
  if (rest.starts_with('"')) {
    for (rest.remove_prefix(1); !rest.empty() && rest.front() != '"'; rest.remove_prefix(1)) {
      if (rest.front() == '\\' && rest.size() > 1) rest.remove_prefix(1);
      value += rest.front();
    }
  } else {
    value = rest.substr(0, rest.find_first_of("; \t\n("));
  }
  while (value.ends_with(' ')) value.pop_back();
  return value.size() <= kBoundaryBytesMax ? value : std::string{};
}

}  // namespace

HeadAndBody read_mime_head(std::string_view text) {
  if (text.starts_with('\n')) return {.head = {}, .body = text.substr(1)};  // a part without a head
  const std::size_t end = text.substr(0, kHeadBytesMax).find("\n\n");
  if (end == std::string_view::npos) return {.head = {}, .body = {}};
  const std::string_view head = text.substr(0, end);
  MimeHead said;
  if (const std::string_view type = field(head, "content-type"); !type.empty()) {
    said.type = lower(trimmed(type.substr(0, type.find_first_of(";("))));
    said.boundary = boundary_of(type);
  }
  const std::string encoding = lower(field(head, "content-transfer-encoding"));
  if (encoding.starts_with("quoted-printable")) said.encoding = Encoding::kQuotedPrintable;
  if (encoding.starts_with("base64")) said.encoding = Encoding::kBase64;
  return {.head = std::move(said), .body = text.substr(end + 2)};
}

}  // namespace waymark::bridge
