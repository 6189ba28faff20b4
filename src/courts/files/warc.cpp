// WARC (ISO 28500): the HTTP responses in it whose content may be a page.
#include <charconv>

#include "courts/files/headers.h"
#include "courts/files/item.h"
#include "courts/ids/court_date.h"
#include "courts/ids/words.h"

namespace waymark::courts {
namespace {

std::optional<std::size_t> size_of(std::string_view text, int base = 10) {
  std::size_t size = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), size, base);
  return error == std::errc{} && end != text.data() ? std::optional{size} : std::nullopt;
}

/// A body in HTTP's chunks; what follows a broken chunk is left out.
std::string unchunked(std::string_view body) {
  std::string out;
  while (!body.empty()) {
    const std::size_t line = body.find('\n');
    if (line == std::string_view::npos) break;
    const auto size = size_of(trimmed(body.substr(0, line)), 16);
    if (!size || *size == 0) break;
    body.remove_prefix(line + 1);
    const std::size_t take = std::min(*size, body.size());
    out.append(body.substr(0, take));
    body.remove_prefix(take);
    const std::size_t next = body.find('\n');
    if (next == std::string_view::npos) break;
    body.remove_prefix(next + 1);
  }
  return out;
}

Result<void> take_response(std::string_view block, Item item, const TakeItem& take) {
  bool ok = false;
  const Headers http = take_headers(block, ok, true);
  if (!ok || !http.first.starts_with("HTTP/")) return {};
  const auto words = split(http.first, " ");
  item.http_status = words.size() > 1 ? static_cast<int>(size_of(words[1]).value_or(0)) : 0;
  // Where a page has gone, and what robots may fetch, are no answers.
  if (item.http_status / 100 == 3 || item.url.ends_with("/robots.txt")) return {};
  const std::string type = lowered(http.get("content-type"));
  if (!type.empty() && type.find("html") == std::string::npos && type.find("text/plain") == std::string::npos)
    return {};
  item.bytes = lowered(http.get("transfer-encoding")) == "chunked" ? unchunked(block) : std::string{block};
  if (lowered(http.get("content-encoding")) == "gzip") {
    if (auto unpacked = gunzipped(item.bytes)) item.bytes = std::move(*unpacked);
  }
  if (item.bytes.size() > kItemBytesMax) return fail(Code::kTooLarge, "courts/warc");
  return take(item);
}

}  // namespace

Result<void> for_each_warc_item(std::string_view bytes, const Item& about, const TakeItem& take) {
  for (std::size_t count = 0; !trimmed(bytes).empty() && count < kItemsMax; ++count) {
    while (bytes.starts_with("\r") || bytes.starts_with("\n")) bytes.remove_prefix(1);
    bool ok = false;
    const Headers record = take_headers(bytes, ok, true);
    const auto size = size_of(record.get("content-length"));
    if (!ok || !record.first.starts_with("WARC/") || !size) return fail(Code::kMalformed, "courts/warc");
    if (*size > bytes.size()) return fail(Code::kMalformed, "courts/warc", "cut off");
    if (lowered(record.get("warc-type")) == "response") {
      Item item{.name = about.name + "!" + std::to_string(count)};
      item.url = std::string{record.get("warc-target-uri")};
      if (item.url.starts_with("<") && item.url.ends_with(">")) item.url = item.url.substr(1, item.url.size() - 2);
      item.seen = day_of_iso(record.get("warc-date").substr(0, 10));  // a moment of UTC
      TRY(take_response(bytes.substr(0, *size), std::move(item), take));
    }
    bytes.remove_prefix(*size);
  }
  return {};
}

}  // namespace waymark::courts
