// A file with pages inside (zip, MHTML, WARC, gzip) or rows (CSV, JSON lines): any bytes end, within the limits.
#include "base/check.h"
#include "courts/files/item.h"
#include "courts/files/rows.h"

using namespace waymark;  // NOLINT: a program of one file

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes = text_of({data, size});
  const auto done = courts::for_each_item(bytes, {.name = "f.csv"}, [](courts::Item& item) -> Result<void> {
    CHECK(item.bytes.size() <= courts::kFileBytesMax);
    const auto take = [](courts::RowBlock& block) -> Result<void> {
      CHECK(block.rows >= static_cast<std::int64_t>(block.cards.size()));
      return {};
    };
    if (auto rows = courts::for_each_csv_block(item.bytes, take); !rows) CHECK(rows.error().code == Code::kMalformed);
    return courts::for_each_json_block(item.bytes, take);
  });
  CHECK(done || done.error().code == Code::kMalformed || done.error().code == Code::kTooLarge ||
        done.error().code == Code::kUnsupported);
  return 0;
}
