// Packing with zstd: pages and bodies at rest. Unpacking is of bytes that somebody may have tampered with: sizes are
// bounded.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace waymark::courts {

/// Packs one text after the other with one set of tables, which cost more than a small text itself. One thread.
class Packer {
 public:
  Packer();
  ~Packer();
  Packer(const Packer&) = delete;
  Packer& operator=(const Packer&) = delete;
  /// Level 1: 640 MB/s here, a page of 300 KB becomes some 30. The same text gives the same bytes.
  Bytes packed(std::string_view text);

 private:
  struct Tables;
  std::unique_ptr<Tables> tables_;
};
/// @param size  what must come out
/// @error kMalformed when it does not, kTooLarge over kBodyBytesMax
Result<std::string> unpacked(ByteView bytes, std::int64_t size);

}  // namespace waymark::courts
