// What a test and fault_shim.so share: a small file that both map. The test says what fails, the shim counts what
// failed.
#pragma once

#include <atomic>
#include <cstdint>

namespace waymark::relay {

/// Of files' calls (never of sockets'); several at once are allowed.
enum Fault : std::uint32_t {
  kNoFault = 0,
  kDiskFull = 1U << 0U,      ///< writes end with ENOSPC
  kReadOnlyDisk = 1U << 1U,  ///< writes, truncation, opening for writing and unlinking end with EROFS
  kSyncFails = 1U << 2U,     ///< fsync and fdatasync end with EIO; what was written since the last good one may be lost
  kWriteFails = 1U << 3U,    ///< writes end with EIO
  kReadFails = 1U << 4U,     ///< reads end with EIO
  kShortWrites = 1U << 5U,   ///< writes of more than a byte write half and say so
  kSyncLies = 1U << 6U,      ///< syncs say that they succeeded and are none
  kPowerCut = 1U << 7U,      ///< what is not synced is undone, and the process is gone
};

struct FaultControl {
  std::atomic<std::uint32_t> faults = kNoFault;
  std::atomic<std::uint32_t> every = 1;         ///< each n-th call that could fail does
  std::atomic<std::int64_t> clock_ahead_s = 0;  ///< the wall clock is ahead by so much
  std::atomic<std::uint64_t> bitten = 0;        ///< calls that failed, were shortened, or lied
  std::atomic<std::uint64_t> undone = 0;        ///< stretches of files that a power cut took back
};

inline constexpr const char* kFaultVariable = "WAYMARK_FAULTS";

}  // namespace waymark::relay
