#include "linkage/decisions.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <optional>
#include <unordered_map>

#include "linkage/csv.h"

namespace waymark::linkage {
namespace {

constexpr std::string_view kWhere = "linkage/decisions";

/// Finds records by their id.
std::unordered_map<std::string, Row> rows_by_id(const Table& table, std::string_view id_column) {
  std::unordered_map<std::string, Row> rows;
  const auto column = table.column_named(id_column);
  for (Row row = 0; row < table.rows(); ++row)
    rows.emplace(column ? std::string{table.cell(row, *column)} : std::to_string(row + 1), row);
  return rows;
}

/// What the words of a decision ask for.
enum class Asked : std::uint8_t { kSame, kDifferent, kUnsure, kUndone };

std::optional<Asked> asked_of(std::string_view word) {
  if (word == "same") return Asked::kSame;
  if (word == "different") return Asked::kDifferent;
  if (word == "unsure") return Asked::kUnsure;
  if (word == "undone") return Asked::kUndone;
  return std::nullopt;
}

using Verdicts = std::map<std::pair<Row, Row>, Verdict>;

/// False when the pair was decided otherwise before, and nobody took that back.
bool take(Verdicts& verdicts, std::pair<Row, Row> pair, Asked asked) {
  if (asked == Asked::kUnsure) return true;
  if (asked == Asked::kUndone) {
    verdicts.erase(pair);
    return true;
  }
  const Verdict verdict = asked == Asked::kSame ? Verdict::kSame : Verdict::kDifferent;
  return verdicts.emplace(pair, verdict).first->second == verdict;
}

/// How much decisions teach, 0…1. Few of them say more about the pairs that somebody happened to look at than about
/// the table, so they bind and teach nothing; half of the full weight is reached with 20.
double teaching(std::size_t decisions) {
  constexpr double kHalf = 10;
  if (decisions < kDecisionsTeach) return 0;
  const auto more = static_cast<double>(decisions - kDecisionsTeach + 1);
  return more / (more + kHalf);
}

/// Pull of the penalty: as strong as that many decisions.
constexpr double kScalePull = 20, kShiftPull = 2;
constexpr double kScaleMin = 0.25, kScaleMax = 2;

}  // namespace

Result<DecisionList> read_decisions(std::string_view csv, const Table& table, std::string_view id_column,
                                    const Workers& workers) {
  LET(const Table file, read_csv(csv, {.columns = {"left", "right", "decision"}}, workers));
  const auto rows = rows_by_id(table, id_column);
  DecisionList list;
  Verdicts verdicts;
  for (Row i = 0; i < file.rows(); ++i) {
    const auto asked = asked_of(file.cell(i, 2));
    if (!asked)
      return fail(Code::kMalformed, kWhere,
                  fmt::format("Decision {} is none of 'same', 'different', 'unsure', 'undone'.", i + 1));
    const auto left = rows.find(std::string{file.cell(i, 0)});
    const auto right = rows.find(std::string{file.cell(i, 1)});
    if (left == rows.end() || right == rows.end() || left->second == right->second) {
      ++list.unknown;
      continue;
    }
    if (!take(verdicts, std::minmax(left->second, right->second), *asked))
      return fail(Code::kConflict, kWhere,
                  fmt::format("Decision {} contradicts an earlier one about the same pair.", i + 1));
  }
  for (const auto& [pair, verdict] : verdicts) list.decisions.push_back({pair.first, pair.second, verdict});
  return list;
}

Histogram patterns_of_same(const Prepared& prepared, std::span<const Decision> decisions) {
  const double weight = teaching(decisions.size());
  if (weight == 0) return {};
  Comparer comparer{prepared};
  std::map<Pattern, double> counts;
  for (const Decision& decision : decisions)
    if (decision.verdict == Verdict::kSame) counts[comparer.pattern(decision.a, decision.b)] += weight;
  Histogram histogram;
  for (const auto& [pattern, count] : counts) histogram.push_back({pattern, count});
  return histogram;
}

void recalibrate(const Prepared& prepared, std::span<const Decision> decisions, Model& model) {
  const double weight = teaching(decisions.size());
  if (weight == 0) return;
  model.scale = 1, model.shift = 0;
  const WeightTable weights{prepared, model};
  Scorer scorer{weights};
  std::vector<std::pair<double, double>> points;  // bits, 1 for same
  for (const Decision& decision : decisions) {
    const Row a = std::min(decision.a, decision.b), b = std::max(decision.a, decision.b);
    points.emplace_back(scorer.bits(a, b, -1e9f), decision.verdict == Verdict::kSame ? 1.0 : 0.0);
  }
  double scale = 1, shift = 0;
  constexpr unsigned kNewtonSteps = 25;
  for (unsigned step = 0; step < kNewtonSteps; ++step) {
    // Gradient and Hessian of the penalised log-loss in natural units (bits times ln 2).
    double g_scale = kScalePull * (scale - 1), g_shift = kShiftPull * shift * std::numbers::ln2;
    double h_scale = kScalePull, h_shift = kShiftPull * std::numbers::ln2, h_both = 0;
    for (const auto& [bits, same] : points) {
      const double p = probability_of(scale * bits + shift);
      const double x = bits * std::numbers::ln2, one = std::numbers::ln2, spread = std::max(p * (1 - p), 1e-9);
      g_scale += weight * (p - same) * x, g_shift += weight * (p - same) * one;
      h_scale += weight * spread * x * x, h_shift += weight * spread * one * one, h_both += weight * spread * x * one;
    }
    const double determinant = h_scale * h_shift - h_both * h_both;
    scale = std::clamp(scale - (h_shift * g_scale - h_both * g_shift) / determinant, kScaleMin, kScaleMax);
    shift -= (h_scale * g_shift - h_both * g_scale) / determinant;
  }
  model.scale = scale, model.shift = shift;
}

}  // namespace waymark::linkage
