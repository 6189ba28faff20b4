// Tally: the counts of a query over an archive, each with what it rests on: n of N known, an interval of chance, bounds
// over the unknown, and for months that still fill up a now-cast.
//
// The archive is streamed, on as many threads as asked; the result is the same for any number.
#pragma once

#include <optional>
#include <vector>

#include "base/result.h"
#include "courts/tally/lag.h"
#include "courts/tally/query.h"
#include "courts/tally/share.h"
#include "courts/tally/stream.h"

namespace waymark::courts {

struct Counts {
  std::int64_t count = 0;
  std::int64_t decided = 0;    ///< with a decision or its day
  std::int64_t in_force = 0;   ///< with a day on which it came into force
  std::int64_t sentences = 0;  ///< of guilt
  std::int64_t known = 0;      ///< sentences whose punishment is known
  std::int64_t suspended = 0;
  Counts& operator+=(const Counts& other);
  bool operator==(const Counts&) const = default;
  [[nodiscard]] std::int64_t of(Measure measure) const;
};

struct TallyRow {
  std::vector<std::string> words = {};  ///< one for each dimension of the query
  std::string cell = {};                ///< its stable name
  Counts counts = {};
  /// Suspended among known sentences; in a tally by outcome, this punishment among the known sentences of the row's
  /// group. Nothing for an outcome that is no punishment.
  std::optional<Share> share = {};
  bool filling = false;              ///< its month is not complete yet
  std::optional<NowCast> cast = {};  ///< only of a tally by that month alone
};

struct Tally {
  Query query = {};
  std::vector<TallyRow> rows = {};
  TallyRow total = {};
  std::vector<std::int64_t> left_out = {};  ///< accused left out because a filter's value is unknown, by filter
  std::int64_t unnamed = 0;                 ///< cases without a named accused, left out when persons are counted
  std::int64_t joined = 0;                  ///< records that are one case with another court's
  std::int64_t facts = 0;                   ///< read
  std::int32_t first_seen = kNoDay;         ///< first day of observation
  std::int32_t last_seen = kNoDay;          ///< last day of observation
};

/// Counts. @param threads  1…64; a tally as of a day uses one
/// @error of the reader; kInvalid if a filter names a value that nothing in the archive has
Result<Tally> tally(const TallySource& source, const Query& query, unsigned threads);

/// One record behind a cell.
struct Reason {
  Counted counted = {};
  std::vector<std::int64_t> others = {};  ///< case files that are the same case at other courts
};
/// Exactly what a cell counts, in the order of case files. @error as tally()
Result<std::vector<Reason>> reasons_for(const TallySource& source, const Cell& cell);

/// Everything that a tally counts, each with the name of the row that counts it; in the order of case files.
struct RowReason {
  std::string cell = {};
  Reason reason = {};
};
Result<std::vector<RowReason>> all_reasons(const TallySource& source, const Query& query);

/// The assumption that unknown outcomes are like the known ones of the same row: how many of the sentences would be
/// hits. Nothing if nothing is known.
std::optional<double> imputed(const Share& share);

}  // namespace waymark::courts
