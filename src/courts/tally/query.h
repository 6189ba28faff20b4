// Query: what is to be tallied, as words a person types, and the name of one cell of its answer.
//
// A filter is "article=337", "part=337-5+337-2.1", "court=61GV0001", "received=2024-01..2024-06", "decided=2024-03-15",
// "outcome=unknown". Unless something speaks of the stage, first instance alone is counted, so that an appeal is not a
// second case. A cell's name holds the whole question, so that it can be asked of any copy of the archive:
//
//   cases@2026-11-01:article=337,stage=first:received=2024-03/suspended
//   unit  as seen on filters                 values of its row measure ("count" when left out)
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "courts/tally/dimension.h"

namespace waymark::courts {

enum class Unit : std::uint8_t {
  kCases,   ///< a case counts once however many are accused
  kPersons  ///< the accused; a case whose court names nobody is left out
};
std::string_view name_of(Unit unit);

/// One condition on a record. Either words or a range of days.
struct Filter {
  Dimension dimension = Dimension::kArticle;
  std::vector<std::string> words = {};  ///< any of them
  std::int32_t from = kNoDay;           ///< days, both inclusive; kNoDay: `words` decide
  std::int32_t to = kNoDay;
  [[nodiscard]] std::string written() const;  ///< "article=337"
};

struct Query {
  Unit unit = Unit::kCases;
  std::int32_t as_of = kNoDay;       ///< only what had been seen by that day; kNoDay: everything
  std::vector<Dimension> by = {};    ///< at most kByMax
  std::vector<Filter> filters = {};  ///< sorted by dimension, each dimension once
};
inline constexpr std::size_t kByMax = 3;

/// What a person typed.
struct QueryWords {
  std::string unit = "cases";
  std::string as_of = {};
  std::vector<std::string> by = {};
  std::vector<std::string> where = {};
};
/// Puts "stage=first" in unless `where` or `by` speak of the stage ("stage=all" is no filter at all).
/// @error kInvalid with a sentence for a word that is none
Result<Query> query_of(const QueryWords& words);

/// What is counted in a cell.
enum class Measure : std::uint8_t { kCount, kDecided, kInForce, kSentences, kKnown, kSuspended };
inline constexpr int kMeasures = 6;
std::string_view name_of(Measure measure);

struct Cell {
  Query query = {};                     ///< `by` holds the dimensions of `words`
  std::vector<std::string> words = {};  ///< as long as query.by
  Measure measure = Measure::kCount;
};
/// The name of a row: without its measure, which follows after "/".
std::string row_name(const Query& query, const std::vector<std::string>& words);
/// @error kInvalid with a sentence
Result<Cell> cell_named(std::string_view name);

}  // namespace waymark::courts
