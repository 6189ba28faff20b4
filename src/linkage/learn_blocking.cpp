#include "linkage/learn_blocking.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "linkage/hash.h"
#include "linkage/scorer.h"

namespace waymark::linkage {
namespace {

constexpr std::size_t kSampleRows = 60'000;     // enough likely matches even when one record in ten has a twin
constexpr std::size_t kCostRows = 10'000;       // a rule's pairs are counted on so many and scaled up
constexpr std::uint64_t kTrialPairs = 300'000;  // compared to find likely matches
constexpr double kTrialsMin = 20;               // by at least so many rules, unless there are fewer
constexpr double kSliceMin = 200;               // pairs of one rule that tell how many of its pairs are likely
constexpr std::uint64_t kGuessPairs = 50'000;   // random ones for the first guess of u
constexpr double kLikely = 0.9;
constexpr double kGainMin = 0.01;               // a rule that adds less is not worth its sorting
constexpr double kRuleCost = 1;                 // making and sorting one record's key costs about as much as one pair
constexpr double kSecondCover = 0.5;            // of a first one
constexpr std::uint32_t kUncovered = 1u << 31;  // no field has this bit: kFieldsMax is 16
constexpr std::size_t kRulesLearntMax = 8;

struct Part {
  KeyPart part;
  std::vector<std::uint64_t> keys;  ///< by value
};

struct Candidate {
  std::vector<std::size_t> parts;  ///< indices
  double pairs = 0;                ///< in the whole table, expected
};

std::vector<KeyPart> parts_of_field(std::size_t index, Kind kind) {
  switch (kind) {
    case Kind::kName:
      return {{index, Transform::kWhole},
              {index, Transform::kSound},
              {index, Transform::kPrefix, 3},
              {index, Transform::kPrefix, 1}};
    case Kind::kText:
    case Kind::kEmail: return {{index, Transform::kWhole}, {index, Transform::kPrefix, 5}};
    case Kind::kId: return {{index, Transform::kWhole}, {index, Transform::kPrefix, 4}};
    case Kind::kDate: return {{index, Transform::kWhole}, {index, Transform::kYear}, {index, Transform::kDayMonth}};
    case Kind::kNumber:
    case Kind::kSet: return {{index, Transform::kWhole}};
  }
  return {};
}

std::vector<Row> sampled_rows(std::size_t rows, std::size_t wanted, std::uint64_t seed) {
  std::vector<Row> sample;
  const double rate = static_cast<double>(wanted) / static_cast<double>(rows);
  for (Row row = 0; row < rows; ++row)
    if (rate >= 1 || static_cast<double>(mixed(seed, row) >> 11) * 0x1p-53 < rate) sample.push_back(row);
  return sample;
}

/// A sample of records with the key of each part, row after row: everything that is counted is counted on these.
struct Sample {
  std::vector<Row> rows;
  std::vector<std::uint64_t> keys;  ///< rows x parts
};

class Learner {
 public:
  Learner(const Prepared& prepared, const LinkConfig& config, const Workers& workers)
      : prepared_(prepared), config_(config), workers_(workers) {
    for (std::size_t i = 0; i < prepared.field_count(); ++i)
      for (const KeyPart& part : parts_of_field(i, prepared.fields()[i].config.kind)) parts_.push_back({part, {}});
    workers.run(parts_.size(), [&](std::size_t i, unsigned) {
      parts_[i].keys = part_keys(prepared.fields()[parts_[i].part.field], parts_[i].part);
    });
    rows_ = static_cast<double>(prepared.rows());
    budget_ = std::max(static_cast<double>(kPairsFree), config.blocking.pairs_per_record_max * rows_);
  }

  LearntRules run() {
    make_candidates();
    if (candidates_.empty()) return narrowest();
    find_likely_matches();
    LearntRules learnt = choose();
    return learnt.rules.empty() ? widest() : learnt;
  }

 private:
  [[nodiscard]] Sample sample_of(std::size_t wanted, std::uint64_t seed) const {
    Sample sample{sampled_rows(prepared_.rows(), wanted, seed), {}};
    sample.keys.reserve(sample.rows.size() * parts_.size());
    for (const Row row : sample.rows)
      for (const Part& part : parts_) sample.keys.push_back(part.keys[prepared_.row(row)[part.part.field]]);
    return sample;
  }

