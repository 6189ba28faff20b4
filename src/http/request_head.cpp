#include "http/request_head.h"

#include <algorithm>
#include <charconv>

namespace waymark::http {
namespace {

using Refused = std::unexpected<HeadRefusal>;

constexpr std::string_view kEnd = "\r\n";

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_word(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
}

bool is_alphanumeric(char c) { return (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z'); }

/// RFC 9110 "token".
bool is_token(std::string_view text) {
  constexpr std::string_view kOthers = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::ranges::all_of(text, [&](char c) {
    return is_alphanumeric(c) || kOthers.find(c) != std::string_view::npos;
  });
}

bool is_path(std::string_view target) {
  return target.starts_with('/') && std::ranges::all_of(target, [](char c) { return c > 0x20 && c < 0x7F; });
}

/// A name or an address with or without a port; also nothing, which RFC 9112 allows.
bool is_host(std::string_view text) {
  constexpr std::string_view kOthers = ".-_:[]";
  return std::ranges::all_of(text,
                             [&](char c) { return is_alphanumeric(c) || kOthers.find(c) != std::string_view::npos; });
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// Whether `word` is one of the comma-separated words of `list`.
bool has_word(std::string_view list, std::string_view word) {
  while (true) {
    const std::size_t comma = std::min(list.find(','), list.size());
    if (same_word(trimmed(list.substr(0, comma)), word)) return true;
    if (comma == list.size()) return false;
    list.remove_prefix(comma + 1);
  }
}

/// The fields that say how long the request is and what happens to the connection.
class Framing {
 public:
  /// False when the field cannot be taken.
  bool take(std::string_view name, std::string_view value) {
    if (same_word(name, "host")) return ++hosts_ == 1 && is_host(value);
    if (same_word(name, "content-length")) return ++lengths_ == 1 && read_length(value);
    if (same_word(name, "transfer-encoding")) return ++encodings_ == 1 && same_word(value, "chunked");
    if (same_word(name, "connection")) close_ = close_ || has_word(value, "close");
    if (same_word(name, "expect")) expects_continue_ = same_word(value, "100-continue");
    return true;
  }
  /// What is wrong when all fields have been taken.
  [[nodiscard]] std::optional<HeadRefusal> refusal(bool version_1_1) const {
    if (version_1_1 && hosts_ == 0) return HeadRefusal{};
    if (encodings_ == 0) return std::nullopt;
    if (lengths_ > 0 || !version_1_1) return HeadRefusal{};
    return HeadRefusal{.status = 411, .word = "length-required"};
  }
  void tell(RequestHead& head, bool version_1_1) const {
    head.content_length = length_;
    head.keep_alive = version_1_1 && !close_;
    head.expects_continue = version_1_1 && expects_continue_;
  }

 private:
  bool read_length(std::string_view digits) {
    const char* const end = digits.data() + digits.size();
    const bool only_digits = std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
    const auto [stop, wrong] = std::from_chars(digits.data(), end, length_);
    return only_digits && wrong == std::errc{} && stop == end;
  }

  int hosts_ = 0;
  int lengths_ = 0;
  int encodings_ = 0;
  std::size_t length_ = 0;
  bool close_ = false;
  bool expects_continue_ = false;
};

/// "GET /path HTTP/1.1". @return whether the version is 1.1, or nothing when it is no request line
std::optional<bool> read_request_line(std::string_view line, Request& request) {
  const std::size_t first = line.find(' ');
  const std::size_t last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) return std::nullopt;
  const std::string_view target = line.substr(first + 1, last - first - 1);
  const std::string_view version = line.substr(last + 1);
  if (version != "HTTP/1.1" && version != "HTTP/1.0") return std::nullopt;
  if (!is_token(line.substr(0, first)) || !is_path(target)) return std::nullopt;
  request.method = line.substr(0, first);
  const std::size_t question = std::min(target.find('?'), target.size());
  request.path = target.substr(0, question);
  request.query = target.substr(std::min(target.size(), question + 1));
  return version == "HTTP/1.1";
}

/// Keeps the first field of each name that a handler may know.
void keep(std::string_view name, std::string_view value, Request& request) {
  const auto known = std::ranges::find_if(kRequestHeaders, [&](std::string_view k) { return same_word(k, name); });
  if (known == kRequestHeaders.end() || !request.header(*known).empty()) return;
  request.headers.push_back({std::string{*known}, std::string{value}});
}

bool read_field(std::string_view line, Request& request, Framing& framing) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return false;
  const std::string_view name = line.substr(0, colon);
  if (!is_token(name)) return false;  // a folded line begins with a space, which is none
  const std::string_view value = trimmed(line.substr(colon + 1));
  if (!framing.take(name, value)) return false;
  keep(name, value, request);
  return true;
}

}  // namespace

std::expected<RequestHead, HeadRefusal> parse_head(std::string_view head) {
  if (head.starts_with(kEnd)) head.remove_prefix(kEnd.size());  // one empty line may come first (RFC 9112, 2.2)
  RequestHead parsed;
  Framing framing;
  std::size_t end = head.find(kEnd);
  if (end == std::string_view::npos) return Refused{HeadRefusal{}};
  const auto version_1_1 = read_request_line(head.substr(0, end), parsed.request);
  if (!version_1_1) return Refused{HeadRefusal{}};
  for (std::size_t fields = 0;; ++fields) {
    head.remove_prefix(end + kEnd.size());
    end = head.find(kEnd);
    if (end == std::string_view::npos) return Refused{HeadRefusal{}};
    if (end == 0) break;
    if (fields == kRequestFieldsMax) return Refused{HeadRefusal{.status = 431, .word = "header-too-large"}};
    if (!read_field(head.substr(0, end), parsed.request, framing)) return Refused{HeadRefusal{}};
  }
  if (const auto refusal = framing.refusal(*version_1_1)) return Refused{*refusal};
  framing.tell(parsed, *version_1_1);
  return parsed;
}

}  // namespace waymark::http
