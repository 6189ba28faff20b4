#include "linkage/cluster.h"

#include <algorithm>
#include <functional>
#include <limits>

namespace waymark::linkage {
namespace {

constexpr float kNever = -1e9f;
constexpr float kProved = 1e6f;
/// One contradiction counts at most so much: one wrong field should not outweigh ten right ones.
constexpr float kContradictionMax = 40;

/// The mean, over the records of two groups, of the best tie that each has to the other group; nothing is better than
/// `most`. Where two groups are one person nearly every record of the one has its like in the other; where two
/// namesakes merely have a record each with the same rare error, that pair alone ties them.
/// @param bits  (i, j): of record i of the one and j of the other
template <class Bits>
double mean_best_tie(std::size_t ones, std::size_t others, float most, const Bits& bits) {
  std::vector<float> best(ones + others, -most);
  for (std::size_t i = 0; i < ones; ++i)
    for (std::size_t j = 0; j < others; ++j) {
      const float tie = std::clamp(bits(i, j), -most, most);
      best[i] = std::max(best[i], tie);
      best[ones + j] = std::max(best[ones + j], tie);
    }
  double sum = 0;
  for (const float one : best) sum += one;
  return sum / static_cast<double>(best.size());
}

/// Records of one component, joined strongest first. Small: n squared cells.
class Component {
 public:
  Component(std::vector<Row> rows, const std::function<float(Row, Row)>& bits, float prior_bits)
      : rows_(std::move(rows)) {
    const std::size_t n = rows_.size();
    tie_.assign(n * n, 0);
    against_.assign(n * n, 0);
    weight_.assign(n, 1);
    members_.resize(n);
    for (std::uint32_t i = 0; i < n; ++i) members_[i] = {i};
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = i + 1; j < n; ++j) {
        const float tie = bits(rows_[i], rows_[j]);
        set(tie_, i, j, tie);
        set(against_, i, j, tie <= kNever ? kNever : std::clamp(tie - prior_bits, -kContradictionMax, 0.0f));
      }
    bits_ = tie_;
  }

  /// Group of each record and the bits of the weakest join of each group (indexed by the group's first record).
  void join(float link_bits, std::vector<std::uint32_t>& group, std::vector<float>& weakest) {
    const std::size_t n = rows_.size();
    std::vector<std::uint32_t> active(n);
    group.resize(n);
    for (std::uint32_t i = 0; i < n; ++i) active[i] = group[i] = i;
    weakest.assign(n, kProved);
    while (active.size() > 1) {
      float best = -std::numeric_limits<float>::infinity();
      std::size_t best_i = 0, best_j = 0;
      for (std::size_t i = 0; i < active.size(); ++i)
        for (std::size_t j = i + 1; j < active.size(); ++j)
          if (const float score = score_of(active[i], active[j]); score > best) best = score, best_i = i, best_j = j;
      if (best < link_bits) return;
      const std::uint32_t kept = active[best_i], gone = active[best_j];
      if (!is_borne(kept, gone, link_bits)) {
        set(tie_, kept, gone, kNever);
        continue;
      }
      weakest[kept] = std::min({weakest[kept], weakest[gone], best});
      merge(kept, gone, active);
      for (std::uint32_t& one : group)
        if (one == gone) one = kept;
      active.erase(active.begin() + static_cast<std::ptrdiff_t>(best_j));
    }
  }

 private:
  void set(std::vector<float>& cells, std::size_t i, std::size_t j, float value) {
    cells[i * rows_.size() + j] = cells[j * rows_.size() + i] = value;
  }
  [[nodiscard]] float score_of(std::size_t i, std::size_t j) const {
    const std::size_t cell = i * rows_.size() + j;
    return tie_[cell] + against_[cell] / (weight_[i] * weight_[j]);
  }
  [[nodiscard]] bool is_borne(std::uint32_t a, std::uint32_t b, float link_bits) const {
    const auto &ones = members_[a], &others = members_[b];
    if (ones.size() < 2 || others.size() < 2 || tie_[a * rows_.size() + b] >= kProved) return true;
    return mean_best_tie(ones.size(), others.size(), kContradictionMax, [&](std::size_t i, std::size_t j) {
             return bits_[ones[i] * rows_.size() + others[j]];
           }) >= link_bits;
  }
  void merge(std::uint32_t kept, std::uint32_t gone, const std::vector<std::uint32_t>& active) {
    const std::size_t n = rows_.size();
    for (const std::uint32_t other : active) {
      if (other == kept || other == gone) continue;
      set(tie_, kept, other, std::max(tie_[kept * n + other], tie_[gone * n + other]));
      set(against_, kept, other, against_[kept * n + other] + against_[gone * n + other]);
    }
    weight_[kept] += weight_[gone];
    members_[kept].insert(members_[kept].end(), members_[gone].begin(), members_[gone].end());
  }

