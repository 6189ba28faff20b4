#include "estimate/self_test.h"

#include <algorithm>
#include <cmath>

namespace waymark::estimate {
namespace {

class Score {
 public:
  void add(double truth, double population, double low, std::optional<double> high) {
    const double error = std::log(population / truth);
    ++rows_;
    squares_ += error * error;
    if (low <= truth && (!high || truth <= *high)) ++covered_;
  }
  [[nodiscard]] SelfTestScore finish() const {
    if (rows_ == 0) return {};
    return {.rows = rows_, .rmse = std::sqrt(squares_ / rows_), .coverage = static_cast<double>(covered_) / rows_};
  }

 private:
  int rows_ = 0;
  int covered_ = 0;
  double squares_ = 0;
};

}  // namespace

std::vector<SelfTestRow> self_test(const OverlapTable& table, const MethodOptions& options) {
  MethodOptions quick = options;
  quick.latent_class = false;
  quick.replicates = std::min(options.replicates, kSelfTestReplicates);
  std::vector<SelfTestRow> rows;
  for (int list = 0; list < table.lists(); ++list) {
    const OverlapTable known = table.conditioned_on(list).without_empty_lists();
    if (known.lists() < 2 || known.observed() < kSelfTestSeenMin) continue;
    auto methods = all_methods(known, quick);
    rows.push_back({.list = table.names()[static_cast<std::size_t>(list)],
                    .truth = table.on_all(Pattern{1} << list),
                    .seen = known.observed(),
                    .methods = methods.results,
                    .joined = join(methods, 1)});
  }
  return rows;
}

SelfTestScore score_method(const std::vector<SelfTestRow>& rows, Method method) {
  Score score;
  for (const auto& row : rows) {
    const auto found = std::ranges::find(row.methods, method, &MethodResult::method);
    if (found != row.methods.end() && found->population)
      score.add(static_cast<double>(row.truth), *found->population, found->low, found->high);
  }
  return score.finish();
}

SelfTestScore score_joined(const std::vector<SelfTestRow>& rows) {
  Score score;
  for (const auto& row : rows)
    if (row.joined)
      score.add(static_cast<double>(row.truth), row.joined->population, row.joined->low, row.joined->high);
  return score.finish();
}

}  // namespace waymark::estimate
