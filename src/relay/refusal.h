// Refusal: why a relay does not start, as one sentence for the operator and an exit code; main prints the one and
// returns the other.
#pragma once

#include <expected>
#include <string>

namespace waymark::relay {

/// Exit codes of waymark-relay, as --help lists them.
enum class Exit : int {
  kOk = 0,
  kUsage = 2,    ///< command line or configuration
  kStorage = 3,  ///< folder, database, disk
  kAddress = 4,  ///< an address cannot be bound
  kClock = 5,    ///< the clock has lost its time, or is before the roster's date
  kRoster = 6,   ///< the stored roster is of another organisation; with --check also: past its date
};

struct Refusal {
  Exit exit;
  std::string sentence;
};
template <class T>
using OrRefusal = std::expected<T, Refusal>;

inline std::unexpected<Refusal> refuse(Exit exit, std::string sentence) {
  return std::unexpected<Refusal>(Refusal{exit, std::move(sentence)});
}

}  // namespace waymark::relay
