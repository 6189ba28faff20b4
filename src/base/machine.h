// Machine: what must be right with the machine before anything is signed, sealed or dated on it: a clock that has not
// lost its time, and a kernel that has gathered randomness since it started.
#pragma once

#include <string_view>

#include "base/clock.h"

namespace waymark {

/// Nothing that Waymark writes is older; a clock before it has lost its time.
inline constexpr TimePoint kNoEarlier{Seconds{1'767'225'600}};  // 2026-01-01

/// Whether a clock shows a day before kNoEarlier.
[[nodiscard]] inline bool has_lost_its_time(TimePoint now) { return now < kNoEarlier; }

/// Whether the kernel gives out random bytes at once. It does not only for a while after its start; asking it for some
/// then waits, perhaps for ever.
[[nodiscard]] bool has_randomness();

/// For programs that serve: says on standard error that they wait, if they are about to. Call before the first key.
/// @param program  its name, before the sentence
void say_if_randomness_is_awaited(std::string_view program);

/// Sentences for operators of the programs that speak English alone.
inline constexpr std::string_view kLostTimeSentence =
    "this machine's clock shows a day before 2026: it has lost its time. Set it (timedatectl set-ntp true, or "
    "date -u -s) and start again.";

}  // namespace waymark
