// The numbers of a fact in its row of the archive: one value instead of sixteen columns, because a tally reads three
// million rows and SQLite hands out each column on its own. What updates touch (the days of being seen, the tombstone)
// stays in columns.
//
// Layout: sixteen 32-bit numbers, big-endian, in the order of each_number() in fact_numbers.cpp.
#pragma once

#include "base/bytes.h"
#include "base/result.h"
#include "courts/archive/facts.h"

namespace waymark::courts {

inline constexpr std::size_t kFactNumbersBytes = 64;

ByteArray<kFactNumbersBytes> fact_numbers(const Fact& fact);
/// Sets what fact_numbers() holds; the rest of `fact` stays. @error kMalformed when `bytes` has another size
Result<void> read_fact_numbers(ByteView bytes, Fact& fact);

}  // namespace waymark::courts
