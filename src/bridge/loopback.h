// Ports on loopback for the servers of the bridge's tests.
#pragma once

#include <cstdint>

namespace waymark::bridge::testing {

/// A port that was free a moment ago.
[[nodiscard]] std::uint16_t free_port();

/// Whether somebody listens there.
[[nodiscard]] bool answers(std::uint16_t port);

/// A listening socket on a free port, owned by the caller. @param port gets its number
[[nodiscard]] int listen_somewhere(std::uint16_t& port);

}  // namespace waymark::bridge::testing
