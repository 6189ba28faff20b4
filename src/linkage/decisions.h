// Decisions: pairs that people have looked at. They bind the clusters, and the model learns from them.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "linkage/scorer.h"

namespace waymark::linkage {

enum class Verdict : std::uint8_t { kSame, kDifferent };

struct Decision {
  Row a, b;
  Verdict verdict;
};

/// Reads a CSV with the columns left, right, decision; ids as in `id_column` of the table, or numbers of records from 1
/// if that is empty. "same" and "different" decide a pair, "unsure" does not, "undone" takes back what stands above it.
/// Pairs whose records are gone are skipped and counted in `unknown`.
/// @error as read_csv; kMalformed for another word; kConflict for a pair decided both ways
struct DecisionList {
  std::vector<Decision> decisions;
  std::size_t unknown = 0;
};
Result<DecisionList> read_decisions(std::string_view csv, const Table& table, std::string_view id_column,
                                    const Workers& workers);

/// From so many decisions on the model learns from them; fewer only bind the pairs that they are about.
inline constexpr std::size_t kDecisionsTeach = 10;

/// The patterns of the pairs reviewed as one person, for Evidence::reviewed_same. Empty below kDecisionsTeach.
Histogram patterns_of_same(const Prepared& prepared, std::span<const Decision> decisions);

/// Fits bits' = scale * bits + shift to the verdicts by penalised logistic regression (Platt 1999), drawn to scale 1
/// and shift 0, so that one kind alone cannot run away. Below kDecisionsTeach nothing changes. Sets model.scale and
/// shift.
void recalibrate(const Prepared& prepared, std::span<const Decision> decisions, Model& model);

}  // namespace waymark::linkage
