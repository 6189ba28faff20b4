// Deterministic keys: records that agree on all columns of a key are one person, whatever else they say.
#pragma once

#include <vector>

#include "linkage/cluster.h"
#include "linkage/config.h"
#include "linkage/table.h"

namespace waymark::linkage {

/// A chain of pairs for each group of records with equal values (folded_id) in all columns of a key, none missing.
/// Sorted by a, b, each once. @error kNotFound if a column is missing
Result<std::vector<Constraint>> key_pairs(const Table& table, const LinkConfig& config);

}  // namespace waymark::linkage
