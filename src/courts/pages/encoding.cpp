#include "courts/pages/encoding.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "base/utf8.h"

namespace waymark::courts {
namespace {

constexpr std::string_view kUtf8Mark = "\xef\xbb\xbf";
// Bad bytes for each good multi-byte character that still make a text UTF-8 with words of another encoding in it:
// Cyrillic in windows-1251 forms hardly any good ones by chance, one in a hundred at most.
constexpr std::size_t kBadPerGood = 8;

// windows-1251 above 0x7f: 0xc0…0xff are А…я in order; the rest by table. 0x98 is not assigned.
constexpr std::array<char16_t, 64> kHigh = {
    0x0402, 0x0403, 0x201A, 0x0453, 0x201E, 0x2026, 0x2020, 0x2021, 0x20AC, 0x2030, 0x0409, 0x2039, 0x040A,
    0x040C, 0x040B, 0x040F, 0x0452, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0xFFFD, 0x2122,
    0x0459, 0x203A, 0x045A, 0x045C, 0x045B, 0x045F, 0x00A0, 0x040E, 0x045E, 0x0408, 0x00A4, 0x0490, 0x00A6,
    0x00A7, 0x0401, 0x00A9, 0x0404, 0x00AB, 0x00AC, 0x00AD, 0x00AE, 0x0407, 0x00B0, 0x00B1, 0x0406, 0x0456,
    0x0491, 0x00B5, 0x00B6, 0x00B7, 0x0451, 0x2116, 0x0454, 0x00BB, 0x0458, 0x0405, 0x0455, 0x0457};

bool is_utf16(std::string_view bytes) { return bytes.starts_with("\xff\xfe") || bytes.starts_with("\xfe\xff"); }

bool continues(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

/// Bytes of the character that a lead byte announces; 0 if it is no lead byte.
std::size_t announced(char lead) {
  const auto byte = static_cast<unsigned char>(lead);
  return byte >= 0xc2 && byte < 0xe0 ? 2 : byte >= 0xe0 && byte < 0xf0 ? 3 : byte >= 0xf0 && byte < 0xf5 ? 4 : 0;
}

/// Bytes of a character that was cut off at the very end (0 to 3).
std::size_t cut_tail(std::string_view text) {
  for (std::size_t size = 1; size <= 3 && size <= text.size(); ++size) {
    const char lead = text[text.size() - size];
    if (!continues(lead)) return announced(lead) > size ? size : 0;
  }
  return 0;
}

/// Bytes of the well-formed character at the front (a lead byte past ASCII); 0 if it is not well formed.
std::size_t good_at(std::string_view text) {
  const auto first = static_cast<unsigned char>(text[0]);
  const std::size_t size = announced(text[0]);
  if (size == 0 || text.size() < size) return 0;
  for (std::size_t i = 1; i < size; ++i) {
    if (!continues(text[i])) return 0;
  }
  const auto second = static_cast<unsigned char>(text[1]);
  const bool bad = (first == 0xe0 && second < 0xa0) || (first == 0xed && second >= 0xa0) ||
                   (first == 0xf0 && second < 0x90) || (first == 0xf4 && second >= 0x90);
  return bad ? 0 : size;
}

std::size_t ascii_run(std::string_view text) {
  std::size_t count = 0;
  std::uint64_t word = 0;
  while (count + 8 <= text.size()) {
    std::memcpy(&word, text.data() + count, 8);
    if ((word & 0x8080808080808080ULL) != 0) break;
    count += 8;
  }
  while (count < text.size() && static_cast<unsigned char>(text[count]) < 0x80) ++count;
  return count;
}

struct Count {
  std::size_t good = 0;
  std::size_t bad = 0;
};

Count count_characters(std::string_view text) {
  Count count;
  while (true) {
    text.remove_prefix(ascii_run(text));
    if (text.empty()) return count;
    if (const std::size_t size = good_at(text); size > 0) {
      ++count.good;
      text.remove_prefix(size);
      continue;
    }
    if (cut_tail(text) == text.size()) return count;  // cut off at the end: no fault
    ++count.bad;
    text.remove_prefix(1);
  }
}

void append_1251(std::string& out, char c) {
  const auto byte = static_cast<unsigned char>(c);
  if (byte < 0x80)
    out += c;
  else
    append_utf8(out, byte >= 0xc0 ? char32_t{0x0410U + byte - 0xc0U} : char32_t{kHigh[byte - 0x80U]});
}

std::string from_windows_1251(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const char c : bytes) append_1251(out, c);
  return out;
}

/// Bytes of Cyrillic letters in UTF-8 from here on.
std::size_t cyrillic_run(std::string_view bytes) {
  std::size_t size = 0;
  while (size + 1 < bytes.size() && (bytes[size] == '\xd0' || bytes[size] == '\xd1') && continues(bytes[size + 1]))
    size += 2;
  return size;
}

/// A page in windows-1251 with words of UTF-8 in it (three letters and more: by chance there are no such runs).
std::string from_mostly_1251(std::string_view bytes, bool& damaged) {
  constexpr std::size_t kWordMin = 6;
  std::string out;
  out.reserve(bytes.size() * 2);
  while (!bytes.empty()) {
    const std::size_t run = cyrillic_run(bytes);
    const std::size_t take = run >= kWordMin ? run : 1;
    if (take > 1)
      out.append(bytes.substr(0, take));
    else
      append_1251(out, bytes.front());
    damaged = damaged || take > 1 || bytes.front() == '\x98';
    bytes.remove_prefix(take);
  }
  return out;
}

/// Bytes from here on that are neither ASCII nor well-formed UTF-8.
std::size_t bad_run(std::string_view bytes) {
  std::size_t size = 0;
  while (size < bytes.size() && static_cast<unsigned char>(bytes[size]) >= 0x80 && good_at(bytes.substr(size)) == 0)
    ++size;
  return size;
}

/// A page put together from two encodings has whole words of the other one; a lone bad byte is no letter.
std::string repaired_text(std::string_view bytes) {
  constexpr std::size_t kWordMin = 3;
  std::string out;
  out.reserve(bytes.size());
  while (!bytes.empty()) {
    const std::size_t ascii = ascii_run(bytes);
    out.append(bytes.substr(0, ascii));
    bytes.remove_prefix(ascii);
    if (bytes.empty()) break;
    const std::size_t size = good_at(bytes), bad = size > 0 ? 0 : bad_run(bytes);
    if (bad >= kWordMin) {
      out += from_windows_1251(bytes.substr(0, bad));
      bytes.remove_prefix(bad);
      continue;
    }
    out.append(size > 0 ? bytes.substr(0, size) : std::string_view{"\ufffd"});
    bytes.remove_prefix(size > 0 ? size : 1);
  }
  return out;
}

/// Text by text between the tags: one that is mostly of the other encoding is so in its short words too.
std::string repaired(std::string_view bytes) {
  constexpr std::size_t kLettersMin = 3;
  std::string out;
  out.reserve(bytes.size());
  while (!bytes.empty()) {
    const std::size_t tag = std::min(bytes.find_first_of("<>", 1), bytes.size());
    const std::string_view text = bytes.substr(0, tag);
    const Count count = ascii_run(text) == text.size() ? Count{} : count_characters(text);
    if (count.bad == 0)
      out.append(text);
    else
      out += count.bad >= kLettersMin && count.bad > count.good ? from_windows_1251(text) : repaired_text(text);
    bytes.remove_prefix(tag);
  }
  return out;
}

std::string from_utf16(std::string_view bytes) {
  const bool little = bytes.starts_with("\xff\xfe");
  std::string out;
  char32_t high = 0;
  for (std::size_t at = 2; at + 1 < bytes.size(); at += 2) {
    const auto a = static_cast<unsigned char>(bytes[at]);
    const auto b = static_cast<unsigned char>(bytes[at + 1]);
    const auto unit = static_cast<char32_t>(little ? (b << 8U) | a : (a << 8U) | b);
    const bool low = unit >= 0xdc00 && unit < 0xe000;
    if (high != 0) append_utf8(out, low ? 0x10000 + ((high - 0xd800) << 10U) + (unit - 0xdc00) : char32_t{0xfffd});
    const bool was_pair = high != 0 && low;
    high = unit >= 0xd800 && unit < 0xdc00 ? unit : 0;
    if (high == 0 && !was_pair) append_utf8(out, low ? char32_t{0xfffd} : unit);
  }
  return out;
}

/// A letter and the sign above it as two code points, and as the one that everybody else writes.
struct Composed {
  std::string_view apart, together;
};
constexpr std::array<Composed, 8> kComposed = {{{"и\u0306", "й"},
                                                {"И\u0306", "Й"},
                                                {"е\u0308", "ё"},
                                                {"Е\u0308", "Ё"},
                                                {"і\u0308", "ї"},
                                                {"І\u0308", "Ї"},
                                                {"у\u0306", "ў"},
                                                {"У\u0306", "Ў"}}};
constexpr char kSignAbove = '\xcc';  // first byte of U+0300 to U+033F, and of nothing else

std::string composed(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = text.find(kSignAbove); at != std::string_view::npos; at = text.find(kSignAbove)) {
    const std::string_view pair = at < 2 ? std::string_view{} : text.substr(at - 2, 4);
    const auto known = std::ranges::find(kComposed, pair, &Composed::apart);
    if (known == kComposed.end()) {
      out.append(text.substr(0, at + 1));
    } else {
      out.append(text.substr(0, at - 2));
      out.append(known->together);
    }
    text.remove_prefix(known == kComposed.end() ? at + 1 : at + 2);
  }
  out.append(text);
  return out;
}

}  // namespace

