#include "linkage/model.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_map>

#include "linkage/hash.h"

namespace waymark::linkage {
namespace {

constexpr std::uint64_t kRandomPairs = 300'000;  // u down to some in a million is seen; below it is smoothed
constexpr std::uint64_t kRulePairs = 40'000;     // a rule's sample: some thousand matches in any usual rule
constexpr unsigned kRoundsMax = 200;
constexpr double kStandsStill = 1e-4;  // largest change of any m, u or share
constexpr double kPriorPairs = 2;      // strength of the first guess of m, in pairs
constexpr double kUnseen = 0.5;        // half a pair for a level that no random pair has (Jeffreys)
constexpr double kFirstShare = 0.1;    // of matches among a rule's pairs
constexpr double kTiny = 1e-12;

/// Counts patterns; one a worker, added up at the end: whole numbers, so that the order does not matter.
using Counter = std::unordered_map<Pattern, std::uint32_t>;

Histogram merged(const std::vector<Counter>& counters) {
  Counter all;
  for (const Counter& counter : counters)
    for (const auto& [pattern, count] : counter) all[pattern] += count;
  Histogram histogram;
  histogram.reserve(all.size());
  for (const auto& [pattern, count] : all) histogram.push_back({pattern, static_cast<double>(count)});
  std::ranges::sort(histogram, {}, &PatternCount::pattern);
  return histogram;
}

std::vector<Comparer> comparers(const Prepared& prepared, const Workers& workers) {
  std::vector<Comparer> made;
  for (unsigned i = 0; i < workers.threads(); ++i) made.emplace_back(prepared);
  return made;
}

/// Levels from most to least alike share the probability of a match: most are equal, few differ.
std::vector<double> guessed_m(const PreparedField& field) {
  constexpr double kEqual = 0.85, kDifferent = 0.05;
  std::vector<double> m(level_count(field), 1);
  const std::size_t between = field.config.levels.size();
  m[kLevelEqual] = between == 0 ? 1 - kDifferent : kEqual;
  for (std::size_t i = 0; i < between; ++i) m[i + 2] = (1 - kEqual - kDifferent) / static_cast<double>(between);
  m[level_different(field)] = kDifferent;
  return m;
}

/// Sums by field and level.
using Sums = std::vector<std::vector<double>>;

Sums empty_sums(const Prepared& prepared) {
  Sums sums;
  for (const PreparedField& field : prepared.fields()) sums.emplace_back(level_count(field), 0.0);
  return sums;
}

void add(Sums& sums, Pattern pattern, double amount, std::uint32_t without = 0) {
  for (std::size_t field = 0; field < sums.size(); ++field)
    if ((without >> field & 1) == 0) sums[field][level_in(pattern, field)] += amount;
}

/// Shares of the levels that are not missing, with `smoothing` pairs spread as `shape`.
std::vector<double> shares(const std::vector<double>& sums, const std::vector<double>& shape, double smoothing) {
  double total = 0;
  for (std::size_t level = 1; level < sums.size(); ++level) total += sums[level] + smoothing * shape[level];
  std::vector<double> result(sums.size(), 1);
  for (std::size_t level = 1; level < sums.size(); ++level)
    result[level] = (sums[level] + smoothing * shape[level]) / total;
  return result;
}

std::vector<std::vector<double>> weights_of(const Model& model) {
  std::vector<std::vector<double>> weights;
  for (const FieldModel& field : model.fields) {
    auto& of_field = weights.emplace_back();
    for (unsigned level = 0; level < field.m.size(); ++level) of_field.push_back(level_weight(field, level));
  }
  return weights;
}

double bits_of(Pattern pattern, const std::vector<std::vector<double>>& weights, std::uint32_t without) {
  double bits = 0;
  for (std::size_t field = 0; field < weights.size(); ++field)
    if ((without >> field & 1) == 0) bits += weights[field][level_in(pattern, field)];
  return bits;
}

double bits_of_share(double share) {
  const double safe = std::clamp(share, kTiny, 1 - kTiny);
  return std::log2(safe / (1 - safe));
}

double largest_change(const Model& a, const Model& b) {
  double change = 0;
  for (std::size_t i = 0; i < a.fields.size(); ++i)
    for (std::size_t level = 0; level < a.fields[i].m.size(); ++level)
      change = std::max({change, std::abs(a.fields[i].m[level] - b.fields[i].m[level]),
                         std::abs(a.fields[i].u[level] - b.fields[i].u[level])});
  return change;
}

/// u of every field from random pairs, each counted by how little it looks like a match.
void set_u(Model& model, const Histogram& random, const Prepared& prepared, double& share) {
  const auto weights = weights_of(model);
  Sums sums = empty_sums(prepared);
  double matches = 0, all = 0;
  for (const auto& [pattern, count] : random) {
    const double p = probability_of(bits_of(pattern, weights, 0) + bits_of_share(share));
    matches += p * count;
    all += count;
    add(sums, pattern, (1 - p) * count);
  }
  // A random sample has few matches; a larger share would be another structure (families, courts) taken for people.
  const double share_max = 10.0 / static_cast<double>(std::max<std::size_t>(prepared.rows(), 20));
  share = all == 0 ? kTiny : std::clamp(matches / all, kTiny, share_max);
  for (std::size_t i = 0; i < model.fields.size(); ++i)
    model.fields[i].u = shares(sums[i], std::vector<double>(sums[i].size(), 1), kUnseen);
}

class Em {
 public:
  Em(const Prepared& prepared, const Evidence& evidence)
      : prepared_(prepared), evidence_(evidence), shares_(evidence.sources.size(), kFirstShare) {
    random_share_ = 1.0 / static_cast<double>(std::max<std::size_t>(prepared.rows(), 2));
    for (std::size_t i = 0; i < shares_.size(); ++i)
      if (evidence.sources[i].fixed == 0) shares_[i] = random_share_;  // all pairs: matches are as rare as at random
    model_ = first_guess(prepared, evidence.random, random_share_);
  }