  std::vector<Row> rows_;
  std::vector<float> tie_;      ///< strongest tie between two groups
  std::vector<float> against_;  ///< sum of contradictions between two groups
  std::vector<float> bits_;     ///< of two records
  std::vector<float> weight_;   ///< records of a group
  std::vector<std::vector<std::uint32_t>> members_;
};

std::uint64_t code(Row a, Row b) { return a < b ? std::uint64_t{a} << 32 | b : std::uint64_t{b} << 32 | a; }

struct Work {
  std::vector<Row> rows;
  std::vector<std::uint32_t> group;
  std::vector<float> weakest;
};

/// Members of each component of two or more, by their smallest record.
std::vector<Work> components_of(DisjointSets& sets, std::size_t rows) {
  std::vector<std::uint32_t> place(rows, 0);
  for (Row row = 0; row < rows; ++row) ++place[sets.root(row)];
  std::vector<Work> works;
  for (Row row = 0; row < rows; ++row) {
    const std::uint32_t root = sets.root(row);
    if (root == row && place[row] > 1) {
      works.emplace_back().rows.reserve(place[row]);
      place[row] = static_cast<std::uint32_t>(works.size());  // from here on the number of the component + 1
    } else if (root == row) {
      place[row] = 0;
    }
    if (place[root] != 0) works[place[root] - 1].rows.push_back(row);
  }
  return works;
}

class Constraints {
 public:
  Constraints(std::span<const Constraint> together, std::span<const Constraint> apart)
      : together_(codes(together)), apart_(codes(apart)) {}
  [[nodiscard]] bool are_apart(Row a, Row b) const {
    return !apart_.empty() && std::ranges::binary_search(apart_, code(a, b));
  }
  [[nodiscard]] bool are_together(Row a, Row b) const {
    return !together_.empty() && std::ranges::binary_search(together_, code(a, b));
  }

 private:
  static std::vector<std::uint64_t> codes(std::span<const Constraint> pairs) {
    std::vector<std::uint64_t> codes;
    for (const Constraint& pair : pairs) codes.push_back(code(pair.a, pair.b));
    std::ranges::sort(codes);
    return codes;
  }
  std::vector<std::uint64_t> together_, apart_;
};

/// The same guard for a component of any size: its ties from strongest to weakest, and the contradictions of two
/// groups looked at through a few records of each.
class LargeComponent {
 public:
  LargeComponent(Work& work, std::vector<ScoredPair> ties)
      : work_(work), ties_(std::move(ties)), sets_(work.rows.size()), members_(work.rows.size()) {
    work.weakest.assign(work.rows.size(), kProved);
    for (std::uint32_t i = 0; i < members_.size(); ++i) members_[i] = {i};
    std::ranges::stable_sort(ties_, std::greater{}, &ScoredPair::bits);
  }

  void join(const std::function<float(Row, Row)>& bits, float prior_bits, float link_bits,
            std::span<const Constraint> together) {
    for (const Constraint& pair : together)
      if (holds(pair.a) && holds(pair.b)) unite(sets_.root(place(pair.a)), sets_.root(place(pair.b)), kProved);
    for (const ScoredPair& tie : ties_) {
      const std::uint32_t a = sets_.root(place(tie.a)), b = sets_.root(place(tie.b));
      if (a == b) continue;
      const float score = tie.bits + contradiction(a, b, bits, prior_bits);
      if (score >= link_bits && is_borne(a, b, bits, link_bits)) unite(a, b, score);
    }
    for (std::uint32_t i = 0; i < members_.size(); ++i) work_.group.push_back(sets_.root(i));
  }

 private:
  [[nodiscard]] bool holds(Row row) const { return std::ranges::binary_search(work_.rows, row); }
  [[nodiscard]] std::uint32_t place(Row row) const {
    return static_cast<std::uint32_t>(std::ranges::lower_bound(work_.rows, row) - work_.rows.begin());
  }
  float contradiction(std::uint32_t a, std::uint32_t b, const std::function<float(Row, Row)>& bits,
                      float prior_bits) const {
    constexpr std::size_t kLookedAt = 4;
    float sum = 0;
    std::size_t count = 0;
    for (std::size_t i = 0; i < std::min(kLookedAt, members_[a].size()); ++i)
      for (std::size_t j = 0; j < std::min(kLookedAt, members_[b].size()); ++j, ++count) {
        const float tie = bits(work_.rows[members_[a][i]], work_.rows[members_[b][j]]);
        if (tie <= kNever) return kNever;
        sum += std::clamp(tie - prior_bits, -kContradictionMax, 0.0f);
      }
    return sum / static_cast<float>(count);
  }
  /// As of small components, through the first records of each group.
  bool is_borne(std::uint32_t a, std::uint32_t b, const std::function<float(Row, Row)>& bits, float link_bits) const {
    constexpr std::size_t kLookedAt = 8;
    const auto &ones = members_[a], &others = members_[b];
    if (ones.size() < 2 || others.size() < 2) return true;
    return mean_best_tie(std::min(kLookedAt, ones.size()), std::min(kLookedAt, others.size()), kContradictionMax,
                         [&](std::size_t i, std::size_t j) {
                           return bits(work_.rows[ones[i]], work_.rows[others[j]]);
                         }) >= link_bits;
  }
  void unite(std::uint32_t a, std::uint32_t b, float score) {
    if (a == b) return;
    sets_.join(a, b);
    const auto [kept, gone] = std::minmax(a, b);
    members_[kept].insert(members_[kept].end(), members_[gone].begin(), members_[gone].end());
    members_[gone] = {};
    work_.weakest[kept] = std::min({work_.weakest[kept], work_.weakest[gone], score});
  }

