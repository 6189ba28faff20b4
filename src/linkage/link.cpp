#include "linkage/link.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <tuple>

#include "linkage/hash.h"
#include "linkage/keys.h"

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
  report.rules_from = learnt.how;
  if (learnt.rules.empty() && prepared.rows() > 1)
    report.notes.push_back("No pair was compared: no field has a value in two records or more.");
  else if (learnt.how == RulesFrom::kWidest)
    report.notes.push_back(fmt::format(
        "No likely match was seen in a sample of pairs, so the rules could not be chosen by their worth: the widest "
        "within the limit of {} pairs a record were taken. Rules of your own may find more.",
        config.blocking.pairs_per_record_max));
  else if (learnt.how == RulesFrom::kNarrowest)
    report.notes.push_back(fmt::format(
        "Every rule of up to three parts brings more than {} pairs a record, so whole fields together were taken. "
        "Rules of your own, or a higher pairs_per_record_max, may find more.",
        config.blocking.pairs_per_record_max));
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
    if (field.absent > 0)
      report.notes.push_back(
          fmt::format("Field '{}': {} values such as '{}' say that nothing is known and count as missing.",
                      field.config.name, field.absent, field.absent_word));
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

/// What two records that agree on the rarest value of every field that repeats come to, if one record in a table had
/// a twin.
struct FullAgreement {
  double start = 0;      ///< bits before any field is looked at
  double bits = 0;       ///< with all fields
  bool repeats = false;  ///< some value is in two records: else there is nothing to link, which is no fault of fields
};

FullAgreement full_agreement(const Linkage& linkage) {
  const double twins = 1 / static_cast<double>(std::max<std::size_t>(linkage.report.rows, 2));
  FullAgreement full;
  full.start = linkage.model.prior < twins
                   ? linkage.model.scale * static_cast<double>(bits_of(twins)) + linkage.model.shift
                   : linkage.start();
  full.bits = full.start;
  for (std::size_t i = 0; i < linkage.prepared->field_count(); ++i) {
    const auto& counts = linkage.prepared->fields()[i].counts;
    float of_field = 0;
    for (ValueId id = 1; id < counts.size(); ++id) {
      if (counts[id] < 2) continue;
      full.repeats = true;
      of_field = std::max(of_field, linkage.weights->equal(i, id));
    }
    full.bits += of_field;
  }
  return full;
}

/// Pairs of records that have the same value in every field, none missing.
std::uint64_t pairs_equal_in_all(const Prepared& prepared) {
  std::vector<std::span<const ValueId>> rows;
  for (Row row = 0; row < prepared.rows(); ++row) {
    const std::span values{prepared.row(row), prepared.field_count()};
    if (std::ranges::find(values, kMissing) == values.end()) rows.push_back(values);
  }
  const auto less = [](const auto& a, const auto& b) { return std::ranges::lexicographical_compare(a, b); };
  std::ranges::sort(rows, less);
  std::uint64_t pairs = 0, same = 0;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    same = std::ranges::equal(rows[i - 1], rows[i]) ? same + 1 : 0;
    pairs += same;
  }
  return pairs;
}

/// Why the model links nothing, where the fields themselves forbid it.
std::string why_nothing(const Linkage& linkage, const FullAgreement& full) {
  const std::uint64_t equal = pairs_equal_in_all(*linkage.prepared);
  const std::string twins = fmt::format(
      "Pairs that are equal in every field: {}.{}", equal,
      equal == 0 ? "" : " If that is enough to be one person, a configuration can make these columns a [[key]].");
  if (full.bits <= full.start)
    return "The fields cannot tell these records apart: even full agreement is no evidence, so nothing was linked by "
           "likeness. " +
           twins;
  return fmt::format(
      "Full agreement is too little evidence here: it makes two records one person with a probability of {:.2g} at the "
      "most, below {}, so nothing was linked by likeness. {}",
      probability_of(full.bits), linkage.config.threshold.link, twins);
}

