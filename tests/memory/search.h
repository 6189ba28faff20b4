// Search of this process's own memory for a needle that it never holds as it is: another process makes the needle up
// and tells it turned over bit by bit.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

namespace waymark::memory {

inline constexpr std::size_t kNeedleBytes = 24;
inline constexpr std::uint8_t kTurned = 0xFF;
using Needle = std::array<std::uint8_t, kNeedleBytes>;

/// The needle of a word of kNeedleBytes letters, turned over.
[[nodiscard]] Needle turned_over(const std::string& word);

/// How often the needle stands in the writable memory of this process. @param turned the needle, turned over
std::size_t count_in_memory(const Needle& turned);

}  // namespace waymark::memory
