// What happens to pages on their way to a folder: cut, noise around them, bytes of another encoding.
#include <algorithm>
#include <array>
#include <utility>

#include "courts/pages/corpus/portals.h"

namespace waymark::courts::corpus {
namespace {

constexpr char kUnassigned =
    static_cast<char>(0x98);  // stands for nothing in windows-1251, and alone for nothing in UTF-8

/// One character of windows-1251; an entity for what it has not.
std::string in_1251(char32_t c) {
  if (c < 0x80) return std::string(1, static_cast<char>(c));
  if (c >= 0x410 && c < 0x450) return std::string(1, static_cast<char>(c - 0x410 + 0xc0));
  constexpr std::array<std::pair<char32_t, unsigned char>, 8> kOthers = {{{0x401, 0xa8},
                                                                          {0x451, 0xb8},
                                                                          {0x2116, 0xb9},
                                                                          {0xab, 0xab},
                                                                          {0xbb, 0xbb},
                                                                          {0xa0, 0xa0},
                                                                          {0x2014, 0x97},
                                                                          {0x2013, 0x96}}};
  for (const auto& [code, byte] : kOthers)
    if (code == c) return std::string(1, static_cast<char>(byte));
  return "&#" + std::to_string(static_cast<unsigned>(c)) + ";";
}

char32_t take_character(std::string_view& text) {
  const auto first = static_cast<unsigned char>(text[0]);
  const std::size_t size = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  char32_t code = size == 1 ? first : first & (0xffU >> (size + 1));
  for (std::size_t i = 1; i < size && i < text.size(); ++i)
    code = (code << 6U) | (static_cast<unsigned char>(text[i]) & 0x3fU);
  text.remove_prefix(std::min(size, text.size()));
  return code;
}

std::string to_1251(std::string_view utf8) {
  std::string out;
  while (!utf8.empty()) out += in_1251(take_character(utf8));
  return out;
}

std::string to_utf16(std::string_view utf8) {
  std::string out = "\xff\xfe";
  while (!utf8.empty()) {
    const char32_t c = take_character(utf8);
    out += static_cast<char>(c & 0xff);
    out += static_cast<char>((c >> 8U) & 0xff);
  }
  return out;
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

void put_after(std::string& page, std::string_view mark, std::string_view what) {
  const std::size_t at = page.find(mark);
  if (at != std::string::npos) page.insert(at + mark.size(), what);
}

void damage_once(std::string& page, const Json& how) {
  const std::string kind = text_of(how, "kind"), text = text_of(how, "text");
  if (kind == "behind the end") page += text;
  if (kind == "comment behind the end") page += "<!--" + std::string(how.value("bytes", 5000U), 'x') + "-->";
  if (kind == "behind the body's beginning") put_after(page, "<body>", text);
  if (kind == "cut at") page.resize(std::min(page.find(text), page.size()));
  if (kind == "windows-1251") page = to_1251(page);
  if (kind == "utf-16") page = to_utf16(page);
  if (kind == "part in windows-1251") replace_all(page, text, to_1251(text));
  if (kind == "part in utf-8") replace_all(page, to_1251(text), text);
  if (kind == "bad byte behind") put_after(page, text, std::string_view{&kUnassigned, 1});
  if (kind == "bad byte behind, in 1251") put_after(page, to_1251(text), std::string_view{&kUnassigned, 1});
  if (kind == "instead") replace_all(page, text, text_of(how, "to"));
}

}  // namespace

std::string damaged(std::string page, const Json& damage) {
  for (const Json& one : damage) damage_once(page, one);
  return page;
}

}  // namespace waymark::courts::corpus