  /// Upper halves of keys, with the record's place in the sample below, sorted.
  std::vector<std::uint64_t> sorted_keys(const std::vector<std::size_t>& parts, const Sample& sample) const {
    std::vector<std::uint64_t> keys;
    keys.reserve(sample.rows.size());
    for (std::size_t place = 0; place < sample.rows.size(); ++place) {
      const std::uint64_t* of_row = sample.keys.data() + place * parts_.size();
      std::uint64_t key = 1;
      for (std::size_t i = 0; i < parts.size() && key != 0; ++i)
        key = of_row[parts[i]] == 0 ? 0 : mixed(key, of_row[parts[i]]);
      if (key != 0) keys.push_back((key & ~std::uint64_t{0xFFFFFFFF}) | place);
    }
    sort_by_upper_half(keys);
    return keys;
  }

  template <class OnBlock>
  static void each_block(const std::vector<std::uint64_t>& keys, const OnBlock& on_block) {
    for (std::size_t begin = 0, end = 0; begin < keys.size(); begin = end) {
      while (end < keys.size() && keys[end] >> 32 == keys[begin] >> 32) ++end;
      if (end - begin > 1) on_block(begin, end);
    }
  }

  void count_pairs(std::vector<Candidate>& candidates, const Sample& sample) const {
    const double scale = std::pow(rows_ / static_cast<double>(std::max<std::size_t>(sample.rows.size(), 1)), 2);
    workers_.run(candidates.size(), [&](std::size_t i, unsigned) {
      double pairs = 0;
      each_block(sorted_keys(candidates[i].parts, sample), [&](std::size_t begin, std::size_t end) {
        const auto size = static_cast<double>(end - begin);
        pairs += size * (size - 1) / 2;
      });
      candidates[i].pairs = pairs * scale;
    });
  }

  /// Single parts; what is too dear is narrowed by a second part, and again by a third.
  void make_candidates() {
    const Sample sample = sample_of(kCostRows, mixed(config_.seed, 2));
    std::vector<Candidate> layer;
    for (std::size_t i = 0; i < parts_.size(); ++i) layer.push_back({{i}, 0});
    constexpr unsigned kPartsMax = 3;
    for (unsigned depth = 1; depth <= kPartsMax; ++depth) {
      count_pairs(layer, sample);
      std::vector<Candidate> narrower;
      for (const Candidate& candidate : layer) {
        if (candidate.pairs <= budget_) candidates_.push_back(candidate);
        if (candidate.pairs <= rows_) continue;  // cheap enough: a further part could only lose matches
        for (std::size_t i = candidate.parts.back() + 1; i < parts_.size(); ++i)
          if (may_join(candidate, i)) narrower.push_back(with(candidate, i));
      }
      layer = std::move(narrower);
    }
  }
  bool may_join(const Candidate& candidate, std::size_t part) const {
    return std::ranges::none_of(candidate.parts,
                                [&](std::size_t i) { return parts_[i].part.field == parts_[part].part.field; });
  }
  static Candidate with(Candidate candidate, std::size_t part) {
    candidate.parts.push_back(part);
    return candidate;
  }

  /// A candidate to find likely matches with, and which share of its pairs is looked at.
  struct Trial {
    std::size_t candidate;
    double share;
  };

