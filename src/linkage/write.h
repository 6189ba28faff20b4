// What a linkage says to people and to other programs: clusters, pairs with their explanation, the model, the report.
//
// CSV and JSON are UTF-8; numbers are written the same in every locale. The functions append to a string, so that a
// caller chooses where it goes.
#pragma once

#include <string>

#include "linkage/link.h"

namespace waymark::linkage {

enum class PairFormat : std::uint8_t { kCsv, kJsonLines };
enum class Detail : std::uint8_t { kWeights, kWaterfall };

/// "record,cluster,size,probability", one line a record in the table's order. Clusters are numbered from 1; their
/// probability is that of the least certain join. The record is its id, or its number from 1.
std::string clusters_csv(const Linkage& linkage, const Table& table);

/// Pairs of threshold.review or more: left, right, probability, bits, what brought them, whether they ended in one
/// cluster; with kWaterfall the prior and each field's level and bits.
std::string pairs_text(const Linkage& linkage, const Table& table, PairFormat format, Detail detail,
                       const Workers& workers);

/// m, u and weight of every level of every field, the rules, the prior: enough to repeat and to judge the linkage.
std::string model_json(const Linkage& linkage);

/// A few lines for the terminal.
std::string summary(const Linkage& linkage);

}  // namespace waymark::linkage
