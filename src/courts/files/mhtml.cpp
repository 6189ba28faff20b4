// MHTML (RFC 2557) as browsers save it: one multipart/related message whose text/html parts are pages.
#include <array>
#include <charconv>
#include <utility>

#include "courts/files/headers.h"
#include "courts/files/item.h"
#include "courts/ids/court_date.h"
#include "courts/ids/words.h"

namespace waymark::courts {
namespace {

constexpr std::size_t kPartsMax = 5000;

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

std::string from_quoted_printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '=') {
      out += text[at];
      continue;
    }
    if (text.substr(at + 1).starts_with("\r\n")) {
      at += 2;
    } else if (text.substr(at + 1).starts_with("\n")) {
      at += 1;
    } else if (at + 2 < text.size() && hex_value(text[at + 1]) >= 0 && hex_value(text[at + 2]) >= 0) {
      out += static_cast<char>(hex_value(text[at + 1]) * 16 + hex_value(text[at + 2]));
      at += 2;
    } else {
      out += '=';
    }
  }
  return out;
}

/// Base64 with line breaks in it; stops at what is none.
std::string from_loose_base64(std::string_view text) {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  unsigned bits = 0;
  int count = 0;
  for (const char c : text) {
    if (c == '\r' || c == '\n' || c == ' ') continue;
    const std::size_t value = kAlphabet.find(c);
    if (value == std::string_view::npos) break;
    bits = (bits << 6U) | static_cast<unsigned>(value);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    out += static_cast<char>((bits >> static_cast<unsigned>(count)) & 0xffU);
  }
  return out;
}

/// "Mon, 04 Nov 2024 10:11:12 -0000" → the day.
std::optional<std::int32_t> day_of_mail_date(std::string_view text) {
  constexpr std::array<std::string_view, 12> kMonths = {"jan", "feb", "mar", "apr", "may", "jun",
                                                        "jul", "aug", "sep", "oct", "nov", "dec"};
  const std::string low = lowered(text);
  const auto parts = split(low, " ,");
  for (std::size_t i = 0; i + 2 < parts.size(); ++i) {
    for (std::size_t month = 0; month < kMonths.size(); ++month) {
      if (parts[i + 1] != kMonths[month]) continue;
      int day = 0;
      int year = 0;
      std::from_chars(parts[i].data(), parts[i].data() + parts[i].size(), day);
      std::from_chars(parts[i + 2].data(), parts[i + 2].data() + parts[i + 2].size(), year);
      return day_of(year, static_cast<int>(month) + 1, day);
    }
  }
  return std::nullopt;
}

Result<void> take_part(std::string_view part, const Headers& whole, Item item, const TakeItem& take) {
  bool ok = false;
  const Headers headers = take_headers(part, ok, false);
  if (!ok || !lowered(headers.get("content-type")).starts_with("text/html")) return {};
  item.url = std::string{headers.get("content-location").empty() ? whole.get("snapshot-content-location")
                                                                 : headers.get("content-location")};
  item.seen = day_of_mail_date(whole.get("date"));
  const std::string encoding = lowered(headers.get("content-transfer-encoding"));
  item.bytes = encoding == "quoted-printable" ? from_quoted_printable(part)
               : encoding == "base64"         ? from_loose_base64(part)
                                              : std::string{part};
  if (item.bytes.size() > kItemBytesMax) return fail(Code::kTooLarge, "courts/mhtml");
  return take(item);
}

}  // namespace

Result<void> for_each_mhtml_item(std::string_view bytes, const Item& about, const TakeItem& take) {
  bool ok = false;
  const Headers whole = take_headers(bytes, ok, false);
  const std::string boundary = parameter_of(whole.get("content-type"), "boundary");
  if (!ok || boundary.empty()) return fail(Code::kMalformed, "courts/mhtml", "no boundary");
  const std::string mark = "--" + boundary;
  std::size_t at = bytes.find(mark);
  bool inner = false;  // the page comes first, its frames behind it
  const TakeItem take_one = [&](Item& item) {
    item.inner = std::exchange(inner, true);
    return take(item);
  };
  for (std::size_t count = 0; at != std::string_view::npos && count < kPartsMax; ++count) {
    std::size_t begin = at + mark.size();
    if (bytes.substr(begin).starts_with("--")) return {};
    begin = std::min(bytes.find('\n', begin), bytes.size() - 1) + 1;
    const std::size_t end = bytes.find(mark, begin);
    if (end == std::string_view::npos) return fail(Code::kMalformed, "courts/mhtml", "cut off");
    TRY(take_part(bytes.substr(begin, end - begin), whole, {.name = about.name + "!" + std::to_string(count)},
                  take_one));
    at = end;
  }
  return at == std::string_view::npos ? Result<void>{fail(Code::kMalformed, "courts/mhtml", "cut off")}
                                      : Result<void>{};
}

}  // namespace waymark::courts
