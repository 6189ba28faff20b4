// Where secrets live: locked memory, left out of core dumps, handed out in blocks of a few sizes. Internal to src/base;
// base/secret.h is what others use.
//
// Mapping and locking pages for every 32-byte key costs 13 us and a page of the process's lock limit each; a block from
// here costs well under 1 us and 64 bytes. Like malloc it is one per process and safe from any thread. Blocks come back
// wiped; memory goes back to the system only for blocks over kPooledBytesMax.
#pragma once

#include <cstddef>
#include <cstdint>

namespace waymark {

inline constexpr std::size_t kPooledBytesMax = 65'536;

/// At least `size` (> 0) zero bytes.
std::uint8_t* take_secret_block(std::size_t size);
/// Wipes the block and takes it back. `size` is what it was asked for with.
void give_back_secret_block(std::uint8_t* block, std::size_t size);

}  // namespace waymark
