#include "clerk/squeeze.h"

#include <zlib.h>

#include <algorithm>

#include "base/check.h"

namespace waymark::clerk {
namespace {

constexpr int kRawWindow = -15;
constexpr int kBest = 9;
constexpr int kMemoryLevel = 8;

}  // namespace

// zlib gives its windows back to the heap, which is wiped (wipe_on_free.cpp).
SecretBytes squeezed(ByteView plain) {
  z_stream stream{};
  CHECK(deflateInit2(&stream, kBest, Z_DEFLATED, kRawWindow, kMemoryLevel, Z_DEFAULT_STRATEGY) == Z_OK);
  SecretBytes room{deflateBound(&stream, plain.size())};
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast): zlib does not write to its input
  stream.next_in = const_cast<Bytef*>(plain.data());
  stream.avail_in = static_cast<uInt>(plain.size());
  stream.next_out = room.writable().data();
  stream.avail_out = static_cast<uInt>(room.size());
  CHECK(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  const std::size_t size = stream.total_out;
  deflateEnd(&stream);
  return SecretBytes::copy_of(room.view().first(size));
}

Result<SecretBytes> unsqueezed(ByteView bytes, std::size_t bytes_max) {
  z_stream stream{};
  CHECK(inflateInit2(&stream, kRawWindow) == Z_OK);
  SecretBytes room{bytes_max + 1};
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast): zlib does not write to its input
  stream.next_in = const_cast<Bytef*>(bytes.data());
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = room.writable().data();
  stream.avail_out = static_cast<uInt>(room.size());
  const int outcome = inflate(&stream, Z_FINISH);
  const std::size_t size = stream.total_out;
  const std::size_t left = stream.avail_in;
  inflateEnd(&stream);
  if (size > bytes_max) return fail(Code::kTooLarge, "clerk/squeeze");
  const auto is_zero = [](std::uint8_t byte) { return byte == 0; };
  if (outcome != Z_STREAM_END || !std::ranges::all_of(bytes.last(left), is_zero))
    return fail(Code::kMalformed, "clerk/squeeze");
  return SecretBytes::copy_of(room.view().first(size));
}

}  // namespace waymark::clerk
