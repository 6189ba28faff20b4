#include "desk/queue/first_words.h"

#include "base/utf8.h"

namespace waymark::desk::queue {
namespace {

/// Where a long word may be cut: nearer to the front than this, the row would show too little.
constexpr std::size_t kShortestCut = kFirstWordsMax * 2 / 3;

bool is_space(char32_t point) {
  return point == ' ' || (point >= 0x09 && point <= 0x0D) || point == 0x85 || point == 0xA0 || point == 0x1680 ||
         (point >= 0x2000 && point <= 0x200A) || point == 0x2028 || point == 0x2029 || point == 0x202F ||
         point == 0x205F || point == 0x3000;
}

/// Shows nothing by itself, and may change how the rest of the row is shown. U+200D stays: it joins signs to one.
bool is_unseen(char32_t point) {
  return point < 0x20 || (point >= 0x7F && point <= 0x9F) || point == 0xAD || point == 0x061C || point == 0x180E ||
         (point >= 0x200B && point <= 0x200C) || (point >= 0x200E && point <= 0x200F) ||
         (point >= 0x202A && point <= 0x202E) || (point >= 0x2060 && point <= 0x206F) || point == 0xFEFF ||
         (point >= 0xFFF9 && point <= 0xFFFB) || (point >= 0xE0000 && point <= 0xE007F);
}

/// One line, no spaces at its ends; one code point more than fits when there is more.
std::u32string one_line(const std::u32string& text) {
  std::u32string line;
  bool gap = false;
  for (const char32_t point : text) {
    if (is_space(point)) {
      gap = !line.empty();
    } else if (!is_unseen(point)) {
      if (gap) line += U' ';
      gap = false;
      line += point;
      if (line.size() > kFirstWordsMax) break;
    }
  }
  return line;
}

}  // namespace

std::string first_words(std::string_view text) {
  const auto points = decode_utf8(text);
  if (!points.has_value()) return {};
  std::u32string line = one_line(*points);
  if (line.size() > kFirstWordsMax) {
    line.resize(kFirstWordsMax - 1);
    if (const std::size_t border = line.rfind(U' '); border != std::u32string::npos && border >= kShortestCut)
      line.resize(border);
    line += U'…';
  }
  std::string words;
  for (const char32_t point : line) append_utf8(words, point);
  return words;
}

}  // namespace waymark::desk::queue
