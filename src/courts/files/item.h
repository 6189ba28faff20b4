// Items: the single pages inside of what a user hands over: an HTML file, a zip, an MHTML or WARC file, a folder, gzip
// of any.
//
// What a file is, is decided by its bytes. Each reader is a small parser of hostile bytes with limits; nothing is
// unpacked to disk, no name from inside a container becomes a path.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace waymark::courts {

inline constexpr std::size_t kFileBytesMax = std::size_t{1} << 30U;   // a container of a month of pages is some 100 MB
inline constexpr std::size_t kItemBytesMax = std::size_t{64} << 20U;  // one page, one file of rows
inline constexpr std::size_t kUnpackedBytesMax = std::size_t{4} << 30U;  // all items of one container together
inline constexpr std::size_t kItemsMax = 2'000'000;
inline constexpr int kNestingMax = 3;  // gzip in zip in …

struct Item {
  std::string name;                       ///< relative: "cards.zip!7/17.html"
  std::string url = {};                   ///< if the container says
  std::optional<std::int32_t> seen = {};  ///< day, if the container says
  int http_status = 0;                    ///< if the container says
  bool inner = false;                     ///< a frame within the page before it
  std::string bytes = {};
};

using TakeItem = std::function<Result<void>(Item& item)>;

enum class FileKind : std::uint8_t { kPage, kZip, kGzip, kMhtml, kWarc, kCsv, kJsonLines };
/// @param name  only its ending counts, and only to tell CSV from a page
FileKind file_kind_of(std::string_view bytes, std::string_view name);

/// Hands over every page or file of rows inside, however packed. Items that are no text (pictures, styles) are left
/// out.
/// @error kTooLarge over a limit, kMalformed for a broken container (items before the break were handed over)
Result<void> for_each_item(std::string_view bytes, const Item& about, const TakeItem& take, int nesting = 0);

Result<void> for_each_zip_item(std::string_view bytes, const Item& about, const TakeItem& take);
Result<void> for_each_mhtml_item(std::string_view bytes, const Item& about, const TakeItem& take);
Result<void> for_each_warc_item(std::string_view bytes, const Item& about, const TakeItem& take);
/// Unpacks gzip (several members one after the other too). @error kMalformed, kTooLarge over kFileBytesMax
Result<std::string> gunzipped(std::string_view bytes);

}  // namespace waymark::courts
