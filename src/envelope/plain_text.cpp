#include "envelope/plain_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "base/utf8.h"

namespace waymark::envelope {
namespace {

constexpr char kOther = '#';
constexpr std::size_t kEntityBytesMax = 10;  // &#x1F600;

struct Range {
  char32_t first;
  char32_t last;
};
constexpr std::array kInvisible{Range{0x00AD, 0x00AD}, Range{0x034F, 0x034F}, Range{0x061C, 0x061C},
                                Range{0x180E, 0x180E}, Range{0x200B, 0x200F}, Range{0x202A, 0x202E},
                                Range{0x2060, 0x206F}, Range{0xFE00, 0xFE0F}, Range{0xFEFF, 0xFEFF}};
constexpr std::array kDashes{Range{0x2010, 0x2015}, Range{0x2212, 0x2212}, Range{0x2500, 0x2501},
                             Range{0xFE58, 0xFE58}, Range{0xFE63, 0xFE63}, Range{0xFF0D, 0xFF0D}};
constexpr std::array kSpaces{Range{0x00A0, 0x00A0}, Range{0x1680, 0x1680}, Range{0x2000, 0x200A},
                             Range{0x202F, 0x202F}, Range{0x205F, 0x205F}, Range{0x3000, 0x3000}};
constexpr std::array kLineEnds{Range{0x0085, 0x0085}, Range{0x2028, 0x2029}};
/// Quotes and bullets stand where marks of quoting stand.
constexpr std::array kMarks{Range{0x00AB, 0x00AB}, Range{0x00B7, 0x00B7}, Range{0x00BB, 0x00BB}, Range{0x2018, 0x201F},
                            Range{0x2022, 0x2023}, Range{0x2039, 0x203A}, Range{0x25A0, 0x25FF}};

template <std::size_t N>
bool is_in(const std::array<Range, N>& ranges, char32_t point) {
  return std::ranges::any_of(ranges, [point](Range range) { return point >= range.first && point <= range.last; });
}

void append(std::string& out, char32_t point) {
  if (point < 0x80)
    out += static_cast<char>(point);
  else if (is_in(kInvisible, point))
    return;
  else if (is_in(kDashes, point))
    out += '-';
  else if (is_in(kSpaces, point))
    out += ' ';
  else if (is_in(kLineEnds, point))
    out += '\n';
  else
    out += is_in(kMarks, point) ? '*' : kOther;
}

/// "&gt;" and its kind at the front of `text`: the code point and how many bytes it takes; 0 bytes for none.
std::pair<char32_t, std::size_t> entity(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, char32_t>, 13> kNames{{{"amp", '&'},
                                                                          {"lt", '<'},
                                                                          {"gt", '>'},
                                                                          {"quot", '"'},
                                                                          {"apos", '\''},
                                                                          {"nbsp", 0x00A0},
                                                                          {"ndash", 0x2013},
                                                                          {"mdash", 0x2014},
                                                                          {"plus", '+'},
                                                                          {"sol", '/'},
                                                                          {"equals", '='},
                                                                          {"shy", 0x00AD},
                                                                          {"hyphen", '-'}}};
  const std::size_t end = text.substr(0, kEntityBytesMax).find(';');
  if (!text.starts_with('&') || end == std::string_view::npos) return {0, 0};
  const std::string_view name = text.substr(1, end - 1);
  if (name.starts_with('#')) {
    const bool hex = name.starts_with("#x") || name.starts_with("#X");
    const std::string_view digits = name.substr(hex ? 2 : 1);
    std::uint32_t value = 0;
    const auto [last, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, hex ? 16 : 10);
    const bool good = error == std::errc{} && !digits.empty() && last == digits.data() + digits.size();
    return good ? std::pair{static_cast<char32_t>(value), end + 1} : std::pair{char32_t{0}, std::size_t{0}};
  }
  const auto found = std::ranges::find(kNames, name, [](const auto& one) { return one.first; });
  return found == kNames.end() ? std::pair{char32_t{0}, std::size_t{0}} : std::pair{found->second, end + 1};
}

}  // namespace

std::string plain_text(std::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  while (!text.empty()) {
    if (const auto byte = static_cast<unsigned char>(text.front()); byte < 0x80 && byte != '&') {  // nearly all
      plain += text.front();
      text.remove_prefix(1);
      continue;
    }
    const auto [named, named_bytes] = entity(text);
    const std::size_t bytes = named_bytes > 0 ? named_bytes : code_point_bytes(text);
    if (bytes == 0) {
      plain += kOther;
    } else if (named_bytes > 0) {
      append(plain, named);
    } else {
      append(plain, decode_utf8(text.substr(0, bytes)).value_or(U"#").front());
    }
    text.remove_prefix(std::max<std::size_t>(bytes, 1));
  }
  return plain;
}

}  // namespace waymark::envelope
