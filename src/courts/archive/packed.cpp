#include "courts/archive/packed.h"

#include <zstd.h>

#include "base/check.h"
#include "courts/archive/card_json.h"

namespace waymark::courts {

struct Packer::Tables {
  ZSTD_CCtx* context = ZSTD_createCCtx();
  Bytes room;  ///< grows to the largest text's bound, so that pages do not ask the system for memory one by one
  Tables() { CHECK(context != nullptr); }
  ~Tables() { ZSTD_freeCCtx(context); }
  Tables(const Tables&) = delete;
  Tables& operator=(const Tables&) = delete;
};

Packer::Packer() : tables_(std::make_unique<Tables>()) {}
Packer::~Packer() = default;

Bytes Packer::packed(std::string_view text) {
  Bytes& room = tables_->room;
  if (const std::size_t bound = ZSTD_compressBound(text.size()); room.size() < bound) room.resize(bound);
  const std::size_t size = ZSTD_compressCCtx(tables_->context, room.data(), room.size(), text.data(), text.size(), 1);
  CHECK(ZSTD_isError(size) == 0);
  return Bytes(room.begin(), room.begin() + static_cast<std::ptrdiff_t>(size));
}

Result<std::string> unpacked(ByteView bytes, std::int64_t size) {
  if (size < 0 || size > static_cast<std::int64_t>(kBodyBytesMax)) return fail(Code::kTooLarge, "courts/unpack");
  std::string out(static_cast<std::size_t>(size), '\0');
  const std::size_t got = ZSTD_decompress(out.data(), out.size(), bytes.data(), bytes.size());
  if (ZSTD_isError(got) != 0 || got != out.size()) return fail(Code::kMalformed, "courts/unpack");
  return out;
}

}  // namespace waymark::courts
