// Wholes: what each declared whole (--snapshot) held, as an entry of the chain, and the records that a later one lacks.
//
// `whole` and `miss` are derived from the entries of kind kWhole: which records of a snapshot were there on one day, at
// which courts it looked, and so which of the earlier days are missing. Order of days does not matter.
#pragma once

#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "store/connection.h"

namespace waymark::courts {

/// A record through one view.
using Member = std::pair<std::int64_t, int>;

/// The body of a kWhole entry. @param whole  false: it only says what it held, nothing is missed by it
std::string body_of_whole(std::string_view snapshot, const std::set<Member>& members,
                          std::span<const std::string> left_out, bool whole);

/// Adds the rows of one kWhole entry: itself, what it lacks of earlier days, and what later ones lack of it.
/// @return the records whose timeline may have changed
Result<std::set<Member>> add_whole(store::Connection& db, std::int64_t entry);

/// Derives all rows of `whole` and `miss` anew.
Result<void> derive_wholes(store::Connection& db);
/// How many of them do not follow from the entries.
Result<std::int64_t> wholes_wrong(store::Connection& db);

}  // namespace waymark::courts
