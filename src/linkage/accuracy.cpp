#include "linkage/accuracy.h"

#include <algorithm>

#include "base/absent.h"

namespace waymark::linkage {
namespace {

std::optional<double> share(std::uint64_t part, std::uint64_t whole) {
  if (whole == 0) return std::nullopt;
  return static_cast<double>(part) / static_cast<double>(whole);
}

/// Pairs of equal numbers.
std::uint64_t equal_pairs(std::vector<std::uint64_t> numbers) {
  std::ranges::sort(numbers);
  std::uint64_t pairs = 0;
  for (std::size_t begin = 0, end = 0; begin < numbers.size(); begin = end) {
    while (end < numbers.size() && numbers[end] == numbers[begin]) ++end;
    pairs += (end - begin) * (end - begin - 1) / 2;
  }
  return pairs;
}

std::uint64_t true_pairs(std::span<const ValueId> truth) { return equal_pairs({truth.begin(), truth.end()}); }

}  // namespace

std::optional<double> Accuracy::precision() const { return share(right, right + wrong); }
std::optional<double> Accuracy::recall() const { return share(right, right + missed); }
double Accuracy::f1() const { return share(2 * right, 2 * right + wrong + missed).value_or(1); }

Accuracy pair_accuracy(std::span<const ScoredPair> pairs, float bits, std::span<const ValueId> truth) {
  Accuracy accuracy;
  for (const ScoredPair& pair : pairs)
    if (pair.bits >= bits) ++(truth[pair.a] == truth[pair.b] ? accuracy.right : accuracy.wrong);
  accuracy.missed = true_pairs(truth) - accuracy.right;
  return accuracy;
}

BestAccuracy best_pair_accuracy(std::span<const ScoredPair> pairs, std::span<const ValueId> truth) {
  std::vector<ScoredPair> sorted{pairs.begin(), pairs.end()};
  std::ranges::stable_sort(sorted, std::greater{}, &ScoredPair::bits);
  const std::uint64_t all = true_pairs(truth);
  BestAccuracy best{{0, 0, all}, 0};
  Accuracy now{0, 0, all};
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    if (truth[sorted[i].a] == truth[sorted[i].b])
      ++now.right, --now.missed;
    else
      ++now.wrong;
    const bool last_of_tie = i + 1 == sorted.size() || sorted[i + 1].bits != sorted[i].bits;
    if (last_of_tie && now.f1() > best.accuracy.f1()) best = {now, sorted[i].bits};
  }
  return best;
}

KnownRecords known_records(std::span<const ScoredPair> pairs, std::span<const std::uint32_t> clusters,
                           const Column& truth) {
  constexpr Row kUnknown = ~Row{0};
  std::vector<bool> absent;
  for (ValueId id = 0; id < truth.values.size(); ++id) absent.push_back(means_absent(truth.values.at(id)));
  KnownRecords known;
  std::vector<Row> number;
  for (std::size_t row = 0; row < truth.ids.size(); ++row) {
    const bool unknown = absent[truth.ids[row]];
    number.push_back(unknown ? kUnknown : static_cast<Row>(known.truth.size()));
    if (unknown) continue;
    known.truth.push_back(truth.ids[row]);
    known.clusters.push_back(clusters[row]);
  }
  for (const ScoredPair& pair : pairs)
    if (number[pair.a] != kUnknown && number[pair.b] != kUnknown)
      known.pairs.push_back({number[pair.a], number[pair.b], pair.bits, pair.rule});
  return known;
}

Accuracy cluster_accuracy(std::span<const std::uint32_t> clusters, std::span<const ValueId> truth) {
  std::vector<std::uint64_t> both;
  for (std::size_t row = 0; row < clusters.size(); ++row)
    both.push_back(std::uint64_t{clusters[row]} << 32 | truth[row]);
  const std::uint64_t right = equal_pairs(std::move(both));
  return {right, equal_pairs({clusters.begin(), clusters.end()}) - right, true_pairs(truth) - right};
}

}  // namespace waymark::linkage
