// Timeline: what one view said of one case, day by day, whatever the order in which the days came in.
//
// A function of the pages that speak of the case (said, page) and of the days on which a declared whole no longer had
// it (miss): on a day with a page the record says what the last page of that day says; on a day without one, when a
// whole lacked it, it is gone. Spec: docs/spec/courts-archive.md, "Order of days".
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "courts/archive/chain.h"
#include "courts/archive/facts.h"
#include "store/connection.h"

namespace waymark::courts {

/// What the column `gone` of a revision says. A row that another order of days has made superfluous stays, as
/// kSuperseded more: its entry is in the chain for good.
enum class MarkKind : std::uint8_t { kSaid = 0, kGone = 1, kBack = 2 };
inline constexpr int kSuperseded = 10;

/// One change of a record.
struct Mark {
  MarkKind kind = MarkKind::kSaid;
  std::int32_t day = 0;
  std::int64_t entry = 0;     ///< of the chain; 0 if none says so yet
  std::string body = {};      ///< of a kSaid
  std::string snapshot = {};  ///< of a kGone: the whole that lacked it
  std::int32_t seen = 0;      ///< of a kGone: the last day before
};

struct Timeline {
  std::vector<Mark> marks = {};
  std::int32_t first_seen = kNoDay;
  std::int32_t last_seen = kNoDay;
  std::int32_t gone = kNoDay;  ///< kNoDay unless the newest word is that it vanished
  [[nodiscard]] const Mark* newest_said() const;
};

Result<Timeline> timeline_of(store::Connection& db, std::int64_t case_id, int view);

/// How many of the stored rows (revision, state) of this view do not follow from the timeline.
Result<std::int64_t> timeline_rows_wrong(store::Connection& db, std::int64_t case_id, int view,
                                         const Timeline& timeline);

/// Appends an entry to the chain. @return its number
using AppendEntry = std::function<Result<std::int64_t>(EntryKind kind, std::int32_t day, const std::string& body)>;
/// Writes the rows as the timeline has them; entries that are missing are appended.
/// @param key  of the case, for their bodies; @return marks appended, by kind
struct Appended {
  std::int64_t said = 0, gone = 0, back = 0;
};
Result<Appended> write_timeline(store::Connection& db, std::int64_t case_id, int view, const std::string& key,
                                Timeline timeline, const AppendEntry& append);

}  // namespace waymark::courts
