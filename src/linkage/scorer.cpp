#include "linkage/scorer.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace waymark::linkage {
namespace {

constexpr std::size_t kLetters = 256;

unsigned level_of(const PreparedField& field, Likeness likeness) {
  const auto found = std::ranges::find(field.config.levels, likeness, &Level::likeness);
  return found == field.config.levels.end() ? 0 : static_cast<unsigned>(found - field.config.levels.begin()) + 2;
}

std::vector<float> equal_weights(const PreparedField& field, const FieldModel& model, double scale) {
  const double average = level_weight(model, kLevelEqual);
  std::vector<float> weights(field.texts.size(), static_cast<float>(scale * average));
  if (!*field.config.term_frequency || field.present == 0) return weights;
  for (ValueId id = 1; id < weights.size(); ++id) {
    const double frequency = std::max(field.counts[id], 1u) / static_cast<double>(field.present);
    weights[id] = static_cast<float>(scale * std::log2(model.m[kLevelEqual] / frequency));
  }
  return weights;
}

/// What a first letter adds to the level "initial": the share of names that begin with an average letter over that of
/// those that begin with this one.
std::vector<float> initial_weights(const PreparedField& field, double scale) {
  std::array<double, kLetters> shares{};
  for (ValueId id = 1; id < field.letters.size(); ++id)
    if (!field.letters.at(id).empty()) shares[field.letters.at(id)[0]] += field.counts[id];
  double total = 0, average = 0;
  for (const double share : shares) total += share;
  for (double& share : shares) share /= std::max(total, 1.0), average += share * share;
  std::vector<float> weights;
  for (const double share : shares)
    weights.push_back(share > 0 ? static_cast<float>(scale * std::log2(average / share)) : 0);
  return weights;
}

}  // namespace

WeightTable::WeightTable(const Prepared& prepared, const Model& model)
    : prepared_(prepared), start_(model.scale * prior_weight(model) + model.shift) {
  for (std::size_t i = 0; i < prepared.field_count(); ++i) {
    const PreparedField& field = prepared.fields()[i];
    auto& levels = levels_.emplace_back();
    for (unsigned level = 0; level < level_count(field); ++level)
      levels.push_back(static_cast<float>(model.scale * level_weight(model.fields[i], level)));
    equal_.push_back(equal_weights(field, model.fields[i], model.scale));
    initial_level_.push_back(*field.config.term_frequency ? level_of(field, Likeness::kInitial) : 0);
    initial_.push_back(initial_level_.back() == 0 ? std::vector<float>{} : initial_weights(field, model.scale));
    float best = *std::max_element(levels.begin() + 2, levels.end());
    if (initial_level_.back() != 0)
      best = std::max(best, levels[initial_level_.back()] + *std::ranges::max_element(initial_.back()));
    best_different_.push_back(best);
  }
}

float WeightTable::rare(std::size_t field, unsigned level, ValueId a, ValueId b) const {
  if (level != initial_level_[field] || level == 0) return 0;
  const LetterStore& letters = prepared_.fields()[field].letters;
  const LetterView shorter = letters.at(a).size() < letters.at(b).size() ? letters.at(a) : letters.at(b);
  return shorter.empty() ? 0 : initial_[field][shorter[0]];
}

float Scorer::bits(Row a, Row b, float floor) {
  const ValueId* row_a = weights_.prepared().row(a);
  const ValueId* row_b = weights_.prepared().row(b);
  const std::size_t count = weights_.prepared().field_count();
  float sum = static_cast<float>(weights_.start());
  float open = 0;
  std::uint32_t different = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (row_a[i] == kMissing || row_b[i] == kMissing) continue;
    if (row_a[i] == row_b[i]) {
      sum += weights_.equal(i, row_a[i]);
    } else {
      different |= 1u << i;
      open += weights_.best_different(i);
    }
  }
  // The dear comparisons are made only while they could still bring the pair over the floor.
  for (std::size_t i = 0; different != 0; ++i, different >>= 1) {
    if ((different & 1) == 0) continue;
    if (sum + open < floor) return -std::numeric_limits<float>::infinity();
    const unsigned level = comparer_.level_of_different(i, row_a[i], row_b[i], row_a, row_b);
    open -= weights_.best_different(i);
    sum += weights_.level(i, level) + weights_.rare(i, level, row_a[i], row_b[i]);
  }
  return sum;
}

std::vector<Step> Scorer::steps(Row a, Row b) {
  const Pattern pattern = comparer_.pattern(a, b);
  std::vector<Step> steps;
  for (std::size_t i = 0; i < weights_.prepared().field_count(); ++i) {
    const unsigned level = level_in(pattern, i);
    const ValueId value_a = weights_.prepared().row(a)[i], value_b = weights_.prepared().row(b)[i];
    Step step{i, level, 0, 0};
    if (level != kLevelMissing) step.bits = weights_.level(i, level);
    if (level == kLevelEqual)
      step.rare_bits = weights_.equal(i, value_a) - weights_.level(i, level);
    else if (level != kLevelMissing)
      step.rare_bits = weights_.rare(i, level, value_a, value_b);
    steps.push_back(step);
  }
  return steps;
}

Kept score_pairs(const WeightTable& weights, const Blocking& blocking, float floor, std::span<const ValueId> source,
                 const Workers& workers) {
  std::vector<Scorer> scorers;
  for (unsigned i = 0; i < workers.threads(); ++i) scorers.emplace_back(weights);
  std::vector<std::vector<ScoredPair>> found(blocking.tasks().size());
  std::vector<std::uint64_t> met(blocking.tasks().size(), 0);
  workers.run(found.size(), [&](std::size_t index, unsigned worker) {
    const WalkTask& task = blocking.tasks()[index];
    Scorer& scorer = scorers[worker];
    blocking.walk(task, [&](Row a, Row b) {
      if (!source.empty() && source[a] == source[b]) return;
      if (blocking.met_before(task.rule, a, b)) return;
      ++met[index];
      const float bits = scorer.bits(std::min(a, b), std::max(a, b), floor);
      if (bits >= floor)
        found[index].push_back({std::min(a, b), std::max(a, b), bits, static_cast<std::uint16_t>(task.rule)});
    });
  });
  Kept kept;
  for (std::size_t i = 0; i < found.size(); ++i) {
    kept.compared += met[i];
    kept.pairs.insert(kept.pairs.end(), found[i].begin(), found[i].end());
    std::vector<ScoredPair>{}.swap(found[i]);
  }
  // Ties by rule: a pair met twice (through a capped block) keeps the earlier rule.
  const auto place = [](const ScoredPair& pair) { return std::tuple{pair.a, pair.b, pair.rule}; };
  std::ranges::sort(kept.pairs, {}, place);
  const auto twice = std::ranges::unique(
      kept.pairs, [](const ScoredPair& x, const ScoredPair& y) { return x.a == y.a && x.b == y.b; });
  kept.pairs.erase(twice.begin(), twice.end());
  return kept;
}

}  // namespace waymark::linkage
