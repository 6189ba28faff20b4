// Sizes, counts and times of the clerk, each with its reason. What they mean for a person: docs/spec/clerk.md.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>

#include "envelope/message.h"
#include "pack/worst.h"

namespace waymark::clerk {

/// A page's sealed blob opens for this long; each page carries a fresh one.
inline constexpr std::chrono::seconds kBlobLife{15 * 60};
/// Ended visits and sent messages are remembered a little longer than any blob that could name them.
inline constexpr std::chrono::seconds kMemoryLife = kBlobLife + std::chrono::seconds{60};
inline constexpr std::size_t kRememberedMax = 20'000;

/// A text that is too long comes back with a sentence, so more is taken than the 8,000 bytes that go on.
inline constexpr std::size_t kFormBytesMax = 98'304;
/// What a blob carries, compressed, is padded to one of these, so that its length says little about the text inside.
inline constexpr std::array<std::size_t, 5> kBlobSizes{1'024, 2'048, 4'096, 8'192, 24'704};
/// What compression may add to a visit that it cannot make smaller, and the time beside it.
inline constexpr std::size_t kBlobOverhead = 128;
static_assert(kBlobSizes.back() == pack::kDraftBytesMax + kBlobOverhead,
              "the checker of packs promises that every draft fits");
static_assert(pack::kAnswersBytesMax + 4'000 == envelope::kTextBytesMax - 3 - 3 - (3 + 47),
              "text and contact words have 4,000 bytes beside the answers and the longest name of a pack");
/// What is promised for a text before it is known which answers go with it.
inline constexpr std::size_t kTextPromised = 4'000;
/// Answers on the wire are padded to one of these; what is longer, to a multiple of the last.
inline constexpr std::array<std::size_t, 9> kPageSizes{4'096,  6'144,  8'192,   12'288, 16'384,
                                                       32'768, 65'536, 131'072, 262'144};

/// Bodies of replies that one page shows together; one reply is always shown, however long. With the page around them
/// such a page stays under 9 KB on the wire: what follows is behind a button.
inline constexpr std::size_t kInboxBytes = envelope::kTextBytesMax;

/// Letters that a clerk puts within an hour, and how long it works for one of them. The highest level that a relay asks
/// takes some seconds; what is left is for those who wait before.
inline constexpr std::int64_t kPutsAnHour = 600;
inline constexpr std::chrono::milliseconds kWorkTime{40'000};
/// A relay that asks anew, because the level rose meanwhile, is heard so often.
inline constexpr int kWorkTries = 3;
/// Of the newest replies; those that were shown to a relay are remembered, so that the same visit shows none twice.
inline constexpr std::size_t kTokensOfAVisit = 4;
inline constexpr std::size_t kTokensShownMax = 16;

inline constexpr std::size_t kPracticePicks = 3;
inline constexpr std::size_t kPracticeWords = 12;  ///< eight of the person's own and four others

/// A short line, such as a date, a year or the name of a country, as it was typed.
inline constexpr std::size_t kShortBytesMax = pack::kShortAnswerBytesMax;

/// Keys of the organisation are asked for again after this long; a failure is tried again sooner.
inline constexpr std::chrono::seconds kRefreshEvery{300};
inline constexpr std::chrono::seconds kRefreshAfterFailure{15};
/// Cards are asked for so often: what is withdrawn has to be gone within a minute, with the desk's round before it.
inline constexpr std::chrono::seconds kCardsEvery{15};

/// Title and short text of the entries that one page of the list shows, and of the crisis card before them: in gzip
/// with the page around it that stays below 8,192 bytes.
inline constexpr std::size_t kCardListBytes = 12'000;

}  // namespace waymark::clerk
