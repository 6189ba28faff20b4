// Truth: what a reader of the demonstration's pages must find, counted from the world and not from the pages.
//
// Two kinds: what the pages say (exact, or the reading is wrong), and what is behind them (persons, instances, what
// became of somebody), which a linking can only come near to.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "courts/demo/world.h"

namespace waymark::courts {

/// What the archive must hold of one accused after all snapshots.
struct ExpectedAccused {
  std::string name = {};
  std::string articles = {};
  Outcome outcome = Outcome::kUnknown;        ///< as the pages let one know
  Outcome final_outcome = Outcome::kUnknown;  ///< after everything that was visible followed
  std::uint32_t person = 0;
};

struct ExpectedCase {
  std::string key = {};
  std::uint32_t index = 0;  ///< into World::cases
  bool by_name = false;     ///< the row of a search by УИД: the same case once more, under the name of its court
  std::int32_t received = kNoDay, decided = kNoDay, in_force = kNoDay;
  Stage stage = Stage::kFirst;
  Category category = Category::kUnknown;
  std::vector<ExpectedAccused> accused = {};
};

struct ExpectedVanished {
  std::string key = {};
  std::int32_t gone = kNoDay, returned = kNoDay;
  auto operator<=>(const ExpectedVanished&) const = default;
};

struct Truth {
  std::vector<ExpectedCase> cases = {};         ///< that any page shows, sorted by key
  std::vector<ExpectedVanished> vanished = {};  ///< sorted
  std::map<std::string, std::int64_t> totals = {};
};

Truth truth_of(const World& world);

/// truth.json: options, days, totals, edits, vanished records, outcomes.
std::string truth_json(const World& world, const Truth& truth);
/// One line an accused: record, person, group, case, outcomes.
std::string truth_persons_csv(const World& world, const Truth& truth);
/// One line a case: key, group, relation, the case it follows.
std::string truth_instances_csv(const World& world, const Truth& truth);

/// "26GV9001|1-7/2025", as the archive names it.
std::string demo_key(const World& world, const DemoCase& one);

}  // namespace waymark::courts
