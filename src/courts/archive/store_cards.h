// What writer, reader and verifier share: bodies of entries and cards out of them. Inside of the archive.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "courts/archive/archive.h"
#include "courts/archive/chain.h"
#include "courts/archive/derive.h"
#include "store/connection.h"

namespace waymark::courts {

/// The body of the current row: columns `size` and `body` at these places.
Result<std::string> body_at(const store::Rows& rows, int size_column, int body_column);
Result<std::string> body_of_entry(store::Connection& db, std::int64_t seq);
/// The card of a revision's body. @error kMalformed
Result<Card> card_of_body(std::string_view body);
/// Puts the texts of a card's acts in. @error kNotFound when a text is missing
Result<void> load_acts(store::Connection& db, Card& card);
Result<std::string> blob_text(store::Connection& db, const crypto::Sha256& sha256);
/// All views of a case as they are now.
Result<std::vector<ViewNow>> views_of(store::Connection& db, std::int64_t case_id);
/// The newest day of a decision's first sighting among all revisions; nothing if none says that there is one.
Result<std::optional<std::int32_t>> decided_seen_of(store::Connection& db, std::int64_t case_id);

inline store::Value day_bound(std::int32_t day) { return day == kNoDay ? store::Value{nullptr} : store::Value{day}; }
/// A NULL reads as 0, so only a 0 is asked whether it is one: tallies read days by the ten million.
inline std::int32_t day_at(const store::Rows& rows, int column) {
  const auto day = static_cast<std::int32_t>(rows.integer(column));
  return day == 0 && rows.is_null(column) ? kNoDay : day;
}

}  // namespace waymark::courts