void count_pairs(Linkage& linkage) {
  Report& report = linkage.report;
  const float link_bits = bits_of(linkage.config.threshold.link),
              review_bits = bits_of(linkage.config.threshold.review);
  bool by_likeness = false;
  for (const ScoredPair& pair : linkage.pairs) {
    const double p = probability_of(pair.bits);
    report.linked_pairs += pair.bits >= link_bits;
    by_likeness |= pair.bits >= link_bits && pair.rule != kByKey && pair.rule != kByReview;
    report.review_pairs += pair.bits < link_bits && pair.bits >= review_bits;
    (pair.bits >= link_bits ? report.expected_right : report.expected_missed) += p;
  }
  const FullAgreement full = full_agreement(linkage);
  report.no_evidence = !by_likeness && full.repeats && full.bits < link_bits;
  if (report.no_evidence && report.rows > 1)
    report.notes.push_back(why_nothing(linkage, full));
  else if (report.linked_pairs == 0 && report.rows > 1 && !report.rules.empty())
    report.notes.push_back(fmt::format("Nothing was linked: none of the {} pairs compared reached the probability {}.",
                                       report.compared, linkage.config.threshold.link));
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

/// @error kConflict  with the first two records that have one id
Result<void> check_ids(const Table& table, const std::string& id) {
  const auto column = table.column_named(id);
  if (id.empty() || !column) return {};
  std::vector<std::pair<std::uint64_t, Row>> hashes;
  hashes.reserve(table.rows());
  for (Row row = 0; row < table.rows(); ++row) hashes.emplace_back(hash_of(table.cell(row, *column)), row);
  std::ranges::sort(hashes);
  for (std::size_t i = 1; i < hashes.size(); ++i) {
    const Row first = hashes[i - 1].second, second = hashes[i].second;
    const std::string_view text = table.cell(first, *column);
    if (hashes[i - 1].first != hashes[i].first || text != table.cell(second, *column)) continue;
    return fail(Code::kConflict, "linkage/link",
                fmt::format("Records {} and {} have the same id '{}' in column '{}'. Every record needs an id of its "
                            "own: correct the column, or leave 'id' out, and records are numbered from 1.",
                            first + 1, second + 1, text, id));
  }
  return {};
}

}  // namespace

std::vector<Step> Linkage::explain(Row a, Row b) const {
  return Scorer{*weights}.steps(std::min(a, b), std::max(a, b));
}

double Linkage::start() const { return weights->start(); }

Linkage::Expected Linkage::expected_at(double probability) const {
  std::size_t count = 0;
  double right = 0;
  for (const ScoredPair& pair : pairs) {
    if (pair.bits < bits_of(probability)) continue;
    ++count;
    right += probability_of(pair.bits);
  }
  return {count, count == 0 ? std::nullopt : std::optional{right / static_cast<double>(count)}};
}

Result<Linkage> link(const Table& table, const LinkConfig& config, const std::vector<Decision>& decisions,
                     const Workers& workers) {
  TRY(check(config));
  if (table.rows() > kRowsMax)
    return fail(Code::kTooLarge, "linkage/link", fmt::format("More than {} records.", kRowsMax));
  if (!config.differ_in.empty() && !table.column_named(config.differ_in))
    return fail(Code::kNotFound, "linkage/link", fmt::format("The table has no column '{}'.", config.differ_in));
  TRY(check_ids(table, config.id));
  LET(KeyPairs proved, key_pairs(table, config));
  const std::vector<Constraint> keys = std::move(proved.pairs);
  LET(Prepared prepared, Prepared::make(table, config, workers));
  Linkage linkage;
  linkage.config = config;
  linkage.prepared = std::make_unique<const Prepared>(std::move(prepared));
  linkage.report.rows = table.rows();
  linkage.report.key_pairs = keys.size();
  linkage.report.notes = std::move(proved.notes);
  score(linkage, table, decisions, workers);
  settle(linkage.pairs, settled_pairs(keys, decisions));
  cluster(linkage, keys, decisions, workers);
  count_pairs(linkage);
  return linkage;
}

}  // namespace waymark::linkage