  /// The widest candidates that a small part of the trial can pay for: they forgive most errors. Where every person
  /// has many records most bring more; then a sample of the pairs of each is looked at.
  [[nodiscard]] std::vector<Trial> trial_candidates(double scale) const {
    constexpr double kMost = static_cast<double>(kTrialPairs) / kTrialsMin;
    const auto pairs_of = [&](std::size_t i) { return candidates_[i].pairs * scale; };
    std::vector<std::size_t> order(candidates_.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    const auto dear = std::ranges::stable_partition(order, [&](std::size_t i) { return pairs_of(i) <= kMost; });
    std::ranges::stable_sort(order.begin(), dear.begin(), std::greater{}, pairs_of);
    std::vector<Trial> trials;
    double expected = 0;
    for (auto i = order.begin(); i != dear.begin() && expected < static_cast<double>(kTrialPairs); ++i) {
      trials.push_back({*i, 1});
      expected += pairs_of(*i);
    }
    // An equal slice of each of the rest that may become a rule: the narrowest alone would bring only the likest pairs,
    // which a few rules cover, and the many that differ in one field more would not be seen.
    std::erase_if(order, [&](std::size_t i) { return pairs_of(i) <= kMost || candidates_[i].pairs > budget_; });
    std::ranges::stable_sort(order, {}, pairs_of);
    const auto slices =
        static_cast<std::size_t>(std::max(static_cast<double>(kTrialPairs) - expected, 0.0) / kSliceMin);
    const std::size_t step = slices == 0 ? order.size() + 1 : (order.size() + slices - 1) / slices;
    const std::size_t taken = step == 0 ? 0 : (order.size() + step - 1) / step;
    for (std::size_t at = 0; slices > 0 && at < order.size(); at += step) {
      const double slice = kSliceMin * static_cast<double>(slices) / static_cast<double>(taken);
      trials.push_back({order[at], std::min(1.0, slice / std::max(pairs_of(order[at]), 1.0))});
    }
    return trials;
  }

  /// Pairs of a sample that the trial candidates bring together, as a << 32 | b, each once.
  [[nodiscard]] std::vector<std::uint64_t> trial_pairs() const {
    const Sample sample = sample_of(kSampleRows, mixed(config_.seed, 3));
    const auto trials = trial_candidates(std::pow(static_cast<double>(sample.rows.size()) / rows_, 2));
    std::vector<std::vector<std::uint64_t>> found(trials.size());
    workers_.run(trials.size(), [&](std::size_t i, unsigned) {
      const auto keys = sorted_keys(candidates_[trials[i].candidate].parts, sample);
      Numbers dice{mixed(config_.seed, trials[i].candidate)};
      each_block(keys, [&](std::size_t begin, std::size_t end) {
        if (end - begin > config_.blocking.block_rows_max) return;
        for (std::size_t a = begin; a < end; ++a)
          for (std::size_t b = a + 1; b < end; ++b)
            if (trials[i].share >= 1 || dice.fraction() < trials[i].share)
              found[i].push_back(std::uint64_t{sample.rows[keys[a] & 0xFFFFFFFF]} << 32 |
                                 sample.rows[keys[b] & 0xFFFFFFFF]);
      });
    });
    std::vector<std::uint64_t> all;
    for (auto& pairs : found) all.insert(all.end(), pairs.begin(), pairs.end());
    std::ranges::sort(all);
    const auto twice = std::ranges::unique(all);
    all.erase(twice.begin(), twice.end());
    return all;
  }

  std::vector<std::uint64_t> likely(const std::vector<std::uint64_t>& pairs, const Model& model) const {
    const WeightTable weights{prepared_, model};
    const float floor = static_cast<float>(std::log2(kLikely / (1 - kLikely)));
    constexpr std::size_t kTaskPairs = 20'000;
    std::vector<std::vector<std::uint64_t>> found((pairs.size() + kTaskPairs - 1) / kTaskPairs);
    std::vector<Scorer> scorers(workers_.threads(), Scorer{weights});
    workers_.run(found.size(), [&](std::size_t task, unsigned worker) {
      for (std::size_t i = task * kTaskPairs; i < std::min(pairs.size(), (task + 1) * kTaskPairs); ++i)
        if (scorers[worker].bits(static_cast<Row>(pairs[i] >> 32), static_cast<Row>(pairs[i]), floor) >= floor)
          found[task].push_back(pairs[i]);
    });
    std::vector<std::uint64_t> all;
    for (auto& part : found) all.insert(all.end(), part.begin(), part.end());
    return all;
  }

  void find_likely_matches() {
    const Histogram random = random_patterns(prepared_, kGuessPairs, mixed(config_.seed, 4), workers_);
    likely_ = likely(trial_pairs(), first_guess(prepared_, random, 1 / rows_));
  }

  [[nodiscard]] std::uint32_t fields_of(const Candidate& candidate) const {
    std::uint32_t fields = 0;
    for (const std::size_t part : candidate.parts) fields |= 1u << parts_[part].part.field;
    return fields;
  }

  /// Which likely matches each candidate brings together.
  [[nodiscard]] std::vector<std::vector<std::uint32_t>> covered_by_each() const {
    std::vector<std::vector<bool>> agrees(parts_.size());
    workers_.run(parts_.size(), [&](std::size_t i, unsigned) {
      const Part& part = parts_[i];
      for (const std::uint64_t pair : likely_) {
        const std::uint64_t a = part.keys[prepared_.row(static_cast<Row>(pair >> 32))[part.part.field]];
        agrees[i].push_back(a != 0 && a == part.keys[prepared_.row(static_cast<Row>(pair))[part.part.field]]);
      }
    });
    std::vector<std::vector<std::uint32_t>> covers(candidates_.size());
    workers_.run(candidates_.size(), [&](std::size_t i, unsigned) {
      for (std::uint32_t pair = 0; pair < likely_.size(); ++pair)
        if (std::ranges::all_of(candidates_[i].parts, [&](std::size_t part) { return agrees[part][pair]; }))
          covers[i].push_back(pair);
    });
    return covers;
  }

  /// What covering a pair once more is worth: all for the first time, then by how many of the fields that all its
  /// rules so far depend on (`relied`) the new rule does without. A pair is safe when one wrong field cannot hide it.
  static double gain_of(std::uint32_t relied, std::uint32_t fields) {
    if (relied == kUncovered) return 1;
    if (relied == 0) return 0;
    return kSecondCover *
           (1 - static_cast<double>(std::popcount(relied & fields)) / static_cast<double>(std::popcount(relied)));
  }

  [[nodiscard]] Rule rule_of(const Candidate& candidate) const {
    Rule rule;
    for (const std::size_t part : candidate.parts) rule.push_back(parts_[part].part);
    return rule;
  }

  /// No likely match was seen, so nothing says which rules are good: the widest that the limit can pay for, each with
  /// a field that the rules before it do not rely on.
  [[nodiscard]] LearntRules widest() const {
    LearntRules result{.how = RulesFrom::kWidest, .likely_matches = likely_.size()};
    std::vector<std::size_t> order(candidates_.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::ranges::stable_sort(order, std::greater{}, [&](std::size_t i) { return candidates_[i].pairs; });
    std::uint32_t used = 0;
    double pairs = 0;
    for (const std::size_t i : order) {
      const bool adds = (fields_of(candidates_[i]) & ~used) != 0;
      if (!adds || pairs + candidates_[i].pairs > budget_ || result.rules.size() == kRulesLearntMax) continue;
      used |= fields_of(candidates_[i]);
      pairs += candidates_[i].pairs;
      result.rules.push_back(rule_of(candidates_[i]));
    }
    result.pairs_expected = static_cast<std::uint64_t>(pairs);
    return result;
  }

  /// Every rule of up to three parts is too dear: whole fields together, first all that are mostly filled, then all
  /// but one of them in turn. Blocks that are too large for all pairs are walked as a sorted neighbourhood.
  [[nodiscard]] LearntRules narrowest() const {
    LearntRules result{.how = RulesFrom::kNarrowest};
    Rule all;
    for (std::size_t i = 0; i < prepared_.field_count(); ++i)
      if (2 * prepared_.fields()[i].present > prepared_.rows()) all.push_back({.field = i});
    for (std::size_t i = 0; all.empty() && i < prepared_.field_count(); ++i)
      if (prepared_.fields()[i].present > 1) result.rules.push_back({{.field = i}});
    if (!all.empty()) result.rules.push_back(all);
    for (std::size_t i = 0; all.size() > 1 && i < all.size() && result.rules.size() < kRulesLearntMax; ++i) {
      result.rules.push_back(all);
      result.rules.back().erase(result.rules.back().begin() + static_cast<std::ptrdiff_t>(i));
    }
    if (result.rules.size() > kRulesLearntMax) result.rules.resize(kRulesLearntMax);
    return result;
  }

  LearntRules choose() const {
    LearntRules result;
    result.likely_matches = likely_.size();
    std::vector<std::uint32_t> relied(likely_.size(), kUncovered);
    const auto covers = covered_by_each();
    const auto all = static_cast<double>(likely_.size());
    double pairs = 0;
    while (result.rules.size() < kRulesLearntMax) {
      std::size_t best = candidates_.size();
      double best_value = 0;
      for (std::size_t i = 0; i < candidates_.size(); ++i) {
        if (pairs + candidates_[i].pairs > budget_) continue;
        double gain = 0;
        for (const std::uint32_t pair : covers[i]) gain += gain_of(relied[pair], fields_of(candidates_[i]));
        if (gain < kGainMin * all) continue;
        const double value = gain / (candidates_[i].pairs + kRuleCost * rows_);
        if (value > best_value) best = i, best_value = value;
      }
      if (best == candidates_.size()) break;
      result.rules.push_back(rule_of(candidates_[best]));
      pairs += candidates_[best].pairs;
      for (const std::uint32_t pair : covers[best])
        relied[pair] = (relied[pair] == kUncovered ? ~kUncovered : relied[pair]) & fields_of(candidates_[best]);
    }
    const auto uncovered = static_cast<double>(std::ranges::count(relied, kUncovered));
    if (!likely_.empty()) result.coverage = 1 - uncovered / all;
    result.pairs_expected = static_cast<std::uint64_t>(pairs);
    return result;
  }

  const Prepared& prepared_;
  const LinkConfig& config_;
  const Workers& workers_;
  std::vector<Part> parts_;
  double rows_ = 0, budget_ = 0;
  std::vector<Candidate> candidates_;
  std::vector<std::uint64_t> likely_;  ///< a << 32 | b
};

}  // namespace

LearntRules learn_rules(const Prepared& prepared, const LinkConfig& config, const Workers& workers) {
  const std::uint64_t rows = prepared.rows();
  if (rows < 2) return {};
  if (rows * (rows - 1) / 2 <= kPairsFree) return {.rules = {Rule{}}, .pairs_expected = rows * (rows - 1) / 2};
  LearntRules learnt = Learner{prepared, config, workers}.run();
  return learnt;
}

}  // namespace waymark::linkage
