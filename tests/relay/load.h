// Load: many clients at once on one thread, each putting one envelope after the other and waiting for "stored"; whole,
// as programs do, or in two halves on two connections, as pages do. Or each asking for replies that are not there.
//
// Cheap on purpose (epoll, one copy of the body a request, no parsing beyond the last word): it shares the machine's
// cores with the relay that it measures.
#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <string>

#include "base/bytes.h"

namespace waymark::relay {

struct LoadResult {
  std::uint64_t stored = 0;
  std::uint64_t refused = 0;  ///< any other answer, or a connection that broke
  double seconds = 0;
  double latency_p50_ms = 0;
  double latency_p99_ms = 0;
};

enum class PutAs { kWhole, kHalves };

/// Runs `clients` clients against 127.0.0.1:port for about `time`. An envelope in halves counts once, with the time of
/// both.
/// @param frames  envelopes of one size to start from; eight bytes of their payload are counted up so that each is new
LoadResult run_load(std::uint16_t port, std::uint32_t day, std::size_t clients, std::chrono::milliseconds time,
                    std::span<const Bytes> frames, PutAs put_as = PutAs::kWhole);

/// The same for polls of random boxes: each is answered with as many bytes as one that finds something. `stored` is how
/// many were answered.
LoadResult run_polls(std::uint16_t port, std::size_t clients, std::chrono::milliseconds time);

/// What stands before the body of a poll.
std::string poll_head();
/// What stands before the body of a put.
std::string put_head(std::uint32_t day, std::size_t body_bytes);

/// Writes a number into the payload of an envelope, so that it is another one.
void make_unique_envelope(std::span<std::uint8_t> envelope, std::uint64_t number);

}  // namespace waymark::relay