  Work& work_;
  std::vector<ScoredPair> ties_;
  DisjointSets sets_;
  std::vector<std::vector<std::uint32_t>> members_;
};

std::vector<ScoredPair> ties_within(const Work& work, std::span<const ScoredPair> pairs, float link_bits) {
  std::vector<ScoredPair> ties;
  for (const ScoredPair& pair : pairs)
    if (pair.bits >= link_bits && std::ranges::binary_search(work.rows, pair.a)) ties.push_back(pair);
  return ties;
}

void number_clusters(std::vector<Work>& works, Clusters& clusters) {
  constexpr std::uint32_t kNone = 0xFFFFFFFF;
  std::vector<std::uint32_t> first(clusters.of_row.size());  // the record that stands for each record's group
  std::vector<float> weakest(clusters.of_row.size(), kProved);
  for (Row row = 0; row < first.size(); ++row) first[row] = row;
  for (Work& work : works) {
    bool split = false;
    for (std::size_t i = 0; i < work.rows.size(); ++i) {
      first[work.rows[i]] = work.rows[work.group[i]];
      split |= work.group[i] != work.group[0];
    }
    for (std::size_t i = 0; i < work.rows.size(); ++i) weakest[work.rows[i]] = work.weakest[i];
    clusters.split_components += split;
  }
  std::vector<std::uint32_t> number(first.size(), kNone);
  for (Row row = 0; row < first.size(); ++row) {
    std::uint32_t& of_group = number[first[row]];
    if (of_group == kNone) {
      of_group = static_cast<std::uint32_t>(clusters.all.size());
      const float bits = weakest[first[row]];
      clusters.all.push_back({0, bits >= kProved ? 1.0f : static_cast<float>(probability_of(bits))});
    }
    clusters.of_row[row] = of_group;
    ++clusters.all[of_group].size;
  }
}

}  // namespace

DisjointSets::DisjointSets(std::size_t count) : parent_(count) {
  for (std::uint32_t i = 0; i < count; ++i) parent_[i] = i;
}

std::uint32_t DisjointSets::root(std::uint32_t item) {
  while (parent_[item] != item) item = parent_[item] = parent_[parent_[item]];
  return item;
}

bool DisjointSets::join(std::uint32_t a, std::uint32_t b) {
  const std::uint32_t root_a = root(a), root_b = root(b);
  const auto [low, high] = std::minmax(root_a, root_b);  // references: both must have a name
  parent_[high] = low;
  return low != high;
}

Clusters make_clusters(const WeightTable& weights, std::span<const ScoredPair> pairs, float link_bits,
                       std::span<const Constraint> together, std::span<const Constraint> apart,
                       const Workers& workers) {
  const std::size_t rows = weights.prepared().rows();
  const Constraints constraints{together, apart};
  DisjointSets sets{rows};
  for (const ScoredPair& pair : pairs)
    if (pair.bits >= link_bits) sets.join(pair.a, pair.b);
  for (const Constraint& pair : together) sets.join(pair.a, pair.b);
  Clusters clusters;
  clusters.of_row.resize(rows);
  std::vector<Work> works = components_of(sets, rows);
  for (const Work& work : works) {
    clusters.largest_component = std::max(clusters.largest_component, work.rows.size());
    clusters.large_components += work.rows.size() > kComponentRowsMax;
  }

  std::vector<Scorer> scorers(workers.threads(), Scorer{weights});
  constexpr std::size_t kTaskComponents = 500;
  workers.run((works.size() + kTaskComponents - 1) / kTaskComponents, [&](std::size_t task, unsigned worker) {
    const auto bits = [&](Row a, Row b) {
      if (constraints.are_apart(a, b)) return kNever;
      if (constraints.are_together(a, b)) return kProved;
      return scorers[worker].bits(std::min(a, b), std::max(a, b), kNever);
    };
    for (std::size_t i = task * kTaskComponents; i < std::min(works.size(), (task + 1) * kTaskComponents); ++i) {
      Work& work = works[i];
      const auto prior_bits = static_cast<float>(weights.start());
      if (work.rows.size() > kComponentRowsMax)
        LargeComponent{work, ties_within(work, pairs, link_bits)}.join(bits, prior_bits, link_bits, together);
      else
        Component{work.rows, bits, prior_bits}.join(link_bits, work.group, work.weakest);
    }
  });
  number_clusters(works, clusters);
  return clusters;
}

}  // namespace waymark::linkage
