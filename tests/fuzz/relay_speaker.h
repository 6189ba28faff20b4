// How a talk with the relay is held: each connection a socket of loopback, all open at once, read to their end.
#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

#include "relay_talk.h"

namespace waymark::fuzz {

/// For an answer, for an end, and for nothing being held any more: only what is broken needs it. AFL++ calls an input a
/// hang long before.
inline constexpr std::chrono::milliseconds kPatience{60'000};

/// Holds one talk to its end. CHECKs that each connection is answered or closed.
/// @return what came of it, without the connection that was dropped
std::vector<Said> hold(const Talk& talk, std::uint16_t port);

}  // namespace waymark::fuzz
