#include "courts/archive/packed.h"

#include <zstd.h>

#include "base/check.h"
#include "courts/archive/card_json.h"

namespace waymark::courts {

Bytes packed(std::string_view text) {
  Bytes out(ZSTD_compressBound(text.size()));
  const std::size_t size = ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 1);
  CHECK(ZSTD_isError(size) == 0);
  out.resize(size);
  return out;
}

Result<std::string> unpacked(ByteView bytes, std::int64_t size) {
  if (size < 0 || size > static_cast<std::int64_t>(kBodyBytesMax)) return fail(Code::kTooLarge, "courts/unpack");
  std::string out(static_cast<std::size_t>(size), '\0');
  const std::size_t got = ZSTD_decompress(out.data(), out.size(), bytes.data(), bytes.size());
  if (ZSTD_isError(got) != 0 || got != out.size()) return fail(Code::kMalformed, "courts/unpack");
  return out;
}

}  // namespace waymark::courts