  Model run() {
    for (model_.rounds = 1; model_.rounds < kRoundsMax; ++model_.rounds) {
      const Model before = model_;
      step();
      if (largest_change(before, model_) < kStandsStill) break;
    }
    set_prior();
    return model_;
  }

 private:
  /// One E and M step over the rules' pairs, then u anew.
  void step() {
    Sums sums = empty_sums(prepared_);
    double found = 0;  // matches, by the model, among all pairs of the rules
    const auto weights = weights_of(model_);
    for (std::size_t i = 0; i < evidence_.sources.size(); ++i) {
      const Evidence::Source& source = evidence_.sources[i];
      const double odds = bits_of_share(shares_[i]);
      double matches = 0, all = 0;
      for (const auto& [pattern, count] : source.patterns) {
        const double p = probability_of(bits_of(pattern, weights, source.fixed) + odds);
        matches += p * count;
        all += count;
        add(sums, pattern, p * count * source.scale, source.fixed);
      }
      if (all > 0) shares_[i] = matches / all;
      found += matches * source.scale;
    }
    add_reviewed(sums, found);
    for (std::size_t i = 0; i < model_.fields.size(); ++i)
      model_.fields[i].m = shares(sums[i], guessed_m(prepared_.fields()[i]), kPriorPairs);
    set_u(model_, evidence_.random, prepared_, random_share_);
  }

  /// Reviewed matches count more than unlabelled ones, but never for more than the table shows by itself.
  void add_reviewed(Sums& sums, double found) const {
    double reviewed = 0;
    for (const auto& [pattern, count] : evidence_.reviewed_same) reviewed += count;
    const double weight = std::min(kReviewedWeight, found / std::max(reviewed, kTiny));
    for (const auto& [pattern, count] : evidence_.reviewed_same) add(sums, pattern, count * weight);
  }

  /// Expected matches among the pairs that the rules found, over all pairs; a fixed point, reached in a few rounds.
  void set_prior() {
    const auto weights = weights_of(model_);
    model_.prior = random_share_;
    constexpr unsigned kPriorRounds = 50;
    for (unsigned round = 0; round < kPriorRounds; ++round) {
      double matches = 0;
      for (const Evidence::Source& source : evidence_.sources)
        for (const auto& [pattern, count] : source.fresh)
          matches += source.scale * count * probability_of(bits_of(pattern, weights, 0) + bits_of_share(model_.prior));
      model_.prior = std::clamp(matches / std::max(evidence_.all_pairs, 1.0), kTiny, 0.5);
    }
  }

