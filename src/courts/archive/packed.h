// Packing with zstd: pages and bodies at rest. Unpacking is of bytes that somebody may have tampered with: sizes are
// bounded.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace waymark::courts {

/// Level 1: 640 MB/s here, a page of 300 KB becomes some 30.
Bytes packed(std::string_view text);
/// @param size  what must come out
/// @error kMalformed when it does not, kTooLarge over kBodyBytesMax
Result<std::string> unpacked(ByteView bytes, std::int64_t size);

}  // namespace waymark::courts
