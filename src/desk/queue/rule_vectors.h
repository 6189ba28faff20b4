// RuleVectors: the test vectors that come with a question pack, run against the rules of the queue.
//
// vectors.json: {"format": "waymark rule vectors 1", "vectors": [{"name", "now", "received", "replied"?, "answers",
// "expect"}]}; local times are in the pack's zone, answers as in an envelope. Whoever changes a clock of a pack changes
// its vectors too; `waymark rules test` runs them. Pure. @source docs/spec/pack.md "Vectors"
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "desk/queue/placement.h"

namespace waymark::desk::queue {

inline constexpr std::size_t kVectorsBytesMax = 1'048'576;

struct VectorMisfit {
  std::string vector;    ///< its name
  std::string what;      ///< the expectation that was not met
  std::string expected;  ///< JSON
  std::string found;     ///< JSON
};

struct VectorReport {
  std::size_t vectors = 0;
  std::vector<VectorMisfit> misfits = {};
  std::set<std::string> untested = {};  ///< clocks and rules of silence ("silence.ID") that no vector tries
};

/// "YYYY-MM-DDThh:mm" on the clock of the zone.
std::string local_text(TimePoint time, const text::Zone& zone);

/// @error kMalformed for a file that is not of this form, kTooLarge, kUnsupported for another format
Result<VectorReport> run_rule_vectors(const pack::Pack& pack, const text::Zone& zone, std::string_view json);

}  // namespace waymark::desk::queue