  const Prepared& prepared_;
  const Evidence& evidence_;
  std::vector<double> shares_;
  double random_share_ = 0;
  Model model_;
};

std::uint32_t fields_of(const Rule& rule) {
  std::uint32_t fields = 0;
  for (const KeyPart& part : rule) fields |= 1u << part.field;
  return fields;
}

}  // namespace

double level_weight(const FieldModel& field, unsigned level) { return std::log2(field.m[level] / field.u[level]); }
double prior_weight(const Model& model) { return bits_of_share(model.prior); }
double probability_of(double bits) { return 1 / (1 + std::exp2(-bits)); }

Histogram random_patterns(const Prepared& prepared, std::uint64_t pairs, std::uint64_t seed, const Workers& workers) {
  auto scratch = comparers(prepared, workers);
  std::vector<Counter> counters(workers.threads());
  const std::uint64_t rows = prepared.rows();
  if (rows < 2) return {};
  if (rows * (rows - 1) / 2 <= pairs) {
    workers.run(rows, [&](std::size_t a, unsigned worker) {
      for (Row b = static_cast<Row>(a) + 1; b < rows; ++b)
        ++counters[worker][scratch[worker].pattern(static_cast<Row>(a), b)];
    });
    return merged(counters);
  }
  constexpr std::uint64_t kTaskPairs = 10'000;
  workers.run((pairs + kTaskPairs - 1) / kTaskPairs, [&](std::size_t task, unsigned worker) {
    Numbers numbers{mixed(seed, task)};
    for (std::uint64_t i = 0; i < kTaskPairs; ++i) {
      const auto a = static_cast<Row>(numbers.below(rows));
      const auto b = static_cast<Row>(numbers.below(rows));
      if (a != b) ++counters[worker][scratch[worker].pattern(a, b)];
    }
  });
  return merged(counters);
}

Evidence gather_evidence(const Prepared& prepared, const Blocking& blocking, const LinkConfig& config,
                         const Workers& workers) {
  Evidence evidence;
  const auto rows = static_cast<double>(prepared.rows());
  evidence.all_pairs = rows * (rows - 1) / 2;
  evidence.random = random_patterns(prepared, kRandomPairs, mixed(config.seed, 1), workers);
  auto scratch = comparers(prepared, workers);
  const std::size_t rules = blocking.rules().size();
  std::vector<std::vector<Counter>> all(rules, std::vector<Counter>(workers.threads()));
  auto fresh = all;
  std::vector<std::uint64_t> limits(rules);  // a pair is taken if its hash is below
  for (std::size_t rule = 0; rule < rules; ++rule) {
    Evidence::Source source;
    const std::uint64_t pairs = blocking.blocks()[rule].pairs;
    const double rate =
        std::min(1.0, static_cast<double>(kRulePairs) / static_cast<double>(std::max<std::uint64_t>(pairs, 1)));
    limits[rule] = rate == 1 ? ~std::uint64_t{0} : static_cast<std::uint64_t>(rate * 0x1p64);
    source.scale = 1 / rate;
    source.fixed = fields_of(blocking.rules()[rule]);
    evidence.sources.push_back(std::move(source));
  }
  workers.run(blocking.tasks().size(), [&](std::size_t index, unsigned worker) {
    const WalkTask& task = blocking.tasks()[index];
    blocking.walk(task, [&](Row a, Row b) {
      if (mixed(config.seed, std::uint64_t{a} << 32 | b) > limits[task.rule]) return;
      const Pattern pattern = scratch[worker].pattern(a, b);
      ++all[task.rule][worker][pattern];
      if (!blocking.met_before(task.rule, a, b)) ++fresh[task.rule][worker][pattern];
    });
  });
  for (std::size_t rule = 0; rule < rules; ++rule) {
    evidence.sources[rule].patterns = merged(all[rule]);
    evidence.sources[rule].fresh = merged(fresh[rule]);
  }
  return evidence;
}

Model first_guess(const Prepared& prepared, const Histogram& random, double prior) {
  Model model;
  model.prior = prior;
  for (const PreparedField& field : prepared.fields()) {
    const auto m = guessed_m(field);
    model.fields.push_back({m, m});  // no weight yet: every random pair counts in full
  }
  double share = kTiny;
  set_u(model, random, prepared, share);
  set_u(model, random, prepared, share = prior);
  return model;
}

Model estimate(const Prepared& prepared, const Evidence& evidence) { return Em{prepared, evidence}.run(); }

}  // namespace waymark::linkage