std::string_view name_of(Encoding encoding) {
  switch (encoding) {
    case Encoding::kUtf8: return "utf-8";
    case Encoding::kDamagedUtf8: return "utf-8, damaged";
    case Encoding::kWindows1251: return "windows-1251";
    case Encoding::kUtf16: return "utf-16";
  }
  return "";
}

Encoding decide_encoding(std::string_view bytes) {
  if (is_utf16(bytes)) return Encoding::kUtf16;
  const Count count = count_characters(bytes);
  if (count.bad == 0) return Encoding::kUtf8;
  if (bytes.starts_with(kUtf8Mark) || count.good * kBadPerGood >= count.bad) return Encoding::kDamagedUtf8;
  return Encoding::kWindows1251;
}

void decode(std::string_view bytes, Decoded& out) {
  out.encoding = decide_encoding(bytes);
  out.damaged = out.encoding == Encoding::kDamagedUtf8;
  switch (out.encoding) {
    case Encoding::kUtf8: break;
    case Encoding::kDamagedUtf8: out.storage = repaired(bytes); break;
    case Encoding::kWindows1251: out.storage = from_mostly_1251(bytes, out.damaged); break;
    case Encoding::kUtf16: out.storage = from_utf16(bytes); break;
  }
  out.text = out.encoding == Encoding::kUtf8 ? bytes : std::string_view{out.storage};
  if (out.text.starts_with(kUtf8Mark)) out.text.remove_prefix(kUtf8Mark.size());
  if (out.encoding == Encoding::kUtf8) out.text.remove_suffix(cut_tail(out.text));
  if (out.text.find(kSignAbove) == std::string_view::npos) return;
  out.storage = composed(out.text);
  out.text = out.storage;
}

}  // namespace waymark::courts
