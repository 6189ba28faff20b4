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
/// A text that the clerk takes: it carries what did not fit into the first message on to the next.
inline constexpr std::size_t kClerkTextBytesMax = 8'000;
/// A date, an hour, a country or a year, as it was typed.
inline constexpr std::size_t kShortAnswerBytesMax = 40;

/// Coded answers in one envelope: beside these 4,000 bytes are left for what a person writes (docs/spec/envelope.md
/// "How long a text may be"); tied to the envelope in src/clerk/limits.h.
inline constexpr std::size_t kAnswersBytesMax = 1'168;

/// The bytes of the longest draft, with words, keys and practice beside the answers.
std::size_t worst_draft_bytes(const Pack& pack);
/// The bytes of all answers at once in the words of the envelope.
std::size_t worst_answers_bytes(const Pack& pack);

}  // namespace waymark::pack
