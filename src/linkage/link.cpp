#include "linkage/link.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <tuple>

#include "linkage/keys.h"
#include "linkage/learn_blocking.h"

namespace waymark::linkage {
namespace {

constexpr float kProvedBits = 60;  // what a key or a reviewer says: beyond doubt for printing, and finite

float bits_of(double probability) {
  constexpr double kSure = 1e-9;
  const double safe = std::clamp(probability, kSure, 1 - kSure);
  return static_cast<float>(std::log2(safe / (1 - safe)));
}

std::vector<Rule> chosen_rules(const Prepared& prepared, const LinkConfig& config, Report& report,
                               const Workers& workers) {
  if (!config.blocking.rules.empty()) return config.blocking.rules;
  const LearntRules learnt = learn_rules(prepared, config, workers);
  report.learnt = true;
  report.coverage = learnt.coverage;
  if (learnt.rules.empty() && prepared.rows() > 1)
    report.notes.push_back(
        "No blocking rule could be learnt: no field, alone or with others, keeps the pairs below the limit.");
  return learnt.rules;
}

void report_blocking(const Prepared& prepared, const Blocking& blocking, const LinkConfig& config, Report& report) {
  for (std::size_t i = 0; i < blocking.rules().size(); ++i) {
    const RuleBlocks& blocks = blocking.blocks()[i];
    report.rules.push_back({blocking.rules()[i], blocks.pairs, blocks.capped_blocks, blocks.largest_block});
    if (blocks.capped_blocks > 0)
      report.notes.push_back(
          fmt::format("Rule '{}': {} block{} had more than {} records (the largest {}); in them each record was "
                      "compared with its {} nearest only.",
                      text_of(blocking.rules()[i], config), blocks.capped_blocks, blocks.capped_blocks == 1 ? "" : "s",
                      config.blocking.block_rows_max, blocks.largest_block, config.blocking.window));
  }
  for (const PreparedField& field : prepared.fields())
    if (field.unreadable > 0)
      report.notes.push_back(fmt::format("Field '{}': {} values could not be read as a {} and count as missing.",
                                         field.config.name, field.unreadable, text_of(field.config.kind)));
}

std::vector<ValueId> source_of(const Table& table, const LinkConfig& config) {
  const auto column = table.column_named(config.differ_in);
  return column ? table.columns()[*column].ids : std::vector<ValueId>{};
}

/// Pairs that keys and people have settled, over what the model says of them.
std::vector<ScoredPair> settled_pairs(std::span<const Constraint> keys, const std::vector<Decision>& decisions) {
  std::vector<ScoredPair> settled;
  for (const Decision& decision : decisions) {
    const float bits = decision.verdict == Verdict::kSame ? kProvedBits : -kProvedBits;
    settled.push_back({std::min(decision.a, decision.b), std::max(decision.a, decision.b), bits, kByReview});
  }
  for (const Constraint& pair : keys)
    settled.push_back({std::min(pair.a, pair.b), std::max(pair.a, pair.b), kProvedBits, kByKey});
  return settled;
}

/// Adds the settled pairs; where two speak of the same pair, a reviewer wins over a key, and both over the model.
void settle(std::vector<ScoredPair>& pairs, const std::vector<ScoredPair>& settled) {
  if (settled.empty()) return;
  pairs.insert(pairs.end(), settled.begin(), settled.end());
  const auto rank = [](const ScoredPair& pair) { return pair.rule == kByReview ? 0 : pair.rule == kByKey ? 1 : 2; };
  std::ranges::sort(pairs, {}, [&](const ScoredPair& pair) { return std::tuple{pair.a, pair.b, rank(pair)}; });
  const auto twice =
      std::ranges::unique(pairs, [](const ScoredPair& x, const ScoredPair& y) { return x.a == y.a && x.b == y.b; });
  pairs.erase(twice.begin(), twice.end());
}

void cluster(Linkage& linkage, std::span<const Constraint> keys, const std::vector<Decision>& decisions,
             const Workers& workers) {
  std::vector<Constraint> together, apart;
  for (const Decision& decision : decisions)
    (decision.verdict == Verdict::kSame ? together : apart).push_back({decision.a, decision.b});
  together.insert(together.end(), keys.begin(), keys.end());
  linkage.clusters =
      make_clusters(*linkage.weights, linkage.pairs, bits_of(linkage.config.threshold.link), together, apart, workers);
}

/// Whether two records that agree on the rarest value of every field that repeats would be linked. A table in which
/// nothing repeats has nothing to link, which is no fault of its fields.
bool can_link(const Linkage& linkage, float link_bits) {
  double best = linkage.start();
  bool repeats = false;
  for (std::size_t i = 0; i < linkage.prepared->field_count(); ++i) {
    const auto& counts = linkage.prepared->fields()[i].counts;
    float of_field = 0;
    for (ValueId id = 1; id < counts.size(); ++id) {
      if (counts[id] < 2) continue;
      repeats = true;
      of_field = std::max(of_field, linkage.weights->equal(i, id));
    }
    best += of_field;
  }
  return best >= link_bits || !repeats;
}

void count_pairs(Linkage& linkage) {
  Report& report = linkage.report;
  const float link_bits = bits_of(linkage.config.threshold.link),
              review_bits = bits_of(linkage.config.threshold.review);
  for (const ScoredPair& pair : linkage.pairs) {
    const double p = probability_of(pair.bits);
    report.linked_pairs += pair.bits >= link_bits;
    report.review_pairs += pair.bits < link_bits && pair.bits >= review_bits;
    (pair.bits >= link_bits ? report.expected_right : report.expected_missed) += p;
  }
  report.no_evidence = !can_link(linkage, link_bits);
  if (report.no_evidence && report.rows > 1)
    report.notes.push_back(
        "The fields cannot tell these records apart: even full agreement is no evidence, so nothing was linked by "
        "likeness.");
  if (linkage.clusters.split_components > 0)
    report.notes.push_back(
        fmt::format("{} chains of linked pairs were cut, because records in them contradict each other.",
                    linkage.clusters.split_components));
}

/// Blocking, model and scored pairs. Without fields, only keys link.
void score(Linkage& linkage, const Table& table, const std::vector<Decision>& decisions, const Workers& workers) {
  const Prepared& prepared = *linkage.prepared;
  const LinkConfig& config = linkage.config;
  const Blocking blocking =
      Blocking::make(prepared, config, chosen_rules(prepared, config, linkage.report, workers), workers);
  report_blocking(prepared, blocking, config, linkage.report);
  Evidence evidence = gather_evidence(prepared, blocking, config, workers);
  evidence.reviewed_same = patterns_of_same(prepared, decisions);
  linkage.model = estimate(prepared, evidence);
  recalibrate(prepared, decisions, linkage.model);
  linkage.weights = std::make_unique<const WeightTable>(prepared, linkage.model);
  // With a known truth the pairs below review are kept too, to look for the best threshold there.
  constexpr double kMeasured = 0.005;
  const double floor = config.truth.empty() ? config.threshold.review : std::min(config.threshold.review, kMeasured);
  Kept kept = score_pairs(*linkage.weights, blocking, bits_of(floor), source_of(table, config), workers);
  linkage.report.compared = kept.compared;
  linkage.pairs = std::move(kept.pairs);
}

}  // namespace

std::vector<Step> Linkage::explain(Row a, Row b) const {
  return Scorer{*weights}.steps(std::min(a, b), std::max(a, b));
}

double Linkage::start() const { return weights->start(); }

Linkage::Expected Linkage::expected_at(double probability) const {
  Expected expected{0, 0};
  for (const ScoredPair& pair : pairs) {
    if (pair.bits < bits_of(probability)) continue;
    ++expected.pairs;
    expected.precision += probability_of(pair.bits);
  }
  expected.precision = expected.pairs == 0 ? 1 : expected.precision / static_cast<double>(expected.pairs);
  return expected;
}

Result<Linkage> link(const Table& table, const LinkConfig& config, const std::vector<Decision>& decisions,
                     const Workers& workers) {
  TRY(check(config));
  if (table.rows() > kRowsMax)
    return fail(Code::kTooLarge, "linkage/link", fmt::format("More than {} records.", kRowsMax));
  if (!config.differ_in.empty() && !table.column_named(config.differ_in))
    return fail(Code::kNotFound, "linkage/link", fmt::format("The table has no column '{}'.", config.differ_in));
  LET(const std::vector<Constraint> keys, key_pairs(table, config));
  LET(Prepared prepared, Prepared::make(table, config, workers));
  Linkage linkage;
  linkage.config = config;
  linkage.prepared = std::make_unique<const Prepared>(std::move(prepared));
  linkage.report.rows = table.rows();
  linkage.report.key_pairs = keys.size();
  score(linkage, table, decisions, workers);
  settle(linkage.pairs, settled_pairs(keys, decisions));
  cluster(linkage, keys, decisions, workers);
  count_pairs(linkage);
  return linkage;
}

}  // namespace waymark::linkage
