// Deterministic keys: records that agree on all columns of a key are one person, whatever else they say.
#pragma once

#include <string>
#include <vector>

#include "linkage/cluster.h"
#include "linkage/config.h"
#include "linkage/table.h"

namespace waymark::linkage {

struct KeyPairs {
  std::vector<Constraint> pairs;   ///< sorted by a, b, each once
  std::vector<std::string> notes;  ///< values that so many records share that they may be no key
};

/// A chain of pairs for each group of records with equal values (folded_id) in all columns of a key, none missing. What
/// says that nothing is known, and a value of zeros alone, is missing. @error kNotFound if a column is missing
Result<KeyPairs> key_pairs(const Table& table, const LinkConfig& config);

}  // namespace waymark::linkage
