// Sizes, counts and times of the bridge, each with its reason. What they mean for a person: docs/spec/bridge.md.
#pragma once

#include <array>
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

/// Lists of letters that a server gives: a line each of some seventy bytes, so about sixty thousand letters.
inline constexpr std::size_t kListBytesMax = 4'194'304;
/// A letter that is none of ours is removed when it has lain for so long; at once when there are more than so many.
inline constexpr std::chrono::seconds kOthersKept{86'400};
inline constexpr std::size_t kOthersMax = 2'000;
/// A letter of ours that the relay did not take is kept for so long; after it no key at the desk opens it any more.
inline constexpr std::chrono::seconds kOursKept{7 * 86'400};
/// Sealed to an earlier day than this, the relay would refuse it (roster/day_keys.h), so it goes under today.
inline constexpr std::uint32_t kDaysBack = 3;
/// Letters that failed to come are remembered, to be asked for last.
inline constexpr std::size_t kTroubledMax = 10'000;

/// A poll letter is taken from the day of its key until two days later, and from one day before it (clocks of phones).
inline constexpr std::uint32_t kPollDaysBack = 2;
inline constexpr std::uint32_t kPollDaysAhead = 1;
/// Keys that are made ahead: a portable page lives for a roster's 30 days and some.
inline constexpr std::uint32_t kSeedDays = 40;
/// Answered polls that are remembered until their day is over: eight mailboxes at their standard quota for five days.
inline constexpr std::size_t kAnsweredMax = 65'536;
/// An answer that the mail server does not take now is tried again after so long each time, and given up
/// after the last: greylisting lasts minutes to an hour, a server that is away some hours.
inline constexpr std::array<std::chrono::minutes, 8> kAnswerWaits{
    std::chrono::minutes{2},  std::chrono::minutes{6},  std::chrono::minutes{20}, std::chrono::minutes{60},
    std::chrono::minutes{60}, std::chrono::minutes{60}, std::chrono::minutes{60}, std::chrono::minutes{60}};
/// Neither these nor the wait for the next hour are longer.
inline constexpr std::chrono::minutes kLongestWait{60};
/// Poll letters that wait for the mail server or for the next hour; of more, each is looked at in every round.
inline constexpr std::size_t kWaitingMax = 4'096;

/// Work for one text, when the relay asks for it (docs/spec/work.md): the highest level takes some seconds. Asked anew
/// so often at the most.
inline constexpr std::chrono::seconds kWorkTime{40};
inline constexpr int kWorkTries = 3;

}  // namespace waymark::bridge
