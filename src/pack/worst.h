// What the longest form of a pack needs, so that a pack that cannot be carried is refused before anybody fills it in.
//
// The clerk carries all answers inside the page, in a sealed blob whose size is fixed (docs/spec/clerk.md "Between two
// pages"). The computation is an upper bound: every question answered at once, with every detail as long as it may be.
#pragma once

#include <cstddef>

#include "pack/pack.h"

namespace waymark::pack {

/// What a blob of the clerk carries.
inline constexpr std::size_t kDraftBytesMax = 24'576;
/// A date, an hour, a country or a year, as it was typed.
inline constexpr std::size_t kShortAnswerBytesMax = 40;

/// The bytes of the longest draft, with words, keys and practice beside the answers.
std::size_t worst_draft_bytes(const Pack& pack);

}  // namespace waymark::pack
