// Code-names: two plain words for a case, the same pair in every language by index.
#pragma once

#include <cstdint>
#include <string>

#include "text/catalogue.h"

namespace waymark::desk::queue {

inline constexpr std::uint32_t kQualities = 64;
inline constexpr std::uint32_t kNouns = 128;
inline constexpr std::uint32_t kCodeNamePairs = kQualities * kNouns;

/// "Quiet Maple"; "Quiet Maple 2" for an index of the second round of pairs.
std::string code_name(const text::Catalogue& catalogue, Language language, std::uint32_t index);

}  // namespace waymark::desk::queue
