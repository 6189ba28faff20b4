// self_test: the methods tried on populations of known size that the table itself holds.
//
// The people of one list are a population whose size is known, and the other lists see a part of it. What a method says
// about that list can be compared with the truth (Binette and Steorts 2022, JRSS A 185, section 5.3). It is a test of
// the method on these lists; passing does not prove that the whole population behaves alike.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "estimate/methods.h"

namespace waymark::estimate {

inline constexpr std::int64_t kSelfTestSeenMin = 30;  ///< as Binette and Steorts: fewer say nothing
inline constexpr int kSelfTestReplicates = 200;

struct SelfTestRow {
  std::string list;
  std::int64_t truth = 0;             ///< people on the list
  std::int64_t seen = 0;              ///< of them on another list
  std::vector<MethodResult> methods;  ///< without latent classes
  std::optional<Joined> joined;
};

/// One row a list with enough people seen by others. May be empty.
std::vector<SelfTestRow> self_test(const OverlapTable& table, const MethodOptions& options);

/// How one method did: root mean square of log(estimate / truth), and the share of intervals that hold the truth.
struct SelfTestScore {
  int rows = 0;  ///< rows with an answer
  double rmse = 0;
  double coverage = 0;
};
SelfTestScore score_method(const std::vector<SelfTestRow>& rows, Method method);
SelfTestScore score_joined(const std::vector<SelfTestRow>& rows);

}  // namespace waymark::estimate
