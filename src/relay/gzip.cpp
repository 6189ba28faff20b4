#include "relay/gzip.h"

#include <zlib.h>

#include "base/check.h"

namespace waymark::relay {

Bytes gzip_of(ByteView plain) {
  constexpr int kGzipWindow = 31;
  constexpr int kMemoryLevel = 9;
  z_stream stream{};
  CHECK(deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, kGzipWindow, kMemoryLevel, Z_DEFAULT_STRATEGY) == Z_OK);
  Bytes packed(deflateBound(&stream, plain.size()));
  stream.next_in = const_cast<Bytef*>(plain.data());  // NOLINT(cppcoreguidelines-pro-type-const-cast): zlib's interface
  stream.avail_in = static_cast<uInt>(plain.size());
  stream.next_out = packed.data();
  stream.avail_out = static_cast<uInt>(packed.size());
  CHECK(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

}  // namespace waymark::relay
