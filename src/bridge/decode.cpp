#include "bridge/decode.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>

namespace waymark::bridge {
namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

int base64_value(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+') return 62;
  return c == '/' ? 63 : -1;
}

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

/// "br" of "<br/>", "/p" of "</P >": at most 16 letters, as they stand.
std::string_view tag_name(std::string_view after_bracket) {
  constexpr std::size_t kNameMax = 16;
  const std::size_t from = after_bracket.starts_with('/') ? 1 : 0;
  std::size_t end = from;
  while (end < after_bracket.size() && end < kNameMax &&
         std::isalnum(static_cast<unsigned char>(after_bracket[end])) != 0)
    ++end;
  return after_bracket.substr(0, end);
}

bool ends_a_line(std::string_view name) {
  constexpr std::array<std::string_view, 19> kBreaks{"br", "p",   "/p",  "div",  "/div",       "tr",          "/tr",
                                                     "li", "/li", "pre", "/pre", "blockquote", "/blockquote", "hr",
                                                     "td", "h1",  "/h1", "h2",   "/h2"};
  return std::ranges::any_of(kBreaks, [name](std::string_view one) { return equals_ignoring_case(one, name); });
}

/// Where the element `name` that begins at `at` is over; the end of the text if it never is.
std::size_t after_element(std::string_view html, std::size_t at, std::string_view name) {
  for (at = html.find("</", at); at != std::string_view::npos; at = html.find("</", at + 2)) {
    if (!equals_ignoring_case(html.substr(at + 2, name.size()), name)) continue;
    const std::size_t end = html.find('>', at);
    return end == std::string_view::npos ? html.size() : end + 1;
  }
  return html.size();
}

/// Behind the tag, comment or silent element at html[at] == '<'; `out` gets a line end if it makes one.
std::size_t skip_markup(std::string_view html, std::size_t at, std::string& out) {
  const std::string_view rest = html.substr(at + 1);
  if (rest.starts_with("!--")) {
    const std::size_t end = html.find("-->", at + 4);
    return end == std::string_view::npos ? html.size() : end + 3;
  }
  const std::string_view name = tag_name(rest);
  if (equals_ignoring_case(name, "style") || equals_ignoring_case(name, "script")) return after_element(html, at, name);
  if (ends_a_line(name)) out += '\n';
  const std::size_t end = html.find('>', at);
  return end == std::string_view::npos ? html.size() : end + 1;
}

bool is_markup(std::string_view after_bracket) {
  if (after_bracket.empty()) return false;
  const char c = after_bracket.front();
  return c == '/' || c == '!' || c == '?' || std::isalpha(static_cast<unsigned char>(c)) != 0;
}

}  // namespace

std::string from_quoted_printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '=') {
      out += text[at];
      continue;
    }
    const std::size_t end = text.find_first_not_of(" \t", at + 1);
    if (end != std::string_view::npos && text[end] == '\n') {
      at = end;
      continue;
    }
    const int high = at + 2 < text.size() ? hex_value(text[at + 1]) : -1;
    const int low = high >= 0 ? hex_value(text[at + 2]) : -1;
    if (low < 0) {
      out += '=';
      continue;
    }
    out += static_cast<char>(high * 16 + low);
    at += 2;
  }
  return out;
}

std::string from_mail_base64(std::string_view text) {
  std::string out;
  out.reserve(text.size() / 4 * 3);
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (const char c : text) {
    const int value = base64_value(c);
    if (value < 0) {
      if (c == '=') count = 0;
      continue;
    }
    bits = (bits << 6U) | static_cast<std::uint32_t>(value);
    // A letter of four gives no byte, the second to fourth give one each.
    if (count > 0) out += static_cast<char>((bits >> (6U - 2U * count)) & 0xFFU);
    count = (count + 1) % 4;
  }
  return out;
}

std::string from_html(std::string_view html) {
  std::string out;
  out.reserve(html.size());
  for (std::size_t at = 0; at < html.size();) {
    if (html[at] == '<' && is_markup(html.substr(at + 1))) {
      at = skip_markup(html, at, out);
    } else {
      out += html[at];
      ++at;
    }
  }
  return out;
}

}  // namespace waymark::bridge
