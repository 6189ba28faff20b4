// Sizes, counts and times of the bridge, each with its reason. What they mean for a person: docs/spec/bridge.md.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace waymark::bridge {

/// So much of a letter is fetched and looked at: some fifty sealed texts, or one behind a few pictures.
inline constexpr std::size_t kLetterBytesMax = 1'048'576;
/// Parts of a letter that are looked at, and how deep they may lie in one another (a forward of a forward …).
inline constexpr std::size_t kPartsMax = 64;
inline constexpr std::size_t kDepthMax = 8;
/// Head of a letter or of a part; what is longer is not read further.
inline constexpr std::size_t kHeadBytesMax = 65'536;
/// Sealed texts that one letter may bring, and armors in one part that are tried.
inline constexpr std::size_t kEnvelopesMax = 4;
inline constexpr std::size_t kArmorsMax = 8;

}  // namespace waymark::bridge
