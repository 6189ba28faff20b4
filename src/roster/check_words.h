// Six check-words: a slow hash of the root keys for comparing between channels. A clone can copy them; only a program
// that computes them proves anything. This gives indices; the words come from mailbox/word_list.h.
// @source docs/spec/roster.md
#pragma once

#include <array>
#include <span>

#include "crypto/verify/verify.h"

namespace waymark::roster {

inline constexpr std::size_t kCheckWords = 6;
inline constexpr std::uint32_t kCheckWordRounds = 600'000;

/// Six 11-bit indices. Takes about 0.3 s of one core.
std::array<std::uint16_t, kCheckWords> check_words(std::span<const crypto::RootVerifyKey> roots);

}  // namespace waymark::roster
