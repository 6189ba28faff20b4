// Streaming an archive's facts into units on several threads. Inside of the tally.
#pragma once

#include <bitset>
#include <filesystem>
#include <memory>

#include "base/result.h"
#include "courts/tally/units.h"

namespace waymark::courts {

/// What one thread makes of its part of the facts.
class Consumer {
 public:
  Consumer() = default;
  Consumer(const Consumer&) = delete;
  Consumer& operator=(const Consumer&) = delete;
  virtual ~Consumer() = default;
  virtual void take(const Counted& counted) = 0;
};

inline constexpr unsigned kThreadsMax = 64;
inline constexpr std::size_t kRegions = 100;

/// What a whole pass saw besides the units.
struct Pass {
  std::unique_ptr<Terms> terms = {};
  std::vector<std::int64_t> left_out = {};
  std::int64_t unnamed = 0;
  std::int64_t facts = 0;
  std::int32_t first_seen = kNoDay;
  std::int32_t last_seen = kNoDay;
  std::bitset<kRegions> regions = {};                                       ///< that a fact has
  std::unordered_map<std::int64_t, std::vector<std::int64_t>> others = {};  ///< as Joined
};

/// What became of each accused in the end, where that is not what the case itself says: by accused_key().
using FinalOutcomes = std::unordered_map<std::int64_t, Outcome>;
inline std::int64_t accused_key(std::int64_t case_id, std::int32_t person) {
  return (case_id << 16) | (person & 0xFFFF);
}

/// Where a tally reads from. What is borrowed must live as long as the call.
struct TallySource {
  std::filesystem::path archive = {};
  const SharedCases* shared = nullptr;   ///< null: by valid УИД
  const FinalOutcomes* final = nullptr;  ///< null: outcomes as each case says them
};

/// Sends all units of the archive to consumers, one a thread.
/// @param threads   1…kThreadsMax; as of a day there is one
/// @param make      called once on the calling thread, with the archive's terms (they live in the Pass), for as many
///                  consumers as there are threads
/// @error of the reader; whatever `make` says
using MakeConsumers = std::function<Result<std::vector<Consumer*>>(const Terms&, unsigned threads)>;
Result<Pass> stream_units(const TallySource& source, const Query& query, unsigned threads, const MakeConsumers& make);

}  // namespace waymark::courts
