// Check: an archive of the demonstration's pages, and the linking of it, against the truth.
//
// What the pages say must be found exactly. What is behind them is scored: precision and recall over pairs, so that a
// wrong join and a missed one both count.
#pragma once

#include <string>
#include <vector>

#include "courts/demo/truth.h"
#include "courts/instances/instances.h"

namespace waymark::courts {

struct ExactLine {
  std::string what = {};
  std::int64_t expected = 0, found = 0;
  std::vector<std::string> examples = {};  ///< keys of records that differ, at most kCheckExamplesMax
};
inline constexpr std::size_t kCheckExamplesMax = 3;

/// Pairs that belong together: found and right, found and wrong, missed.
struct PairScore {
  std::string what = {};
  std::int64_t right = 0, wrong = 0, missed = 0;
  [[nodiscard]] double precision() const;
  [[nodiscard]] double recall() const;
};

struct CheckReport {
  std::vector<ExactLine> exact = {};
  std::vector<PairScore> scores = {};
  std::int64_t ends = 0, ends_right = 0;  ///< what became of each accused of a first instance
  std::int64_t received = 0, received_found = 0;
  std::int64_t persons = 0, persons_found = 0;
  std::int64_t review_same = 0;  ///< of the pairs to review: one person, so that people would join them
  LinkReport link = {};
  [[nodiscard]] bool is_exact() const;
};

/// Links and tallies the archive and compares. @error as ArchiveReader, link_archive and tally
Result<CheckReport> check_demo(const World& world, const std::filesystem::path& archive,
                               const linkage::Workers& workers);

std::string describe(const CheckReport& report);

}  // namespace waymark::courts
